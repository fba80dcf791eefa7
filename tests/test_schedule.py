"""Earliest, latest and slack against counting by hand over small graphs of every kind."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gtm.analysis.snapshot import Snapshot
from gtm.dates import Calendar
from tests.workspaces import PEOPLE, compiled, tiny, trial

AS_OF = date(2027, 1, 19)  # a Tuesday
FEW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PEOPLE_AWAY = PEOPLE + "  dee: {name: Dee, away: [2027-01-21..2027-01-27]}\n"


@st.composite
def graphs(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to seven items; each may need earlier ones, with lags, waits, halves of days, done ones."""
    found: list[dict[str, Any]] = []
    for at in range(draw(st.integers(1, 7))):
        needs = draw(st.lists(st.sampled_from(range(at)), unique=True, max_size=3)) if at else []
        found.append(
            {
                "needs": [(one, draw(st.sampled_from(["", "1d", "3d", "1wd", "2wd"]))) for one in needs],
                "effort": draw(st.sampled_from([0, 0.5, 1, 2, 3.25])),
                "wait": draw(st.sampled_from(["", "", "2d", "2wd"])),
                "state": draw(st.sampled_from(["", "", "", "done", "proven", "away", "doing"])),
                "level": draw(st.sampled_from(["blocking", "blocking", "advisory"])),
                "gate": draw(st.sampled_from(["learn", "learn", "buy"])),
            }
        )
    return found


def compile_graph(
    graph: list[dict[str, Any]], more: dict[int, float] | None = None, lag: tuple[int, str] | None = None
) -> Snapshot:
    """The workspace of a graph; `more` adds working days to efforts, `lag` keeps one item's followers waiting."""
    items, state = [], []
    for at, one in enumerate(graph):
        needs = [
            f"{{item: learn.legal.i{on}, lag: {gap}}}" if gap else f"learn.legal.i{on}" for on, gap in one["needs"]
        ]
        effort = one["effort"] + (more or {}).get(at, 0)
        wait = f", wait: {one['wait']}" if one["wait"] else ""
        items.append(
            f"  learn.legal.i{at}: {{title: T, effort: {effort}{wait}, level: {one['level']},"
            f" gate: {one['gate']}, needs: [{', '.join(needs)}]}}\n"
        )
        if one["state"] == "done":
            state.append(f"  learn.legal.i{at}: {{status: done, finished: 2027-01-11}}\n")
        elif one["state"] == "proven":
            state.append(f"  learn.legal.i{at}: {{status: done, finished: 2027-01-11, evidence: [{{ref: R}}]}}\n")
        elif one["state"] == "away":
            state.append(f"  learn.legal.i{at}: {{owner: dee}}\n")
        elif one["state"] == "doing":
            state.append(f"  learn.legal.i{at}: {{status: doing, left: {effort}}}\n")
    return compiled(tiny("".join(items), "".join(state), people=PEOPLE_AWAY), AS_OF, "trial")


QUARTER = 4  # of a working day: all efforts above are whole quarters
CALENDAR = Calendar()
AWAY = Calendar(away=((date(2027, 1, 21), date(2027, 1, 27)),))


def work(start: int, quarters: int, calendar: Calendar) -> int:
    """The end of some work, counted quarter by quarter; an instant is days since as-of in quarters."""
    while quarters:
        if calendar.works(AS_OF + timedelta(start // QUARTER)):
            quarters -= 1
        start += 1
    return start


def rest(start: int, length: str) -> int:
    if not length:
        return start
    if length.endswith("wd"):
        return work(start, int(length[:-2]) * QUARTER, CALENDAR)
    return ((start - 1) // QUARTER + int(length[:-1]) + 1) * QUARTER


def by_hand(graph: list[dict[str, Any]]) -> list[int]:
    ends: list[int] = []
    for one in graph:
        if one["state"] in {"done", "proven"}:  # said done: only the proof is to come, today at best
            ends.append(-7 * QUARTER if one["state"] == "proven" else 0)
            continue
        begin = max([0, *(rest(ends[on], gap) for on, gap in one["needs"])])
        calendar = AWAY if one["state"] == "away" else CALENDAR
        end = work(begin, int(one["effort"] * QUARTER), calendar)
        ends.append(rest(end, str(one["wait"])))
    return ends


@FEW
@given(graphs())
def test_earliest_finishes_are_those_counted_by_hand(graph: list[dict[str, Any]]) -> None:
    slots = compile_graph(graph).study.schedule.slots
    for at, (one, end) in enumerate(zip(graph, by_hand(graph), strict=True)):
        if one["state"] not in {"done", "proven"}:
            wanted = AS_OF + timedelta((end - 1) // QUARTER) if end > 0 else AS_OF
            assert slots[f"learn.legal.i{at}"].finish == wanted, at


@FEW
@given(graphs(), st.integers(0, 6))
def test_a_slip_within_the_slack_moves_no_gate_past_its_date_and_a_day_more_does(
    graph: list[dict[str, Any]], which: int
) -> None:
    which %= len(graph)
    study = compile_graph(graph).study
    slot = study.schedule.slots[f"learn.legal.i{which}"]
    if graph[which]["state"] in {"done", "proven", "away"} or slot.slack is None:
        return
    late = {id for id, view in study.gates.items() if (study.schedule.slots[id].slack or 0) < 0}
    if late or slot.slack < 0:
        return  # something is late already

    def past(days: int) -> set[str]:
        changed = compile_graph(graph, {which: days}).study
        return {id for id, view in changed.gates.items() if changed.schedule.slots[id].finish > view.due}

    assert past(slot.slack) == set()
    assert past(slot.slack + 1)


@FEW
@given(graphs(), st.data())
def test_one_more_need_makes_nothing_earlier(graph: list[dict[str, Any]], data: st.DataObject) -> None:
    if len(graph) < 2:
        return
    before = compile_graph(graph).study.schedule.slots
    after_at = data.draw(st.integers(1, len(graph) - 1))
    on = data.draw(st.integers(0, after_at - 1))
    more = [dict(one) for one in graph]
    needs = [*more[after_at]["needs"]]
    needs.insert(data.draw(st.integers(0, len(needs))), (on, ""))
    more[after_at]["needs"] = needs
    after = compile_graph(more).study.schedule.slots
    for id, slot in before.items():
        assert after[id].finish >= slot.finish
        if slot.slack is not None:
            slack = after[id].slack
            assert slack is not None
            assert slack <= slot.slack


@FEW
@given(graphs())
def test_the_driving_chain_is_made_of_needs_and_ends_at_today(graph: list[dict[str, Any]]) -> None:
    study = compile_graph(graph).study
    for id in study.schedule.slots:
        chain = study.schedule.chain(id)
        assert chain[-1] == id
        for first, then in pairwise(chain):
            assert any(study.graph.ids[edge.before] == first for edge in study.graph.before[study.graph.index[then]])


def test_efforts_run_in_working_days_and_waits_in_plain_days() -> None:
    slots = trial(
        "  learn.legal.a: {title: A, effort: 4, wait: 3d}\n"
        "  learn.legal.b: {title: B, effort: 1, needs: [learn.legal.a]}\n"
    ).study.schedule.slots
    assert slots["learn.legal.a"].start == date(2027, 1, 19)
    assert slots["learn.legal.a"].finish == date(2027, 1, 25)  # four days to Friday, three more to Monday
    assert slots["learn.legal.b"].finish == date(2027, 1, 26)
    assert slots["learn.legal.b"].driver == "learn.legal.a"
    assert slots["learn"].finish == date(2027, 1, 26)
    assert slots["learn.legal.b"].slack == 5  # to Tuesday 2 February


def test_not_before_and_expected_hold_work_back() -> None:
    slots = trial(
        "  learn.legal.a: {title: A, not_before: 2027-01-25, effort: 2}\n"
        "  learn.legal.b: {title: B, wait: 20d}\n  learn.legal.c: {title: C, effort: 2}\n",
        "  learn.legal.b: {status: blocked, waiting_on: Office, expected: 2027-01-28}\n"
        "  learn.legal.c: {status: blocked, waiting_on: Office, expected: 2027-01-28}\n",
    ).study.schedule.slots
    assert slots["learn.legal.a"].finish == date(2027, 1, 26)
    assert slots["learn.legal.b"].finish == date(2027, 1, 28)  # the wait ends that day
    assert slots["learn.legal.c"].finish == date(2027, 2, 1)  # two days of work follow
    assert slots["learn.legal.b"].latest_finish == date(2027, 2, 2)


def test_work_that_began_counts_what_is_left_and_never_nothing() -> None:
    slots = trial(
        "  learn.legal.a: {title: A, effort: 5}\n  learn.legal.b: {title: B, effort: 5}\n"
        "  learn.legal.c: {title: C, effort: 5}\n",
        "  learn.legal.a: {status: doing, started: 2027-01-15}\n  learn.legal.b: {status: doing, started: 2026-12-01}\n"
        "  learn.legal.c: {status: doing, left: 2}\n",
    ).study.schedule.slots
    assert slots["learn.legal.a"].finish == date(2027, 1, 21)  # two of five days are over
    assert slots["learn.legal.b"].finish == date(2027, 1, 19)
    assert slots["learn.legal.c"].finish == date(2027, 1, 20)


@pytest.mark.parametrize("loop", ["[learn.legal.b]", "[learn.legal.c]"])
def test_items_in_a_loop_and_behind_it_have_no_slot_and_nothing_breaks(loop: str) -> None:
    study = trial(
        f"  learn.legal.a: {{title: A, needs: {loop}}}\n  learn.legal.b: {{title: B, needs: [learn.legal.a]}}\n"
        "  learn.legal.c: {title: C, needs: [learn.legal.b]}\n  learn.legal.d: {title: D}\n"
    ).study
    assert set(study.schedule.slots) == {"learn.legal.d"}
    assert study.gates["learn"].course is None
    assert study.focus.actions(5)
    assert study.focus.why("learn").open
    assert study.verdict == "not due"


def test_too_late_by_a_weekend_is_too_late() -> None:
    study = trial("  learn.legal.a: {title: A, effort: 14, gate: buy, wait: 1d}\n").study  # Friday, and a Saturday
    slot = study.schedule.slots["buy"]
    assert (slot.finish, study.gates["buy"].due) == (date(2027, 2, 6), date(2027, 2, 5))
    assert slot.slack == -1
