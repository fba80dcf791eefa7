"""No customer can become a persona that this launch serves: it has no rule over intake answers.

Write `when:` with the answers that make a customer this persona, or `otherwise: true` when it takes the rest.
"""

from collections.abc import Iterator

from gtm.analysis import portraits
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM627", "persona-without-rule", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    for one in portraits.portraits(study.launch):
        if one.served and not one.record.when and not one.record.otherwise:
            yield rule.at(
                study.launch.spots["personas", one.id].at_key(),
                f"no intake answer makes a customer `{one.id}`, which this launch serves",
                help="write `when:` with intake answers, or `otherwise: true`",
                subject=one.id,
            )
