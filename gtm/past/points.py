"""Knows the launch at each of some commits, as one point each, kept from run to run beside git's own data.

A point is kept under what it follows from: the files, the day, this program. It must not draw anything.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import gtm
from gtm import history, pipeline
from gtm.analysis import trend, trend_kept
from gtm.analysis.snapshot import Snapshot
from gtm.analysis.trend import Point
from gtm.history import Commit, Fault
from gtm.past.commits import Dated, Walk

_MOST = 5_000  # points kept


def points(found: Walk, commits: Sequence[Dated]) -> tuple[Point, ...] | Fault:
    """A point a commit, from the first one that has the launch; one that cannot be read is a point with a fault."""
    mark = _mark()
    kept = history.recall(found.repository, mark)
    keys = [_key(one.commit.files, one.day, found.name) for one in commits]
    fault = history.load(
        found.blobs, [one.commit.files for one, key in zip(commits, keys, strict=True) if key not in kept]
    )
    if fault is not None:
        return fault
    out: list[Point] = []
    used: dict[str, Any] = {}
    for one, key in zip(commits, keys, strict=True):
        point = _kept(kept[key], one.commit) if key in kept else None
        if point is None and kept.get(key, ...) is not None:
            worked = _point(found, one)
            if isinstance(worked, Fault):
                return worked
            point = worked
        used[key] = trend_kept.plain(point) if point is not None else None
        if point is not None:
            out.append(point)
        elif out:
            out.append(Point(one.commit.id, one.day, one.commit.subject, "the launch is not there"))
    if not used.items() <= kept.items():
        history.keep(found.repository, mark, {**kept, **used} if len(kept) < _MOST else used)
    return tuple(out)


def snapshot(found: Walk, one: Dated) -> Snapshot | Fault | None:
    """The launch as it was in a commit on its day; None where it is not there, or cannot be read."""
    files = _files(found, one.commit)
    if isinstance(files, Fault):
        return files
    if found.name not in files.launches or pipeline.unusable(files):
        return None
    return pipeline.compile(files, one.day, found.name, placed=False)


def _kept(written: Any, commit: Commit) -> Point | None:
    point = trend_kept.point(written)
    return replace(point, commit=commit.id, subject=commit.subject) if point is not None else None


def _point(found: Walk, one: Dated) -> Point | Fault | None:
    """The point of a commit; None where there is no such launch."""
    files = _files(found, one.commit)
    if isinstance(files, Fault):
        return files
    if found.name not in files.launches:
        hidden = any(path.startswith(f"launches/{found.name}/") for path in files.unread)
        fault = "the launch could not be read" if hidden else ""
    else:
        fault = pipeline.unusable(files)
        if not fault:
            whole = pipeline.compile(files, one.day, found.name, placed=False)
            return trend.point(one.commit.id, one.commit.subject, whole)
    return Point(one.commit.id, one.day, one.commit.subject, fault) if fault else None


def _files(found: Walk, commit: Commit) -> pipeline.Files | Fault:
    tree = history.planted(commit.files, found.blobs)
    return tree if isinstance(tree, Fault) else pipeline.read(tree, found.known)


def _key(files: Mapping[str, Any], day: date, name: str) -> str:
    """What a point follows from."""
    listed = "\0".join(f"{path}\0{entry.mode} {entry.blob}" for path, entry in sorted(files.items()))
    return hashlib.sha256(f"{name} {day}\0{listed}".encode("utf-8", "surrogateescape")).hexdigest()


@cache
def _mark() -> str:
    """This program: its version, and when its source was last touched."""
    root = os.path.dirname(gtm.__file__)
    found = [os.stat(os.path.join(folder, name)) for folder, _, names in os.walk(root) for name in names
             if name.endswith(".py")]  # fmt: skip
    return f"{gtm.__version__} {len(found)} {max(one.st_mtime_ns for one in found)} {sum(one.st_size for one in found)}"
