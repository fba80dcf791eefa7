"""Knows what the choices of open decisions would do to the launch, a sentence or two each.

It must not know how a scenario is tried.
"""

from collections.abc import Iterator

from gtm.analysis import chance
from gtm.analysis.comparison import Side
from gtm.analysis.snapshot import Study
from gtm.analysis.words import many, short_day
from gtm.dates import say_working

MOST = 12  # scenarios tried for one report: each is a launch compiled and forecast again
_GATES = 3  # that move, named in a sentence


def scenarios(study: Study) -> tuple[str, ...]:
    """The scenarios behind choices that nobody has chosen from yet, in the order of the files."""
    if study.launch.closed:
        return ()
    waiting = (one.record for one in study.launch.decisions if one.record.chosen is None)
    named = (choice.scenario for record in waiting for choice in (record.choices or {}).values())
    known = dict.fromkeys(name for name in named if name is not None and name in study.launch.scenarios)
    return tuple(known)[:MOST]


def effect(before: Side, after: Side) -> str:
    """What would come of a choice: the launch date, how likely it is, and the gates that move."""
    parts = [_date(before, after), _chance(before, after), *_gates(before, after)]
    return " ".join(part for part in parts if part)


def _date(before: Side, after: Side) -> str:
    was, is_, as_of = before.study.launch.date, after.study.launch.date, before.study.launch.as_of
    return f"Launch on {short_day(is_, as_of)} instead of {short_day(was, as_of)}." if was != is_ else ""


def _chance(before: Side, after: Side) -> str:
    was, is_ = (chance.said(side.study, side.forecast) for side in (before, after))
    if was == is_:
        return f"No change: {is_}." if is_ and not any(_gates(before, after)) else f"{is_}." if is_ else ""
    return f"{is_}; as things stand {was}." if was and is_ else f"{is_ or was}."


def _gates(before: Side, after: Side) -> Iterator[str]:
    """Which gates could be decided on another day, with likely efforts."""
    calendar, as_of = after.study.launch.calendar, after.study.launch.as_of
    moved = []
    for id, view in after.study.gates.items():
        old = before.study.gates.get(id)
        if old is None or view.forecast is None or old.forecast is None or view.forecast == old.forecast:
            continue
        days = calendar.between(old.forecast, view.forecast)
        way = f"{say_working(abs(days))} {'later' if days > 0 else 'earlier'}"
        moved.append(f"{view.title} can be decided {short_day(view.forecast, as_of)}, {way}.")
    yield from moved[:_GATES]
    if len(moved) > _GATES:
        yield f"{many(len(moved) - _GATES, 'more gate')} would move."
