"""Plans with limits: the kernel against optima proved by enumeration, owners against counting by day."""

import itertools
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gtm.analysis import capacity, load, rcpsp
from gtm.analysis.capacity import Levelled, level
from gtm.analysis.snapshot import Study
from gtm.clock import Clock
from tests.test_schedule import compile_graph, graphs
from tests.workspaces import PEOPLE, trial

ROOT = Path(__file__).parent.parent
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


# --- the kernel ------------------------------------------------------------------------------------


def project(*activities: tuple[int, list[int], list[int]], limits: list[int]) -> rcpsp.Project:
    """Activities as (duration, before, demand of each resource)."""
    demands = [tuple(enumerate(demand)) for _, _, demand in activities]
    return rcpsp.Project([one[0] for one in activities], [one[1] for one in activities], demands, limits)


def faults(made: rcpsp.Project, plan: rcpsp.Plan) -> list[str]:
    """What makes a plan invalid, looked up period by period."""
    found = [
        f"{at} before the end of {other}"
        for at, others in enumerate(made.before)
        for other in others
        if plan.starts[at] < plan.ends[other]
    ]
    found += [
        f"{at} lasts otherwise" for at, much in enumerate(made.durations) if plan.starts[at] + much != plan.ends[at]
    ]
    for period, (resource, limit) in itertools.product(range(max(plan.ends)), enumerate(made.capacities)):
        running = [at for at in range(len(plan.ends)) if plan.starts[at] <= period < plan.ends[at]]
        used = sum(min(dict(made.demands[at]).get(resource, 0), limit) for at in running)
        if used > limit:
            found.append(f"{used} of resource {resource} in period {period}")
    return found


def optimum(made: rcpsp.Project) -> int:
    """The smallest makespan, by trying every start of every activity."""
    horizon = sum(made.durations)
    best = horizon
    for starts in itertools.product(range(horizon + 1), repeat=len(made.durations)):
        ends = tuple(start + much for start, much in zip(starts, made.durations, strict=True))
        if max(ends) < best and not faults(made, rcpsp.Plan(starts, ends, (max(ends),))):
            best = max(ends)
    return best


TINY = {
    "one after the other": project((2, [], [1]), (2, [], [1]), (1, [], [1]), limits=[1]),
    "two fit": project((2, [], [1]), (2, [], [1]), (3, [], [1]), (1, [], [1]), limits=[2]),
    "the long chain first": project((1, [], [1]), (2, [], [1]), (3, [1], [0]), limits=[1]),
    "a gap to fill": project((2, [], [2, 0]), (2, [0], [1, 1]), (2, [], [2, 1]), (1, [], [1, 1]), limits=[3, 1]),
    "demand above the limit": project((2, [], [5]), (1, [], [1]), (1, [0], [1]), limits=[2]),
    "without work": project((0, [], [1]), (2, [0], [1]), (0, [1], [0]), limits=[1]),
    "two resources against each other": project(
        (2, [], [1, 0]), (1, [0], [0, 1]), (1, [], [0, 1]), (2, [2], [1, 0]), limits=[1, 1]
    ),
}


@pytest.mark.parametrize("name", TINY)
def test_tiny_projects_reach_the_optimum_that_enumeration_proves(name: str) -> None:
    made = TINY[name]
    plan = rcpsp.schedule(made)
    assert faults(made, plan) == []
    assert plan.cost == (optimum(made),)


def test_the_enumeration_tells_good_from_bad() -> None:
    made = TINY["the long chain first"]
    wrong = rcpsp.serial(made, [0.0, 1.0, 2.0])  # the short one first is one period too long
    assert faults(made, wrong) == []
    assert optimum(made) == 5 < wrong.cost[0]
    assert faults(made, rcpsp.Plan((0, 0, 2), (1, 2, 5), (5,)))  # both on the one resource


@st.composite
def projects(draw: st.DrawFn) -> rcpsp.Project:
    count, resources = draw(st.integers(1, 12)), draw(st.integers(1, 3))
    limits = draw(st.lists(st.integers(1, 4), min_size=resources, max_size=resources))
    activities = []
    for at in range(count):
        before = draw(st.lists(st.integers(0, at - 1), unique=True, max_size=3)) if at else []
        demand = draw(st.lists(st.integers(0, 4), min_size=resources, max_size=resources))
        activities.append((draw(st.integers(0, 6)), before, demand))
    return project(*activities, limits=limits)


@FEW
@given(projects(), st.sampled_from([1, 2, 5, 40]))
def test_every_plan_is_valid_however_few_passes(made: rcpsp.Project, passes: int) -> None:
    plan = rcpsp.schedule(made, passes=passes)
    assert faults(made, plan) == []
    assert plan.cost >= rcpsp.precedence(made).cost
    assert 1 <= plan.tried <= passes


@FEW
@given(projects())
def test_the_same_project_gives_the_same_plan_and_more_passes_no_worse_one(made: rcpsp.Project) -> None:
    first = rcpsp.schedule(made, passes=30)
    assert first == rcpsp.schedule(made, passes=30)
    assert rcpsp.schedule(made, passes=60).cost <= first.cost <= rcpsp.schedule(made, passes=1).cost


@FEW
@given(projects())
def test_without_limits_the_plan_is_the_longest_path(made: rcpsp.Project) -> None:
    longest: list[int] = []
    for much, before in zip(made.durations, made.before, strict=True):
        longest.append(much + max((longest[other] for other in before), default=0))
    assert list(rcpsp.precedence(made).ends) == longest
    free = rcpsp.Project(made.durations, made.before, made.demands, [99] * len(made.capacities))
    assert rcpsp.schedule(free).cost == (max(longest),)


def test_a_loop_is_refused() -> None:
    with pytest.raises(ValueError, match="loop"):
        rcpsp.schedule(project((1, [1], [0]), (1, [0], [0]), limits=[1]))


def test_nothing_to_do_is_a_plan_too() -> None:
    assert rcpsp.schedule(rcpsp.Project([], [], [], [])).cost == (0,)


def test_the_benchmark_reads_the_published_format(tmp_path: Path) -> None:
    stars = "*" * 72
    (tmp_path / "x.sm").write_text(f"""\
{stars}
PROJECT INFORMATION:
pronr.  #jobs rel.date duedate tardcost  MPM-Time
    1      2      0        9       9        5
{stars}
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
{stars}
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
{"-" * 72}
  1      1     0       0    0
  2      1     5       1    0
  3      1     2       1    2
  4      1     0       0    0
{stars}
RESOURCEAVAILABILITIES:
  R 1  R 2
    1    2
{stars}
""")
    (tmp_path / "optimum.csv").write_text("problem,optimum\nx.sm,7\n")
    command = [sys.executable, str(ROOT / "benchmarks" / "rcpsp.py"), "--data", str(tmp_path)]
    around = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=around)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "precedence bound equals MPM-Time: 1 of 1" in ran.stdout
    assert "mean gap to the optimum: 0.00 %" in ran.stdout
    (tmp_path / "optimum.csv").write_text("problem,optimum\nx.sm,6\n")
    assert subprocess.run(command, capture_output=True, check=False, env=around).returncode == 1  # too far above


# --- owners ------------------------------------------------------------------------------------------


THREE = "".join(f"  learn.legal.i{at}: {{title: T{at}, effort: 4}}\n" for at in range(3))


def finishes(levelled: Levelled, *ids: str) -> list[date]:
    turns = [levelled.turn(f"learn.legal.{id}") for id in ids]
    return [turn.finish for turn in turns if turn is not None]


def test_one_person_does_one_thing_after_the_other() -> None:
    study = trial(THREE).study  # all of it is Ada's, who leads legal
    levelled = level(study)
    assert sorted(finishes(levelled, "i0", "i1", "i2")) == [date(2027, 1, 22), date(2027, 1, 28), date(2027, 2, 3)]
    reach = levelled.gates["learn"]
    assert (reach.alone, reach.due, reach.shared) == (date(2027, 1, 22), date(2027, 2, 2), date(2027, 2, 3))
    assert reach.late_by_people
    assert len(levelled.chain("learn")) == 4
    turn = levelled.turn(levelled.chain("learn")[-2])
    assert turn is not None
    assert turn.for_owner


@pytest.mark.parametrize(
    ("wanted", "counts", "last"),
    [("1", 1, date(2027, 2, 3)), ("2", 2, date(2027, 1, 28)), ("9", 9, date(2027, 1, 22))],
)
def test_capacity_counts_items_at_a_time(wanted: str, counts: int, last: date) -> None:
    study = trial(THREE, people=PEOPLE.replace("{name: Ada}", f"{{name: Ada, capacity: {wanted}}}")).study
    assert capacity.at_a_time(study.launch, "ada") == counts
    assert max(finishes(level(study), "i0", "i1", "i2")) == last


@pytest.mark.parametrize("wanted", ["0.5", "0", "-3", "2.9", "1001", "all"])
def test_a_capacity_that_is_no_whole_number_is_an_error_that_says_what_to_write(wanted: str) -> None:
    snapshot = trial(THREE, people=PEOPLE.replace("{name: Ada}", f"{{name: Ada, capacity: {wanted}}}"))
    told = next(one for one in snapshot.diagnostics if one.rule.slug == "unknown-value")
    assert told.message == f"`{wanted}` is no number of items somebody works on at a time"
    assert told.help.startswith("write 1 or more; for somebody with half their time")


def test_a_wait_leaves_its_owner_free() -> None:
    study = trial("  learn.legal.a: {title: A, effort: 2, wait: 7d}\n  learn.legal.b: {title: B, effort: 3}\n").study
    assert finishes(level(study), "a", "b") == [date(2027, 1, 27), date(2027, 1, 25)]


def test_work_of_nobody_is_limited_by_nobody() -> None:
    study = trial(THREE, launch="launch: {title: Trial, date: 2027-02-16, created: 2026-12-01, traits: [saas]}\n").study
    assert finishes(level(study), "i0", "i1", "i2") == [date(2027, 1, 22)] * 3


def test_an_absence_is_waited_for_with_limits_too() -> None:
    away = PEOPLE.replace("{name: Ada}", "{name: Ada, away: [2027-01-20..2027-01-29]}")
    study = trial(THREE, people=away).study
    assert min(finishes(level(study), "i0", "i1", "i2")) == date(2027, 2, 3)  # one day before, three after


def test_somebody_away_for_ever_ends_at_the_end_of_time() -> None:
    away = PEOPLE.replace("{name: Ada}", "{name: Ada, away: [2020-01-01..9999-12-31]}")
    study = trial(THREE, people=away).study
    assert min(finishes(level(study), "i0", "i1", "i2")).year > 9990
    assert load.weeks(study) == ()


def test_what_waits_in_a_loop_has_no_turn_and_nothing_breaks() -> None:
    study = trial(
        "  learn.legal.a: {title: A, needs: [learn.legal.b]}\n  learn.legal.b: {title: B, needs: [learn.legal.a]}\n"
        "  learn.legal.c: {title: C}\n"
    ).study
    levelled = level(study)
    assert levelled.turn("learn.legal.a") is None
    assert levelled.turn("learn.legal.c") is not None
    assert "learn" not in levelled.gates


def test_the_order_in_files_decides_nothing() -> None:
    lines = [f"  learn.legal.i{at}: {{title: T, effort: {at % 3 + 1}}}\n" for at in range(8)]
    plans = [level(trial("".join(found)).study) for found in (lines, lines[::-1])]
    ids = [f"i{at}" for at in range(8)]
    assert finishes(plans[0], *ids) == finishes(plans[1], *ids)


def test_due_work_goes_before_work_no_gate_waits_for() -> None:
    study = trial(
        "  learn.legal.a: {title: A, effort: 5, level: advisory}\n  learn.legal.b: {title: B, effort: 5}\n"
    ).study
    assert finishes(level(study), "a", "b") == [date(2027, 2, 1), date(2027, 1, 25)]


def spans(study: Study, levelled: Levelled) -> dict[str, list[tuple[int, int]]]:
    """Begin and end of all work by owner, as instants."""
    found: dict[str, list[tuple[int, int]]] = {}
    work = levelled._project
    for at, id in enumerate(work.ids):
        owner = study.launch.items[id].owner if id in study.launch.items else None
        if owner is not None:
            found.setdefault(owner, []).append((levelled._plan.starts[at], levelled._plan.ends[at]))
    return found


@FEW
@given(graphs(), st.sampled_from([1, 3, 20]))
def test_every_plan_with_limits_is_valid(graph: list[dict[str, Any]], passes: int) -> None:
    study = compile_graph(graph).study
    levelled = level(study, passes=passes)
    for owner, work in spans(study, levelled).items():
        for moment in {start for start, _ in work}:
            busy = sum(start <= moment < end for start, end in work)
            assert busy <= capacity.at_a_time(study.launch, owner)
    index = {id: at for at, id in enumerate(levelled._project.ids)}
    for id, at in index.items():
        item, stretch = study.launch.items.get(id), study.schedule.stretch(id)
        if item is None or stretch is None:
            continue
        assert levelled._plan.starts[at] >= stretch.start  # never before what it needs alone allows
        assert stretch.clock.work(levelled._plan.starts[at], levelled._plan.ends[at]) == stretch.effort
        for need in item.needs:
            before = levelled.turn(need.on)
            if before is not None:
                opens = study.schedule.after(levelled._plan.ends[index[need.on]], study.schedule.stretch(need.on).wait)  # type: ignore[union-attr]
                assert levelled._plan.starts[at] >= study.schedule.after(opens, need.lag)
    for reach in levelled.gates.values():
        assert reach.shared >= reach.alone


# --- weeks ---------------------------------------------------------------------------------------------


def test_weeks_count_work_at_the_last_moment_by_person() -> None:
    study = trial(
        "  learn.legal.a: {title: A, effort: 4}\n  learn.legal.b: {title: B, effort: 3}\n"
        "  learn.legal.c: {title: C, effort: 2, level: advisory, due: 2027-01-22}\n",
        "  learn.legal.b: {owner: bo}\n",
    ).study  # the learn gate is due Tue 2 Feb
    found = {(week.person, week.monday): week for week in load.weeks(study)}
    monday = date(2027, 2, 1)
    assert {key: week.days for key, week in found.items()} == {
        ("ada", monday - timedelta(7)): 2.0,
        ("ada", monday): 2.0,
        ("bo", monday - timedelta(7)): 1.0,
        ("bo", monday): 2.0,
        ("ada", monday - timedelta(14)): 2.0,  # advice: by its own date
    }
    assert found["ada", monday - timedelta(14)].holds == 4.0  # today is Tuesday
    assert load.overloads(found.values()) == ()


def test_a_week_with_too_much_says_by_how_much_and_of_what() -> None:
    study = trial("".join(f"  learn.legal.i{at}: {{title: T, effort: 2}}\n" for at in range(4))).study
    over = load.overloads(load.weeks(study))
    assert [(week.person, week.monday, week.days, week.holds, week.over) for week in over] == [
        ("ada", date(2027, 2, 1), 8.0, 5.0, 3.0)
    ]
    assert over[0].items == ("learn.legal.i0", "learn.legal.i1", "learn.legal.i2", "learn.legal.i3")
    assert load.peaks(load.weeks(study)) == over


def test_weeks_add_up_to_the_work() -> None:
    study = trial(THREE, "  learn.legal.i1: {status: doing, left: 2.5}\n").study
    assert sum(week.days for week in load.weeks(study)) == 10.5


def test_a_plan_of_a_changed_effort_moves_by_it() -> None:
    study = trial("  learn.legal.a: {title: A, effort: 2}\n").study
    work = capacity.work(study, {"learn.legal.a": 5 * Clock.DAY})
    plan = rcpsp.schedule(work)
    assert Clock.day(plan.ends[list(work.ids).index("learn.legal.a")]) == date(2027, 1, 25)
