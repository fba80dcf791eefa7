"""Knows how many of the files that a report is made of are not in any commit. It must not know what they say."""

from gtm.disk import FOLDERS, TOP
from gtm.history.git import Fault, run


def unsaved(folder: str) -> int:
    """Changed or untracked files among those that are read; what else lies in the folder does not count."""
    places = (*FOLDERS, *sorted(TOP), "report")
    found = run(folder, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *places)
    if isinstance(found, Fault) or found.code:
        return 0
    return sum(bool(entry) for entry in found.out.split(b"\0"))
