"""Knows how a point of the history is written down and read again. What does not fit is no point.

It must not know where points are kept.
"""

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from gtm.analysis.readiness import Counts
from gtm.analysis.trend import Point

_DAYS = ("day", "launch_date", "forecast")
_BY_GATE = ("expected", "passed")
_NUMBERS = ("late", "gaps")


def plain(one: Point) -> dict[str, Any]:
    """A point as what JSON knows."""
    days = {name: value.isoformat() if value is not None else None for name, value in _dated(one)}
    gates = {name: {id: day.isoformat() for id, day in getattr(one, name).items()} for name in _BY_GATE}
    return {**asdict(one), **days, **gates, "gates": dict(one.gates)}


def _dated(one: Point) -> list[tuple[str, date | None]]:
    return [(name, getattr(one, name)) for name in _DAYS]


def point(found: Any) -> Point | None:
    """The point that was written down; None where anything about it is odd."""
    try:
        counts, gates = Counts(**found["counts"]), found["gates"]
        if set(found["counts"]) != {one.name for one in fields(Counts)} or not isinstance(gates, dict):
            return None
        days = {name: date.fromisoformat(found[name]) if found[name] is not None else None for name in _DAYS}
        by_gate = {name: {id: date.fromisoformat(day) for id, day in found[name].items()} for name in _BY_GATE}
        one = Point(**{**found, **days, **by_gate, "counts": counts})
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    numbers = [counts.proven, counts.said_done, counts.waived, counts.not_applicable, counts.unknown, counts.open]
    numbers += [getattr(one, name) for name in _NUMBERS]
    texts = [one.commit, one.subject, one.fault, one.verdict, one.course or "", *gates, *gates.values()]
    sound = (
        all(type(number) is int for number in numbers)
        and all(isinstance(text, str) for text in texts)
        and days["day"] is not None
        and all(type(number) in (int, float) for number in (counts.effort, counts.effort_proven))
    )
    return one if sound else None
