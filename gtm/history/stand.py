"""Knows where a work tree stands: branch, commit, what is not committed, how far the server's branch is ahead.

Only what lies on the disk is asked; nothing is fetched. It must not know what the files say.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from gtm.history.git import Fault, run

_STATUS = ("status", "--porcelain=v2", "--branch", "-z", "--untracked-files=normal", "--ignored=traditional",
           "--ignore-submodules=all", "--no-renames", "--", ".")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the work tree of a workspace stands. `commit` is None before the first one, `branch` when detached.

    `upstream` is the branch on the server that this one follows, as far as it was fetched; `ahead` and
    `behind` count commits, `changed` counts files of the workspace. Times are seconds since 1970.
    """

    branch: str | None = None
    commit: str | None = None
    committed: int | None = None
    upstream: str | None = None
    ahead: int = 0
    behind: int = 0
    fetched: int | None = None
    changed: int = 0
    unmerged: int = 0


def stand(folder: str) -> Stand | None:
    """Where the repository around a folder stands; None when there is none, or it does not know the folder."""
    root = _root(os.path.realpath(folder))
    if root is None:
        return None
    found = run(folder, *_STATUS)
    if isinstance(found, Fault) or found.code:
        return None
    tokens = found.text.split("\0")
    if _foreign(root, os.path.realpath(folder), tokens):
        return None
    read = _read(tokens)
    if read.commit is None:
        return read
    when = run(folder, "log", "-1", "--format=%ct", read.commit, "--")
    committed = int(when.text) if not isinstance(when, Fault) and when.text.isdigit() else None
    return replace(read, committed=committed, fetched=_fetched(root) if read.behind else None)


def _root(folder: str) -> str | None:
    """The folder that holds `.git`, from here upwards; no git is run where there is none."""
    while not os.path.lexists(os.path.join(folder, ".git")):
        folder, before = os.path.dirname(folder), folder
        if folder == before:
            return None
    return folder


def _foreign(root: str, folder: str, tokens: list[str]) -> bool:
    """Whether the whole folder is ignored, or lies in one that was never added: another project's repository."""
    beside = [os.path.join(root, one[2:].rstrip("/")) for one in tokens if one.startswith(("? ", "! "))]
    return folder != root and any(folder == one or folder.startswith(f"{one}/") for one in beside)


def _read(tokens: list[str]) -> Stand:
    head = dict(_headers(tokens))
    ahead, _, behind = head.get("branch.ab", "").partition(" ")
    kinds = [one[0] for one in tokens if one[1:2] == " "]
    return Stand(
        branch=_real(head.get("branch.head", "(detached)")),
        commit=_real(head.get("branch.oid", "(initial)")),
        upstream=head.get("branch.upstream") if ahead else None,
        ahead=int(ahead or 0),
        behind=-int(behind or 0),
        changed=sum(kind in "12?" for kind in kinds),
        unmerged=kinds.count("u"),
    )


def _headers(tokens: list[str]) -> Iterator[tuple[str, str]]:
    for one in tokens:
        if one.startswith("# "):
            key, _, value = one[2:].partition(" ")
            yield key, value


def _real(name: str) -> str | None:
    return None if name.startswith("(") else name


def _fetched(root: str) -> int | None:
    """When anything was fetched last; None where git left no trace of it, as right after a clone."""
    times = []
    for folder in _git_folders(os.path.join(root, ".git")):
        with suppress(OSError):
            times.append(int(os.stat(os.path.join(folder, "FETCH_HEAD")).st_mtime))
    return max(times, default=None)


def _git_folders(place: str) -> Iterator[str]:
    """Git's own folder, and the one it shares with other work trees."""
    if os.path.isdir(place):
        yield place
        return
    with suppress(OSError, UnicodeError):
        with open(place, encoding="utf-8") as stream:
            own = os.path.join(os.path.dirname(place), stream.read().partition("gitdir: ")[2].strip())
        yield own
        with open(os.path.join(own, "commondir"), encoding="utf-8") as stream:
            yield os.path.join(own, stream.read().strip())
