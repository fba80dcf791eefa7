"""Knows what a file of customers looks like once it is sorted: who is what and why, totals, what stood in the way.

It must not know how files are read.
"""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from gtm.analysis.personas import AMBIGUOUS, NO_RULE, UNANSWERED, Match

UNKNOWN_ANSWER, MISSING_COLUMN, DUPLICATE, NO_ID, SHORT_ROW, LONG_ROW, NOT_A_NUMBER, MORE, UNUSABLE = (
    "unknown-answer", "missing-column", "duplicate-customer", "no-id", "short-row", "long-row", "not-a-number", "more",
    "unusable",
)  # fmt: skip
DIFFERING = "rows differ"  # the doubt about a customer of whom two rows say different things


class Trouble(NamedTuple):
    """Something wrong with the file: the first line it stands in, how many rows it is about, what to write."""

    line: int  # 0: the file as a whole
    kind: str
    message: str
    help: str
    rows: int = 1


class Customer(NamedTuple):
    """One customer, sorted."""

    line: int  # of the row, in a YAML file the number of the entry until its line is asked for
    id: str
    name: str
    match: Match
    segments: tuple[tuple[str, str], ...]  # each with the rule that takes the customer
    unknown: tuple[str, ...]  # groups and segments that cannot be told


@dataclass(frozen=True)
class Sorted:
    """A file of customers, sorted, in the order of its rows."""

    path: str
    customers: tuple[Customer, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    usable: bool = True  # whether the file could be read

    @property
    def by_persona(self) -> dict[str, int]:
        """How many customers each persona has."""
        return Counter(one.match.persona for one in self.customers if one.match.persona is not None)

    @property
    def by_segment(self) -> dict[str, int]:
        """How many customers each segment has."""
        return Counter(id for one in self.customers for id, _ in one.segments)

    @property
    def together(self) -> dict[tuple[str, str], int]:
        """How many customers each persona has in each segment."""
        pairs = ((one.match.persona, id) for one in self.customers for id, _ in one.segments)
        return Counter((persona, id) for persona, id in pairs if persona is not None)

    @property
    def untold(self) -> dict[str, int]:
        """How many customers each group of segments cannot place."""
        return Counter(of for one in self.customers for of in one.unknown)

    @property
    def unsorted(self) -> dict[tuple[str, str], list[Customer]]:
        """Customers without a persona by the reason, the most frequent first."""
        found: dict[tuple[str, str], list[Customer]] = {}
        for one in self.customers:
            if one.match.persona is None:
                found.setdefault((one.match.doubt, one.match.why), []).append(one)
        return dict(sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0])))


def reason(doubt: str, about: str) -> str:
    """Why a customer has no persona, in a line."""
    if doubt == UNANSWERED:
        return f"not answered: {about}" if about else "no intake answers"
    if doubt == AMBIGUOUS:
        return f"fits {about}: the rules overlap"
    if doubt == NO_RULE:
        return f"no persona takes {about}"
    return "its rows say different things"
