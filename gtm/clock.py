"""Knows working time: how long a stretch of work takes on a calendar, forward and back, as exact minutes.

It must not know launches, people or today's date.
"""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date

from gtm.dates import FAR, Calendar


class Clock:
    """Working time of one calendar as whole minutes, so that sums of efforts stay exact.

    An instant is `ordinal * DAY + minutes` with 0 <= minutes < DAY; a working day holds DAY
    minutes. A task that fills Monday ends at the first instant of Tuesday, and its finish
    date is Monday. Sixty years around the first day are known; what is further away is never.
    """

    DAY = 480
    __slots__ = ("_calendar", "_days", "_first", "_high", "_last", "_low")

    def __init__(self, calendar: Calendar, around: date) -> None:
        self._calendar = calendar
        self._first = max(around.toordinal() - FAR, 1)
        self._last = min(around.toordinal() + FAR, date.max.toordinal())
        self._low = max(around.toordinal() - 400, 1)
        self._high = self._low
        self._days: list[int] = []
        self._grow(around.toordinal() + 800)

    def _grow(self, high: int) -> None:
        high = min(high, self._last)
        self._days.extend(self._between(self._high, high))
        self._high = max(high, self._high)

    def _between(self, low: int, high: int) -> Iterable[int]:
        return range(low, high) if self._calendar.empty else self._calendar.worked(low, high)

    def _reach(self, ordinal: int) -> None:
        if ordinal < self._low:
            low = max(ordinal - 400, self._first)
            self._days[:0] = self._between(low, self._low)
            self._low = low
        elif ordinal >= self._high:
            self._grow(ordinal + 800)

    def forward(self, instant: int, effort: int) -> int:
        """The instant at which `effort` minutes of work, begun at `instant`, are done."""
        if effort <= 0:
            return instant
        ordinal, used = divmod(instant, self.DAY)
        self._reach(ordinal)
        days = self._days
        at = bisect_left(days, ordinal)
        if at < len(days) and days[at] != ordinal:
            used = 0
        whole, rest = divmod(used + effort, self.DAY)
        last = at + whole - (0 if rest else 1)
        while last >= len(days):
            if self._high >= self._last:
                return date.max.toordinal() * self.DAY
            self._grow(self._high + (last - len(days) + 1) * 2 + 400)
        return days[last] * self.DAY + rest if rest else (days[last] + 1) * self.DAY

    def backward(self, instant: int, effort: int) -> int:
        """The latest instant at which `effort` minutes of work may begin to be done by `instant`."""
        if effort <= 0:
            return instant
        ordinal, used = divmod(instant, self.DAY)
        self._reach(ordinal)
        days = self._days
        at = bisect_left(days, ordinal)
        if at < len(days) and days[at] == ordinal and used:
            if effort <= used:
                return instant - effort
            effort -= used
        whole, rest = divmod(effort, self.DAY)
        first = at - whole - (1 if rest else 0)
        while first < 0:
            if self._low <= self._first:
                return self.DAY
            before = len(days)
            self._reach(max(self._low + first * 2, self._first))
            first += len(days) - before
        return days[first] * self.DAY + (self.DAY - rest if rest else 0)

    def work(self, start: int, end: int) -> int:
        """Signed minutes of working time between two instants."""
        if end < start:
            return -self.work(end, start)
        self._reach(start // self.DAY)
        self._reach(end // self.DAY)
        return self._position(end) - self._position(start)

    def _position(self, instant: int) -> int:
        ordinal, used = divmod(instant, self.DAY)
        at = bisect_left(self._days, ordinal)
        on = at < len(self._days) and self._days[at] == ordinal
        return at * self.DAY + (used if on else 0)

    @classmethod
    def opening(cls, day: date) -> int:
        """The first instant of `day`."""
        return day.toordinal() * cls.DAY

    @classmethod
    def closing(cls, day: date) -> int:
        """The instant at which `day` is over."""
        return (day.toordinal() + 1) * cls.DAY

    @classmethod
    def day(cls, instant: int) -> date:
        """The date of a finish instant: the day whose work it ends."""
        return date.fromordinal(min(max((instant - 1) // cls.DAY, 1), date.max.toordinal()))
