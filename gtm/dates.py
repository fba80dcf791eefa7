"""Knows calendars, working days and offsets such as T-14d. It must not know launches or today's date.

Offsets count from an anchor: the launch date (`T`), the item's own gate (`gate`) or a named
stage's gate (`buy`). Units: d (calendar days), w (weeks), wd (working days). A calendar offset
that lands on a non-working day moves to the working day before.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_OFFSET = re.compile(r"([A-Za-z](?:[A-Za-z0-9-]*?[A-Za-z0-9])??)(?:([+-])(\d{1,5})(wd|d|w))?")
_LENGTH = re.compile(r"(\d{1,5})(wd|d|w)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LAST = date.max.toordinal()
LONG = 20 * 261  # working days that nobody counts any more
FAR = 366 * 60  # no calendar is asked for days further away than this


@dataclass(frozen=True, slots=True)
class Length:
    """A stretch of time: `count` calendar days, or working days when `working`."""

    count: int
    working: bool = False

    def __str__(self) -> str:
        return f"{self.count}{'wd' if self.working else 'd'}"


@dataclass(frozen=True, slots=True)
class Offset:
    """A date relative to an anchor (`T`, `gate` or a stage id), as written in `text`."""

    text: str
    anchor: str
    count: int = 0
    working: bool = False


def parse_length(text: str) -> Length | None:
    """`10d`, `2w` or `3wd`; None when it is none of these."""
    match = _LENGTH.fullmatch(text)
    if not match:
        return None
    count, unit = int(match[1]), match[2]
    return Length(count * 7 if unit == "w" else count, unit == "wd")


def parse_day(text: str) -> date | None:
    """An ISO date that exists; None otherwise."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_offset(text: str) -> Offset | None:
    """`T`, `T-14d`, `gate+5wd`, `buy-2w`; None when it is no offset. Units are required."""
    match = _OFFSET.fullmatch(text)
    if not match:
        return None
    anchor, sign, digits, unit = match.groups()
    if not sign:  # `T-30` is a slip for T-30d, not an anchor
        return None if anchor.startswith(("T-", "gate-")) else Offset(text, anchor)
    count = int(digits) * (7 if unit == "w" else 1)
    return Offset(text, anchor, -count if sign == "-" else count, unit == "wd")


def parse_days(text: str) -> tuple[date, date] | None:
    """An inclusive range `2026-12-24..2027-01-04`, or one date; None when it is neither."""
    first, dots, last = text.partition("..")
    start = parse_day(first.strip())
    end = parse_day(last.strip()) if dots else start
    if start is None or end is None or end < start:
        return None
    return start, end


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: weekend as weekday numbers (Monday 0), dated holidays, absences.

    Positions count working days: `index(day)` is the number of working days before `day` since
    an arbitrary start, so that the difference of two indexes is a number of working days.
    """

    weekend: frozenset[int] = frozenset({5, 6})
    holidays: Mapping[date, str] = field(default_factory=dict)
    away: tuple[tuple[date, date], ...] = ()

    def works(self, day: date) -> bool:
        """Whether `day` is a working day."""
        if day.weekday() in self.weekend or day in self.holidays:
            return False
        return not self.away or not self._breaks.holds(day.toordinal())

    @property
    def empty(self) -> bool:
        """Whether no day of the week is ever worked."""
        return len(self.weekend) >= 7

    @cached_property
    def _breaks(self) -> "_Breaks":
        return _Breaks(self)

    def worked(self, low: int, high: int) -> list[int]:
        """The working days from the ordinal `low` up to but not including `high`."""
        return self._breaks.worked(low, high)

    def before(self, day: date) -> date:
        """`day` itself when it is worked, else the nearest working day before it."""
        return day if self.works(day) else self._nth(self._breaks.count(day.toordinal()), day, 0)

    def after(self, day: date) -> date:
        """`day` itself when it is worked, else the nearest working day after it."""
        return day if self.works(day) else self._nth(self._breaks.count(day.toordinal()) + 1, day, 0)

    def _nth(self, number: int, day: date, count: int) -> date:
        """The working day with a number, the first of all being 1; where none is near, plain days from `day`."""
        if not self.empty and 1 <= number <= self._breaks.count(_LAST):
            here, far = day.toordinal(), FAR + 7 * abs(count)
            low, high = max(here - far, 1), min(here + far + 1, _LAST + 1)
            found = bisect_left(range(_LAST + 1), number, low, high, key=self._breaks.count)
            if found < high and self._breaks.count(found) == number and self._breaks.count(found - 1) < number:
                return date.fromordinal(found)
        return add_days(day, count)

    def add(self, day: date, count: int) -> date:
        """The day `count` working days after (or, when negative, before) `day`."""
        if not count and not self.empty:
            return self.before(day)
        number = self._breaks.count(day.toordinal()) + count
        if count < 0 and not self.works(day):
            number += 1
        return self._nth(number, day, count)

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        return self._breaks.count(end.toordinal()) - self._breaks.count(start.toordinal())


class _Breaks:
    """The days off of a calendar as merged stretches of ordinals, so that no answer walks over days."""

    def __init__(self, calendar: Calendar) -> None:
        self._weekend = calendar.weekend
        self._partly = [sum(day not in self._weekend for day in range(rest)) for rest in range(8)]
        days = [(day.toordinal(), day.toordinal()) for day in calendar.holidays]
        days += [(first.toordinal(), last.toordinal()) for first, last in calendar.away]
        self._first: list[int] = []
        self._last: list[int] = []
        for first, last in sorted(days):
            if self._last and first <= self._last[-1] + 1:
                self._last[-1] = max(self._last[-1], last)
            else:
                self._first.append(first)
                self._last.append(last)
        self._lost = [0]  # weekdays in all stretches before each
        for first, last in zip(self._first, self._last, strict=True):
            self._lost.append(self._lost[-1] + self._weekdays(last) - self._weekdays(first - 1))

    def _weekdays(self, ordinal: int) -> int:
        """Days outside the weekend up to and including a day; ordinal 1 is a Monday."""
        weeks, rest = divmod(ordinal, 7)
        return weeks * self._partly[7] + self._partly[rest]

    def holds(self, ordinal: int) -> bool:
        """Whether a day lies in a stretch of days off."""
        at = bisect_right(self._first, ordinal) - 1
        return at >= 0 and ordinal <= self._last[at]

    def count(self, ordinal: int) -> int:
        """Working days up to and including a day."""
        at = bisect_right(self._first, ordinal) - 1
        if at < 0:
            return self._weekdays(ordinal)
        inside = min(ordinal, self._last[at])
        lost = self._lost[at] + self._weekdays(inside) - self._weekdays(self._first[at] - 1)
        return self._weekdays(ordinal) - lost

    def worked(self, low: int, high: int) -> list[int]:
        """The working days from `low` up to but not including `high`; stretches off are stepped over."""
        out: list[int] = []
        at = max(bisect_right(self._first, low) - 1, 0)
        while low < high:
            while at < len(self._first) and self._last[at] < low:
                at += 1
            stop = min(self._first[at], high) if at < len(self._first) else high
            out.extend(day for day in range(low, stop) if (day - 1) % 7 not in self._weekend)
            low = max(self._last[at] + 1, stop) if at < len(self._first) else high
        return out


def never(day: date) -> bool:
    """Whether a day only says that something does not end: the last year there is."""
    return day.year == date.max.year


def say(day: date) -> str:
    """A date as people read it, with its weekday: Tue 16 Feb 2027. The same in every locale."""
    if never(day):
        return "never"
    return f"{WEEKDAYS[day.weekday()].capitalize()} {day.day} {MONTHS[day.month - 1]} {day.year}"


def say_working(count: int) -> str:
    """A number of working days in words: 1 working day, 3 working days, more than 20 years."""
    if count > LONG:
        return "more than 20 years"
    return f"{count} working day" if count == 1 else f"{count} working days"


def add_days(day: date, count: int) -> date:
    """`day` plus calendar days, held inside what a date can be."""
    try:
        return day + timedelta(count)
    except OverflowError:
        return date.max if count > 0 else date.min


def resolve(offset: Offset, anchor: date, calendar: Calendar, scale: float = 1.0) -> date:
    """The date an offset means, from its anchor's date.

    `scale` below 1 compresses negative calendar offsets (a launch nearer than the playbook
    assumes); working-day offsets and dates after the anchor keep their length.
    """
    if offset.working:
        return calendar.add(anchor, offset.count)
    if not offset.count:
        return anchor
    count = round(offset.count * scale) if offset.count < 0 else offset.count
    return calendar.before(add_days(anchor, count))


def weekend_days(names: Iterable[str]) -> frozenset[int]:
    """Weekday numbers (Monday 0) of names such as `sat`."""
    return frozenset(WEEKDAYS.index(name) for name in names)
