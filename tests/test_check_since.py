"""`gtm check --since`: only what a branch touches, everything that waits for it, and nothing else's old faults."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.repositories import Repo
from tests.running import gtm
from tests.workspaces import tiny

ITEMS = """\
  learn.legal.a: {title: A}
  learn.legal.b: {title: B, needs: [learn.legal.a]}
  learn.sales.c: {title: C, needs: [learn.legal.b]}
  learn.sales.other: {title: Other}
"""
DAY = "2027-02-20"  # all is late by then


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    made = Repo(tmp_path / "repo", tmp_path, inner="docs/launch")
    made.commit(tiny(ITEMS))
    made("checkout", "-q", "-b", "work")
    return made


def check(repo: Repo, *more: str, code: int | None = None) -> subprocess.CompletedProcess[bytes]:
    ran = gtm(repo.workspace, "check", "--format", "json", "--as-of", DAY, *more)
    assert code is None or ran.returncode == code, ran.stderr.decode()
    return ran


def subjects(repo: Repo, *more: str) -> set[str]:
    return {one["subject"] for one in json.loads(check(repo, *more).stdout)["diagnostics"]}


def commit(repo: Repo, files: Mapping[str, str]) -> None:
    repo.commit(files)


def test_a_branch_without_changes_answers_for_nothing(repo: Repo) -> None:
    assert {"learn.legal.a", "learn.sales.other"} <= subjects(repo)
    assert subjects(repo, "--since", "main") == set()
    assert b"have nothing to do with the change" in check(repo, "--since", "main").stderr


def test_what_waits_for_a_changed_item_is_there_and_the_rest_is_not(repo: Repo) -> None:
    commit(repo, {"launches/trial/legal.yaml": "items:\n  learn.legal.b: {status: doing}\n"})
    found = subjects(repo, "--since", "main")
    assert {"learn.legal.b", "learn.sales.c"} <= found
    assert not {"learn.legal.a", "learn.sales.other"} & found


def test_what_is_not_committed_counts_and_lines_that_moved_do_not(repo: Repo) -> None:
    path = "playbook/learn/legal.yaml"
    repo.write({"launches/trial/launch.yaml": "# a word\n\n" + tiny(ITEMS)["launches/trial/launch.yaml"].decode()})
    assert not {"learn.legal.a", "learn.sales.other"} & subjects(repo, "--since", "main")
    repo.write({path: tiny(ITEMS.replace("title: Other", "title: Another"))[path]})
    assert "learn.sales.other" in subjects(repo, "--since", "main")


def test_another_launch_date_touches_everything(repo: Repo) -> None:
    path = "launches/trial/launch.yaml"
    commit(repo, {path: tiny(ITEMS)[path].decode().replace("2027-02-16", "2027-02-09")})
    assert {"learn.legal.a", "learn.sales.other"} <= subjects(repo, "--since", "main")


def test_a_fault_that_a_change_causes_elsewhere_is_found(repo: Repo) -> None:
    path = "people.yaml"
    commit(repo, {path: "people:\n  ada: {name: Ada}\n  cem: {name: Cem}\n"})
    found = json.loads(check(repo, "--since", "main", code=1).stdout)["diagnostics"]
    assert ("unknown-person", "launches/trial/launch.yaml") in [(one["name"], one["path"]) for one in found]


def test_old_errors_do_not_fail_a_branch_that_did_not_make_them(repo: Repo) -> None:
    repo("checkout", "-q", "main")
    commit(repo, {"launches/trial/sales.yaml": "items:\n  learn.sales.other: {ownr: bo}\n"})
    repo("checkout", "-q", "-b", "next")
    check(repo, code=1)
    check(repo, "--since", "main", code=0)
    commit(repo, {"launches/trial/sales.yaml": "items:\n  learn.sales.other: {ownr: bo, stat: x}\n"})
    check(repo, "--since", "main", code=1)


def test_changes_of_the_main_branch_are_not_held_against_a_branch(repo: Repo) -> None:
    repo("checkout", "-q", "main")
    commit(repo, {"launches/trial/legal.yaml": "items:\n  learn.legal.a: {status: doing}\n"})
    repo("checkout", "-q", "work")
    assert subjects(repo, "--since", "main") == set()


def test_a_launch_that_was_not_there_is_all_new(repo: Repo) -> None:
    path = "launches/trial/launch.yaml"
    commit(repo, {"launches/next/launch.yaml": tiny(ITEMS)[path].decode()})
    found = json.loads(check(repo, "--since", "main", "--launch", "next").stdout)["diagnostics"]
    assert {"learn.legal.a", "learn.sales.other"} <= {one["subject"] for one in found}


@pytest.mark.parametrize(("name", "code", "said"), [("mian", 2, b"did you mean `main`"), ("--output=x", 2, b"gtm:")])
def test_a_name_git_does_not_know_ends_with_2(repo: Repo, name: str, code: int, said: bytes) -> None:
    ran = check(repo, f"--since={name}", code=code)
    assert said in ran.stderr
    assert b"Traceback" not in ran.stderr


def test_without_git_it_says_so(tmp_path: Path) -> None:
    for path, content in tiny(ITEMS).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    ran = gtm(tmp_path, "check", "--since", "main", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert ran.returncode == 4
    assert b"not in a git repository" in ran.stderr
