"""One person owes more work in a week than the week holds.

Counted is the likely effort of open items due in one week (Monday to Sunday) against
`policy.week_load`. Hand an item over or move a date. Late items and weeks further away than
`policy.soon` are not counted. `gtm plan` asks something else: how much work lies in each week
ahead if each item waits for its last moment, against the days its owner is there.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from gtm.analysis.readiness import likely
from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.launch import Item

rule = Rule("GTM404", "overloaded-owner", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    weeks: dict[tuple[str, date], list[Item]] = {}
    for item in study.pressing:
        if item.owner is not None and item.due >= launch.as_of:
            monday = item.due - timedelta(item.due.weekday())
            weeks.setdefault((item.owner, monday), []).append(item)
    most = launch.workspace.policy.week_load
    for (owner, monday), items in weeks.items():
        days = sum(_work(item) for item in items)
        if days > most and len(items) > 1:
            yield rule.at(
                items[0].spot.at_key(),
                f"{launch.person(owner)} has {days:g} working days of work due in the week of "
                f"{say(monday)}; `policy.week_load` is {most:g}",
                help=f"hand over one of these {len(items)} items, or move a date",
                related=[
                    (
                        item.spot.at_key(),
                        f"{_work(item):g} {'day' if _work(item) == 1 else 'days'}, due {say(item.due)}",
                    )
                    for item in items
                ],
                subject=owner,
            )


def _work(item: Item) -> float:
    return item.state.left if item.state.left is not None else likely(item)
