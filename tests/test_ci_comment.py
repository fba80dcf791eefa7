"""The comment under a pull request, from the first run to the second: made without rights, posted without its code."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import diff_cases as cases
from tests.repositories import Repo, isolated, repo
from tests.running import ROOT
from tests.test_ci_formats import plain, steps

__all__ = ["repo"]
GH = """#!/usr/bin/env bash
# Stands in for GitHub's program: keeps what it is given, answers from files.
printf '%s\\n' "$*" >> "$GH_LOG"
case "$*" in
  *--method\\ GET*) cat "$GH_PULLS" ;;
  *--paginate*) cat "$GH_COMMENTS" ;;
esac
"""
pytestmark = pytest.mark.skipif(shutil.which("bash") is None or shutil.which("jq") is None, reason="needs bash and jq")


def run(script: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """A step's script, as the runner runs it."""
    words = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
    return subprocess.run(words, cwd=folder, env=settings, capture_output=True, encoding="utf-8", check=False)


# --- the first run -------------------------------------------------------------------------------


def changed(at: Repo, base: str = "main") -> tuple[subprocess.CompletedProcess[str], Path]:
    """The step of the action that says what a pull request changes."""
    (step,) = [one for one in steps(".github/actions/gtm/action.yml") if one.get("id") == "change"]
    assert step["if"] == "always() && github.event_name == 'pull_request'"
    place = at.folder.parent / "runner"
    place.mkdir(exist_ok=True)
    settings = {
        **isolated(at.home), "PYTHONPATH": str(ROOT), "WORKSPACE": ".", "LAUNCH": "", "BASE": base,
        "RUNNER_TEMP": str(place), "GITHUB_OUTPUT": str(place / "output"),
        "GITHUB_STEP_SUMMARY": str(place / "summary"),
    }  # fmt: skip
    settings["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{settings['PATH']}"
    return run(step["run"], at.workspace, **settings), place


@pytest.fixture
def pull(repo: Repo, tmp_path: Path) -> Repo:
    """What the checkout of a pull request leaves: nothing checked out but the merge with main."""
    repo("checkout", "-q", "-b", "side")
    repo.commit(cases.DONE, "Done")
    folder = tmp_path / "checkout"
    repo("clone", "-q", str(repo.folder), str(folder))
    there = Repo(folder, repo.home, start=False)
    there("checkout", "-q", "--detach", "origin/main")
    there("merge", "-q", "--no-ff", "-m", "Merge", "origin/side")
    return there


def test_the_first_run_says_what_the_pull_request_changes(pull: Repo) -> None:
    ran, place = changed(pull)
    assert ran.returncode == 0, ran.stderr
    text = (place / "gtm-comment.md").read_text("utf-8")
    marker, verdict, *_ = text.splitlines()
    assert marker == "<!-- gtm diff atlas -->"
    assert verdict.startswith("**Atlas 2")
    assert "against origin/main" in text
    assert (place / "summary").read_text("utf-8") == text
    assert (place / "output").read_text("utf-8") == f"path={place / 'gtm-comment.md'}\n"


@pytest.mark.parametrize("base", ["nothing", "-x", "a b; touch evil"])
def test_without_a_base_there_is_no_text_and_no_failure(pull: Repo, base: str) -> None:
    ran, place = changed(pull, base)
    assert ran.returncode == 0
    assert "git knows no commit" in ran.stderr
    assert not (place / "output").exists()
    assert not (pull.workspace / "evil").exists()


def test_the_first_run_hands_over_the_text_the_second_one_posts() -> None:
    (keep,) = [one for one in steps("docs/ci/github-check.yml") if "upload" in one.get("uses", "")]
    (take,) = [one for one in steps("docs/ci/github-comment.yml") if "download" in one.get("uses", "")]
    assert keep["with"]["name"] == take["with"]["name"] == "gtm-comment"
    (checkout,) = [one for one in steps("docs/ci/github-check.yml") if "checkout" in one.get("uses", "")]
    assert checkout["with"]["fetch-depth"] == 0
    outputs = plain(".github/actions/gtm/action.yml")["outputs"]
    assert outputs["comment"]["value"] == "${{ steps.change.outputs.path }}"
    assert keep["with"]["path"] == "${{ steps.gtm.outputs.comment }}"


# --- the second run ------------------------------------------------------------------------------


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """A place for the second run, where the text lies and a stand-in answers for GitHub."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "gh").write_text(GH, "utf-8")
    (tmp_path / "bin" / "gh").chmod(0o755)
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "gtm-comment.md").write_text("<!-- gtm diff atlas -->\n**Atlas: good to merge.**\n", "utf-8")
    (tmp_path / "pulls").write_text('[{"number": 7, "head": {"sha": "abc"}}]', "utf-8")
    (tmp_path / "comments").write_text("", "utf-8")
    return tmp_path


def post(place: Path, commit: str = "abc") -> tuple[str, list[str]]:
    """The comment as it would be posted, and what GitHub was asked."""
    (step,) = [one for one in steps("docs/ci/github-comment.yml") if "run" in one]
    ran = run(
        step["run"], place, PATH=f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}", LC_ALL="C.UTF-8",
        GH_TOKEN="none", GH_LOG=str(place / "log"), GH_PULLS=str(place / "pulls"),
        GH_COMMENTS=str(place / "comments"), REPOSITORY="acme/launch", HEAD="mina:side", COMMIT=commit,
        RUN="https://example.org/run/1",
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    comment = place / "comment.md"
    return comment.read_text("utf-8") if comment.exists() else "", (place / "log").read_text("utf-8").splitlines()


def test_a_first_comment_is_made_and_later_ones_replace_it(second: Path) -> None:
    text, asked = post(second)
    assert text.splitlines()[0] == "<!-- gtm -->"
    assert "**Atlas: good to merge.**" in text
    assert asked[-1] == "api --method POST repos/acme/launch/issues/7/comments -F body=@comment.md --silent"
    (second / "comments").write_text("41\n42\n", "utf-8")
    assert post(second)[1][-1] == "api --method PATCH repos/acme/launch/issues/comments/41 -F body=@comment.md --silent"


def test_a_pull_request_that_moved_on_gets_no_comment(second: Path) -> None:
    text, asked = post(second, commit="def")
    assert text == ""
    assert len(asked) == 1


def test_a_strangers_text_is_cut_calls_nobody_and_runs_nothing(second: Path) -> None:
    evil = "@everyone $(touch evil) `touch evil` \"; touch evil; ' " + "ه" * 70_000
    (second / "text" / "gtm-comment.md").write_bytes(evil.encode() + b"\xff")
    text, _ = post(second)
    assert len(text) < 65_536
    assert "Cut to fit; all of it is in the [run](https://example.org/run/1)." in text
    assert "@everyone" not in text
    assert "@\u200beveryone" in text
    assert not (second / "evil").exists()


def test_a_text_that_is_missing_is_no_failure(second: Path) -> None:
    (second / "text" / "gtm-comment.md").rename(second / "text" / "other.md")
    assert post(second)[0] == ""
