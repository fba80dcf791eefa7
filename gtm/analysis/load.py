"""Knows how much work lies on each person in each week ahead, and where that is more than the week holds.

Counted is open work, each item at the last moment that moves no gate (its due date, where no gate
waits for it), or as early as it can be where that is later already: what is too much then can be
begun earlier or handed over. It must not know how an overload is solved.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gtm.analysis.capacity import at_a_time
from gtm.analysis.snapshot import Study
from gtm.analysis.timing import Stretch
from gtm.clock import Clock
from gtm.dates import add_days

AHEAD = 26  # weeks; what lies further away is not looked at


@dataclass(frozen=True, slots=True)
class Week:
    """One person's week from `monday` on: working days of work in it, and how many it holds."""

    person: str
    monday: date
    days: float
    holds: float
    items: tuple[str, ...]  # the most work first

    @property
    def over(self) -> float:
        """Working days too many; 0 when the week holds its work."""
        return max(self.days - self.holds, 0.0)


def weeks(study: Study) -> tuple[Week, ...]:
    """Every week ahead in which somebody has work, by person and date."""
    found: dict[tuple[str, date], dict[str, int]] = {}
    clocks: dict[str, Clock] = {}
    first = _monday(study.launch.as_of)
    for id, item in study.launch.items.items():
        stretch = study.schedule.stretch(id)
        if item.owner is None or stretch is None or not stretch.effort:
            continue
        clocks[item.owner] = stretch.clock
        for monday, minutes in _spread(stretch, _begin(study, id, stretch), first):
            found.setdefault((item.owner, monday), {})[id] = minutes
    return tuple(
        _week(study, person, monday, found[person, monday], clocks[person]) for person, monday in sorted(found)
    )


@dataclass(frozen=True, slots=True)
class Grid:
    """Who has how much work in which week: the busiest people and the next weeks, and what was left out."""

    mondays: tuple[date, ...]
    rows: tuple[tuple[str, tuple[Week | None, ...]], ...]  # a person, and a week for each Monday
    people: int  # people with work who are not shown
    over: int  # those of them with a week shown that holds too much
    later: float  # working days of everybody after the last week shown
    later_over: int  # people's weeks among those that hold too much


def grid(found: Sequence[Week], people: int, weeks: int) -> Grid:
    """At most so many people over the weeks from the first one on: the most work too much first, then the most work."""
    first = min((one.monday for one in found), default=date.min)
    last = max((one.monday for one in found), default=first)
    mondays = tuple(add_days(first, 7 * at) for at in range(min((last - first).days // 7 + 1, weeks) if found else 0))
    near: dict[str, dict[date, Week]] = {one.person: {} for one in found}
    for one in found:
        if one.monday <= mondays[-1]:
            near[one.person][one.monday] = one

    def weight(person: str) -> tuple[float, float, str]:
        mine = near[person].values()
        return -sum(week.over for week in mine), -sum(week.days for week in mine), person

    ranked = sorted(near, key=weight)
    later = [one for one in found if one.monday > mondays[-1]]
    return Grid(
        mondays,
        tuple((id, tuple(near[id].get(monday) for monday in mondays)) for id in ranked[:people]),
        len(ranked[people:]),
        sum(weight(id)[0] < 0 for id in ranked[people:]),
        sum(one.days for one in later),
        sum(one.over > 0 for one in later),
    )


def overloads(found: Iterable[Week]) -> tuple[Week, ...]:
    """The weeks that hold less than their work, the heaviest first."""
    return tuple(sorted((one for one in found if one.over), key=lambda one: (-one.over, one.monday, one.person)))


def fullest(found: Iterable[Week]) -> tuple[Week, ...]:
    """Weeks by how much of them is left, the fullest first."""
    return tuple(sorted(found, key=lambda one: (one.holds - one.days, one.monday, one.person)))


def peaks(found: Iterable[Week]) -> tuple[Week, ...]:
    """Everybody's fullest week, measured against what it holds, the heaviest first."""
    best: dict[str, Week] = {}
    for one in found:
        known = best.get(one.person)
        if known is None or one.days - one.holds > known.days - known.holds:
            best[one.person] = one
    return fullest(best.values())


def _begin(study: Study, id: str, stretch: Stretch) -> int:
    """The last instant at which the work may begin; the earliest where that is over."""
    last = study.schedule.slots[id].latest_finish or study.launch.items[id].due
    end = study.schedule.before(Clock.closing(last), stretch.wait)
    return max(stretch.clock.backward(end, stretch.effort), stretch.start)


def _spread(stretch: Stretch, begin: int, first: date) -> Iterator[tuple[date, int]]:
    """The minutes of work in each week, as far as weeks are looked at."""
    clock, end = stretch.clock, stretch.clock.forward(begin, stretch.effort)
    day = Clock.day(begin + 1)
    monday = _monday(day)
    while monday < add_days(first, AHEAD * 7) and Clock.opening(monday) < end:
        following = add_days(monday, 7)
        minutes = clock.work(max(begin, Clock.opening(monday)), min(end, Clock.opening(following)))
        if minutes > 0:
            yield monday, minutes
        if following <= monday:
            return  # the last week there is
        monday = following


def _week(study: Study, person: str, monday: date, work: dict[str, int], clock: Clock) -> Week:
    """What is left of a week from the as-of date on counts as what it holds."""
    opens = Clock.opening(max(monday, study.launch.as_of))
    free = clock.work(opens, Clock.opening(add_days(monday, 7))) * at_a_time(study.launch, person)
    items = sorted(work, key=lambda id: (-work[id], id))
    return Week(person, monday, sum(work.values()) / Clock.DAY, free / Clock.DAY, tuple(items))


def _monday(day: date) -> date:
    return day - timedelta(day.weekday()) if day.toordinal() > 7 else day
