"""Knows how a rule over a column writes its values: a word, or a range of numbers such as 50..499, ..49 or 500..

It must not know columns or customers.
"""

import re
from typing import NamedTuple

_NUMBER = r"[+-]?\d{1,15}(?:\.\d{1,9})?"
_RANGE = re.compile(rf"\s*({_NUMBER})?\s*\.\.\s*({_NUMBER})?\s*")


class Range(NamedTuple):
    """Numbers from `low` to `high`, both included."""

    low: float
    high: float

    def __contains__(self, number: object) -> bool:
        return isinstance(number, float) and self.low <= number <= self.high


def meant_as_range(text: str) -> bool:
    """Whether a value is written like a range, well or not."""
    return ".." in text


def parse(text: str) -> Range | None:
    """The range a value says; None when it is none, has no end, or ends before it begins."""
    match = _RANGE.fullmatch(text)
    if match is None or match[1] is match[2] is None:
        return None
    low = float(match[1]) if match[1] else float("-inf")
    high = float(match[2]) if match[2] else float("inf")
    return Range(low, high) if low <= high else None
