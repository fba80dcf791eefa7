"""Knows how a folder becomes a Tree: bytes by path, and what could not be read. It writes nothing.

Links that leave the workspace are not followed, folders named like files and unreadable files are
faults of their own, and only the workspace's folders are looked into.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

FOLDERS = ("calendars", "company", "playbook", "launches")
MARKER = "gtm.yaml"
TOP = frozenset({MARKER, "gtm.yml", "people.yaml", "people.yml"})
MAX_DATA = 64 << 20  # bytes of a file with readings
_MAX_DEPTH = 8


@dataclass(frozen=True)
class Tree:
    """A workspace as bytes: from disk, from a commit, or edited in memory.

    `faults` are (path, reason) of files that are there and could not be read; `strays` are files
    in the workspace's folders that are not YAML; `holds` says whether a proof file exists; `fetch` reads
    a data file that YAML names.
    """

    files: Mapping[str, bytes]
    faults: tuple[tuple[str, str], ...] = ()
    strays: tuple[str, ...] = ()
    holds: Callable[[str], bool] = field(default=lambda _: False)
    fetch: Callable[[str], tuple[bytes, str]] = field(default=lambda _: (b"", "there is no such file"))

    def data(self, path: str) -> tuple[bytes, str]:
        """The bytes of a file that YAML names, or why they cannot be had."""
        known = self.files.get(path)
        return (known, "") if known is not None else self.fetch(path)


def find(start: str) -> str | None:
    """The nearest folder with gtm.yaml, from `start` upwards, as git does."""
    folder = os.path.abspath(start)
    while True:
        if os.path.lexists(os.path.join(folder, MARKER)):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def in_repository(root: str) -> str:
    """The workspace's folder as its git repository names it: "" at the top or outside of any, else "docs/gtm/"."""
    base = folder = os.path.realpath(root)
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above
    inner = os.path.relpath(base, folder).replace(os.sep, "/")
    return "" if inner == "." else f"{inner}/"


def read(root: str, limit: int) -> Tree:
    """Read the workspace at `root`; files larger than `limit` bytes are read only up to just beyond it."""
    base = os.path.realpath(root)
    files: dict[str, bytes] = {}
    faults: list[tuple[str, str]] = []
    strays: list[str] = []
    for path, entry, fault in _walk(base):
        if fault:
            faults.append((path, fault))
            continue
        if not path.endswith((".yaml", ".yml")) or hidden(path):
            strays.append(path)
            continue
        try:
            with open(entry.path, "rb") as stream:
                files[path] = stream.read(limit + 1)
        except OSError as error:
            faults.append((path, (error.strerror or "cannot be read").lower()))

    def holds(path: str) -> bool:
        full = os.path.realpath(os.path.join(base, path))
        return full.startswith(base + os.sep) and os.path.isfile(full)

    return Tree(files, tuple(faults), tuple(sorted(strays)), holds, lambda path: _data(base, path))


def hidden(path: str) -> bool:
    """Whether somebody may think that a hidden file is read; Emacs' locks (`.#legal.yaml`) are none of ours."""
    name = path.rpartition("/")[2]
    return name.startswith(".") and not name.startswith(".#") and name.endswith((".yaml", ".yml"))


def _data(base: str, path: str) -> tuple[bytes, str]:
    """The bytes of a data file inside `base`, or why they cannot be had."""
    full = os.path.realpath(os.path.join(base, path))
    if not full.startswith(base + os.sep):
        return b"", "the link leaves the workspace"
    if not os.path.isfile(full):
        return b"", "not a regular file" if os.path.lexists(full) else "there is no such file"
    try:
        with open(full, "rb") as stream:
            content = stream.read(MAX_DATA + 1)
    except OSError as error:
        return b"", (error.strerror or "cannot be read").lower()
    return (content, "") if len(content) <= MAX_DATA else (b"", f"it is larger than {MAX_DATA >> 20} MiB")


_Found = tuple[str, "os.DirEntry[str]", str]  # path, entry, and why it is not read, if so


def _walk(base: str) -> Iterator[_Found]:
    try:
        top = sorted(os.scandir(base), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in top:
        if entry.name in FOLDERS and _is_folder(entry):
            yield from _folder(base, entry, entry.name, 1)
        elif entry.name in FOLDERS:
            yield entry.name, entry, _fault(base, entry) or "a file has the name of a folder"
        elif entry.name in TOP:  # other YAML up here belongs to other tools and is left alone
            yield entry.name, entry, _fault(base, entry)


def _folder(base: str, folder: "os.DirEntry[str]", name: str, depth: int) -> Iterator[_Found]:
    """The files of a folder; a folder that is not looked into is a fault, never silence."""
    fault = _fault(base, folder)
    if not fault and depth > _MAX_DEPTH:
        fault = "folders are nested too deep"
    try:
        entries = [] if fault else sorted(os.scandir(folder.path), key=lambda entry: entry.name)
    except OSError as error:
        fault = (error.strerror or "cannot be read").lower()
        entries = []
    if fault:
        yield name, folder, fault
    for entry in entries:
        inner = f"{name}/{entry.name}"
        if entry.name.startswith("."):
            if hidden(inner):
                yield inner, entry, ""
            continue
        if _is_folder(entry) and not entry.name.endswith((".yaml", ".yml")):
            yield from _folder(base, entry, inner, depth + 1)
        else:
            yield inner, entry, _misnamed(entry.name) or (_fault(base, entry) if _is_yaml(entry.name) else "")


def _is_yaml(name: str) -> bool:
    return name.endswith((".yaml", ".yml"))


def _misnamed(name: str) -> str:
    """A file that is meant to be read and would not be: what it says must not be left out in silence."""
    return "its ending is not in small letters: .yaml" if _is_yaml(name.lower()) and not _is_yaml(name) else ""


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _fault(base: str, entry: "os.DirEntry[str]") -> str:
    """Why an entry is not read, in plain words; empty when it may be."""
    if entry.is_symlink():
        target = os.path.realpath(entry.path)
        if not target.startswith(base + os.sep):
            return "the link leaves the workspace"
        if not os.path.exists(target):
            return "the link leads nowhere"
        if entry.path.startswith(target + os.sep):
            return "the link leads in a circle"
    if _is_folder(entry) and entry.name.endswith((".yaml", ".yml")):
        return "a folder has the name of a file"
    if not _is_folder(entry) and not entry.is_file():
        return "not a regular file"
    return ""
