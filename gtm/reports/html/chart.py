"""Knows what the section "Plan" shows: the Gantt chart, the dates promised before, each person's peak week.

It must not compute a date.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from gtm.analysis import load, plan, plan_words
from gtm.analysis.load import Grid, Week
from gtm.analysis.snapshot import Study
from gtm.model.launch import Item
from gtm.reports.html.load import drawing

Draw = Callable[[Study, Sequence[Item]], str]
_BARS = 80  # more rows than that are no picture any more
_PEOPLE = 12
_OWNERS, _WEEKS = 24, 16  # of the picture of their weeks


@dataclass(frozen=True, slots=True)
class Chart:
    """The section; `hidden` items and `others` people did not fit, those with the most room."""

    drawing: str  # SVG, escaped by who drew it; empty without one
    shown: int
    hidden: int
    slips: tuple[str, ...]
    peaks: tuple[Week, ...]
    others: int
    weeks: Grid
    load: Markup  # the picture of those weeks


def chart(study: Study, draw: Draw | None) -> Chart | None:
    """The items that gates wait for, the least slack first to be drawn; None when nothing is to do."""
    rows = plan.pressing(plan.rows(study, plan.open_items(study)))
    if not rows:
        return None
    shown = [row.item for row in rows[:_BARS]]
    weeks = load.weeks(study)
    peaks, grid = load.peaks(weeks), load.grid(weeks, _OWNERS, _WEEKS)
    return Chart(
        draw(study, shown) if draw is not None else "",
        len(shown),
        len(rows) - len(shown),
        tuple(map(plan_words.slip, plan.slips(study))),
        peaks[:_PEOPLE],
        len(peaks) - len(peaks[:_PEOPLE]),
        grid,
        drawing(study, grid),
    )
