"""Knows what a review is: a commit that brought a decision, and what was decided in it. It must not know git."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gtm.model import written


@dataclass(frozen=True, slots=True)
class Review:
    """A review that left a trace: its commit, its day, and what was decided, in words of the file's ids."""

    commit: str
    day: date
    decided: tuple[str, ...]


def decided(records: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What the records of one file decide: `learn: go as sponsor, 2 Feb 2027`; a question only once it is chosen."""
    for one in records.get("sign-off", {}).values():
        if isinstance(one, written.SignOffWritten):
            yield f"{one.gate}: {one.decision} as {one.as_}"
    for one in records.get("decision", {}).values():
        if isinstance(one, written.DecisionWritten) and one.chosen is not None:
            yield f"{one.title}: {one.chosen}"


def last_before(found: tuple[Review, ...], day: date) -> Review | None:
    """The last review on an earlier day; what was decided today is the review that asks."""
    return next((one for one in reversed(found) if one.day < day), None)
