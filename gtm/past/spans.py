"""Knows which commits an answer is about: from where to where, and how many of them. It must not compile any."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gtm.analysis.reviews import Review, last_before
from gtm.analysis.words import many
from gtm.dates import say
from gtm.history import Fault
from gtm.past.commits import Dated, Walk, begun, last_of_days, sampled


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for. Days are dates, commits are names; at most one beginning is given.

    `every` takes all commits, `most` not more than so many; else the last one of each day. Without
    `changes` nobody asks what changed from the first to the last.
    """

    since: date | str | None = None
    last_review: bool = False
    review: date | None = None
    until: date | str | None = None
    every: bool = False
    most: int | None = None
    changes: bool = True

    @property
    def begins(self) -> bool:
        return self.since is not None or self.last_review or self.review is not None


@dataclass(frozen=True, slots=True)
class Span:
    """The commits of an answer; `review` is the one it begins with, `end` the day it ends."""

    commits: tuple[Dated, ...]
    end: date
    review: Review | None
    notes: tuple[str, ...]
    whole: bool  # whether it begins where the history begins


def span(found: Walk, asked: Asked, reviews: tuple[Review, ...], today: date) -> Span | Fault:
    """The commits asked for; a Fault where a name is unknown, or the clone does not reach that far back."""
    ended = _ended(found, asked.until, today)
    if isinstance(ended, Fault):
        return ended
    commits, end, notes = ended
    begin = _begin(found, commits, asked, reviews, end)
    if isinstance(begin, Fault):
        return begin
    at, review = begin
    if asked.begins and review is None and (asked.last_review or asked.review):
        notes.append(_none(asked))
    if found.cut is not None and not at:
        return found.cut
    kept = commits[at:]
    if asked.since is not None and not kept:
        notes.append("No commit touches the workspace in that time.")
    picked, often = _picked(kept, asked)
    if review is not None and kept and (not picked or picked[0] is not kept[0]):
        picked = [kept[0], *picked]
    if often != "day":
        notes.append(f"Of many commits the last one of every {often} is taken.")
    return Span(tuple(picked), end, review, tuple(notes), not at)


def _ended(found: Walk, until: date | str | None, today: date) -> tuple[list[Dated], date, list[str]] | Fault:
    """The commits up to the end, the day that is, and what was left out of it."""
    if isinstance(until, str):
        day = begun(found, until)
        if isinstance(day, Fault):
            return day
        if day is None:
            return Fault(f"`{until}` lies on no commit of this branch that touches the workspace", unknown=True)
        return [one for one in found.commits if one.day <= day], day, []
    end = until or today
    kept = [one for one in found.commits if one.day <= end]
    future = len(found.commits) - len(kept)
    said = [f"{many(future, 'commit')} of later days than {end} left out."] if future and until is None else []
    if until is not None and not kept:
        return Fault(f"nothing was committed by {say(until)}", unknown=True)
    return kept, end, said


def _begin(
    found: Walk, commits: Sequence[Dated], asked: Asked, reviews: tuple[Review, ...], end: date
) -> tuple[int, Review | None] | Fault:
    """Where the answer begins among the commits, and the review it begins with."""
    if asked.last_review:
        review = last_before(reviews, end)
        at = next((at for at, one in enumerate(commits) if review is not None and one.commit.id == review.commit), None)
        return (at, review) if at is not None else (0, None)
    if asked.review is not None:
        before = [at for at, one in enumerate(commits) if one.day <= asked.review]
        if not before:
            return 0, None
        held = tuple(word for one in reviews if one.day == asked.review for word in one.decided)
        return before[-1], Review(commits[before[-1]].commit.id, asked.review, held)
    day = begun(found, asked.since) if isinstance(asked.since, str) else asked.since
    if isinstance(day, Fault):
        return day
    return (next((at for at, one in enumerate(commits) if one.day >= day), len(commits)) if day else 0), None


def _none(asked: Asked) -> str:
    if asked.review is not None:
        return f"Nothing was committed by {say(asked.review)}, so this begins with the first commit."
    return "No earlier commit brought a sign-off or a decision, so this begins with the first commit."


def _picked(kept: Sequence[Dated], asked: Asked) -> tuple[list[Dated], str]:
    if asked.every:
        return list(kept), "day"
    return sampled(kept, asked.most) if asked.most is not None and kept else (last_of_days(kept), "day")
