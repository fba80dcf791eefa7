"""Metrics: formulas and their bounds, exports of other tools, verdicts in words, gates, and what is seen of it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gtm import pipeline
from gtm.analysis import formulas, standing
from gtm.analysis.forecast import forecast
from gtm.analysis.formulas import FORMULAS
from gtm.analysis.metrics import compute
from gtm.analysis.snapshot import Snapshot
from gtm.analysis.standing import Standing
from gtm.dates import Length
from gtm.model import written
from gtm.model.measured import Measured
from gtm.reports import html
from gtm.terminal import metrics as terminal
from gtm.terminal.screen import Paper, render
from tests.running import ROOT, environment
from tests.workspaces import STAGES, errors, said, trial

ITEM = "  learn.legal.a: {title: A}\n  learn.sales.a: {title: B}\n"
DAY = date(2027, 1, 19)
PLAYBOOK = """\
metrics:
  nps: {title: Promoters, formula: nps, unit: points, better: higher, role: boss, source: S, target: 30, sample: 50}
  churn: {title: Lost, formula: churn, unit: percent, better: lower, role: boss, source: B, target: 2, period: 45d}
  arpu: {title: Revenue, formula: arpu, unit: EUR, better: higher, role: boss, source: B}
  margin: {title: Margin, formula: gross-margin, unit: percent, better: higher, role: boss, source: B}
  clv:
    title: Worth
    formula: clv
    unit: EUR
    better: higher
    role: boss
    uses: {arpa: arpu, margin: margin, churn: churn}
"""
AMOUNT = st.floats(0, 1e9, allow_nan=False)
COUNT = st.integers(0, 10**6)


def gtm(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gtm", *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(), cwd=ROOT, check=False)


def launch(readings: str = "", as_of: str = "2027-01-19", playbook: str = PLAYBOOK, **files: str) -> Snapshot:
    more = {"playbook/metrics.yaml": playbook, **files}
    if readings:
        more["launches/trial/metrics.yaml"] = readings
    return trial(ITEM, "", as_of, **more)


def one(snapshot: Snapshot, id: str) -> Standing:
    return standing.standing(snapshot.launch, id)


# --- formulas ------------------------------------------------------------------------------------


def test_the_format_names_the_formulas_there_are() -> None:
    assert set(get_args(written.Formula)) == set(FORMULAS)


@pytest.mark.parametrize(
    ("formula", "inputs", "value"),
    [
        ("nps", {"promoters": 60, "passives": 25, "detractors": 15}, 45),
        ("csat", {"satisfied": 41, "answers": 50}, 0.82),
        ("churn", {"lost": 3, "start": 200}, 0.015),
        ("retention", {"start": 200, "lost": 3}, 0.985),
        ("availability", {"minutes": 44640, "down": 44.64}, 0.999),
        ("roi", {"margin": 300, "cost": 100}, 2),
        ("mrr", {"monthly": 1000, "yearly": 12000}, 2000),
        ("arpu", {"revenue": 5000, "users": 250}, 20),
        ("clv", {"arpa": 100, "margin": 0.8, "churn": 0.02}, 4000),
        ("fcr", {"first": 57, "solved": 100}, 0.57),
        ("ces", {"total": 84, "answers": 30}, 2.8),
        ("stickiness", {"dau": 20, "mau": 100}, 0.2),
        ("growth", {"now": 110, "before": 100}, 0.1),
        ("gross-margin", {"revenue": 100, "cost": 130}, -0.3),
        ("cost-to-serve", {"cost": 900, "customers": 30}, 30),
        ("health", {"frequency": 90, "breadth": 60, "depth": 30}, 60),
    ],
)
def test_what_formulas_give(formula: written.Formula, inputs: Mapping[str, float], value: float) -> None:
    metric = written.MetricWritten("M", formula=formula)
    assert compute(metric, inputs)[0] == pytest.approx(value)


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_nothing_to_divide_by_is_no_value_and_says_why(name: written.Formula) -> None:
    formula = FORMULAS[name]
    if formula.divides:
        value, why = compute(written.MetricWritten("M", formula=name), dict.fromkeys(formula.inputs, 0.0))
        assert value is None
        assert why
    for missing in formula.inputs:
        inputs = dict.fromkeys(formula.inputs, 1.0)
        del inputs[missing]
        assert compute(written.MetricWritten("M", formula=name), inputs) == (None, f"{missing} not given")


@given(COUNT, COUNT, COUNT)
def test_nps_lies_between_minus_100_and_100(promoters: int, passives: int, detractors: int) -> None:
    value = formulas.nps(promoters, passives, detractors)
    assert (value is None) == (promoters + passives + detractors == 0)
    assert value is None or -100 <= value <= 100


@given(st.lists(st.integers(0, 10)))
def test_nps_of_answers_is_that_of_their_counts(scores: list[int]) -> None:
    groups = [sum(one >= 9 for one in scores), sum(7 <= one <= 8 for one in scores), sum(one <= 6 for one in scores)]
    assert formulas.recommend(scores) == formulas.nps(*groups)


@given(AMOUNT, AMOUNT)
def test_shares_lie_between_0_and_1_or_have_no_value(part: float, whole: float) -> None:
    for value in (formulas.share(part, whole), formulas.rest(whole, part)):
        assert (value is None) == (whole == 0 or part > whole)
        assert value is None or 0 <= value <= 1


@given(st.dictionaries(st.sampled_from(["frequency", "breadth", "depth"]), st.floats(0, 100), min_size=3))
def test_health_lies_between_its_lowest_and_highest_score(scores: dict[str, float]) -> None:
    value, why = compute(written.MetricWritten("M", formula="health"), scores)
    assert value is not None, why
    assert min(scores.values()) - 1e-6 <= value <= max(scores.values()) + 1e-6


@given(AMOUNT, st.floats(0, 1), st.floats(0.001, 1), st.floats(1, 120))
def test_a_customer_is_worth_no_more_within_a_horizon(arpa: float, margin: float, churn: float, horizon: float) -> None:
    whole, cut, nobody = (
        formulas.clv(arpa, margin, churn),
        formulas.clv(arpa, margin, churn, horizon),
        formulas.clv(arpa, margin, 0, horizon),
    )
    assert whole is not None
    assert cut is not None
    assert nobody is not None
    assert cut <= whole + 1e-6
    assert cut <= nobody * (1 + 1e-9) + 1e-6
    assert formulas.clv(arpa, margin, 0) is None


@given(st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_the_median_has_as_many_on_either_side(cases: list[float]) -> None:
    value = formulas.median(cases)
    assert value is not None
    assert sum(one < value for one in cases) <= len(cases) / 2
    assert sum(one > value for one in cases) <= len(cases) / 2


# --- verdicts --------------------------------------------------------------------------------------

METRICS = st.builds(
    written.MetricWritten,
    title=st.just("M"),
    better=st.sampled_from(["higher", "lower", None]),
    period=st.sampled_from([None, Length(30)]),
)
GOALS = st.builds(
    written.Goal,
    target=st.none() | st.floats(-100, 100),
    sample=st.none() | st.integers(0, 100),
)


@given(METRICS, GOALS, st.floats(-100, 100), st.floats(0, 50), st.none() | st.integers(0, 100), st.integers(0, 60))
def test_a_better_reading_never_turns_a_verdict_worse(
    metric: written.MetricWritten, goal: written.Goal, value: float, more: float, sample: int | None, age: int
) -> None:
    day = date.fromordinal(DAY.toordinal() - age)
    step = -more if metric.better == "lower" else more
    before, _ = standing.judge(metric, goal, Measured(day, value, sample), DAY)
    after, _ = standing.judge(metric, goal, Measured(day, value + step, sample), DAY)
    assert after == before or (before, after) == (standing.SHORT, standing.REACHED)


@pytest.mark.parametrize(
    ("reading", "verdict", "words"),
    [
        ("{date: 2027-01-10, value: 30, sample: 50}", "reached", "reached"),
        ("{date: 2027-01-10, value: 27.5, sample: 50}", "short", "short by 2.5 points"),
        ("{date: 2027-01-10, value: 44, sample: 12}", "too early", "too early, 12 of 50"),
        ("{date: 2027-01-10, value: 44}", "too early", "too early, no sample given"),
        ("{date: 2027-01-10, inputs: {promoters: 40, passives: 5, detractors: 6}}", "reached", "reached"),
        ("{date: 2027-01-10, inputs: {promoters: 4, passives: 5, detractors: 3}}", "too early", "too early, 12 of 50"),
        (
            "{date: 2027-01-10, inputs: {promoters: 0, passives: 0, detractors: 0}}",
            "no value",
            "no value: there are no answers",
        ),
        ("{date: 2027-01-10, inputs: {promoters: 9}}", "no value", "no value: passives and detractors not given"),
        ("{date: 2027-01-20, value: 44, sample: 60}", "no value", "no value: no reading yet"),
    ],
)
def test_verdicts_in_words(reading: str, verdict: str, words: str) -> None:
    found = one(launch(f"readings: {{nps: [{reading}]}}\n"), "nps")
    assert (found.verdict, found.words) == (verdict, words)


def test_a_value_ages_and_a_computed_one_with_its_oldest_input() -> None:
    readings = """\
readings:
  churn: [{date: 2026-11-01, inputs: {lost: 4, start: 200}}]
  arpu: [{date: 2027-01-15, inputs: {revenue: 1000, users: 10}}]
  margin: [{date: 2027-01-10, inputs: {revenue: 100, cost: 20}}]
"""
    snapshot = launch(readings)
    assert one(snapshot, "churn").words == "too old: 79 days, it counts for 45"
    clv = one(snapshot, "clv")
    assert clv.value == pytest.approx(4000)
    assert clv.age(DAY) == 79
    nobody_left = launch(readings.replace("lost: 4", "lost: 0"))
    assert one(nobody_left, "clv").words == "no value: churn is 0"
    without = launch(readings.replace("start: 200", "start: 0"))
    assert one(without, "clv").words == "no value: Lost has no value"


def test_a_launch_may_aim_elsewhere_or_decline() -> None:
    snapshot = launch("goals: {nps: {target: 20, baseline: 10}, churn: {declined: No contracts yet}}\n"
                      "readings: {nps: [{date: 2027-01-10, value: 25, sample: 60}]}\n")  # fmt: skip
    found = one(snapshot, "nps")
    assert (found.verdict, found.progress) == ("reached", 1.5)
    assert one(snapshot, "churn").words == "not tracked: No contracts yet"


def test_a_trend_speaks_of_what_is_good() -> None:
    snapshot = launch("readings: {churn: [{date: 2026-12-10, value: 3}, {date: 2027-01-10, value: 2.5}]}\n")
    assert standing.trend_words(one(snapshot, "churn")) == "-0.5, better than Thu 10 Dec 2026"


# --- gates -----------------------------------------------------------------------------------------


def condition(readings: str, wanted: str) -> tuple[bool, str]:
    journey = STAGES.replace("gate: {due: T-14d}", f"gate: {{due: T-14d, conditions: [{{{wanted}}}]}}")
    snapshot = launch(readings, journey=journey)
    [found] = [each for each in snapshot.study.gates["learn"].conditions if each.kind == "metric"]
    return found.met, found.text


def test_computed_values_count_at_gates() -> None:
    wanted = "metric: nps, at_least: 30, sample: 50, within: 30d"
    good = "readings: {nps: [{date: 2027-01-10, inputs: {promoters: 40, passives: 5, detractors: 6}}]}\n"
    assert condition(good, wanted)[0]
    assert condition(good.replace("40", "4"), wanted) == (
        False,
        "Promoters: -13.33 on Sun 10 Jan 2027, wanted at least 30; too early, 15 of 50 answers",
    )
    met, text = condition(
        "readings: {churn: [{date: 2027-01-10, inputs: {lost: 0, start: 0}}]}\n", "metric: churn, at_most: 2"
    )
    assert not met
    assert text == "Lost: no value on Sun 10 Jan 2027: start is 0; wanted at most 2"


def test_a_value_made_of_old_ones_is_old_at_gates() -> None:
    readings = (
        "readings: {churn: [{date: 2026-11-01, value: 2}], arpu: [{date: 2027-01-15, value: 100}],"
        " margin: [{date: 2027-01-15, value: 80}]}\n"
    )
    assert condition(readings, "metric: clv, at_least: 1")[0]
    met, text = condition(readings, "metric: clv, at_least: 1, within: 30d")
    assert not met
    assert "older than 30d" in text


# --- files of other tools ----------------------------------------------------------------------------

FROM = "from: [{file: data/x.csv, metric: churn, columns: {date: Day, value: Lost}%s}]\n"


def values(snapshot: Snapshot, id: str = "churn") -> list[tuple[str, float | None]]:
    return [(each.date_.isoformat(), each.value) for each in snapshot.launch.readings.get(id, ())]


@pytest.mark.parametrize(
    ("content", "more", "value"),
    [
        ("Day,Lost\n2027-01-08,2.5\n", "", 2.5),
        ("\ufeffLost;Day\n2,5;08.01.2027\n", ", decimal: comma, dates: dmy", 2.5),
        ('Day\tLost\n01/08/2027\t"1,250.5"\n', ", dates: mdy", 1250.5),
        ("Day,Lost\n2027-01-08T09:00:00Z,2.5 %\n", "", 2.5),
        ("Day,Lost\n2027-01-08,0.025\n", ", unit: share", 2.5),
        ('Day,Lost\n2027-01-08,"1.250,5"\n', ", decimal: comma", 1250.5),
        ("Day,Lost,\n\n2027-01-08,2.5,\n,,\n", "", 2.5),
    ],
)
def test_how_numbers_and_dates_are_written(content: str, more: str, value: float) -> None:
    snapshot = launch(FROM % more, **{"data/x.csv": content})
    [(day, found)] = values(snapshot)
    assert day == "2027-01-08"
    assert found == pytest.approx(value)
    assert not snapshot.launch.partial


@pytest.mark.parametrize(
    ("content", "place", "help"),
    [
        ('Day,Lost\n2027-01-08,"2,5"\n', "data/x.csv:2:1", "write `decimal: comma` beside `file:`"),
        ("Day,Lost\n08.01.2027,2\n", "data/x.csv:2:1", "write `dates: dmy` beside `file:`"),
        ("Day,Lost\n2027-02-30,2\n", "data/x.csv:2:1", "write the day as 2027-01-31"),
        ("Day,Lost\n2027-01-08,many\n", "data/x.csv:2:1", "write 12 or 0.5, or leave the row out"),
        ("Day,Lost\n2027-01-08,nan\n", "data/x.csv:2:1", "write 12 or 0.5, or leave the row out"),
        ("Day,Lost\n2027-01-08,1e999\n", "data/x.csv:2:1", "write 12 or 0.5, or leave the row out"),
        ("Day,Lost\n2027-01-08,5 h\n", "data/x.csv:2:1", "export it in percent"),
        ('Day,Lost\n2027-01-07,1\n"2027-01-08\n\n",x\n', "data/x.csv:3:1", "write 12 or 0.5, or leave the row out"),
        (
            "Day,Lost\n2027-01-08,2,5\n",
            "data/x.csv:2:1",
            "put the cell that holds the separator in quotes, or mend the row",
        ),
        ("Day,Loss\n2027-01-08,2\n", "launches/trial/metrics.yaml:1:70", "did you mean `Loss`?"),
        ("", "launches/trial/metrics.yaml:1:15", "export it again, with its heading"),
        ("Day,Lost,Lost\n2027-01-08,2,3\n", "launches/trial/metrics.yaml:1:70", "name them apart in the export"),
    ],
)
def test_what_is_wrong_in_a_file_has_its_line_and_what_to_write(content: str, place: str, help: str) -> None:
    snapshot = launch(FROM % "", **{"data/x.csv": content})
    [found] = errors(snapshot)
    assert (str(found.span), found.help) == (place, help)
    assert snapshot.launch.partial
    assert not any(view.may_pass for view in snapshot.study.gates.values())


def test_of_many_wrong_rows_ten_are_said_and_the_rest_counted() -> None:
    rows = "".join(f"2027-01-08,bad{at}\n" for at in range(5000))
    found = errors(launch(FROM % "", **{"data/x.csv": "Day,Lost\n" + rows}))
    assert len(found) == 11
    assert "4990 more rows are wrong" in [each.message for each in found]


def test_two_readings_on_a_day_are_said_and_the_first_counts() -> None:
    snapshot = launch(FROM % "", **{"data/x.csv": "Day,Lost\n2027-01-08,2\n2027-01-08,2\n2027-01-09,3\n2027-01-09,4\n"})
    found = said(snapshot, "duplicate-reading")
    assert [(each.span.line, each.severity.word) for each in found] == [(3, "warning"), (5, "error")]
    assert values(snapshot) == [("2027-01-08", 2), ("2027-01-09", 3)]


def test_single_answers_are_counted_by_their_period_and_an_answer_only_once() -> None:
    text = "from: [{file: data/x.csv, metric: nps, columns: {date: At, value: Score, id: Id}, per: month}]\n"
    rows = "Id,At,Score\n"
    rows += "a,2026-12-01,9\nb,2026-12-24,10\nb,2026-12-24,10\nc,2026-12-30,3\n"
    rows += "d,2027-01-04,\ne,2027-01-05,9\nf,2027-01-30,1\n"
    snapshot = launch(text, **{"data/x.csv": rows})
    assert values(snapshot, "nps") == [
        ("2026-12-30", pytest.approx(100 / 3)),
        ("2027-01-05", 100),
        ("2027-01-30", -100),
    ]
    assert [each.span.line for each in said(snapshot, "duplicate-reading")] == [4]
    assert one(snapshot, "nps").words == "too early, 1 of 50"
    assert [each.span.path for each in said(snapshot, "metric-in-future")] == ["data/x.csv"]


def test_a_json_export_with_its_lines() -> None:
    text = "from: [{file: data/x.json, rows: a.b, columns: {date: d, metric: m, value: v}, names: {X: churn}}]\n"
    good = '{"z": [1, {"a": []}], "a": {"b": [\n'
    good += '{"d": "2027-01-08", "m": "X", "v": 2},\n {"d": "2027-01-09", "m": "Y", "v": "3"}\n]}}'
    snapshot = launch(text, **{"data/x.json": good})
    assert values(snapshot) == [("2027-01-08", 2)]
    [found] = errors(snapshot)
    assert str(found.span) == "data/x.json:3:1"
    assert "`Y` is no metric" in found.message


@pytest.mark.parametrize(
    "content", ["", "{", "[1,", '{"a": {"b": 3}}', "[" * 60_000, '{"a": {"b": [' + "9" * 5000 + "]}}", "null"]
)
def test_no_json_breaks_it(content: str) -> None:
    text = "from: [{file: data/x.json, rows: a.b, metric: churn, columns: {date: d, value: v}}]\n"
    found = errors(launch(text, **{"data/x.json": content}))
    assert found
    assert {each.rule.slug for each in found} <= {"unusable-data-file", "missing-column", "bad-data-row"}


@given(st.binary(max_size=200))
def test_no_bytes_break_it(content: bytes) -> None:
    text = FROM % ""
    files = {
        **{path: body.encode() for path, body in {"gtm.yaml": "workspace: {format: 1, name: T}\n",
           "playbook/journey.yaml": STAGES, "playbook/teams.yaml": "teams: {}\nroles: {boss: {title: B}}\n",
           "playbook/metrics.yaml": PLAYBOOK, "launches/t/metrics.yaml": text,
           "launches/t/launch.yaml": "launch: {title: T, date: 2027-02-16}\n"}.items()},
        "data/x.csv": content,
    }  # fmt: skip
    for each in pipeline.run(files, DAY, "t").diagnostics:
        assert each.message.isprintable()


def test_no_link_leads_out_of_the_workspace(tmp_path: Path) -> None:
    root = tmp_path / "w"
    for path, text in {
        "gtm.yaml": "workspace: {format: 1, name: T}\n",
        "playbook/journey.yaml": STAGES,
        "playbook/metrics.yaml": PLAYBOOK,
        "playbook/teams.yaml": "teams: {}\nroles: {boss: {title: B}}\n",
        "launches/t/launch.yaml": "launch: {title: T, date: 2027-02-16}\n",
        "launches/t/metrics.yaml": FROM % "",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    (tmp_path / "secret.csv").write_text("Day,Lost\n2027-01-08,2\n", "utf-8")
    (root / "data").mkdir()
    os.symlink(tmp_path / "secret.csv", root / "data" / "x.csv")
    ran = gtm("-C", str(root), "check", "--as-of", "2027-01-19")
    assert ran.returncode == 1
    assert "cannot be read: the link leaves the workspace" in ran.stdout
    (root / "data" / "x.csv").unlink()
    (root / "launches/t/metrics.yaml").write_text((FROM % "").replace("data/x.csv", "../secret.csv"), "utf-8")
    assert "outside-workspace" in gtm("-C", str(root), "check", "--as-of", "2027-01-19").stdout


def test_a_named_file_beside_the_launch_is_no_stray(tmp_path: Path) -> None:
    root = tmp_path / "atlas"
    assert gtm("init", str(root), "--example", "atlas").returncode == 0
    (root / "data/atlas/help-desk.csv").rename(root / "launches/atlas/help-desk.csv")
    path = root / "launches/atlas/metrics.yaml"
    path.write_text(
        path.read_text("utf-8").replace("data/atlas/help-desk.csv", "launches/atlas/help-desk.csv"), "utf-8"
    )
    ran = gtm("-C", str(root), "check", "--format", "concise")
    assert "stray" not in ran.stdout
    assert ran.returncode == 0


# --- what is seen of it ---------------------------------------------------------------------------------


def text_of(snapshot: Snapshot, everything: bool = False) -> str:
    study = snapshot.study
    return render(terminal.lines(study, standing.standings(study), None, everything), Paper())


def page_of(snapshot: Snapshot) -> str:
    return html.render(snapshot, forecast(snapshot.study, runs=20, engine="pure"))


def test_a_workspace_without_metrics_hears_nothing() -> None:
    snapshot = trial(ITEM, "")
    assert not [each for each in snapshot.diagnostics if each.rule.code[3] == "6"]
    assert "keeps no metrics" in text_of(snapshot)
    assert 'id="metrics"' not in page_of(snapshot)
    quiet = launch("")
    assert not [each for each in quiet.diagnostics if "not filled" in each.message]
    assert 'id="metrics"' not in page_of(quiet)


def test_a_hostile_title_stays_text() -> None:
    playbook = (
        'metrics: {nps: {title: "<img src=x>\\u001b[31m ::error::", better: higher, role: boss, source: "<b>"}}\n'
    )
    snapshot = launch("readings: {nps: [{date: 2027-01-10, value: 3}]}\n", playbook=playbook)
    page = page_of(snapshot)
    assert "<img" not in page
    assert "\x1b" not in text_of(snapshot)
    shown = render(terminal.one(snapshot.study, one(snapshot, "nps"), None), Paper())
    assert "\x1b" not in shown
    assert not any(line.lstrip().startswith("::") for line in shown.splitlines())


def test_the_report_draws_what_the_command_says() -> None:
    snapshot = launch("readings: {churn: [{date: 2026-12-10, value: 3}, {date: 2027-01-10, value: 2.5}]}\n")
    page = page_of(snapshot)
    assert 'id="metric-churn"' in page
    assert "2 values from 3 % on Thu 10 Dec 2026 to 2.5 %" in page
    assert "short</b>" in page
    assert "by 0.5 points" in page
    assert "short by 0.5 points" in text_of(snapshot)


def test_the_command_answers_for_one_for_a_gate_and_as_json(tmp_path: Path) -> None:
    root = str(tmp_path / "atlas")
    assert gtm("init", root, "--example", "atlas").returncode == 0
    whole = gtm("-C", root, "metrics")
    assert whole.returncode == 0
    assert "too early, 12 of 30" in whole.stdout
    assert "No tool provides: Feedback store" in whole.stdout
    of_one = gtm("-C", root, "metrics", "clv")
    assert "arpa x margin / churn" in of_one.stdout
    assert "availability" in gtm("-C", root, "metrics", "--gate", "use").stdout
    answer = json.loads(gtm("-C", root, "metrics", "nps", "--format", "json").stdout)
    assert [each["verdict"] for each in answer["metrics"]] == ["short"]
    wrong = gtm("-C", root, "metrics", "npss")
    assert wrong.returncode == 2
    assert "did you mean `nps`?" in wrong.stderr


def test_after_the_launch_goals_stand_against_actuals() -> None:
    readings = "goals: {churn: {baseline: 4}}\nreadings: {churn: [{date: 2027-02-20, value: 3}]}\n"
    text = text_of(launch(readings, "2027-02-25"))
    assert "of the way" in text
    assert "50 %" in text


# --- what is wrong in the example on purpose -----------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "word"),
    [
        ("duplicate-reading", "counts once"),
        ("metric-too-old", "stickiness"),
        ("metric-small-sample", "effort"),
        ("metric-no-value", "activation-rate"),
        ("metric-two-sources", "interviews"),
        ("metric-unread", "outcomes-supported"),
        ("tool-missing", "Feedback store"),
    ],
)
def test_what_is_wrong_in_atlas_is_found(tmp_path: Path, slug: str, word: str) -> None:
    root = str(tmp_path / "atlas")
    gtm("init", root, "--example", "atlas")
    lines = gtm("-C", root, "check", "--format", "concise").stdout.splitlines()
    assert any(slug in line and word in line for line in lines), slug
