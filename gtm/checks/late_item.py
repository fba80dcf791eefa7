"""An item is open after the day it was due.

Finish it, agree a new date with those who wait for it (`due:`, not after its gate), or ask for a
waiver. Items behind a gate that has passed are not mentioned. A must-have that is open longer than
`policy: {gap_limit: 28d}` allows, where gtm.yaml says so, is an error.
"""

from collections.abc import Iterator

from gtm.analysis.attention import over_limit
from gtm.analysis.snapshot import Study
from gtm.dates import say, say_working
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM414", "late-item", Severity.WARNING)
pitfalls = ("P16",)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    today = launch.as_of
    for item in study.pressing:
        if item.due < today:
            days = max(launch.calendar.between(item.due, today), 1)
            yield rule.at(
                item.spot.at_key(),
                f"`{item.id}` was due {say(item.due)} and is {say_working(days)} late",
                help="finish it, or agree a new date with those who wait for it",
                subject=item.id,
                severity=over_limit(launch, item.due) if item.must else Severity.ADVICE,
            )
