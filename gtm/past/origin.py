"""Knows where a workspace, or its launch, came from when its history begins with a move. It must not follow it."""

import os

from gtm.history.git import Fault, run
from gtm.past.commits import Walk

_RENAMES = ("diff-tree", "-r", "-M", "-l0", "--diff-filter=R", "--name-status", "-z", "--no-commit-id")


def origin(found: Walk) -> tuple[str, ...]:
    """Sentences about what came before the first commit and is not shown; empty when nothing did."""
    return tuple(text for text in (_folder(found), _launch(found)) if text)


def _folder(found: Walk) -> str:
    """The folder that the whole workspace was moved from in its first commit."""
    if not found.commits or not found.repository.prefix:
        return ""
    commit = found.commits[0].commit.id
    moved = run(found.repository.folder, *_RENAMES, f"{commit}^", commit)
    if isinstance(moved, Fault) or moved.code:
        return ""
    tokens = os.fsdecode(moved.out).split("\0")
    for old, new in zip(tokens[1::3], tokens[2::3], strict=False):
        if new == f"{found.repository.prefix}gtm.yaml":
            return _text(os.path.dirname(old) or "the top folder", commit, "The workspace")
    return ""


def _launch(found: Walk) -> str:
    """The launch's folder before it was renamed: one went in the commit that brought this one."""
    path, before = f"launches/{found.name}/launch.yaml", frozenset[str]()
    for one in found.commits:
        files = one.commit.files
        if path in files:
            gone = [old for old in before if old not in files and old.endswith("/launch.yaml")]
            return _text(gone[0].removesuffix("/launch.yaml"), one.commit.id, "The launch") if len(gone) == 1 else ""
        before = frozenset(files)
    return ""


def _text(old: str, commit: str, what: str) -> str:
    return f"{what} came from {old} in {commit[:7]}; what it was there is not shown."
