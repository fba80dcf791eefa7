"""Knows a file beside git's own data in which answers about commits are kept from run to run.

What it says is a help, never a source: a file that is missing, torn, too large or of another mark
counts as empty, and a disk that cannot be written as no reason to fail.
"""

import json
import os
from collections.abc import Mapping
from typing import Any

from gtm.history.repository import Repository

_FILE = os.path.join("gtm", "points.json")
_LARGEST = 32 << 20


def recall(repository: Repository, mark: str) -> dict[str, Any]:
    """What was kept under a mark, by key."""
    try:
        path = os.path.join(repository.git_dir, _FILE)
        if os.path.getsize(path) > _LARGEST:
            return {}
        with open(path, encoding="utf-8") as stream:
            found = json.load(stream)
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict) or found.get("mark") != mark or not isinstance(found.get("points"), dict):
        return {}
    points: dict[str, Any] = found["points"]
    return points


def keep(repository: Repository, mark: str, points: Mapping[str, Any]) -> None:
    """Keep these, and only these, under a mark."""
    path = os.path.join(repository.git_dir, _FILE)
    beside = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(beside, "w", encoding="utf-8") as stream:
            json.dump({"mark": mark, "points": points}, stream)
        os.replace(beside, path)
    except (OSError, ValueError):
        try:
            os.unlink(beside)
        except OSError:
            return
