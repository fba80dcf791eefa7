"""Where the files stand in git, as `gtm status` says it: branch, commit, what is missing or not committed."""

import json
import os
import re
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gtm.analysis import whereabouts
from gtm.analysis.whereabouts import Whereabouts
from gtm.history.stand import stand
from tests import diff_cases as cases
from tests.repositories import Repo, inner, isolated, repo
from tests.running import on_terminal, piped
from tests.small_launch import FILES

__all__ = ["inner", "repo"]
NOW = datetime(2027, 1, 19, 12, 0, tzinfo=UTC)


def said(at: Repo) -> str:
    """The line of `gtm status` about git."""
    text = piped(at.workspace, "status", **isolated(at.home))
    (line,) = [line for line in text.splitlines() if re.match(r"(main|no branch,|side|nothing is committed)", line)]
    return line


def answer(at: Repo) -> Any:
    return json.loads(piped(at.workspace, "status", "--format", "json", **isolated(at.home)))["git"]


@pytest.fixture
def clone(inner: Repo, tmp_path: Path) -> Repo:
    """A clone of a repository that goes on, three commits ahead."""
    folder = tmp_path / "clone"
    inner("clone", "-q", str(inner.folder), str(folder))
    for at in range(3):
        inner.commit({"people.yaml": f"{FILES['people.yaml']}# {at}\n"})
    return Repo(folder, inner.home, inner.inner, start=False)


def test_a_clone_that_is_behind_is_told_without_a_network(clone: Repo, inner: Repo) -> None:
    assert "behind" not in said(clone)  # git itself does not know it yet
    clone("fetch", "-q")
    shutil.rmtree(inner.folder)
    assert re.fullmatch(
        r"main [0-9a-f]{7} of .* · 3 commits behind origin/main, fetched (just now|.* ago)", said(clone)
    )
    found = answer(clone)
    assert (found["branch"], found["upstream"], found["behind"], found["ahead"]) == ("main", "origin/main", 3, 0)
    assert found["commit"] == clone("rev-parse", "HEAD")
    assert datetime.fromisoformat(found["fetched"]).tzinfo is not None
    clone("merge", "-q", "origin/main")
    assert "behind" not in said(clone)
    assert answer(clone)["fetched"] is None


def test_a_work_tree_beside_knows_when_the_other_fetched(clone: Repo, tmp_path: Path) -> None:
    clone("worktree", "add", "-q", "--track", "-b", "side", str(tmp_path / "beside"), "origin/main")
    clone("fetch", "-q")
    found = stand(str(tmp_path / "beside" / clone.inner))
    assert found is not None
    assert (found.branch, found.behind) == ("side", 3)
    assert found.fetched is not None


def test_what_is_not_committed_and_not_pushed_is_counted(clone: Repo) -> None:
    clone.commit(cases.LATER, "Ours")
    clone.write({"people.yaml": FILES["people.yaml"] + "# more\n", "launches/atlas/more.yaml": "items: {}\n"})
    (clone.folder / "other.yaml").write_text("not: the workspace's\n", "utf-8")
    assert said(clone).endswith(" · 2 files not committed · 1 commit not pushed")


def test_an_unfinished_merge_is_said(repo: Repo) -> None:
    repo("checkout", "-q", "-b", "side")
    repo.commit(cases.LATER, "Theirs")
    repo("checkout", "-q", "main")
    repo.commit(cases.ARRIVED, "Ours")
    repo("merge", "-q", "side", check=False)
    assert "a merge is not finished: 1 file in several versions" in said(repo)


def test_no_branch_and_no_commit(repo: Repo, tmp_path: Path) -> None:
    repo("checkout", "-q", "--detach")
    assert said(repo).startswith(f"no branch, {repo('rev-parse', 'HEAD')[:7]} of ")
    fresh = Repo(tmp_path / "fresh", repo.home)
    fresh.write(FILES)
    assert said(fresh) == "nothing is committed yet on main"
    assert answer(fresh)["commit"] is None


@pytest.mark.parametrize("ignored", [False, True])
def test_another_project_around_the_workspace_says_nothing(repo: Repo, ignored: bool) -> None:
    away = Repo(repo.folder, repo.home, "launch notes/here", start=False)
    away.write(FILES)
    if ignored:
        (repo.folder / ".gitignore").write_text("launch notes/\n", "utf-8")
    assert answer(away) is None


def test_no_git_no_word(tmp_path: Path) -> None:
    folder = tmp_path / "alone"
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    assert stand(str(folder)) is None
    assert json.loads(piped(folder, "status", "--format", "json"))["git"] is None
    (folder / ".git").write_text("gitdir: /nowhere\n", "utf-8")
    assert stand(str(folder)) is None
    assert piped(folder, "status", PATH="/nowhere")  # no git on the machine


def test_a_branch_cannot_speak_as_gtm_and_the_line_fits(repo: Repo) -> None:
    repo("checkout", "-q", "-b", "x" * 90 + "\u202e")
    text = on_terminal(repo.workspace, "status", columns=80, **isolated(repo.home))
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert "\u202e" not in plain
    assert max(len(line) for line in plain.splitlines()) <= 80


def test_nothing_of_gits_is_written(clone: Repo) -> None:
    clone("fetch", "-q")
    os.utime(clone.workspace / "people.yaml")  # the index is stale now; git would refresh it
    index = clone.folder / ".git" / "index"
    before = index.read_bytes()
    assert said(clone)
    assert index.read_bytes() == before


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=119), "1 hour ago"),
        (timedelta(hours=47), "1 day ago"),
        (timedelta(days=40), "40 days ago"),
        (timedelta(days=-1), "just now"),  # a clock that went wrong
    ],
)
def test_how_long_ago(before: timedelta, words: str) -> None:
    one = Whereabouts("main", "0" * 40, behind=1, upstream="origin/main", fetched=NOW - before)
    assert whereabouts.behind(one, NOW.date(), NOW) == f"1 commit behind origin/main, fetched {words}"


def test_a_page_says_days_and_not_how_long_ago() -> None:
    one = Whereabouts("main", "3f9c2ab" + "0" * 33, NOW, "origin/main", behind=2, fetched=NOW)
    as_of = date(2027, 1, 19)
    assert whereabouts.behind(one, as_of) == "2 commits behind origin/main, fetched Tue 19 Jan, 12:00"
    assert whereabouts.said(one, as_of) == ("main 3f9c2ab of Tue 19 Jan, 12:00",)
    assert whereabouts.said(one, as_of, branch=False) == ("commit 3f9c2ab of Tue 19 Jan, 12:00",)
