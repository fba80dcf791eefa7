"""Calendars, offsets and working time against counting day by day and slot by slot."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gtm.clock import Clock
from gtm.dates import (
    Calendar,
    Length,
    Offset,
    add_days,
    parse_day,
    parse_days,
    parse_length,
    parse_offset,
    resolve,
    say,
    weekend_days,
)

MONDAY = date(2027, 1, 4)
DAY = Clock.DAY
NEAR = st.integers(-60, 60).map(lambda step: MONDAY + timedelta(step))
AWAY = st.tuples(NEAR, st.integers(0, 15)).map(lambda pair: (pair[0], pair[0] + timedelta(pair[1])))
CALENDARS = st.builds(
    Calendar,
    st.frozensets(st.integers(0, 6), max_size=5),
    st.dictionaries(NEAR, st.just("Holiday"), max_size=5),
    st.lists(AWAY, max_size=3).map(tuple),
)
FEW = settings(max_examples=120, deadline=None)


@FEW
@given(CALENDARS, NEAR)
def test_before_and_after_are_the_nearest_working_days(calendar: Calendar, day: date) -> None:
    found = day
    while not calendar.works(found):
        found -= timedelta(1)
    assert calendar.before(day) == found
    found = day
    while not calendar.works(found):
        found += timedelta(1)
    assert calendar.after(day) == found


@FEW
@given(CALENDARS, NEAR, st.integers(-30, 30))
def test_adding_counts_working_days_one_by_one(calendar: Calendar, day: date, count: int) -> None:
    found, left = day, abs(count)
    step = timedelta(1 if count > 0 else -1)
    while left:
        found += step
        left -= calendar.works(found)
    assert calendar.add(day, count) == (found if count else calendar.before(day))


@FEW
@given(CALENDARS, NEAR, NEAR)
def test_between_counts_working_days_one_by_one(calendar: Calendar, start: date, end: date) -> None:
    first, last = min(start, end), max(start, end)
    count = sum(calendar.works(first + timedelta(step)) for step in range(1, (last - first).days + 1))
    assert calendar.between(start, end) == (count if end >= start else -count)


@FEW
@given(CALENDARS, NEAR, st.integers(1, 30))
def test_between_undoes_add(calendar: Calendar, day: date, count: int) -> None:
    assert calendar.between(day, calendar.add(day, count)) == count


def slots(calendar: Calendar) -> list[tuple[int, bool]]:
    """Every tenth of a day around Monday, and whether it is worked: an instant is where one begins."""
    first = MONDAY.toordinal() - 500
    return [
        (ordinal * DAY + part * (DAY // 10), calendar.works(date.fromordinal(ordinal)))
        for ordinal in range(first, first + 1000)
        for part in range(10)
    ]


INSTANT = st.tuples(st.integers(-40, 40), st.integers(0, 9)).map(
    lambda pair: (MONDAY.toordinal() + pair[0]) * DAY + pair[1] * (DAY // 10)
)
EFFORT = st.integers(0, 80).map(lambda tenths: tenths * (DAY // 10))


@FEW
@given(CALENDARS, INSTANT, EFFORT)
def test_forward_ends_where_counting_ends(calendar: Calendar, instant: int, effort: int) -> None:
    left, end = effort // (DAY // 10), instant
    for start, worked in slots(calendar):
        if left and start >= instant and worked:
            left -= 1
            end = start + DAY // 10
    assert Clock(calendar, MONDAY).forward(instant, effort) == end


@FEW
@given(CALENDARS, INSTANT, EFFORT)
def test_backward_is_the_latest_beginning_that_is_done_in_time(calendar: Calendar, instant: int, effort: int) -> None:
    clock = Clock(calendar, MONDAY)
    begin = clock.backward(instant, effort)
    assert clock.forward(begin, effort) <= instant
    assert clock.forward(begin + 1, effort) > instant


@FEW
@given(CALENDARS, INSTANT, INSTANT)
def test_work_counts_what_is_worked(calendar: Calendar, start: int, end: int) -> None:
    first, last = min(start, end), max(start, end)
    count = sum(DAY // 10 for at, worked in slots(calendar) if worked and first <= at < last)
    assert Clock(calendar, MONDAY).work(start, end) == (count if end >= start else -count)


@FEW
@given(CALENDARS, INSTANT, EFFORT)
def test_work_measures_what_forward_did(calendar: Calendar, instant: int, effort: int) -> None:
    clock = Clock(calendar, MONDAY)
    assert clock.work(instant, clock.forward(instant, effort)) == effort


def test_far_days_extend_a_clock_in_both_directions() -> None:
    clock = Clock(Calendar(), MONDAY)
    late, early = Clock.opening(date(2080, 1, 2)), Clock.opening(date(1975, 1, 2))
    assert Clock.day(clock.forward(late, 5 * DAY)) == date(2080, 1, 8)
    assert Clock.day(clock.backward(early, 5 * DAY) + 1) == date(1974, 12, 26)


ALWAYS_AWAY = Calendar(away=((date.min, date.max),))
NO_WORK = Calendar(frozenset(range(7)))
BUSY_YEARS = Calendar(holidays={MONDAY + timedelta(step): "x" for step in range(-23_000, 23_000)})


@pytest.mark.parametrize("calendar", [Calendar(), ALWAYS_AWAY, NO_WORK, BUSY_YEARS])
@pytest.mark.parametrize("day", [date.min, date(1, 1, 2), MONDAY, date(9999, 12, 30), date.max])
def test_no_date_and_no_calendar_raises_or_hangs(calendar: Calendar, day: date) -> None:
    calendar.before(day)
    calendar.after(day)
    for count in (-99_999, -1, 0, 1, 99_999):
        calendar.add(day, count)
        resolve(Offset("T", "T", count), day, calendar, 0.5)
    clock = Clock(calendar, day)
    for instant in (Clock.opening(day), Clock.closing(day), Clock.opening(date.min), Clock.closing(date.max)):
        for effort in (0, 1, DAY, 2000 * DAY, 10**15):
            clock.day(clock.forward(instant, effort))
            clock.day(clock.backward(instant, effort))
    assert isinstance(clock.work(Clock.opening(date.min), Clock.opening(day)), int)


def test_nobody_works_so_days_are_counted_plainly() -> None:
    assert NO_WORK.before(MONDAY) == MONDAY
    assert NO_WORK.add(MONDAY, 3) == MONDAY + timedelta(3)
    assert BUSY_YEARS.add(MONDAY, -3) == MONDAY - timedelta(3)


def test_days_stay_inside_what_a_date_can_be() -> None:
    assert add_days(date.max, 1) == date.max
    assert add_days(date.min, -(10**12)) == date.min


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("T", (0, False)),
        ("T-14d", (-14, False)),
        ("T+2w", (14, False)),
        ("gate-5wd", (-5, True)),
        ("phase-2", (0, False)),
        ("phase-2-14d", (-14, False)),
        ("buy-2wd", (-2, True)),
        ("T-0d", (0, False)),
    ],
)
def test_offsets(text: str, wanted: tuple[int, bool]) -> None:
    offset = parse_offset(text)
    assert offset is not None
    assert (offset.count, offset.working) == wanted
    assert offset.text == text


@pytest.mark.parametrize(
    "text", ["T-30", "T+5", "gate-5", "T-14 d", "T--1d", "T-d", "", "-5d", "T-123456d", "T-14m", "T-14d\n"]
)
def test_slips_are_no_offsets(text: str) -> None:
    assert parse_offset(text) is None


def test_a_calendar_offset_moves_to_the_working_day_before() -> None:
    calendar = Calendar(holidays={date(2027, 1, 1): "New Year"})
    sunday = parse_offset("T-1d")
    assert sunday is not None
    assert resolve(sunday, MONDAY, calendar) == date(2026, 12, 31)
    assert resolve(Offset("T-2wd", "T", -2, True), MONDAY, calendar) == date(2026, 12, 30)
    assert resolve(Offset("T", "T"), date(2027, 1, 3), calendar) == date(2027, 1, 3)


def test_compressing_shortens_what_lies_before_the_anchor_only() -> None:
    week = Calendar(frozenset())
    assert resolve(Offset("T-40d", "T", -40), MONDAY, week, 0.25) == MONDAY - timedelta(10)
    assert resolve(Offset("T+40d", "T", 40), MONDAY, week, 0.25) == MONDAY + timedelta(40)
    assert resolve(Offset("T-4wd", "T", -4, True), MONDAY, week, 0.25) == MONDAY - timedelta(4)


def test_lengths_days_and_ranges() -> None:
    assert parse_length("2w") == Length(14)
    assert parse_length("3wd") == Length(3, True)
    assert [parse_length(text) for text in ("", "3", "-3d", "3 d", "1.5d")] == [None] * 5
    assert parse_day("2027-02-29") is None
    assert parse_day("2028-02-29") == date(2028, 2, 29)
    assert [parse_day(text) for text in ("0000-01-01", "2027-1-1", "20270101", "2027-01-01T00:00")] == [None] * 4
    assert parse_days("2026-12-24..2027-01-04") == (date(2026, 12, 24), date(2027, 1, 4))
    assert parse_days("2026-12-24") == (date(2026, 12, 24), date(2026, 12, 24))
    assert parse_days("2027-01-04..2026-12-24") is None


def test_a_date_is_said_with_its_weekday() -> None:
    assert say(date(2027, 2, 16)) == "Tue 16 Feb 2027"
    assert weekend_days(("sat", "sun")) == frozenset({5, 6})
