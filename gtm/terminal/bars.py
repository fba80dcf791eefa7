"""Knows how stretches of time look as bars of characters on one scale. It must not judge them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gtm.analysis.plan import Link
from gtm.analysis.words import short_day
from gtm.dates import add_days, never

WORK, WAIT, EMPTY, MARK = range(4)
_SIGNS = "█░·│"
_PLAIN = "#=.|"
_LEAST = 12  # cells below which a bar says nothing


@dataclass(frozen=True, slots=True)
class Scale:
    """`room` cells from the first day to the last; `signs` whether the output can write blocks."""

    first: date
    last: date
    room: int
    signs: bool

    def cell(self, day: date) -> int:
        """The cell of a day, held inside the scale."""
        span = max((self.last - self.first).days, 1)
        at = (day - self.first).days * (self.room - 1) // span
        return min(max(at, 0), self.room - 1)

    def bar(self, link: Link, since: date, mark: date | None = None) -> str:
        """Its work, the wait around it (`since` a day before it, up to its finish), and a line at a free day."""
        signs = _SIGNS if self.signs else _PLAIN
        cells = [signs[EMPTY]] * self.room
        if mark is not None and self.first <= mark <= self.last:
            cells[self.cell(mark)] = signs[MARK]
        for at in range(self.cell(since), self.cell(link.finish) + 1):
            cells[at] = signs[WAIT]
        if link.days:
            for at in range(self.cell(link.start), self.cell(link.worked) + 1):
                cells[at] = signs[WORK]
        return "".join(cells)

    def point(self, day: date, mark: date | None = None) -> str:
        """One moment: a gate."""
        signs = _SIGNS if self.signs else _PLAIN
        cells = [signs[EMPTY]] * self.room
        if mark is not None and self.first <= mark <= self.last:
            cells[self.cell(mark)] = signs[MARK]
        cells[self.cell(day)] = "◆" if self.signs else "*"
        return "".join(cells)

    def head(self, as_of: date) -> str:
        """The first and the last day above their ends."""
        low, high = (short_day(day, as_of) for day in (self.first, self.last))
        return low + " " * max(self.room - len(low) - len(high), 1) + high


def scale(days: Sequence[date], room: int, signs: bool) -> Scale | None:
    """A scale that holds all days, and a while beyond them where one never comes; None without days or room."""
    known = [day for day in days if not never(day)]
    if not known or room < _LEAST:
        return None
    return Scale(min(known), add_days(max(known), 28 if len(known) < len(days) else 0), room, signs)
