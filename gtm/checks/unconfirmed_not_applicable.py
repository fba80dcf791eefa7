"""A must-have is said not to apply, and nobody else has agreed.

Until a second person writes `confirmed_by:`, it counts as open. The owner cannot confirm their own.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM413", "unconfirmed-not-applicable", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    for item in study.undecided:
        if item.status == "not-applicable" and item.must and not study.readiness[item.id].settled:
            own = item.state.confirmed_by is not None and item.state.confirmed_by == item.owner
            why = "confirmed only by its owner" if own else "not confirmed by a second person"
            yield rule.at(
                item.spot / ("confirmed_by" if own else "status"),
                f"`{item.id}` is said not to apply, but that is {why}",
                help="somebody other than the owner writes `confirmed_by: …`",
                subject=item.id,
            )
