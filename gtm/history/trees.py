"""Knows how the files of a commit become a Tree, as gtm.disk reads them from a folder.

One `ls-tree` for the names and one `cat-file --batch` for the bytes. It must not know YAML.
"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from gtm.disk import FOLDERS, TOP, Tree, hidden
from gtm.history.git import Fault, run, start
from gtm.history.repository import Repository

_LINK, _MODULE = "120000", "160000"
_DEPTH = 8


class Entry(NamedTuple):
    """One file of a commit: its mode, and the id of its bytes."""

    mode: str
    blob: str


class Blobs:
    """The bytes of blobs, each read once. Larger ones are kept up to just beyond `limit` bytes."""

    def __init__(self, repository: Repository, limit: int) -> None:
        self._folder, self._limit = repository.folder, limit
        self._known: dict[str, bytes] = {}

    def load(self, ids: Iterable[str]) -> Fault | None:
        """Read what is not known yet, in one run of git."""
        missing = [id for id in dict.fromkeys(ids) if id not in self._known]
        if not missing:
            return None
        with TemporaryFile() as given:  # a file, so that neither side can wait for the other
            given.write("".join(f"{id}\n" for id in missing).encode("ascii"))
            given.seek(0)
            process = start(self._folder, ["cat-file", "--batch", "--buffer"], given)
            if isinstance(process, Fault):
                return process
            assert process.stdout is not None
            with process:
                for id, content in zip(missing, self._contents(process.stdout), strict=False):
                    if content is not None:
                        self._known[id] = content
        lost = sum(id not in self._known for id in missing)
        return Fault(f"git does not have the bytes of {lost} files", "git fetch, then try again") if lost else None

    def _contents(self, out: IO[bytes]) -> Iterator[bytes | None]:
        """What the process writes: a line that says the size, the bytes, a line end."""
        while header := out.readline():
            kind, _, size = header.rstrip(b"\n").rpartition(b" ")
            if not size.isdigit() or not kind.endswith(b" blob"):
                yield None
                continue
            left = int(size) + 1
            kept = out.read(min(left, self._limit + 1))
            whole = int(size) <= self._limit
            left -= len(kept)
            while left > 0 and (piece := out.read(min(left, 1 << 20))):
                left -= len(piece)
            yield kept[: int(size)] if whole else kept

    def __getitem__(self, id: str) -> bytes:
        return self._known[id]


def entries(repository: Repository, commit: str) -> dict[str, Entry] | Fault:
    """Every file of the workspace's folder at a commit, by its path there; {} when the folder is not there."""
    found = run(repository.folder, "ls-tree", "-r", "-z", "--full-tree", f"{commit}:{repository.prefix.rstrip('/')}")
    if isinstance(found, Fault):
        return found
    if found.code:
        known = run(repository.folder, "cat-file", "-e", f"{commit}^{{tree}}")
        whole = not isinstance(known, Fault) and not known.code
        return {} if whole else found.fault
    out: dict[str, Entry] = {}
    for line in found.out.decode("utf-8", "surrogateescape").split("\0"):
        if line:
            head, _, path = line.partition("\t")
            mode, _, blob = head.split(" ")
            out[path] = Entry(mode, blob)
    return out


def tree(repository: Repository, commit: str, blobs: Blobs) -> Tree | Fault:
    """The workspace as it was in a commit."""
    found = entries(repository, commit)
    return found if isinstance(found, Fault) else planted(found, blobs)


def load(blobs: Blobs, commits: Iterable[Mapping[str, Entry]]) -> Fault | None:
    """Read what many commits need in one run of git."""
    return blobs.load(entry.blob for found in _distinct(commits) for entry in _sorted(found)[0].values())


def _distinct(commits: Iterable[Mapping[str, Entry]]) -> Iterator[Mapping[str, Entry]]:
    """Each listing without the entries of the one before it."""
    before: Mapping[str, Entry] = {}
    for found in commits:
        yield {path: entry for path, entry in found.items() if before.get(path) != entry}
        before = found


def planted(found: Mapping[str, Entry], blobs: Blobs) -> Tree | Fault:
    """The workspace that some entries make up."""
    wanted, faults, strays = _sorted(found)
    fault = blobs.load(entry.blob for entry in wanted.values())
    if fault is not None:
        return fault
    files: dict[str, bytes] = {}
    for path, entry in wanted.items():
        if entry.mode != _LINK:
            files[path] = blobs[entry.blob]
            continue
        target = _target(path, blobs[entry.blob])
        if target is None or target not in found:
            faults.append((path, "the link leaves the workspace" if target is None else "the link leads nowhere"))
        elif found[target].mode in {_LINK, _MODULE}:
            faults.append((path, "the link leads to another link"))
        else:
            fault = blobs.load([found[target].blob])
            if fault is not None:
                return fault
            files[path] = blobs[found[target].blob]
    there = frozenset(path for path, entry in found.items() if entry.mode not in {_LINK, _MODULE})

    def fetch(path: str) -> tuple[bytes, str]:
        path = posixpath.normpath(path)
        if path not in there or blobs.load([found[path].blob]) is not None:
            return b"", "there is no such file"
        return blobs[found[path].blob], ""

    def holds(path: str) -> bool:
        return posixpath.normpath(path) in there

    return Tree(files, tuple(sorted(faults)), tuple(sorted(strays)), holds, fetch)


def _sorted(found: Mapping[str, Entry]) -> tuple[dict[str, Entry], list[tuple[str, str]], list[str]]:
    """What is read, what is at fault and what is stray among the entries."""
    wanted: dict[str, Entry] = {}
    faults: list[tuple[str, str]] = []
    strays: list[str] = []
    for path, entry in found.items():
        parts = path.split("/")
        if path not in TOP and (len(parts) < 2 or parts[0] not in FOLDERS or any(one.startswith(".") for one in parts)):
            if parts[0] in FOLDERS and hidden(path) and not any(one.startswith(".") for one in parts[:-1]):
                strays.append(path)
            continue
        if entry.mode == _MODULE:
            faults.append((path, "another repository (a submodule) stands in its place"))
        elif len(parts) > _DEPTH + 1:
            faults.append((path, "folders are nested too deep"))
        elif path.endswith((".yaml", ".yml")):
            wanted[path] = entry
        else:
            strays.append(path)
    return wanted, faults, strays


def _target(path: str, link: bytes) -> str | None:
    """Where a link in the workspace leads; None when out of it."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link.decode("utf-8", "surrogateescape")))
    return None if target.startswith(("/", "../")) or target in {"..", "."} else target
