"""Knows the commits of a workspace along first parents, each with its day. It must not compile any of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from gtm import history, pipeline
from gtm.history import Commit, Fault, Repository
from gtm.history.repository import DEEPER
from gtm.past.moments import moment

Kept = pipeline.Known


class Dated(NamedTuple):
    """A commit and the day it counts for."""

    commit: Commit
    day: date


@dataclass(frozen=True)
class Walk:
    """The commits of one launch's workspace, oldest first, and what was read of them so far."""

    repository: Repository
    files: pipeline.Files
    name: str
    commits: tuple[Dated, ...]
    blobs: history.Blobs
    known: Kept

    @property
    def cut(self) -> Fault | None:
        """Why this is not the whole history, if so."""
        if not self.repository.shallow:
            return None
        return Fault("this clone holds only part of the history, so it would be drawn wrong", DEEPER)


def walk(root: str, files: pipeline.Files, name: str) -> Walk | Fault:
    """The commits on the branch that is checked out which touch the workspace."""
    repository = history.open_repository(root)
    if isinstance(repository, Fault):
        return repository
    if repository.head is None:
        return Fault("nothing is committed yet, so there is no history", "commit the workspace first")
    log = history.log(repository, repository.head)
    if isinstance(log, Fault):
        return log
    found: list[Dated] = []
    for one in log:
        day = pipeline.day_of(files, moment(one.when))
        # A clock that went wrong does not turn time back.
        found.append(Dated(one, max(day, found[-1].day) if found else day))
    # Most files of most commits are those that lie here: they are not read again.
    known: Kept = {(one.path, files.tree.files[one.path]): (one, ()) for one in files.documents}
    return Walk(repository, files, name, tuple(found), history.Blobs(repository, pipeline.MAX_BYTES), known)


def begun(found: Walk, name: str) -> date | Fault | None:
    """The day of a commit, branch or tag on this branch; None when it is not on it."""
    commit = history.resolve(found.repository, name)
    if isinstance(commit, Fault):
        return commit
    log = history.log(found.repository, commit)
    if isinstance(log, Fault):
        return log
    earlier = {one.id for one in log}
    return next((one.day for one in reversed(found.commits) if one.commit.id in earlier), None)


def last_of_days(commits: Sequence[Dated]) -> list[Dated]:
    """The last commit of each day."""
    return list({one.day: one for one in commits}.values())


def sampled(commits: Sequence[Dated], most: int) -> tuple[list[Dated], str]:
    """The last commit of each day, or of each week or more where there are too many; and how often that is.

    What is taken depends on the commits alone. The first and the last always stay.
    """
    days = last_of_days(commits)
    if len(days) <= most:
        return days, "day"
    weeks = 1
    while len(kept := _last_of_weeks(days, weeks)) > most:
        weeks += 1
    return kept, "week" if weeks == 1 else f"{weeks} weeks"


def _last_of_weeks(days: Sequence[Dated], weeks: int) -> list[Dated]:
    kept = {(one.day.toordinal() - 1) // (7 * weeks): one for one in days[1:]}
    return [days[0], *kept.values()]
