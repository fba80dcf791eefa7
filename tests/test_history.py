"""gtm history: one point a commit from real repositories, what they say together, and what is never drawn as truth."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gtm.analysis import trend
from gtm.analysis.readiness import Counts
from gtm.analysis.trend import Point
from tests import diff_cases as cases
from tests.diff_cases import LEGAL, TODAY
from tests.repositories import Repo, inner, isolated, repo
from tests.running import gtm, on_terminal, piped
from tests.small_launch import FILES

__all__ = ["inner", "repo"]


def answer(repo: Repo, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        piped(repo.workspace, "history", "--format", "json", *words, **isolated(repo.home))
    )
    return found


def grown(repo: Repo) -> list[str]:
    """Five commits on four days after the first: worse, broken, mended, better, merged."""
    made = [
        repo.commit(cases.LATER, "Later"),
        repo.commit(cases.BROKEN, "Broken"),
        repo.commit({LEGAL: FILES[LEGAL]}, "Mended", days=0),
        repo.commit({LEGAL: "items:\n  learn.legal.eula: {status: blocked}\n"}, "Blocked", days=20),
    ]
    repo("checkout", "-q", "-b", "side", "HEAD~1")
    repo.commit(cases.MORE, "On the side")
    repo("checkout", "-q", "main")
    repo.now += 86_400
    repo("merge", "-q", "--no-ff", "-m", "Merge", "side")
    return [*made, repo("rev-parse", "HEAD")]


def test_every_commit_is_the_launch_of_its_own_day(inner: Repo) -> None:
    grown(inner)
    points = answer(inner, "--all")["points"]
    assert [one["subject"] for one in points] == ["The launch", "Later", "Broken", "Mended", "Blocked", "Merge", None]
    assert [one["date"] for one in points] == sorted(one["date"] for one in points)
    assert points[-1]["date"] == "2027-01-19"
    for one in points[:-1]:
        if one["state"] is None:
            continue
        inner("checkout", "-q", one["commit"])
        text = piped(inner.workspace, "status", "--format", "json", "--as-of", one["date"], **isolated(inner.home))
        status = json.loads(text)
        state = one["state"]
        assert (state["verdict"], state["course"]) == (status["verdict"], status["course"])
        assert {gate["id"]: gate["verdict"] for gate in state["gates"]}.items() >= {
            stage["id"]: stage["gate"]["verdict"] for stage in status["stages"]
        }.items()
        inner("checkout", "-q", "main")


def test_a_broken_commit_is_said_and_never_counted(repo: Repo) -> None:
    grown(repo)
    found = answer(repo, "--all")
    (broken,) = [one for one in found["points"] if one["state"] is None]
    assert broken["subject"] == "Broken"
    assert broken["fault"] == f"{LEGAL} could not be read"
    text = piped(repo.workspace, "history", "--all", **isolated(repo.home))
    (line,) = [line for line in text.splitlines() if LEGAL in line]
    assert line.split()[3:9] == [broken["commit"][:7], "?", "?", "?", "?", "?"]
    assert "1 commit could not be read and is not counted" in text


def test_the_last_commit_of_a_day_stands_for_it(repo: Repo) -> None:
    grown(repo)
    assert [one["subject"] for one in answer(repo)["points"]] == [
        "The launch", "Later", "Mended", "Blocked", "Merge", None,
    ]  # fmt: skip


def test_since_a_day_a_commit_or_a_tag(repo: Repo) -> None:
    made = grown(repo)
    repo("tag", "review", made[3])
    wanted = ["Blocked", "Merge", None]
    day = answer(repo)["points"][3]["date"]
    for since in ("review", made[3][:10], day):
        assert [one["subject"] for one in answer(repo, "--since", since)["points"]] == wanted, since
    assert [one["subject"] for one in answer(repo, "--since", "2027-01-18")["points"]] == [None]
    assert "No commit touches the workspace in that time." in answer(repo, "--since", "2027-01-18")["notes"]
    wrong = gtm(repo.workspace, "history", "--since", "revieu", **isolated(repo.home))
    assert wrong.returncode == 2
    assert b"did you mean `review`?" in wrong.stderr


def test_what_changed_in_between(repo: Repo) -> None:
    repo.commit(cases.READY, "Ready", days=10)
    changes = answer(repo)["changes"]
    assert set(changes["proven"]) >= {"learn.legal.eula", "buy.finance.tax-codes"}
    assert changes["reopened"] == []
    repo.commit(cases.MORE | cases.MOVED, "More")
    changes = answer(repo)["changes"]
    assert changes["added"] == ["buy.sales.kit"]
    assert (changes["launch_date_before"], changes["launch_date_after"]) == ("2027-02-16", "2027-03-02")
    text = piped(repo.workspace, "history", **isolated(repo.home))
    assert re.search(r"^SINCE .* proven · 1 added · .*launch Tue 16 Feb → Tue 2 Mar$", text, re.MULTILINE)


def test_commits_of_days_to_come_are_left_out_and_said(repo: Repo) -> None:
    repo.commit(cases.READY, "Tomorrow", days=200)
    found = answer(repo)
    assert [one["subject"] for one in found["points"]] == ["The launch", None]
    assert found["notes"] == ["1 commit of later days than 2027-01-19 left out."]


def test_a_clock_that_went_wrong_does_not_turn_time_back(repo: Repo) -> None:
    repo.commit(cases.LATER, "Back", days=-300)
    points = answer(repo, "--all")["points"]
    assert points[0]["date"] == points[1]["date"]


def test_a_launch_that_came_later_begins_later(repo: Repo) -> None:
    repo("checkout", "-q", "--orphan", "fresh")
    for path in FILES:
        if path.startswith("launches/"):
            repo.write({path: None})
    repo.commit(message="Only the playbook")
    repo.commit(FILES, "The launch")
    assert [one["subject"] for one in answer(repo)["points"]] == ["The launch", None]


def test_a_launch_taken_out_in_between_is_said(repo: Repo) -> None:
    path = "launches/atlas/launch.yaml"
    repo.commit({path: None}, "Oops")
    repo.commit({path: FILES[path]}, "Back again")
    points = answer(repo)["points"]
    assert [one["fault"] for one in points] == [None, "the launch is not there", None, None]
    repo.commit({path: "launch: [\n"}, "Torn")
    repo.commit({path: FILES[path]}, "Back again")
    assert [one["fault"] for one in answer(repo)["points"]][3] == "the launch could not be read"


def test_confirmations_the_longest_ago_first(repo: Repo) -> None:
    found = answer(repo)["confirmations"]
    assert found == [
        {"id": "plan.product.goal", "title": "Write down the goal", "last": "2026-12-01", "age_days": 49},
    ]


def point(day: int, settled: int, total: int = 100, month: int = 1) -> Point:
    return Point("0" * 40, date(2027, month, day), "", counts=Counts(proven=settled, open=total - settled))


@pytest.mark.parametrize(
    ("points", "pace", "projected"),
    [
        ([point(4, 10), point(18, 30)], 10.0, date(2027, 3, 8)),  # 20 in two weeks, 70 left: seven weeks
        ([point(18, 30), point(18, 40)], None, None),
        ([point(4, 30), point(18, 30)], 0.0, None),
        ([point(4, 30), point(18, 20)], -5.0, None),
        ([point(4, 50), point(18, 100)], 25.0, date(2027, 1, 18)),
        ([], None, None),
        # On the day four weeks earlier, what was committed before it held.
        ([point(1, 0), point(10, 50), point(18, 60, month=2)], 2.5, date(2027, 6, 10)),
    ],
)
def test_pace_and_where_it_leads(points: list[Point], pace: float | None, projected: date | None) -> None:
    assert trend.pace(points) == pace
    found = trend.trend(points, None, cases.difference({}).after.study)
    assert found.projected == projected


def test_faults_do_not_count_for_the_pace() -> None:
    broken = Point("1" * 40, date(2027, 1, 11), "", "torn")
    found = trend.trend([point(4, 10), broken, point(18, 30)], None, cases.difference({}).after.study)
    assert found.pace == 10.0
    assert found.known == (found.points[0], found.points[2])


def test_the_burn_up_shows_scope_and_fits_the_terminal(repo: Repo) -> None:
    grown(repo)
    text = on_terminal(repo.workspace, "history", columns=100, **isolated(repo.home))
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    bars = re.findall(r"[█░]+│", plain)
    assert len(bars) == 6
    assert max(len(bar) for bar in bars) == 31
    assert max(len(line) for line in plain.splitlines()) <= 100
    assert "█" not in piped(repo.workspace, "history", **isolated(repo.home))
    text = on_terminal(repo.workspace, "history", columns=80, **isolated(repo.home))
    bars = re.findall(r"[█░]+│", re.sub(r"\x1b\[[0-9;]*m", "", text))
    assert len(bars) == 6  # whole ones, however narrow
    assert max(map(len, bars)) == 16


def test_a_subject_cannot_speak_as_gtm(repo: Repo) -> None:
    repo.commit(cases.LATER, "::error::x \x1b[31m \u202e")
    text = piped(repo.workspace, "history", **isolated(repo.home))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not re.search(r"^\s*::error", text, re.MULTILINE)


def test_the_same_repository_gives_the_same_bytes(repo: Repo) -> None:
    grown(repo)
    runs = {
        piped(repo.workspace, "history", "--format", format, **isolated(repo.home), PYTHONHASHSEED=seed)
        for format in ("text", "json")
        for seed in ("1", "2", "77")
    }
    assert len(runs) == 2


def test_now_is_the_files_as_they_lie_here(repo: Repo) -> None:
    repo.write(cases.READY)
    points = answer(repo)["points"]
    assert points[-1]["commit"] is None
    assert points[-1]["date"] == TODAY.isoformat()
    assert points[-1]["state"]["counts"]["proven"] > points[0]["state"]["counts"]["proven"]


# --- what is kept between runs -------------------------------------------------------------------


def kept(repo: Repo) -> Path:
    return repo.folder / ".git" / "gtm" / "points.json"


def run(repo: Repo) -> str:
    return piped(repo.workspace, "history", "--all", "--format", "json", **isolated(repo.home))


def test_what_was_kept_changes_nothing_but_the_time(repo: Repo) -> None:
    grown(repo)
    first = run(repo)
    assert len(json.loads(kept(repo).read_text())["points"]) == 6
    assert run(repo) == first
    made = repo.commit(cases.READY, "One more")
    later = json.loads(run(repo))
    assert later["points"][:-2] == json.loads(first)["points"][:-1]
    assert later["points"][-2]["commit"] == made


@pytest.mark.parametrize("damage", ["", "{", "[]", "[" * 100_000, '{"mark": 1, "points": {}}', "\0", "null"])
def test_a_damaged_file_is_passed_over(repo: Repo, damage: str) -> None:
    grown(repo)
    first = run(repo)
    kept(repo).write_text(damage)
    assert run(repo) == first
    assert len(json.loads(kept(repo).read_text())["points"]) == 6


ODD: list[tuple[str, object]] = [
    *((key, None) for key in ("day", "verdict", "gates", "counts")),
    *(("counts", value) for value in ({}, 7, {"proven": "all"})),
    *(("gates", value) for value in ({"plan": 1}, ["plan"])),
    ("day", "soon"),
    ("late", "many"),
    ("forecast", 3),
    ("extra", 1),
]


@pytest.mark.parametrize(("key", "value"), ODD)
def test_an_odd_point_is_passed_over(repo: Repo, key: str, value: object) -> None:
    grown(repo)
    first = run(repo)
    whole = json.loads(kept(repo).read_text())
    for one in whole["points"].values():
        one[key] = value
    kept(repo).write_text(json.dumps(whole))
    assert run(repo) == first


def test_points_of_another_version_are_passed_over(repo: Repo) -> None:
    grown(repo)
    first = run(repo)
    whole = json.loads(kept(repo).read_text())
    for one in whole["points"].values():
        one["late"] = 99
    kept(repo).write_text(json.dumps(whole))
    assert run(repo) != first  # a sound point of this very program is believed
    kept(repo).write_text(json.dumps(whole | {"mark": "0.0.1"}))
    assert run(repo) == first


def test_a_place_that_cannot_be_written_is_no_reason_to_fail(repo: Repo) -> None:
    (repo.folder / ".git" / "gtm").write_text("in the way")
    grown(repo)
    assert run(repo)
