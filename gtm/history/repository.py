"""Knows the repository a workspace lies in: where, whether all of it is here, whether a merge is open.

It must not know refs or files of commits.
"""

import os
from dataclasses import dataclass

from gtm.history.git import Fault, run

DEEPER = "fetch all of it: git fetch --unshallow, or fetch-depth: 0 in the checkout step"


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository of one workspace. `prefix` is the workspace's folder in it, "" or ending with /."""

    folder: str  # the workspace
    prefix: str
    git_dir: str
    shallow: bool
    head: str | None  # the commit checked out; None before the first one
    branch: str | None  # the branch checked out; None when the head is detached

    @property
    def label(self) -> str:
        """What is checked out, for people."""
        if self.head is None:
            return "no commit yet"
        return self.branch or f"{self.head[:7]} (detached)"


def open_repository(folder: str) -> Repository | Fault:
    """The repository that a folder lies in."""
    asked = ("--is-bare-repository", "--is-inside-work-tree", "--is-shallow-repository", "--absolute-git-dir")
    found = run(folder, "rev-parse", *asked)
    if isinstance(found, Fault):
        return found
    if found.code:
        return _refused(folder, found.err) or found.fault
    bare, inside, shallow, git_dir = found.text.split("\n", 3)
    if bare == "true" or inside != "true":
        return Fault("this is a bare repository: it has commits, but no files to look at", "clone it and run gtm there")
    prefix, head, branch = (
        run(folder, "rev-parse", "--show-prefix"),
        run(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"),
        run(folder, "symbolic-ref", "--quiet", "HEAD"),
    )
    for answer in (prefix, head, branch):
        if isinstance(answer, Fault):
            return answer
    assert not isinstance(prefix, Fault)
    assert not isinstance(head, Fault)
    assert not isinstance(branch, Fault)
    name = branch.text.removeprefix("refs/heads/") if not branch.code else None
    commit = head.text if not head.code else None
    return Repository(os.path.abspath(folder), prefix.text, git_dir, shallow == "true", commit, name)


def _refused(folder: str, said: str) -> Fault | None:
    if "dubious ownership" in said:
        return Fault(
            "git refuses this repository, because its folder belongs to somebody else",
            f"if you trust it: git config --global --add safe.directory {os.path.abspath(folder)}",
        )
    if "cannot use bare repository" in said:
        return Fault(f"{folder} is a bare repository, or looks like one (HEAD, objects, refs)",
                     "clone it and run gtm there, or take these files out of the workspace")  # fmt: skip
    if "not a git repository" in said:
        return Fault(f"{folder} is not in a git repository", "git init starts one; then commit the workspace")
    return None


def unmerged(repository: Repository) -> tuple[str, ...] | Fault:
    """Files of the workspace that an unfinished merge holds in several versions, in the order of git."""
    found = run(repository.folder, "ls-files", "--unmerged", "-z", "--", ".")
    if isinstance(found, Fault):
        return found
    if found.code:
        return found.fault
    entries = os.fsdecode(found.out).split("\0")
    return tuple(dict.fromkeys(entry.partition("\t")[2] for entry in entries if entry))
