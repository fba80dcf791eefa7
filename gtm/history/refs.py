"""Knows how a name becomes a commit: branches, tags, hashes, the main branch, the common ancestor.

A name is never taken for an option. It must not know what is in a commit.
"""

from gtm.history.git import Fault, run
from gtm.history.repository import DEEPER, Repository

# Local names come after the server's, because a local main may be months old.
_MAIN = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/heads/main", "refs/remotes/origin/master",
         "refs/heads/master")  # fmt: skip


def resolve(repository: Repository, name: str) -> str | Fault:
    """The hash of the commit a name means."""
    if not name:
        return Fault("an empty name is no commit", unknown=True)
    found = run(repository.folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if isinstance(found, Fault):
        return found
    if not found.code:
        return found.text
    if repository.shallow:
        return Fault(f"git knows no commit `{name}` here, and this clone holds only part of the history", DEEPER)
    if repository.head is None:
        return Fault(f"git knows no commit `{name}`: nothing is committed yet", unknown=True)
    return Fault(f"git knows no commit, branch or tag `{name}`", unknown=True)


def names(repository: Repository) -> tuple[str, ...]:
    """Branches and tags, as people write them; for suggestions."""
    found = run(
        repository.folder, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags"
    )
    return tuple(found.text.split("\n")) if not isinstance(found, Fault) and found.out else ()


def main_branch(repository: Repository) -> tuple[str, str] | Fault:
    """The main branch: its short name and its commit."""
    for ref in _MAIN:
        found = run(repository.folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        if isinstance(found, Fault):
            return found
        if not found.code:
            return _short(repository, ref), found.text
    if repository.head is None:
        return Fault("nothing is committed yet, so there is nothing to compare with", "commit the workspace first")
    help = DEEPER if repository.shallow else "name one: gtm diff BASE"
    return Fault("there is no main branch here (origin/HEAD, main or master)", help)


def _short(repository: Repository, ref: str) -> str:
    if ref.endswith("/HEAD"):
        found = run(repository.folder, "symbolic-ref", "--quiet", ref)
        if not isinstance(found, Fault) and not found.code:
            ref = found.text
    return ref.removeprefix("refs/heads/").removeprefix("refs/remotes/")


def merge_base(repository: Repository, one: str, other: str) -> str | Fault:
    """The commit at which two histories (given as hashes) parted."""
    found = run(repository.folder, "merge-base", one, other)
    if isinstance(found, Fault):
        return found
    if not found.code:
        return found.text
    if repository.shallow:
        return Fault("this clone holds only part of the history, so where the branch began is unknown", DEEPER)
    return Fault("the two histories have no commit in common", "name the commit to compare with: gtm diff BASE")
