"""A persona that this launch serves has no required outcome, or no experience is said that suits it.

Success is the outcome a customer needs, reached in the way that suits this kind of customer. Write `outcome:`, best
with the `metric:` that shows it, and `experience:`.
"""

from collections.abc import Iterator

from gtm.analysis import portraits
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM628", "persona-without-outcome", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    for one in portraits.portraits(study.launch):
        lacking = [key for key in ("outcome", "experience") if not getattr(one.record, key)]
        if one.served and lacking:
            yield rule.at(
                study.launch.spots["personas", one.id].at_key(),
                f"the persona `{one.id}` says no {' and no '.join(lacking)}",
                help=" and ".join(f"write `{key}:`" for key in lacking),
                subject=one.id,
            )
