"""Knows where the files of a workspace stand in git, and how that is said in a few words.

It must not ask git, a disk or a clock.
"""

from dataclasses import dataclass
from datetime import date, datetime

from gtm.analysis.words import many, short_day

_SHORT = 7


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Branch and commit of a workspace, in its own time zone.

    `upstream` is the branch on the server that this one follows, as far as it was fetched; `ahead` and
    `behind` count commits against it, `changed` counts files of the workspace that are not committed.
    """

    branch: str | None  # None: no branch is checked out
    commit: str | None  # None: nothing is committed yet
    committed: datetime | None = None
    upstream: str | None = None
    ahead: int = 0
    behind: int = 0
    fetched: datetime | None = None
    changed: int = 0
    unmerged: int = 0


def said(one: Whereabouts, as_of: date, branch: bool = True) -> tuple[str, ...]:
    """`main 3f9c2ab of Tue 19 Jan, 08:55` and `2 files not committed`; without the branch's name on request."""
    if one.commit is None:
        return (f"nothing is committed yet on {one.branch}" if one.branch and branch else "nothing is committed yet",)
    name = (one.branch or "no branch,") if branch else "commit"
    when = f" of {_moment(one.committed, as_of)}" if one.committed is not None else ""
    parts = [f"{name} {one.commit[:_SHORT]}{when}"]
    if one.unmerged:
        parts.append(f"a merge is not finished: {many(one.unmerged, 'file')} in several versions")
    if one.changed:
        parts.append(f"{many(one.changed, 'file')} not committed")
    if one.ahead:
        parts.append(f"{many(one.ahead, 'commit')} not pushed")
    return tuple(parts)


def behind(one: Whereabouts, as_of: date, now: datetime | None = None) -> str:
    """`3 commits behind origin/main, fetched 2 hours ago`; empty when nothing newer was fetched."""
    if not one.behind:
        return ""
    text = f"{many(one.behind, 'commit')} behind {one.upstream}"
    if one.fetched is None:
        return text
    when = _ago(one.fetched, now) if now is not None else _moment(one.fetched, as_of)
    return f"{text}, fetched {when}"


def _moment(when: datetime, as_of: date) -> str:
    return f"{short_day(when.date(), as_of)}, {when:%H:%M}"


def _ago(when: datetime, now: datetime) -> str:
    minutes = max(int((now - when).total_seconds() // 60), 0)
    if minutes < 1:
        return "just now"
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            return f"{many(minutes // size, word)} ago"
    return "just now"
