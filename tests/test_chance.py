"""The forecast where it is only a part: the first screen, a gate, the report, their JSON."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gtm.analysis import chance
from gtm.analysis.forecast import PURE_RUNS, RUNS
from gtm.reports import html, markdown
from tests.running import environment, gtm, piped
from tests.workspaces import example, tiny, trial

ONE_GATE = "stages:\n  learn: {title: Learn, gate: {due: T-2d}}\n"
ITEMS = "  learn.legal.long-work: {title: Long work}\n  learn.legal.b: {title: B, needs: [learn.legal.long-work]}\n"
OWN = "  learn.legal.long-work: {effort: [5, 15, 25]}\n  learn.legal.b: {effort: [1, 2, 3]}\n"
WITHOUT_NUMPY = "import sys; sys.modules['numpy'] = None; from gtm import cli; sys.exit(cli.run(sys.argv[1:]))"
AS_OF = ("--as-of", "2027-01-19")


def written(folder: Path, state: str) -> Path:
    for path, content in tiny(ITEMS, state, journey=ONE_GATE).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture
def fair(tmp_path: Path) -> Path:
    return written(tmp_path, OWN)


@pytest.fixture
def low(tmp_path: Path) -> Path:
    return written(tmp_path, "")


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example("atlas", tmp_path_factory.mktemp("examples"))


def row(text: str, gate: str) -> str:
    return next(line for line in text.splitlines() if re.match(rf"\W*{gate} ", line))


def test_the_first_screen_says_the_chance_that_forecast_says(fair: Path) -> None:
    found = json.loads(piped(fair, "forecast", *AS_OF, "--format", "json"))
    text = piped(fair, "status", *AS_OF)
    said = f"{round(found['on_time_probability'] * 100)} % for Tue 16 Feb"
    assert said in text.splitlines()[1]
    assert "decided by long work" in text.splitlines()[1]
    assert f"{round(found['gates'][0]['on_time_probability'] * 100)} %" in row(text, "Learn")
    assert "low confidence" not in text
    assert "2 of 2 open estimates before Learn are the teams' own" in text


def test_low_confidence_shows_dates_and_words_instead_of_percentages(low: Path) -> None:
    text = piped(low, "status", *AS_OF)
    assert re.search(r"Learn is reached \w.*, low confidence", text.splitlines()[1])
    assert "in time" in row(text, "Learn")
    assert "%" not in row(text, "Learn")
    assert "HOW SURE     low confidence: 0 of 2 open estimates before Learn are the teams' own" in text
    gate = piped_any(low, "gate", "learn", *AS_OF)
    assert "Forecast: in time; it is reached" in gate
    assert "%" not in gate


def piped_any(folder: Path, *words: str) -> str:
    """What gtm says whether or not it is content."""
    return gtm(folder, *words).stdout.decode()


def test_a_gate_says_its_chance(fair: Path) -> None:
    found = json.loads(piped(fair, "forecast", *AS_OF, "--format", "json"))["gates"][0]
    text = piped_any(fair, "gate", "learn", *AS_OF)
    assert f"Forecast: {round(found['on_time_probability'] * 100)} % for Fri 12 Feb; reached by" in text
    assert "in half of the runs, by" in text


def test_json_of_status_and_gate_agree_with_forecast(atlas: Path) -> None:
    found = json.loads(piped(atlas, "forecast", "--format", "json"))
    status = json.loads(piped(atlas, "status", "--format", "json"))
    gates = {one["id"]: one for one in found["gates"]}
    assert status["risk"]["launch_probability"] == found["on_time_probability"]
    assert status["risk"]["confidence"] == found["confidence"] == gates["use"]["confidence"]
    assert all(status["how_sure"][key] == found["confidence"][key] for key in ("own", "playbook", "assumed", "total"))
    keys = ("p50", "p80", "p95", "on_time_probability")
    for stage in status["stages"]:
        assert [stage["gate"][key] for key in keys] == [gates[stage["id"]][key] for key in keys]
    buy = json.loads(piped_any(atlas, "gate", "buy", "--format", "json"))
    assert [buy[key] for key in keys] == [gates["buy"][key] for key in keys]
    assert buy["confidence"] == gates["buy"]["confidence"]


def test_a_gate_that_is_passed_has_no_chance(atlas: Path) -> None:
    status = json.loads(piped(atlas, "status", "--format", "json"))
    plan = next(stage["gate"] for stage in status["stages"] if stage["id"] == "plan")
    assert [plan[key] for key in ("p50", "p80", "p95", "on_time_probability")] == [None] * 4
    assert "passed     GO  3 Dec   -  " in row(piped(atlas, "status"), "Plan")


def test_without_numpy_fewer_runs_answer_about_the_same(fair: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_NUMPY, "-C", str(fair), "status", *AS_OF, "--format", "json"],
        capture_output=True, env=environment(), check=True,
    )  # fmt: skip
    slow = json.loads(run.stdout)["risk"]["launch_probability"]
    fast = json.loads(piped(fair, "status", *AS_OF, "--format", "json"))["risk"]["launch_probability"]
    assert 0.05 < fast < 0.95
    assert slow == pytest.approx(fast, abs=0.08)


def test_check_runs_no_forecast(atlas: Path) -> None:
    code = (
        "import sys; from gtm.cli import run; run(['check']);"
        "print(sorted({'gtm.analysis.forecast', 'numpy'} & set(sys.modules)), file=sys.stderr)"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=atlas, env=environment(), capture_output=True, check=True)
    assert found.stderr.decode().strip().endswith("[]")


def test_a_usual_launch_gets_the_runs_of_forecast_and_a_huge_one_fewer() -> None:
    few = trial(ITEMS, OWN, journey=ONE_GATE).study
    assert chance.glance(few).runs in {RUNS, PURE_RUNS}
    items = "".join(f"  learn.legal.n{at}: {{title: N}}\n" for at in range(400))
    assert chance.glance(trial(items, journey=ONE_GATE).study).runs < chance.glance(few).runs


def test_the_report_has_the_curve_with_title_and_description() -> None:
    snapshot = trial(ITEMS, OWN, journey=ONE_GATE)
    found = chance.glance(snapshot.study)
    page = html.render(snapshot, found)
    drawing = re.search(r'<svg class="curve".*?</svg>', page)
    assert drawing is not None
    assert 'aria-labelledby="curve-title curve-about"' in drawing[0]
    assert '<title id="curve-title">Learn: in how many of 10 runs' in drawing[0]
    assert '<desc id="curve-about">A line that rises' in drawing[0]
    line = re.search(r'class="line" d="([^"]+)"', drawing[0])
    assert line is not None
    assert line[1].count("V") == len(found.curve) > 5
    assert f"{chance.percent(found.launch)} for Tue 16 Feb." in page


def test_the_report_tells_drivers_and_movers_in_page_and_markdown() -> None:
    snapshot = trial(ITEMS, OWN, journey=ONE_GATE)
    found = chance.glance(snapshot.study)
    page, text = html.render(snapshot, found), markdown.report(snapshot, found)
    assert '<td class="num">100</td>' in page
    assert "| Long work | Ada | 100 |" in text
    for mover in chance.movers(found):
        assert f'<td class="num">{mover.days:.1f}</td>' in page
        assert f"| {mover.days:.1f} |" in text
    assert "All teams together" in page
    assert "All teams together" in text


def test_without_open_work_nothing_drives_the_launch() -> None:
    snapshot = trial("", journey=ONE_GATE)
    found = chance.glance(snapshot.study)
    assert chance.said(snapshot.study, found) == ""
    assert "What drives" not in markdown.report(snapshot, found)


def test_a_hostile_title_of_the_launch_gate_only_shows() -> None:
    stages = ONE_GATE.replace("title: Learn", 'title: "</title><script>alert(1)</script>|x"')
    snapshot = trial(ITEMS, OWN, journey=stages)
    found = chance.glance(snapshot.study)
    assert "<script>alert" not in html.render(snapshot, found)
    assert "<script>" not in markdown.report(snapshot, found)


@pytest.mark.parametrize(
    ("share", "said"),
    [(None, "-"), (0, "0 %"), (0.001, "< 1 %"), (0.714, "71 %"), (0.999, "> 99 %"), (1, "100 %")],
)
def test_a_chance_is_never_more_certain_than_it_is(share: float | None, said: str) -> None:
    assert chance.percent(share) == said
