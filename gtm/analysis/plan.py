"""Knows what a plan says about a launch: dates and slack by item, chains link by link, slips, estimates.

All of it follows from the schedules (gtm.analysis.schedule, gtm.analysis.capacity). It must not
know words or how a plan is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gtm.analysis.capacity import Levelled, Turn
from gtm.analysis.estimates import Estimates, estimates
from gtm.analysis.gates import GateView
from gtm.analysis.snapshot import Study
from gtm.analysis.timing import Stretch
from gtm.clock import Clock
from gtm.dates import Calendar, Length, add_days
from gtm.model.launch import Item

NEED, OWNER, NOT_BEFORE, EXPECTED, TODAY, DECIDED = "need", "owner", "not-before", "expected", "today", "decided"


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a driving chain: what it takes, and why it starts when it does.

    `why` is need, owner (busy with `after`), not-before, expected, today or, for a gate, decided.
    `lag` lies between the end of `after` and this one. `back` is the owner's first day after an
    absence that delays the start; `away` the working days the owner is missing while at it.
    """

    id: str
    item: Item | None  # None for a gate
    start: date
    worked: date
    finish: date
    days: float
    wait: Length | None
    lag: Length | None
    why: str
    after: str
    back: date | None = None
    away: int = 0
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One item in the plan. Dates are None behind a loop; the latest ones also where no gate waits."""

    item: Item
    open: bool
    start: date | None
    finish: date | None
    latest_start: date | None
    latest_finish: date | None
    slack: int | None
    gate: str
    critical: bool  # on the driving chain of a gate that is not passed
    days: float  # working days still to do
    todo: bool = False  # something is still to do or to come, not only a proof
    turn: Turn | None = None  # with owners' limits


@dataclass(frozen=True, slots=True)
class Slip:
    """A launch date promised before, and how many working days later the launch is planned, and likely, now."""

    promised: date
    moved: date
    reason: str
    planned_later: int
    likely_later: int | None


def chain(study: Study, id: str, levelled: Levelled | None = None) -> tuple[Link, ...]:
    """What drives the date of an item or gate, first to last, itself included."""
    ids = levelled.chain(id) if levelled is not None else study.schedule.chain(id)
    return tuple(_link(study, one, levelled) for one in ids if one in study.schedule.slots)


def _link(study: Study, id: str, levelled: Levelled | None) -> Link:
    if id not in study.launch.items:
        return _gate_link(study, id, levelled)
    return link(study, id, levelled.turn(id) if levelled is not None else None)


def link(study: Study, id: str, turn: Turn | None = None) -> Link:
    """What an item takes and why it starts when it does; `turn` is its place under owners' limits.

    Raises KeyError for an item in or behind a loop.
    """
    item, slot, stretch = study.launch.items[id], study.schedule.slots[id], study.schedule.stretch(id)
    if stretch is None:
        return Link(id, item, slot.start, slot.finish, slot.finish, 0.0, None, None, TODAY, "")
    start, finish = (turn.start, turn.finish) if turn is not None else (slot.start, slot.finish)
    worked = turn.worked if turn is not None else max(Clock.day(stretch.worked), study.launch.as_of)
    after = turn.after if turn is not None else slot.driver
    why = OWNER if turn is not None and turn.for_owner else NEED if after else _own_reason(stretch, item)
    lag = _lag(study, id, after) if why == NEED else None
    could = turn.opens if turn is not None else Clock.day(stretch.start + 1)
    back, away = _absence(study, item, could, start, worked) if stretch.effort else (None, 0)
    days = stretch.effort / Clock.DAY
    return Link(id, item, start, worked, finish, days, stretch.wait, lag, why, after, back, away, slot.assumed)


def _gate_link(study: Study, id: str, levelled: Levelled | None) -> Link:
    view = study.gates[id]
    decided = view.decision.decided if view.decision is not None else None
    day = study.schedule.slots[id].finish
    driver = study.schedule.driver(id)
    if decided is not None:
        return Link(id, None, decided, decided, decided, 0.0, None, None, DECIDED, "")
    if levelled is not None and id in levelled.gates:
        day = levelled.gates[id].shared
        driver = levelled.chain(id)[-2] if len(levelled.chain(id)) > 1 else ""
    return Link(id, None, day, day, day, 0.0, None, None, NEED if driver else TODAY, driver)


def _own_reason(stretch: Stretch, item: Item) -> str:
    """Why an item starts when it does if nothing it needs decides that."""
    if stretch.release <= stretch.ready:
        return TODAY
    expected = item.state.expected
    if expected is not None and Clock.closing(expected) == stretch.release:
        return EXPECTED
    return NOT_BEFORE


def _lag(study: Study, id: str, on: str) -> Length | None:
    graph = study.graph
    before = graph.index[on]
    lags = [edge.lag for edge in graph.before[graph.index[id]] if edge.before == before and edge.lag is not None]
    return max(lags, key=lambda lag: study.schedule.after(study.schedule.over(on), lag), default=None)


def _absence(study: Study, item: Item, could: date, start: date, worked: date) -> tuple[date | None, int]:
    """The day the owner is back if an absence delays the start, and the working days missed while at it."""
    own = study.launch.person_calendars.get(item.owner or "", study.launch.calendar)
    if not own.away:
        return None, 0
    whole = Calendar(own.weekend, own.holidays)
    first = whole.after(could)
    late = first < start and any(low <= first <= high for low, high in own.away)
    eve = add_days(start, -1)
    return (start if late else None), max(whole.between(eve, worked) - own.between(eve, worked), 0)


def rows(study: Study, within: Iterable[Item], levelled: Levelled | None = None) -> tuple[Row, ...]:
    """Items of the plan in the order given, those that are done included."""
    critical = drivers(study, levelled)
    return tuple(_row(study, item, critical, levelled) for item in within)


def _row(study: Study, item: Item, critical: frozenset[str], levelled: Levelled | None) -> Row:
    slot, stretch = study.schedule.slots.get(item.id), study.schedule.stretch(item.id)
    still = not study.readiness[item.id].settled
    if slot is None:
        return Row(item, still, None, None, None, None, None, "", False, 0.0)
    turn = levelled.turn(item.id) if levelled is not None else None
    days = stretch.effort / Clock.DAY if stretch is not None else 0.0
    if not still:
        return Row(item, False, item.state.started or slot.start, slot.finish, None, None, None, slot.gate, False, 0.0)
    on = item.id in critical
    return Row(item, True, slot.start, slot.finish, slot.latest_start, slot.latest_finish,
               slot.slack, slot.gate, on, days, stretch is not None, turn)  # fmt: skip


def drivers(study: Study, levelled: Levelled | None = None) -> frozenset[str]:
    """Everything on a driving chain of a gate that is not passed."""
    waiting = [view.id for view in study.gates.values() if not view.passed]
    chains = (levelled.chain(id) if levelled is not None else study.schedule.chain(id) for id in waiting)
    return frozenset(id for found in chains for id in found)


def upstream(study: Study, id: str) -> tuple[Item, ...]:
    """The open items that something waits for, itself included, in the order of the launch."""
    graph = study.graph
    at = graph.index[id]
    found = {at, *graph.above(at, study.focus.open)}
    return tuple(item for one, item in enumerate(graph.items) if one in found and study.focus.open[one])


def open_items(study: Study) -> tuple[Item, ...]:
    """The open items in the order of the launch."""
    return tuple(item for at, item in enumerate(study.graph.items) if study.focus.open[at])


def pressing(found: Sequence[Row]) -> list[Row]:
    """Items to do that a gate waits for: the least slack first, then by latest start."""
    wanted = [row for row in found if row.todo and row.slack is not None]
    return sorted(wanted, key=lambda row: (row.slack or 0, row.latest_start or date.max, row.item.id))


def sources(study: Study, items: Iterable[Item]) -> Estimates:
    """Whose estimates stand behind some items: own, the playbook's, assumed. Those with work left count."""
    stretches = ((item, study.schedule.stretch(item.id)) for item in items)
    return estimates((item for item, one in stretches if one is not None and one.effort), study.readiness)


def slips(study: Study) -> tuple[Slip, ...]:
    """The dates promised before, in the order of the file, against the date of now and the likely one.

    The likely date is later than the planned one by what its gate is late.
    """
    launch = study.launch
    late = _late(study.go_gate)
    found = []
    for one in launch.written.baseline:
        planned = launch.calendar.between(one.date_, launch.date)
        found.append(Slip(one.date_, one.moved, one.reason or "", planned, None if late is None else planned + late))
    return tuple(found)


def _late(view: GateView | None) -> int | None:
    if view is None or view.slack is None:
        return None
    return 0 if view.passed else max(-view.slack, 0)
