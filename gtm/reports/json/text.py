"""Knows how a value is written as JSON: plain numbers, ISO days, harmless text.

It must not know launches.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from gtm.dates import never

FORMAT_VERSION = "1.0"

# Characters that would act on the terminal or the build log that shows the answer: controls, marks
# that turn the reading direction, halves of characters, and `##` before a bracket, which some
# build systems obey anywhere in a line. Written as \uXXXX they are the same text to a reader.
_ACTING = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]|#(?=#(?:\\[|vso\\[))"
)


def dump(answer: Mapping[str, Any]) -> str:
    """One answer as text, with the format version first and a line end last."""
    whole = {"format_version": FORMAT_VERSION, **answer}
    text = json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False)
    return _ACTING.sub(_escape, text) + "\n"


def line(answer: Mapping[str, Any]) -> str:
    """One entry on a line of its own, with the format version first."""
    whole = {"format_version": FORMAT_VERSION, **answer}
    return _ACTING.sub(_escape, json.dumps(whole, ensure_ascii=False, allow_nan=False)) + "\n"


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return "\\u0023" if character == "#" else json.dumps(character)[1:-1]


def day(value: date | None) -> str | None:
    """A date as 2027-01-31, without its weekday; null for one that never comes."""
    return value.isoformat() if value is not None and not never(value) else None


def slack(days: int | None, finish: date | None) -> int | None:
    """Working days of slack; null for what never comes, where a count of days says nothing."""
    return None if finish is not None and never(finish) else days


def number(value: float, digits: int = 2) -> float | int:
    """A number without the dust of binary fractions; whole ones without a point."""
    short = round(value, digits)
    return int(short) if short == int(short) else short


def share(part: int, whole: int) -> float | int | None:
    """A part of a whole from 0 to 1, cut to thousandths so that only all is 1; null of nothing."""
    return number(part * 1000 // whole / 1000, 3) if whole else None
