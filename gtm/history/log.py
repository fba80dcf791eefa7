"""Knows the commits of a branch along first parents, and which files each of them changed.

One `log --raw`: the files at every commit follow from it without asking again. It must not know
what the files say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gtm.history.git import Fault, run
from gtm.history.repository import Repository
from gtm.history.trees import Entry

_FORMAT = "tformat:%H%x00%ct%x00%s"


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit: its hash, when it was committed (seconds since 1970), and its first line.

    `files` are those of the workspace, as they were then; it is shared and must not be changed.
    """

    id: str
    when: int
    subject: str
    files: Mapping[str, Entry]


def log(repository: Repository, head: str) -> tuple[Commit, ...] | Fault:
    """Those first parents of a commit (a hash) that touch the workspace, oldest first.

    A shallow clone's begin where it was cut off.
    """
    words = ("log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--root", "-z", "--reverse",
             "--relative", f"--format={_FORMAT}", head, "--", ".")  # fmt: skip
    found = run(repository.folder, *words)
    if isinstance(found, Fault):
        return found
    if found.code:
        return found.fault
    return tuple(_commits(found.out.decode("utf-8", "surrogateescape")))


def _commits(out: str) -> Iterator[Commit]:
    """Three tokens a commit, then two a file: those of a file begin with a colon, no hash does."""
    tokens = iter(out.split("\0"))
    files: dict[str, Entry] = {}
    head: tuple[str, int, str] | None = None
    for word in tokens:
        token = word.lstrip("\n")
        if token.startswith(":"):
            _, mode, _, blob, letter = token.split(" ")[:5]
            path = next(tokens)
            if letter.startswith("D"):
                files.pop(path, None)
            else:
                files[path] = Entry(mode, blob)
        elif token:
            if head is not None:
                yield Commit(*head, files)
                files = dict(files)
            head = (token, int(next(tokens)), next(tokens))
    if head is not None:
        yield Commit(*head, files)
