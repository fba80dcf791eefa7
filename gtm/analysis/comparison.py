"""Knows what differs between a launch as it is and as it would be: dates, chains, work, signatures.

It must not know how the other launch came about.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gtm.analysis.capacity import Levelled
from gtm.analysis.forecast import Forecast
from gtm.analysis.snapshot import Study
from gtm.clock import Clock
from gtm.model import written


@dataclass(frozen=True, slots=True)
class Side:
    """One of the launches compared, with its forecast; `levelled` where owners' limits are asked for."""

    study: Study
    forecast: Forecast
    levelled: Levelled | None = None

    @property
    def chain(self) -> tuple[str, ...]:
        """What drives the launch gate, first to last; empty when it is passed or behind a loop."""
        gate = self.study.go_gate
        if gate is None or gate.passed or gate.id not in self.study.schedule.slots:
            return ()
        plan = self.levelled if self.levelled is not None else self.study.schedule
        return tuple(plan.chain(gate.id))

    def reached(self, gate: str) -> date | None:
        """When a gate can be decided with likely efforts; None behind a loop."""
        reach = self.levelled.gates.get(gate) if self.levelled is not None else None
        return reach.shared if reach is not None else self.study.gates[gate].forecast

    def finish(self, id: str) -> date | None:
        """When an open item can be finished; None behind a loop."""
        turn = self.levelled.turn(id) if self.levelled is not None else None
        return turn.finish if turn is not None else self.study.schedule.finish(id)


@dataclass(frozen=True, slots=True)
class Moved:
    """An open item that would be finished another day; `days` later (earlier: negative) in working days."""

    id: str
    before: date
    after: date
    days: int


@dataclass(frozen=True, slots=True)
class Load:
    """The open work of one person (None: of nobody) on both sides: items, and likely working days left."""

    person: str | None
    items_before: int
    items_after: int
    days_before: float
    days_after: float


@dataclass(frozen=True, slots=True)
class Stale:
    """A sign-off that holds now and would not hold any more."""

    gate: str
    person: str
    role: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that would differ."""

    moved: tuple[Moved, ...]  # those that move most first
    loads: tuple[Load, ...]
    stale: tuple[Stale, ...]
    gone: tuple[str, ...]  # items that would not apply any more
    reopened: tuple[str, ...]  # items settled now, because a check is their proof, that would be open
    chain: bool  # whether something else would drive the launch gate


@dataclass(frozen=True, slots=True)
class Case:
    """One what-if, tried: what was changed, what of it changes nothing, and what came of it."""

    name: str | None  # of the scenario; None when it was typed
    changes: written.Scenario
    said: tuple[str, ...]
    notes: tuple[str, ...]
    side: Side
    difference: Difference

    @property
    def title(self) -> str:
        return self.changes.title or self.name or "What if"


def compare(before: Side, after: Side) -> Difference:
    """What would differ from one to the other."""
    gone = tuple(id for id in before.study.launch.items if id not in after.study.launch.items)
    return Difference(
        _moved(before, after),
        _loads(before.study, after.study),
        _stale(before.study, after.study),
        gone,
        tuple(
            id
            for id, one in after.study.readiness.items()
            if not one.settled and id in before.study.readiness and before.study.readiness[id].settled
        ),
        before.chain != after.chain,
    )


def _moved(before: Side, after: Side) -> tuple[Moved, ...]:
    calendar, found = after.study.launch.calendar, []
    for id in after.study.launch.items:
        if id not in before.study.launch.items or after.study.schedule.stretch(id) is None:
            continue
        was, is_ = before.finish(id), after.finish(id)
        if was is not None and is_ is not None and was != is_:
            found.append(Moved(id, was, is_, calendar.between(was, is_)))
    return tuple(sorted(found, key=lambda one: (-abs(one.days), one.after, one.id)))


def _loads(before: Study, after: Study) -> tuple[Load, ...]:
    was, is_ = _work(before), _work(after)
    found = []
    for person in {**was, **is_}:
        items_before, days_before = was.get(person, (0, 0.0))
        items_after, days_after = is_.get(person, (0, 0.0))
        if (items_before, days_before) != (items_after, days_after):
            found.append(Load(person, items_before, items_after, days_before, days_after))
    return tuple(sorted(found, key=lambda one: (one.days_before - one.days_after, one.person or "")))


def _work(study: Study) -> Mapping[str | None, tuple[int, float]]:
    """Open items and likely days left, by owner."""
    found: dict[str | None, tuple[int, float]] = {}
    for id, item in study.launch.items.items():
        stretch = study.schedule.stretch(id)
        if stretch is not None:
            count, days = found.get(item.owner, (0, 0.0))
            found[item.owner] = (count + 1, round(days + stretch.effort / Clock.DAY, 2))
    return found


def _stale(before: Study, after: Study) -> tuple[Stale, ...]:
    found = []
    for gate, decision in before.decisions.items():
        now = after.decisions.get(gate)
        later = {one.sign_off.spot: one for one in now.signatures} if now is not None else {}
        for one in decision.signatures:
            other = later.get(one.sign_off.spot)
            if one.valid and one.sign_off.record.decision != "no-go" and other is not None and other.material:
                found.append(Stale(gate, one.person, one.sign_off.record.as_))
    return tuple(found)
