"""Knows how a set of new files reaches the disk: all of them or none, and never over another.

They are written into a hidden folder beside their place and then moved there by renaming, so that
an interruption leaves nothing half-written. It must not know what the files say.
"""

import errno
import os
import shutil
from collections.abc import Mapping

from gtm import disk

_LAST = disk.MARKER  # its presence makes a workspace, so it comes when all else is there
_OURS = (_LAST, "people.yaml", *disk.FOLDERS, "evidence")


def refusal(target: str, named: bool) -> str:
    """Why no workspace can be made at `target`, and what to do; empty when it can.

    `named` says whether somebody named the folder: unnamed, it is not made inside another one.
    """
    where = os.path.abspath(target)
    above = disk.find(where)
    if above is not None:
        inside = os.path.relpath(where, above).split(os.sep)[0] in disk.FOLDERS
        if above == where or inside or not named:
            how = "gtm init --launch NAME adds a launch to it, gtm init DIR makes another elsewhere"
            return f"{above} is a workspace already: {how}"
    if os.path.lexists(where) and not os.path.isdir(where):
        return f"{target} is no folder: name one that is empty or not there yet"
    taken = ", ".join(name for name in _OURS if os.path.lexists(os.path.join(where, name)))
    return f"{target} holds {taken} already: name another folder, gtm init DIR" if taken else ""


def bundle(folder: str) -> dict[str, bytes]:
    """Every file below a folder by its path with /, with Unix line ends in YAML."""
    found: dict[str, bytes] = {}
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            full = os.path.join(parent, name)
            with open(full, "rb") as stream:
                content = stream.read()
            path = os.path.relpath(full, folder).replace(os.sep, "/")
            found[path] = content.replace(b"\r\n", b"\n") if path.endswith((".yaml", ".yml")) else content
    return found


def land(root: str, files: Mapping[str, bytes]) -> None:
    """Write new files below `root`, which need not exist yet.

    Raises FileExistsError, with nothing written, when one of them is there already, and OSError
    when the folder cannot be written.
    """
    base = os.path.abspath(root)
    while not os.path.lexists(base):
        base = os.path.dirname(base)
    inner = os.path.relpath(os.path.abspath(root), base)
    prefix = "" if inner == "." else inner.replace(os.sep, "/") + "/"
    whole = {prefix + path: content for path, content in files.items()}
    units = _units(base, whole)
    beside = _hidden(base)
    moved: list[str] = []
    try:
        for path, content in whole.items():
            _write(os.path.join(beside, *path.split("/")), content)
        for unit in units:
            _move(beside, base, unit)
            moved.append(unit)
    except BaseException:
        for unit in reversed(moved):
            _move(base, beside, unit)
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _move(source: str, target: str, unit: str) -> None:
    place = os.path.join(target, *unit.split("/"))
    if os.path.lexists(place):
        raise FileExistsError(errno.EEXIST, "is there already", unit)
    os.rename(os.path.join(source, *unit.split("/")), place)


def _units(base: str, files: Mapping[str, bytes]) -> list[str]:
    """What has to be moved: of each path the first part that is not there yet."""
    found: dict[str, None] = {}
    for path in files:
        parts = path.split("/")
        here = next(
            (n for n in range(1, len(parts)) if not os.path.isdir(os.path.join(base, *parts[:n]))),
            len(parts),
        )
        unit = "/".join(parts[:here])
        if os.path.lexists(os.path.join(base, *parts[:here])):
            raise FileExistsError(errno.EEXIST, "is there already", unit)
        found[unit] = None
    return sorted(found, key=lambda unit: (unit.rsplit("/", 1)[-1] == _LAST, unit))


def _hidden(base: str) -> str:
    """A new hidden folder in `base`, on the same disk, with usual rights."""
    for number in range(1000):
        path = os.path.join(base, f".gtm-new-{os.getpid()}-{number}")
        try:
            os.mkdir(path)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(errno.EEXIST, "too many unfinished folders", os.path.join(base, ".gtm-new-*"))


def _write(path: str, content: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "xb") as stream:
        stream.write(content)
