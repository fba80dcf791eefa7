"""What a stranger may put into a repository: git's own files, settings and names. Nothing of it is run or believed."""

import shutil
from pathlib import Path

import pytest

from tests.repositories import Repo, inner, isolated
from tests.running import gtm

__all__ = ["inner"]

COMMANDS = (["status"], ["report", "-o", "-"], ["history"], ["diff"], ["check", "--since", "HEAD"],
            ["gate", "learn", "--verify-authors"])  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_settings_of_a_repository_inside_the_workspace_run_nothing(
    inner: Repo, tmp_path: Path, words: list[str]
) -> None:
    """A commit may hold all the files of a bare repository, and its `config` may name programs."""
    trap, ran = tmp_path / "trap.git", tmp_path / "ran"
    inner("init", "-q", "--bare", str(trap))
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\ncat\n")
    program.chmod(0o755)
    settings = (
        f"[core]\nrepositoryformatversion = 0\nbare = false\nworktree = {inner.workspace}\nfsmonitor = {program}\n"
        f"pager = {program}\n[diff]\nexternal = {program}\n[gpg]\nprogram = {program}\n"
        f'[filter "x"]\nclean = {program}\n[diff "x"]\ntextconv = {program}\n'
    )
    inner.write({"HEAD": "ref: refs/heads/main\n", "config": settings, ".gitattributes": "* filter=x diff=x\n"})
    for name in ("objects", "refs"):
        shutil.copytree(trap / name, inner.workspace / name)
    answer = gtm(inner.workspace, *words, **isolated(inner.home))
    assert not ran.exists()
    assert answer.returncode in {0, 1, 4}, answer.stderr.decode()
