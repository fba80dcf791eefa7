"""The forecast: against closed forms, an independent simulation, the schedule, and itself with and without numpy."""

import json
import math
import random
import re
import statistics
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gtm import cli, pipeline
from gtm.analysis import sampling, simulate_numpy, simulate_pure
from gtm.analysis.capacity import level
from gtm.analysis.forecast import Forecast, _bounded, forecast
from gtm.analysis.open_work import DAY, Days, network
from gtm.analysis.snapshot import Study
from gtm.clock import Clock
from gtm.dates import Calendar, add_days
from gtm.terminal import forecast as terminal
from gtm.terminal.screen import Paper, render
from tests.json_cases import example as compiled_example
from tests.json_cases import examples
from tests.small_launch import Gtm
from tests.workspaces import example, tiny, trial

AS_OF = date(2027, 1, 19)
EVERY_DAY = "calendar: {id: always, weekend: [], holidays: {}}\n"


def study(items: str, state: str = "", **more: str) -> Study:
    return trial(items, state, AS_OF, **more).study


def likely(of: Study) -> dict[str, date]:
    """The finish of every open node when every effort is its likely value."""
    work, days = _bounded(network(of), 1.0)
    efforts = [task.effort.likely if task.effort else 0.0 for task in work.tasks]
    finish, _ = simulate_pure.walk(work, days, efforts, 1.0)
    return {
        task.id: max(add_days(AS_OF, (instant - 1) // DAY), AS_OF) if instant else AS_OF
        for task, instant in zip(work.tasks, finish, strict=True)
    }


# --- the draws ---------------------------------------------------------------------------------


def beta_pert(low: float, mode: float, high: float) -> tuple[float, float]:
    """Mean and variance of a PERT in closed form."""
    width = high - low
    a, b = 1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width
    return low + width * a / (a + b), width**2 * a * b / ((a + b) ** 2 * (a + b + 1))


@pytest.mark.parametrize("points", [(2, 4, 8), (0, 0, 5), (1, 5, 5), (3, 3.5, 20), (0.5, 1, 3)])
def test_levels_have_mean_and_variance_of_the_beta_distribution(points: tuple[float, float, float]) -> None:
    values = sampling.values(sampling.Spread(*points))
    mean, variance = beta_pert(*points)
    width = points[2] - points[0]
    assert values == sorted(values)
    assert statistics.fmean(values) == pytest.approx(mean, abs=0.002 * width)
    assert statistics.pvariance(values) == pytest.approx(variance, rel=0.01)


def test_levels_have_mean_and_variance_of_the_triangle() -> None:
    low, mode, high = 2.0, 4.0, 8.0
    values = sampling.values(sampling.Spread(low, mode, high), sampling.TRIANGULAR)
    variance = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
    assert statistics.fmean(values) == pytest.approx((low + mode + high) / 3, abs=0.01)
    assert statistics.pvariance(values) == pytest.approx(variance, rel=0.01)


def test_an_estimate_of_one_number_is_spread() -> None:
    assert sampling.spread(4, 4, 4) == (3, 4, 8)
    assert sampling.spread(2, 4, 8) == (2, 4, 8)


def test_numbers_of_a_stream_are_even_and_streams_are_independent() -> None:
    one = list(sampling.lanes(sampling.key(1, "buy.finance.price"), 20_000))
    other = list(sampling.lanes(sampling.key(1, "buy.finance.prices"), 20_000))
    buckets = [0] * 16
    for number in one:
        buckets[number >> 12] += 1
    assert sum((count - 1250) ** 2 / 1250 for count in buckets) < 37.7  # chi square, 15 degrees, 1 in 1000
    assert abs(statistics.correlation(one, other)) < 0.03
    assert abs(statistics.correlation(one[:-1], one[1:])) < 0.03


def test_the_common_factor_has_median_one_and_the_spread_asked_for() -> None:
    found = sampling.factors(1, 20_000, 0.15)
    logs = [math.log(one) for one in found]
    assert statistics.median(found) == pytest.approx(1, abs=0.005)
    assert statistics.pstdev(logs) == pytest.approx(0.15, rel=0.03)
    assert set(sampling.factors(1, 10, 0.0)) == {1.0}


# --- the same rules as the schedule --------------------------------------------------------------


WEEK = """\
people:
  ada: {name: Ada, away: [2027-01-21..2027-01-25], calendar: fri}
  bo: {name: Bo, calendar: fri}
  cem: {name: Cem, away: [2027-02-01..2027-02-12]}
"""
CALENDARS = {"calendars/fri.yaml": "calendar: {id: fri, weekend: [fri, sat], holidays: {2027-01-26: Rest}}\n"}
ITEM_STATES = (
    "",
    "{status: todo, owner: bo}",
    "{status: doing, started: 2027-01-13, owner: ada}",
    "{status: doing, started: 2026-12-01, owner: cem}",
    "{status: blocked, waiting_on: them, expected: 2027-01-30, reason: late}",
    "{status: blocked, waiting_on: them, expected: 2027-01-30, wait: 3d, reason: late}",
    "{status: doing, left: 2.5, owner: cem}",
    "{status: done, finished: 2027-01-12}",
    "{status: done, finished: 2027-01-12, evidence: [{ref: kept}]}",
    "{effort: 3, owner: bo, wait: 4wd}",
)


@st.composite
def launches(draw: st.DrawFn) -> tuple[str, str]:
    """Items that need earlier ones, with all that decides dates."""
    items, states = [], []
    for at in range(draw(st.integers(1, 7))):
        needs = []
        for before in sorted(draw(st.sets(st.integers(0, at - 1), max_size=3))) if at else ():
            lag = draw(st.sampled_from(["", "", "2d", "3wd"]))
            needs.append(f"{{item: learn.legal.i{before}, lag: {lag}}}" if lag else f"learn.legal.i{before}")
        more = draw(st.sampled_from(["", ", effort: [1, 2, 5]", ", effort: 0", ", effort: [0.5, 0.5, 3]"]))
        more += draw(st.sampled_from(["", "", ", wait: 5d", ", wait: 2wd"]))
        more += draw(st.sampled_from(["", "", ", not_before: 2027-01-24", ", not_before: T-20d"]))
        items.append(f"  learn.legal.i{at}: {{title: I{at}, needs: [{', '.join(needs)}]{more}}}\n")
        state = draw(st.sampled_from(ITEM_STATES))
        if state:
            states.append(f"  learn.legal.i{at}: {state}\n")
    return "".join(items), "".join(states)


@settings(max_examples=80, deadline=None)
@given(launches())
def test_likely_efforts_give_exactly_the_dates_of_the_schedule(launch: tuple[str, str]) -> None:
    of = study(*launch, people=WEEK, **CALENDARS)
    found = likely(of)
    assert found == {id: of.schedule.finish(id) for id in found}
    assert set(of.gates) - set(found) <= {id for id, view in of.gates.items() if view.passed}


@pytest.mark.parametrize("folder", examples(), ids=lambda folder: folder.name)
def test_likely_efforts_of_the_examples_give_the_dates_of_the_schedule(folder: Path) -> None:
    of = compiled_example(folder).study
    work, days = _bounded(network(of), 1.0)
    efforts = [task.effort.likely if task.effort else 0.0 for task in work.tasks]
    finish, driver = simulate_pure.walk(work, days, efforts, 1.0)
    now = of.launch.as_of
    for at, (task, instant) in enumerate(zip(work.tasks, finish, strict=True)):
        day = add_days(now, (instant - 1) // DAY) if instant else now
        assert day == of.schedule.finish(task.id), task.id
        if driver[at] >= 0:
            assert work.tasks[driver[at]].id == of.schedule.driver(task.id), task.id


@settings(max_examples=60, deadline=None)
@given(
    st.sets(st.integers(0, 6), max_size=6),
    st.lists(st.tuples(st.integers(-20, 60), st.integers(0, 9)), max_size=3),
    st.integers(0, 40 * DAY),
    st.integers(0, 20 * DAY),
)
def test_tables_say_what_the_clock_says(
    weekend: set[int], away: list[tuple[int, int]], start: int, effort: int
) -> None:
    ranges = tuple((add_days(AS_OF, first), add_days(AS_OF, first + count)) for first, count in away)
    calendar = Calendar(frozenset(weekend), {}, ranges)
    clock, days, zero = Clock(calendar, AS_OF), Days(calendar, AS_OF, 900), Clock.opening(AS_OF)
    assert days.forward(start, effort) == clock.forward(start + zero, effort) - zero


# --- closed forms and an independent simulation --------------------------------------------------


def every_day(items: str, state: str = "") -> Study:
    """A launch in which every day is worked, so that working days are days."""
    gtm_yaml = "workspace: {format: 1, name: Trial, calendar: always}\n"
    return study(items, state, gtm=gtm_yaml, **{"calendars/always.yaml": EVERY_DAY})


def days_of(of: Study, runs: int = 20_000, sigma: float = 0.0) -> list[float]:
    """The day, from today, on which the learn gate is reached in each run."""
    factors = sampling.factors(1, runs, sigma)
    work, days = _bounded(network(of), max(factors))
    outcome = simulate_numpy.run(work, days, factors, 1, sampling.PERT)
    return [instant / DAY for instant in outcome.finish["learn"]]


def chain(name: str, efforts: Sequence[tuple[float, float, float]]) -> str:
    """Items one after another."""
    lines = []
    for at, effort in enumerate(efforts):
        need = f"learn.legal.{name}{at - 1}" if at else ""
        lines.append(f"  learn.legal.{name}{at}: {{title: I, effort: {list(effort)}, needs: [{need}]}}\n")
    return "".join(lines)


def test_a_chain_adds_means_and_variances() -> None:
    points = [(2, 4, 8), (5, 6, 20), (1, 10, 12), (3, 3, 9)]
    found = days_of(every_day(chain("a", points)))
    mean = sum(beta_pert(*one)[0] for one in points)
    variance = sum(beta_pert(*one)[1] for one in points)
    assert statistics.fmean(found) == pytest.approx(mean, abs=4 * math.sqrt(variance / len(found)) + 0.02)
    assert statistics.pvariance(found) == pytest.approx(variance, rel=0.05)


def test_two_parallel_chains_are_later_than_each_alone_by_the_closed_form() -> None:
    """Sums of many betas are nearly normal; the mean of the greater of two like normals is mean + sd / sqrt(pi)."""
    items = chain("a", [(2, 4, 6)] * 12) + chain("b", [(2, 4, 6)] * 12)
    found = days_of(every_day(items))
    mean, variance = beta_pert(2, 4, 6)
    sd = math.sqrt(12 * variance)
    assert statistics.fmean(found) == pytest.approx(12 * mean + sd / math.sqrt(math.pi), abs=0.06)
    assert statistics.pvariance(found) == pytest.approx(sd**2 * (1 - 1 / math.pi), rel=0.06)


def test_the_common_factor_scales_all_efforts_of_a_run_alike() -> None:
    items = chain("a", [(4.999, 5, 5.001)] * 20)
    found = days_of(every_day(items), sigma=0.15)
    assert statistics.median(found) == pytest.approx(100, rel=0.01)
    assert statistics.pstdev([math.log(one) for one in found]) == pytest.approx(0.15, rel=0.04)


NET = """\
  learn.legal.a: {title: A, effort: [1, 2, 6]}
  learn.legal.b: {title: B, effort: [2, 3, 4], needs: [learn.legal.a]}
  learn.legal.c: {title: C, effort: [1, 4, 5], needs: [{item: learn.legal.a, lag: 2d}]}
  learn.legal.d: {title: D, effort: [0.5, 1, 2], wait: 3d, needs: [learn.legal.b, learn.legal.c]}
  learn.legal.e: {title: E, effort: [4, 8, 9]}
"""


def test_an_independent_simulation_agrees() -> None:
    """Written apart: random.betavariate, floats, no calendar but the seven-day week."""
    rng = random.Random(5)

    def pert(low: float, mode: float, high: float) -> float:
        width = high - low
        return low + width * rng.betavariate(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width)

    def once() -> tuple[float, bool]:
        a = pert(1, 2, 6)
        b = a + pert(2, 3, 4)
        c = math.ceil(a) + 2 + pert(1, 4, 5)
        d = math.ceil(max(b, c) + pert(0.5, 1, 2)) + 3
        e = pert(4, 8, 9)
        return max(d, e), c > b and d >= e

    runs = [once() for _ in range(20_000)]
    of = every_day(NET)
    found = forecast(of, 20_000, 3, sigma=0.0)
    mine, theirs = sorted(days_of(of)), sorted(end for end, _ in runs)
    assert statistics.fmean(mine) == pytest.approx(statistics.fmean(theirs), abs=0.06)
    for percent in (10, 50, 80, 95):
        at = len(mine) * percent // 100
        assert mine[at] == pytest.approx(theirs[at], abs=0.15)
    share = sum(drives for _, drives in runs) / len(runs)
    assert found.items["learn.legal.c"].gate_criticality == pytest.approx(share, abs=0.02)


# --- owners' capacity --------------------------------------------------------------------------


TWO = """\
  learn.legal.a: {title: A, effort: [2, 4, 8], wait: 3d}
  learn.legal.b: {title: B, effort: [5, 6, 20]}
"""


def gate_days(of: Study, capacity: bool, runs: int = 20_000) -> list[float]:
    factors = sampling.factors(1, runs, 0.0)
    work, days = _bounded(network(of, level(of).hands if capacity else ()), 1.0)
    outcome = simulate_numpy.run(work, days, factors, 1, sampling.PERT)
    return [instant / DAY for instant in outcome.finish["learn"]]


def test_one_pair_of_hands_does_one_after_the_other_and_goes_on_while_an_item_waits() -> None:
    of = every_day(TWO)
    mean = beta_pert(2, 4, 8)[0] + beta_pert(5, 6, 20)[0]
    found = gate_days(of, capacity=True)
    assert statistics.fmean(found) == pytest.approx(mean, abs=0.1)
    assert statistics.fmean(gate_days(of, capacity=False)) < mean - 3


def test_two_items_at_a_time_are_no_limit_for_two_items() -> None:
    people = "people:\n  ada: {name: Ada, capacity: 2}\n  bo: {name: Bo}\n  cem: {name: Cem}\n"
    of = study(TWO, people=people)
    assert gate_days(of, capacity=True, runs=500) == gate_days(of, capacity=False, runs=500)


@pytest.mark.parametrize("folder", examples(), ids=lambda folder: folder.name)
def test_with_likely_efforts_the_limits_give_no_later_dates_than_their_plan(folder: Path) -> None:
    of = compiled_example(folder).study
    plan = level(of)
    work, days = _bounded(network(of, plan.hands), 1.0)
    efforts = [task.effort.likely if task.effort else 0.0 for task in work.tasks]
    finish, _ = simulate_pure.walk(work, days, efforts, 1.0)
    for gate, at in work.gates.items():
        day = max(add_days(of.launch.as_of, (finish[at] - 1) // DAY), of.launch.as_of)
        assert plan.gates[gate].alone <= day <= plan.gates[gate].shared
    assert {id for hand in plan.hands for id in hand} <= {task.id for task in work.tasks}


def test_limits_give_the_same_answer_with_numpy_and_without() -> None:
    for folder in examples():
        of = compiled_example(folder).study
        fast, slow = (forecast(of, 200, engine=engine, capacity=True) for engine in ("numpy", "pure"))
        assert (fast.gates, fast.items, fast.curve) == (slow.gates, slow.items, slow.curve)
        free = forecast(of, 200, engine="pure")
        for id, gate in free.gates.items():
            assert (fast.gates[id].p50 or date.min) >= (gate.p50 or date.min)


@settings(max_examples=25, deadline=None)
@given(launches())
def test_limits_never_make_a_gate_earlier(launch: tuple[str, str]) -> None:
    of = study(*launch, people=WEEK, **CALENDARS)
    free, bound = (forecast(of, 40, engine="pure", capacity=one) for one in (False, True))
    assert bound.gates == forecast(of, 40, engine="numpy", capacity=True).gates
    for id, gate in free.gates.items():
        assert (bound.gates[id].p80 or date.min) >= (gate.p80 or date.min)


# --- what comes out ------------------------------------------------------------------------------


def test_numpy_and_plain_python_give_the_same_answer() -> None:
    for folder in examples():
        of = compiled_example(folder).study
        fast, slow = (forecast(of, 300, engine=engine) for engine in ("numpy", "pure"))
        for part in ("gates", "items", "tornado", "curve", "launch", "estimates"):
            assert getattr(fast, part) == getattr(slow, part), (folder.name, part)


def test_the_first_runs_are_those_of_a_longer_forecast_and_blocks_do_not_matter() -> None:
    of = every_day(NET)
    short, long = days_of(of, 1_001), days_of(of, 5_003)
    assert long[:1_001] == short


def test_a_seed_gives_one_answer_and_another_seed_a_near_one() -> None:
    of = every_day(NET)
    assert forecast(of, 500, 1) == forecast(of, 500, 1)
    one, other = forecast(of, 5_000, 1), forecast(of, 5_000, 2)
    assert one.curve != other.curve
    assert one.gates["learn"].p50 is not None
    assert other.gates["learn"].p50 is not None
    assert abs((one.gates["learn"].p50 - other.gates["learn"].p50).days) <= 1


def ordered(found: Forecast) -> None:
    for gate in found.gates.values():
        days = [one or date.max for one in (gate.p10, gate.p50, gate.p80, gate.p90, gate.p95)]
        assert days == sorted(days)
        assert gate.on_time is None or 0 <= gate.on_time <= 1
    shares = [share for _, share in found.curve]
    assert shares == sorted(shares)


@settings(max_examples=25, deadline=None)
@given(launches(), st.integers(0, 5))
def test_quantiles_come_in_order_whatever_the_launch(launch: tuple[str, str], seed: int) -> None:
    of = study(*launch, people=WEEK, **CALENDARS)
    found = forecast(of, 60, seed, engine="pure")
    ordered(found)
    assert all(0 <= one.criticality <= 1 and 0 <= one.gate_criticality <= 1 for one in found.items.values())
    assert found.gates == forecast(of, 60, seed, engine="numpy").gates


def test_shares_of_a_chain_and_of_a_fork() -> None:
    found = forecast(every_day(NET), 2_000, sigma=0.0)
    items = found.items
    assert items["learn.legal.a"].gate_criticality == pytest.approx(
        items["learn.legal.b"].gate_criticality + items["learn.legal.c"].gate_criticality
    )
    assert items["learn.legal.d"].gate_criticality + items["learn.legal.e"].gate_criticality == pytest.approx(1)
    assert items["learn.legal.a"].criticality == items["learn.legal.a"].gate_criticality  # learn drives use


def test_the_tornado_puts_the_widest_first_and_knows_the_common_factor() -> None:
    items = """\
  learn.legal.wide: {title: Wide, effort: [1, 5, 30]}
  learn.legal.narrow: {title: Narrow, effort: [9, 10, 12], needs: [learn.legal.wide]}
"""
    apart = forecast(every_day(items), 4_000, sigma=0.0).tornado
    assert [one.id for one in apart] == ["learn.legal.wide", "learn.legal.narrow"]
    assert apart[0].days > 5 * apart[1].days
    together = forecast(every_day(items), 4_000, sigma=0.6).tornado
    assert together[0].id == ""


def test_done_work_is_fixed_and_work_begun_counts_what_has_passed() -> None:
    items = "  learn.legal.a: {title: A, effort: [2, 10, 20]}\n"
    fresh = statistics.fmean(days_of(every_day(items)))
    begun = statistics.fmean(days_of(every_day(items, "  learn.legal.a: {status: doing, started: 2027-01-14}\n")))
    left = statistics.fmean(days_of(every_day(items, "  learn.legal.a: {status: doing, left: 2}\n")))
    assert begun == pytest.approx(fresh - 5, abs=0.15)
    assert left == pytest.approx((2 * 0.75 + 4 * 2 + 2 * 2) / 6, abs=0.05)
    done = every_day(items, "  learn.legal.a: {status: done, finished: 2027-01-12, evidence: [{ref: kept}]}\n")
    assert forecast(done, 100).items == {}


def test_confidence_is_low_until_half_of_the_estimates_are_the_teams_own() -> None:
    items = "  learn.legal.a: {title: A, effort: 3}\n  learn.legal.b: {title: B}\n"
    low = forecast(study(items), 100)
    assert (low.confidence, low.estimates.own, low.estimates.playbook, low.estimates.assumed) == ("low", 0, 1, 1)
    fair = forecast(study(items, "  learn.legal.a: {effort: [2, 3, 5]}\n"), 100)
    assert (fair.confidence, fair.estimates.own) == ("fair", 1)


# --- never a hang --------------------------------------------------------------------------------


def test_a_loop_has_no_date_and_the_rest_still_has() -> None:
    items = """\
  learn.legal.a: {title: A, needs: [learn.legal.b]}
  learn.legal.b: {title: B, needs: [learn.legal.a]}
"""
    found = forecast(study(items), 100)
    assert {gate.state for gate in found.gates.values()} == {"loop"}
    assert found.launch is None
    assert found.gates["learn"].on_time is None


def test_an_owner_away_for_ever_never_ends_and_says_so() -> None:
    people = "people:\n  ada: {name: Ada, away: [2027-01-01..9999-12-31]}\n  bo: {name: Bo}\n  cem: {name: Cem}\n"
    of = study("  learn.legal.a: {title: A, effort: 3}\n", people=people)
    for engine in ("numpy", "pure"):
        found = forecast(of, 100, engine=engine)
        assert found.gates["learn"].state == "never"
        assert found.gates["learn"].p95 is None
        assert found.gates["learn"].on_time == 0
        assert found.launch == 0
        text = render(terminal.lines(of, found, None), Paper())
        assert "not reached within 20 years" in text


def test_days_beyond_all_calendars_are_never() -> None:
    of = study("  learn.legal.a: {title: A}\n", "  learn.legal.a: {status: blocked, expected: 9999-12-30, reason: x}\n")
    assert forecast(of, 100, engine="pure").gates == forecast(of, 100, engine="numpy").gates
    assert forecast(of, 100).gates["learn"].state == "never"


def test_a_launch_without_items_or_gates_is_answered() -> None:
    assert forecast(study(" {}\n"), 100).items == {}
    stages = "stages:\n  learn: {title: Learn}\n  buy: {title: Buy}\n  use: {title: Use}\n"
    of = study("  learn.legal.a: {title: A}\n", journey=stages)
    found = forecast(of, 100)
    assert (found.gate, found.launch, dict(found.gates)) == (None, None, {})
    assert "nothing to forecast" in render(terminal.lines(of, found, None), Paper())


# --- the command ---------------------------------------------------------------------------------


@pytest.fixture
def atlas(tmp_path: Path) -> Path:
    return example("atlas", tmp_path)


def test_low_confidence_shows_dates_and_no_percentage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text, _ = Gtm(example("beacon", tmp_path), capsys)("forecast", "--runs", "200")
    assert code == 0
    assert re.search(r"Low confidence: \d of \d\d open estimates before Use are the teams' own\.", text)
    assert "%" not in text
    assert "OUTLOOK" in text
    assert len(text.splitlines()) <= 40


def test_work_after_the_launch_takes_nothing_from_the_confidence_in_its_date(
    atlas: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = json.loads(Gtm(atlas, capsys)("forecast", "--runs", "200", "--format", "json")[1])
    sure = {one["id"]: one["confidence"] for one in answer["gates"]}
    assert answer["confidence"] == sure["use"]
    assert sure["use"]["word"] == "fair"
    assert sure["lifetime"]["word"] == "low"
    assert sure["lifetime"]["own"] - sure["use"]["own"] < (sure["lifetime"]["total"] - sure["use"]["total"]) / 2
    text = Gtm(atlas, capsys)("forecast", "--runs", "200")[1]
    rows = {line.split()[0]: line for line in text.splitlines() if line[:4] in {"Use ", "Life"}}
    assert "%" in rows["Use"]
    assert "in time" in rows["Lifetime"]
    assert "%" not in rows["Lifetime"]


def test_fair_confidence_shows_the_chance_and_the_curve(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = "  learn.legal.a: {title: A}\n"
    files = tiny(items, "  learn.legal.a: {effort: [5, 15, 25]}\n", journey=ONE_GATE)
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    code, text, _ = Gtm(tmp_path, capsys)("forecast", "--as-of", "2027-01-19", "--runs", "2000")
    assert code == 0
    assert "% for Tue 16 Feb." in text
    assert "LEARN REACHED BY" in text
    assert "launch day" in text
    answer = json.loads(Gtm(tmp_path, capsys)("forecast", "--as-of", "2027-01-19", "--format", "json")[1])
    assert answer["confidence"]["word"] == "fair"
    assert answer["on_time_probability"] == next(
        one["probability"] for one in answer["curve"] if one["date"] == "2027-02-16"
    )


ONE_GATE = "stages:\n  learn: {title: Learn, gate: {due: T-2d}}\n"


def test_the_json_answer_is_the_same_bytes_and_without_numpy_too(
    atlas: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gtm = Gtm(atlas, capsys)
    words = ("forecast", "--runs", "300", "--format", "json")
    first = gtm(*words)[1]
    assert first == gtm(*words)[1]
    assert first.replace('"numpy"', '"pure"') == gtm(*words, "--engine", "pure")[1]
    assert first != gtm(*words, "--seed", "2")[1]


def test_without_numpy_the_command_runs_with_fewer_runs(atlas: Path) -> None:
    """A process in which numpy cannot be imported."""
    script = (
        "import sys, importlib.util as u; real = u.find_spec\n"
        "u.find_spec = lambda name, *more: None if name == 'numpy' else real(name, *more)\n"
        "sys.modules['numpy'] = None\n"
        "from gtm import cli; sys.exit(cli.run(sys.argv[1:]))"
    )
    root = Path(__file__).parent.parent

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", script, "-C", str(atlas), "forecast", *words]
        return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)

    done = run()
    assert done.returncode == 0, done.stderr
    assert "1,000 runs" in done.stdout
    assert "without numpy" in done.stdout
    refused = run("--engine", "numpy")
    assert refused.returncode == 4
    assert "gtm-readiness[forecast]" in refused.stderr


def test_bad_options_are_said(atlas: Path) -> None:
    for words in (["--runs", "5"], ["--runs", "many"], ["--sigma", "-1"], ["--distribution", "normal"]):
        assert cli.run(["-C", str(atlas), "forecast", *words]) == 2


def test_text_from_files_cannot_speak(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = '  learn.legal.a: {title: "\\x1b[31m::error::red\\u202e", effort: [1, 2, 9]}\n'
    files = tiny(items, launch=LOUD, journey=ONE_GATE)
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    code, text, _ = Gtm(tmp_path, capsys)("forecast", "--as-of", "2027-01-19", "--runs", "100")
    assert code == 0
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())


LOUD = (
    'launch: {title: "::error::\\x1b]0;x\\x07", date: 2027-02-16, created: 2026-12-01, traits: [saas], '
    "leads: {legal: ada, sales: bo}}\n"
)


def test_closed_forms_would_notice_a_wrong_distribution() -> None:
    """The tests above are able to fail: a triangle is no PERT."""
    values = sampling.values(sampling.Spread(2, 4, 8), sampling.TRIANGULAR)
    assert abs(statistics.fmean(values) - beta_pert(2, 4, 8)[0]) > 0.1


def test_reading_a_workspace_does_not_import_numpy(atlas: Path) -> None:
    script = (
        "import sys; from datetime import date; from gtm import pipeline\n"
        f"pipeline.run(pipeline.load({str(atlas)!r}), date(2027, 1, 19), 'atlas')\n"
        "print('numpy' in sys.modules)"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_forecast_writes_nothing(atlas: Path) -> None:
    before = {path: path.read_bytes() for path in atlas.rglob("*") if path.is_file()}
    assert pipeline.read(pipeline.load(str(atlas))).documents
    assert cli.run(["-C", str(atlas), "forecast", "--runs", "100"]) == 0
    assert before == {path: path.read_bytes() for path in atlas.rglob("*") if path.is_file()}
