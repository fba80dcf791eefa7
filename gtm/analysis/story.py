"""Knows everything that is told about how a launch came to be as it is: the trend, forecasts against facts, reviews.

It must not know git or how this is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gtm.analysis.foretold import Foretold, foretold
from gtm.analysis.reviews import Review
from gtm.analysis.since import Since
from gtm.analysis.snapshot import Study
from gtm.analysis.trend import Point, Trend, trend


@dataclass(frozen=True)
class Story:
    """The whole of it; `notes` are what limits it, `since` is None where no review is asked for or known."""

    trend: Trend
    foretold: tuple[Foretold, ...]
    reviews: tuple[Review, ...] = ()
    since: Since | None = None
    notes: tuple[str, ...] = ()


def story(
    points: Sequence[Point],
    first: Study | None,
    now: Study,
    reviews: Sequence[Review] = (),
    since: Since | None = None,
    notes: Sequence[str] = (),
) -> Story:
    """The story of some points; `first` is the launch at the first known one, `now` at the last."""
    found = trend(points, first, now)
    return Story(found, foretold(found.known, now), tuple(reviews), since, tuple(notes))
