"""gtm history between reviews: since which commit, what it says changed, what gates were expected, what came before."""

import json
import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gtm.analysis import foretold, reviews
from gtm.analysis.reviews import Review
from gtm.analysis.trend import Point
from gtm.history import Commit
from gtm.past.commits import Dated, sampled
from tests import diff_cases as cases
from tests.repositories import Repo, inner, isolated, repo
from tests.running import gtm, piped
from tests.small_launch import FILES

__all__ = ["inner", "repo"]
LAUNCH = "launches/atlas/launch.yaml"
GO = "launches/atlas/decisions/plan-go.yaml"
CHOSEN = "decision: {title: Which region first, chosen: eu, date: 2026-12-20, choices: {eu: {text: Europe}}}\n"
OPEN = "decision: {title: Which region first, choices: {eu: {text: Europe}}}\n"


def answer(at: Repo, *words: str) -> dict[str, Any]:
    text = piped(at.workspace, "history", "--format", "json", *words, **isolated(at.home))
    found: dict[str, Any] = json.loads(text)
    return found


def subjects(found: dict[str, Any]) -> list[str | None]:
    return [one["subject"] for one in found["points"]]


def reviewed(at: Repo) -> str:
    """The launch, a change, a review, two more changes; returns the review's commit."""
    at.commit(cases.LATER, "Later")
    held = at.commit(cases.PASSED, "Plan is a go")
    at.commit({"people.yaml": FILES["people.yaml"] + "# more\n"}, "The same day", days=0)
    at.commit(cases.READY, "Ready", days=10)
    return held


def test_since_the_last_review(inner: Repo) -> None:
    held = reviewed(inner)
    found = answer(inner, "--since-review")
    assert subjects(found) == ["Plan is a go", "The same day", "Ready", None]
    (review,) = found["reviews"]
    assert (review["commit"], review["decided"]) == (held, ["plan: go as sponsor"])
    since = found["since_review"]
    assert (since["commit"], since["date"]) == (held, review["date"])
    before, after = since["completeness"]["before"], since["completeness"]["after"]
    assert after["proven"] > before["proven"]
    assert set(found["changes"]["proven"]) >= {"learn.legal.eula", "buy.finance.tax-codes"}
    text = piped(inner.workspace, "history", "--since-review", **isolated(inner.home))
    assert re.search(r"^SINCE \w+ \d+ DEC 2026 \(plan: go as sponsor\)  \d+ (of \d+ )?→ \d+ of ", text, re.MULTILINE)
    assert "  proven: eula, " in text
    assert "Plan is a go (review)" in text


def test_both_ends_of_since_agree_with_the_forecast(repo: Repo) -> None:
    reviewed(repo)
    since = answer(repo, "--since-review")["since_review"]
    status = json.loads(piped(repo.workspace, "status", "--format", "json", **isolated(repo.home)))
    assert since["course"]["after"] == status["course"]
    assert since["completeness"]["after"] == status["completeness"]
    repo("checkout", "-q", since["commit"])
    words = ("status", "--format", "json", "--as-of", since["date"])
    status = json.loads(piped(repo.workspace, *words, **isolated(repo.home)))
    assert since["course"]["before"] == status["course"]
    low = status["risk"]["confidence"]["word"] == "low"
    assert since["launch_probability"]["before"] == (None if low else status["risk"]["launch_probability"])


def test_a_review_is_a_decision_that_was_not_there_before(repo: Repo) -> None:
    asked, made = "launches/atlas/decisions/region.yaml", "launches/atlas/decisions/moved.yaml"
    repo.commit({asked: OPEN}, "Asked")
    repo.commit({asked: CHOSEN}, "Decided")
    repo.commit({asked: f"# why\n{CHOSEN}"}, "A comment")
    repo.commit({asked: None, made: CHOSEN}, "Moved")
    repo.commit({"launches/atlas/decisions/torn.yaml": "sign-off: [\n"}, "Torn")
    found = answer(repo)["reviews"]
    assert [one["decided"] for one in found] == [["Which region first: eu"]]


def test_without_a_review_it_says_so_and_begins_at_the_beginning(repo: Repo) -> None:
    repo.commit(cases.LATER, "Later")
    found = answer(repo, "--since-review")
    assert subjects(found)[0] == "The launch"
    assert found["notes"] == [
        "No earlier commit brought a sign-off or a decision, so this begins with the first commit."
    ]


def test_a_review_of_today_is_the_one_that_asks() -> None:
    held = tuple(Review("0" * 40, date(2027, 1, day), ()) for day in (5, 12, 19))
    assert reviews.last_before(held, date(2027, 1, 19)) == held[1]
    assert reviews.last_before(held, date(2027, 1, 5)) is None


def test_a_review_that_left_nothing_in_git_is_a_day(repo: Repo) -> None:
    reviewed(repo)
    points = answer(repo, "--all")["points"]
    day = date.fromisoformat(points[1]["date"])
    assert subjects(answer(repo, "--review", day.isoformat()))[0] == "Later"
    between = answer(repo, "--review", (date.fromisoformat(points[3]["date"]) + timedelta(days=4)).isoformat())
    assert subjects(between) == ["The same day", "Ready", None]
    assert between["since_review"]["decided"] == []
    early = answer(repo, "--review", "2020-01-01")
    assert early["notes"] == ["Nothing was committed by Wed 1 Jan 2020, so this begins with the first commit."]


def test_between_two_commits_or_two_days(repo: Repo) -> None:
    held = reviewed(repo)
    points = answer(repo, "--all")["points"]
    repo.write({"people.yaml": "people: {}\n"})  # what lies here is no part of it
    found = answer(repo, "--since", points[0]["commit"], "--until", held)
    assert found["as_of"] == points[2]["date"]
    assert subjects(found) == ["The launch", "Later", "The same day"]  # that of the day
    later = (date.fromisoformat(points[2]["date"]) + timedelta(days=3)).isoformat()
    found = answer(repo, "--until", later)
    assert (found["as_of"], found["points"][-1]["date"]) == (later, later)
    assert found["points"][-1]["commit"] == points[3]["commit"]
    assert found["points"][-1]["state"]["counts"] == points[3]["state"]["counts"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--since-review", "--since", "main"), 2, "each say where to begin"),
        (("--until", "main", "--as-of", "2027-01-01"), 2, "--until says the day already"),
        (("--until", "mian"), 2, "did you mean `main`?"),
        (("--until", "2020-01-01"), 2, "nothing was committed by Wed 1 Jan 2020"),
        (("--review", "soon"), 2, "is not a date"),
    ],
)
def test_slips_are_said(repo: Repo, words: tuple[str, ...], code: int, said: str) -> None:
    found = gtm(repo.workspace, "history", *words, **isolated(repo.home))
    assert found.returncode == code
    assert said in found.stderr.decode()


def test_a_shallow_clone_is_refused_unless_the_review_lies_in_it(repo: Repo, tmp_path: Any) -> None:
    reviewed(repo)
    folder = tmp_path / "shallow"
    for depth, code in ((1, 4), (2, 4), (3, 4), (4, 0)):
        repo("clone", "-q", "--depth", str(depth), f"file://{repo.folder}", str(folder / str(depth)))
        found = gtm(folder / str(depth), "history", "--since-review", **isolated(repo.home))
        assert found.returncode == code, (depth, found.stderr)
    assert b"git fetch --unshallow" in gtm(folder / "1", "history", "--since-review", **isolated(repo.home)).stderr


# --- what was expected of gates, and what came ---------------------------------------------------


def test_what_was_expected_stands_beside_the_day_it_came(repo: Repo) -> None:
    reviewed(repo)
    found = {one["id"]: one for one in answer(repo, "--all")["foretold"]}
    plan = found["plan"]
    assert plan["passed"] == "2027-01-15"
    assert all(one["expected"] >= plan["due"] for one in plan["said"])
    assert found["buy"]["passed"] is None
    assert all(one["error_days"] is None for one in found["buy"]["said"])
    moved = [one["expected"] for one in found["buy"]["said"]]
    assert all(one != other for one, other in pairwise(moved))


def expected(day: int, gate: date | None, verdict: str = "not due") -> Point:
    return Point(f"{day:040}", date(2027, 1, day), "", gates={"plan": verdict}, expected={"plan": gate} if gate else {})


def test_the_error_is_in_working_days_and_of_the_day_it_was_said() -> None:
    passed = cases.snapshot(cases.PASSED)
    assert passed is not None
    view = passed.study.gates["plan"]
    assert view.decision is not None
    assert view.decision.decided == date(2027, 1, 15)  # a Friday
    points = [expected(1, date(2027, 1, 8)), expected(4, date(2027, 1, 8)), expected(7, date(2027, 1, 18)),
              expected(15, date(2027, 1, 29)), expected(18, None, "passed")]  # fmt: skip
    (found,) = [one for one in foretold.foretold(points, passed.study) if one.id == "plan"]
    assert [(one.day.day, one.error) for one in found.said] == [(1, 5), (7, -1)]
    assert [(weeks, one.day.day) for weeks, one in found.ahead] == [(2, 1), (1, 7)]
    assert foretold.off([found], 2) == (5.0, 1)
    assert foretold.off([found], 8) is None


# --- what came before ----------------------------------------------------------------------------


def test_a_workspace_that_was_moved_says_where_it_came_from(repo: Repo) -> None:
    (repo.folder / "docs" / "launch").mkdir(parents=True)
    for path in sorted({path.partition("/")[0] for path in FILES}):
        repo("mv", path, f"docs/launch/{path}")
    moved = Repo(repo.folder, repo.home, "docs/launch", start=False)
    moved.now = repo.now
    commit = moved.commit(message="Moved")
    found = answer(moved)
    assert subjects(found) == ["Moved", None]
    said = f"The workspace came from the top folder in {commit[:7]}; what it was there is not shown."
    assert found["notes"] == [said]
    moved.commit(cases.LATER, "Later")
    assert answer(moved, "--since", moved("rev-parse", "HEAD"))["notes"] == []


def test_a_launch_that_was_renamed_says_so(repo: Repo) -> None:
    repo("mv", "launches/atlas", "launches/orbit")
    commit = repo.commit({"gtm.yaml": FILES["gtm.yaml"].replace("atlas", "orbit")}, "Renamed")
    found = answer(repo, "--launch", "orbit")
    assert subjects(found) == ["Renamed", None]
    assert found["notes"] == [f"The launch came from launches/atlas in {commit[:7]}; what it was there is not shown."]


# --- many commits --------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 400), min_size=1, max_size=300), st.integers(4, 60))
def test_a_sample_is_small_ordered_and_keeps_both_ends(days: list[int], most: int) -> None:
    commits = [Dated(Commit(str(at), 0, "", {}), date(2026, 1, 1) + timedelta(days=day))
               for at, day in enumerate(sorted(days))]  # fmt: skip
    found, often = sampled(commits, most)
    assert len(found) <= max(most, 1)
    assert found[-1] is commits[-1]
    assert found[0].day == commits[0].day
    assert found == sorted(found, key=lambda one: int(one.commit.id))
    assert (often == "day") == (len({one.day for one in commits}) <= most)
