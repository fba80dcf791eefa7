"""Knows how commits become the story of a launch: points, forecasts against facts, what changed since a review.

It must not know options or how the story is drawn.
"""

from collections.abc import Sequence
from datetime import date

from gtm.analysis import chance, since, trend
from gtm.analysis.forecast import Forecast
from gtm.analysis.reviews import Review
from gtm.analysis.since import Since
from gtm.analysis.snapshot import Snapshot, Study
from gtm.analysis.story import Story, story
from gtm.analysis.trend import Point
from gtm.history import Fault
from gtm.past.commits import Dated, Walk
from gtm.past.origin import origin
from gtm.past.points import points, snapshot
from gtm.past.spans import Asked, Span, span


def tell(
    found: Walk, asked: Asked, now: Snapshot, held: tuple[Review, ...], likely: Forecast | None = None
) -> Story | Fault:
    """The story up to `now`, or up to where the span ends; `likely` is the forecast of now, if there is one."""
    chosen = span(found, asked, held, now.launch.as_of)
    if isinstance(chosen, Fault):
        return chosen
    told = points(found, chosen.commits)
    if isinstance(told, Fault):
        return told
    last = now if asked.until is None else _end(found, chosen)
    if last is None or isinstance(last, Fault):
        return last or Fault("the launch at that end cannot be read", unknown=True)
    first = _first(found, chosen.commits, told) if asked.changes else None
    if isinstance(first, Fault):
        return first
    whole = (*told, *_last(asked, chosen, told, last))
    base = first or (last.study if whole[-1].known and asked.changes else None)
    changes = _since(chosen, told, first, last.study, likely) if asked.begins else None
    notes = (*chosen.notes, *(origin(found) if chosen.whole else ()))
    return story(whole, base, last.study, _within(held, chosen), changes, notes)


def latest(found: Walk, held: tuple[Review, ...], now: Snapshot, likely: Forecast) -> Since | None:
    """What changed since the last review that left a trace; None where there is none, or it cannot be read."""
    chosen = span(found, Asked(last_review=True), held, now.launch.as_of)
    if isinstance(chosen, Fault) or chosen.review is None or not chosen.commits:
        return None
    before = snapshot(found, chosen.commits[0])
    if before is None or isinstance(before, Fault) or before.launch.unread:
        return None
    one = chosen.review
    return since.since(one.day, one.commit, one.decided, before.study, now.study, likely)


def _within(held: Sequence[Review], chosen: Span) -> tuple[Review, ...]:
    begin = chosen.commits[0].day if chosen.commits and not chosen.whole else date.min
    return tuple(one for one in held if begin <= one.day <= chosen.end)


def _end(found: Walk, chosen: Span) -> Snapshot | Fault | None:
    """The launch where the span ends, judged on that day."""
    return snapshot(found, chosen.commits[-1]._replace(day=chosen.end)) if chosen.commits else None


def _last(asked: Asked, chosen: Span, told: Sequence[Point], last: Snapshot) -> tuple[Point, ...]:
    """The point the story ends with, where no commit of that day is it already."""
    if asked.until is None:
        return (trend.point("", "", last),)
    if told and told[-1].day == chosen.end:
        return ()
    commit = chosen.commits[-1].commit
    return (trend.point(commit.id, commit.subject, last),)


def _first(found: Walk, commits: Sequence[Dated], told: Sequence[Point]) -> Study | Fault | None:
    """The launch at the first point that could be read."""
    known = next((one.commit for one in told if one.known), None)
    one = next((one for one in commits if one.commit.id == known), None)
    whole = snapshot(found, one) if one is not None else None
    return whole.study if isinstance(whole, Snapshot) else whole


def _since(
    chosen: Span, told: Sequence[Point], first: Study | None, now: Study, likely: Forecast | None
) -> Since | None:
    known = next((one for one in told if one.known), None)
    if first is None or known is None:
        return None
    review = chosen.review
    return since.since(
        review.day if review is not None else known.day,
        known.commit,
        review.decided if review is not None else (),
        first,
        now,
        likely or chance.glance(now),
    )
