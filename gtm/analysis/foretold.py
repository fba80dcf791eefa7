"""Knows what was forecast for each gate as time went by, and holds it against the day the gate was passed.

A gate is expected on its due date, or later when its work cannot be done by then with likely efforts: the
only forecast that every commit has. It must not know git or how this is drawn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gtm.analysis.gates import GateView
from gtm.analysis.snapshot import Study
from gtm.analysis.trend import Point

WEEKS = (8, 4, 2, 1)  # before the fact at which forecasts are held against it


@dataclass(frozen=True, slots=True)
class Said:
    """What was expected from `day` on. `error`: working days by which the gate was passed later (earlier: < 0)."""

    day: date
    commit: str
    expected: date
    error: int | None


@dataclass(frozen=True, slots=True)
class Foretold:
    """A gate, the day it was passed (None: not yet) and what was forecast; an entry each time that changed."""

    id: str
    title: str
    due: date
    passed: date | None
    said: tuple[Said, ...]

    def on(self, day: date) -> Said | None:
        """What was said on a day; None before the first word."""
        return next((one for one in reversed(self.said) if one.day <= day), None)

    @property
    def ahead(self) -> tuple[tuple[int, Said], ...]:
        """What was said so many weeks before the gate was passed, as far back as anything is known."""
        if self.passed is None:
            return ()
        found = ((weeks, self.on(self.passed - timedelta(weeks=weeks))) for weeks in WEEKS)
        return tuple((weeks, one) for weeks, one in found if one is not None)


def foretold(known: Sequence[Point], now: Study) -> tuple[Foretold, ...]:
    """Each gate of the launch about which anything was said, in order; `known` are points that could be read."""
    found = (_gate(known, now, view) for view in now.gates.values())
    return tuple(one for one in found if one.said)


def _gate(known: Sequence[Point], now: Study, view: GateView) -> Foretold:
    passed = _passed(known, view)
    said = tuple(_said(known, now, view.id, passed))
    return Foretold(view.id, view.title, view.due, passed, said)


def _passed(known: Sequence[Point], view: GateView) -> date | None:
    """The day of the last signature; without signatures the day from which on it was passed at every point."""
    if not view.passed:
        return None
    if view.decision is not None and view.decision.decided is not None:
        return view.decision.decided
    first = None
    for one in reversed(known):
        if not one.gates.get(view.id, "").startswith("passed"):
            break
        first = one.day
    return first


def _said(known: Sequence[Point], now: Study, id: str, passed: date | None) -> Iterator[Said]:
    last = None
    for one in known:
        expected = one.expected.get(id)
        if passed is not None and one.day >= passed:
            return
        if expected is None or expected == last:
            continue
        last = expected
        error = now.launch.calendar.between(expected, passed) if passed is not None else None
        yield Said(one.day, one.commit, expected, error)


def off(found: Sequence[Foretold], weeks: int) -> tuple[float, int] | None:
    """By how many working days forecasts were off so many weeks ahead, on average, and of how many gates."""
    errors = [
        abs(said.error) for one in found for ahead, said in one.ahead if ahead == weeks and said.error is not None
    ]
    return (sum(errors) / len(errors), len(errors)) if errors else None
