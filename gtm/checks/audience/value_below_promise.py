"""A customer has much less of the promised value than was due by now.

This is the early warning: at day 60 or 90 there is still time, at the renewal there is none. Marks and the
limit stand under `limits:` in audience.yaml.
"""

from collections.abc import Iterator

from gtm.analysis import clientele
from gtm.analysis.amounts import amount
from gtm.analysis.scale import WARNING
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM656", "value-below-promise", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    found = clientele.of(study).scale
    for one in found.promises:
        if one.verdict == WARNING:
            record = one.record
            yield rule.at(
                launch.spots["promises", one.id] / "realised" / record.realised.index(one.realised[-1]),
                f"{record.deal or one.id} has {amount(one.value or 0, record.unit)} of the promised "
                f"{amount(record.promised or 0, record.unit)}, {100 * (one.share or 0):.0f} % on day {one.day}; "
                f"{100 * found.limits.realised:.0f} % is the least by day {one.mark}",
                help="talk with the customer now: what is missing, and who removes it",
                subject=one.id,
            )
