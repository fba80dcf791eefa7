"""A gate cannot be reached on its date, even if everybody starts today.

The chain of items that takes longest is shown. Make one of its links shorter, start one without
what it waits for, move something out of the gate, or move the gate. Where an owner is away for
ever, or a wait has no end, the gate is never reached: that item needs another owner or plan. A
gate that is late only because the gate before it is late is not said again.
"""

from collections.abc import Iterator
from datetime import date

from gtm.analysis.focus import chain_titles
from gtm.analysis.gates import GateView
from gtm.analysis.snapshot import Study
from gtm.dates import never, say, say_working
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.launch import Item, Launch
from gtm.source import Spot

rule = Rule("GTM307", "impossible-dates", Severity.WARNING)

_SHOWN = 6
_LONG = 366 * 20  # days after which nobody counts on a date


def check(study: Study) -> Iterator[Diagnostic]:
    said: set[str] = set()
    for view in study.gates.values():
        if view.passed or view.slack is None or view.slack >= 0:
            continue
        if not view.blockers or study.schedule.driver(view.id) in study.gates:
            continue
        if view.forecast is not None and _far(study.launch, view.forecast):
            endless = _endless(study, view)
            if endless is not None and endless.id not in said:
                said.add(endless.id)
                yield _say_never(study.launch, view, endless)
            continue
        yield _say(study, view, -view.slack)


def _say(study: Study, view: GateView, short: int) -> Diagnostic:
    chain = study.schedule.chain(view.id)
    titles = chain_titles(study.launch, study.graph, chain)
    links = [study.launch.items[id] for id in chain if id in study.launch.items]
    cut = f"{len(titles) - _SHOWN} more > " if len(titles) > _SHOWN else ""
    finish = f": {say(view.forecast)} is the earliest" if view.forecast else ""
    return rule.at(
        _place(study, view),
        f"the {view.title} gate is due {say(view.due)}, {say_working(short)} too early for its work{finish}",
        help=f"what takes longest: {cut}{' > '.join(titles[-_SHOWN:])}" if titles else "",
        related=[(item.spot.at_key(), item.title) for item in links[:1]],
        subject=view.id,
    )


def _endless(study: Study, view: GateView) -> Item | None:
    """The first item on the chain to a gate that is not done within 20 years."""
    items = (study.launch.items[id] for id in study.schedule.chain(view.id) if id in study.launch.items)
    return next((item for item in items if _far(study.launch, study.schedule.slots[item.id].finish)), None)


def _far(launch: Launch, day: date) -> bool:
    return (day - launch.as_of).days > _LONG


def _say_never(launch: Launch, view: GateView, item: Item) -> Diagnostic:
    owner = launch.people.get(item.owner or "")
    days = max(owner.away, key=lambda days: days[1], default=None) if owner is not None else None
    if owner is None or days is None or not _far(launch, days[1]):
        why, help = "it waits or takes more than 20 years", "give it a `wait`, `effort` or `expected` that ends"
        related = [(item.spot.at_key(), item.title)]
    else:
        until = "for ever" if never(days[1]) else f"until {say(days[1])}"
        why = f"{launch.person(item.owner)}, who owns it, is away {until}"
        help = "give it another owner, or write in people.yaml when the absence ends"
        spot = launch.spots.get(("people", item.owner or ""))
        related = [(spot / "away", "the absence")] if spot is not None else []
    return rule.at(
        item.spot.at_key(),
        f"`{item.id}` is never done, so the {view.title} gate is never reached: {why}",
        help=help,
        related=related,
        subject=view.id,
    )


def _place(study: Study, view: GateView) -> Spot:
    """Where the gate's date stands: in the launch if it differs there, else in the playbook."""
    launch, stage = study.launch, view.id.partition("/")[0]
    moved = {str(gate) for gate, day in (launch.written.gates or {}).items() if day is not None}
    if stage in moved:
        return launch.spot / "gates" / stage
    return launch.stages[stage].spot / "gate" / "due"
