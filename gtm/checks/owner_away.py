"""The owner of an open item is away on the day it is due.

Hand it to the deputy, finish it earlier, or agree another date. Absences stand in people.yaml
under `away:`. Items that are due later than `policy.soon` are not mentioned yet.
"""

from collections.abc import Iterator
from datetime import date

from gtm.analysis.snapshot import Study
from gtm.dates import never, say
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.launch import Item, Launch

rule = Rule("GTM403", "owner-away", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    away = {id: person.away for id, person in launch.people.items() if person.away}
    if not away:
        return
    for item in study.pressing:
        if item.due < launch.as_of or item.owner not in away:
            continue
        for days in away[item.owner]:
            if days[0] <= item.due <= days[1]:
                yield _say(launch, item, item.owner, days)
                break


def _say(launch: Launch, item: Item, owner: str, days: tuple[date, date]) -> Diagnostic:
    deputy = launch.people[owner].deputy
    spot = launch.spots.get(("people", owner))
    if deputy is None:
        help = f"name a deputy for {launch.person(owner)}, or agree another date"
    else:
        help = f"{launch.person(deputy)} is the deputy: hand it over, or agree another date"
    return rule.at(
        item.due_spot,
        f"`{item.id}` is due {say(item.due)}, while {launch.person(owner)} is away ({_range(days)})",
        help=help,
        related=[(spot / "away", "the absence")] if spot is not None else [],
        subject=item.id,
    )


def _range(days: tuple[date, date]) -> str:
    return f"from {say(days[0])} for ever" if never(days[1]) else f"{say(days[0])} to {say(days[1])}"
