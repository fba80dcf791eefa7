"""When a gate may pass: each condition, the course from dates, and what never passes one."""

from datetime import date

import pytest

from gtm.analysis.gates import GateView
from gtm.analysis.snapshot import Snapshot
from tests.workspaces import LAUNCH, STAGES, compiled, tiny, trial

PROVEN = "{status: done, finished: 2027-01-04, evidence: [{ref: R}]}"
METRIC = "playbook/metrics.yaml"
READINGS = "launches/trial/metrics.yaml"


def metric_gate(reading: str, condition: str = "at_least: 30") -> GateView:
    journey = STAGES.replace("gate: {due: T-14d}", f"gate: {{due: T-14d, conditions: [{{metric: nps, {condition}}}]}}")
    files = {"journey": journey, METRIC: "metrics: {nps: {title: NPS}}\n"}
    if reading:
        files[READINGS] = f"readings: {{nps: [{reading}]}}\n"
    snapshot = trial("  learn.legal.a: {title: A}\n", f"  learn.legal.a: {PROVEN}\n", **files)
    return snapshot.study.gates["learn"]


@pytest.mark.parametrize(
    ("reading", "condition", "met", "words"),
    [
        ("", "at_least: 30", False, "no reading yet, wanted at least 30"),
        ("{date: 2027-01-10, value: 30}", "at_least: 30", True, "30 on Sun 10 Jan 2027"),
        ("{date: 2027-01-10, value: 29.9}", "at_least: 30", False, "29.9"),
        ("{date: 2027-01-10, value: 3}", "at_most: 3", True, "at most 3"),
        ("{date: 2027-01-10, value: 4}", "at_least: 1, at_most: 3", False, "at least 1 and at most 3"),
        ("{date: 2027-01-20, value: 99}", "at_least: 30", False, "no reading yet"),
        ("{date: 2027-01-10, value: 40}, {date: 2027-01-12, value: 20}", "at_least: 30", False, "20 on"),
        ("{date: 2027-01-12, value: 20}, {date: 2027-01-10, value: 40}", "at_least: 30", False, "20 on"),
        ("{date: 2027-01-09, value: 40}", "at_least: 30, within: 10d", True, ""),
        ("{date: 2027-01-08, value: 40}", "at_least: 30, within: 10d", False, "the reading is older than 10d"),
        ("{date: 2027-01-10, value: 40, sample: 49}", "at_least: 30, sample: 50", False, "too early, 49 of 50 answers"),
        ("{date: 2027-01-10, value: 40}", "at_least: 30, sample: 50", False, "too early, 0 of 50 answers"),
        ("{date: 2027-01-10, value: 40, sample: 50}", "at_least: 30, sample: 50", True, ""),
    ],
)
def test_a_metric_condition(reading: str, condition: str, met: bool, words: str) -> None:
    view = metric_gate(reading, condition)
    [found] = [one for one in view.conditions if one.kind == "metric"]
    assert found.met == met
    assert words in found.text
    assert (view.verdict == "passed") == view.may_pass == met


def two(first: str, second: str, as_of: date = date(2027, 1, 19)) -> Snapshot:
    return trial(
        "  learn.legal.a: {title: A}\n  buy.legal.b: {title: B}\n",
        f"  learn.legal.a: {first}\n  buy.legal.b: {second}\n",
        as_of=as_of,
    )


def test_an_earlier_gate_holds_the_next_one() -> None:
    gates = two("{status: doing}", PROVEN).study.gates
    assert not gates["buy"].blockers
    assert not gates["buy"].may_pass
    assert [one.met for one in gates["buy"].conditions if one.kind == "earlier-gate"] == [False]
    assert two(PROVEN, PROVEN).study.gates["buy"].verdict == "passed"


def test_an_earlier_gate_holds_the_next_one_even_when_that_is_signed() -> None:
    journey = STAGES.replace(
        "buy: {title: Buy, gate: {due: T-10d}}", "buy: {title: Buy, gate: {due: T-10d, sign-offs: [{role: boss}]}}"
    )
    files = {"journey": journey, "launch": LAUNCH.replace("title: Trial", "title: Trial, roles: {boss: bo}")}
    items, state = "  learn.legal.a: {title: A}\n  buy.legal.b: {title: B}\n", f"  buy.legal.b: {PROVEN}\n"
    seen = trial(items, state, **files)
    from gtm.analysis.digest import digest

    saw = digest(seen.study.graph, "buy").text
    files["launches/trial/s.yaml"] = (
        f"sign-off: {{gate: buy, decision: go, by: bo, as: boss, date: 2027-01-15, saw: '{saw}'}}\n"
    )
    assert trial(items, state, **files).study.gates["buy"].verdict == "not due"
    both = state + f"  learn.legal.a: {PROVEN}\n"
    files["launches/trial/s.yaml"] = files["launches/trial/s.yaml"].replace(
        saw,
        digest(
            trial(items, both, **{k: v for k, v in files.items() if not k.endswith("s.yaml")}).study.graph, "buy"
        ).text,
    )
    assert trial(items, both, **files).study.gates["buy"].verdict == "passed"


@pytest.mark.parametrize("as_of", [date(2027, 1, 19), date(2027, 3, 1)])
def test_a_gate_without_must_haves_never_passes(as_of: date) -> None:
    for level in ("blocking", "advisory"):
        stage = "buy" if level == "blocking" else "learn"
        snapshot = trial(
            f"  {stage}.legal.a: {{title: A, level: {level}}}\n", f"  {stage}.legal.a: {PROVEN}\n", as_of=as_of
        )
        view = snapshot.study.gates["learn"]
        assert not view.may_pass
        assert not view.passed


def test_advice_closes_no_gate() -> None:
    snapshot = trial(
        "  learn.legal.a: {title: A}\n  learn.legal.b: {title: B, level: advisory}\n", f"  learn.legal.a: {PROVEN}\n"
    )
    assert snapshot.study.gates["learn"].verdict == "passed"


def test_said_done_passes_no_gate() -> None:
    assert two("{status: done, finished: 2027-01-04}", PROVEN).study.gates["learn"].blockers == ("learn.legal.a",)


@pytest.mark.parametrize(
    ("as_of", "verdict"),
    [(date(2027, 2, 1), "not due"), (date(2027, 2, 2), "not passed"), (date(2027, 2, 3), "not passed")],
)
def test_from_its_day_on_an_open_gate_is_not_passed(as_of: date, verdict: str) -> None:
    assert two("{status: doing}", PROVEN, as_of).study.gates["learn"].verdict == verdict


@pytest.mark.parametrize(
    ("effort", "course"),
    [
        ("0", "ahead"),
        ("1", "ahead"),
        ("3", "on course"),
        ("[1, 3, 9]", "on course"),
        ("[1, 12, 20]", "behind"),
        ("12", "date lost"),
    ],
)
def test_the_course_follows_from_efforts(effort: str, course: str) -> None:
    snapshot = trial(f"  learn.legal.a: {{title: A, effort: {effort}}}\n")
    assert snapshot.study.gates["learn"].course == course


def test_when_all_is_proven_and_only_signatures_miss_the_forecast_is_today() -> None:
    journey = STAGES.replace("gate: {due: T-14d}", "gate: {due: T-14d, sign-offs: [{role: boss}]}")
    view = trial("  learn.legal.a: {title: A}\n", f"  learn.legal.a: {PROVEN}\n", journey=journey).study.gates["learn"]
    assert view.forecast == date(2027, 1, 19)
    assert view.course == "ahead"


def test_a_late_must_have_is_never_ahead() -> None:
    view = trial("  learn.legal.a: {title: A, due: 2027-01-11}\n").study.gates["learn"]
    assert view.slack == 10  # enough to be ahead, were it not late
    assert view.course == "on course"


def test_the_verdict_of_the_launch_is_that_of_its_last_gate_before_the_date() -> None:
    for state, as_of, verdict in [
        ("{status: doing}", date(2027, 1, 19), "not due"),
        (PROVEN, date(2027, 1, 19), "go"),
        ("{status: doing}", date(2027, 2, 15), "no-go"),
    ]:
        items = "".join(f"  {stage}.legal.a: {{title: A}}\n" for stage in ("learn", "buy", "use"))
        states = "".join(
            f"  {stage}.legal.a: {state if stage == 'use' else PROVEN}\n" for stage in ("learn", "buy", "use")
        )
        assert trial(items, states, as_of=as_of).study.verdict == verdict


def test_a_closed_launch_is_judged_as_of_its_end_without_findings() -> None:
    launch = LAUNCH.replace("title: Trial", "title: Trial, closed: 2027-02-20")
    snapshot = compiled(tiny("  learn.legal.a: {title: A}\n", launch=launch), date(2030, 1, 1), "trial")
    assert snapshot.launch.as_of == date(2027, 2, 20)
    assert snapshot.diagnostics == ()


def test_nothing_is_clear_on_an_empty_graph() -> None:
    snapshot = trial("  learn.legal.a: {title: A, when: [box]}\n")
    assert snapshot.study.verdict == "not due"
    assert not any(view.passed for view in snapshot.study.gates.values())
