"""Knows how an item was changed by a persona that a launch serves.

It must not know what else a persona says, so that a launch without personas never loads their records.
"""

from typing import Any, Literal, NamedTuple

from gtm.source import Spot


class Changed(NamedTuple):
    """What a persona that a launch serves does to one of its items."""

    persona: str
    what: Literal["added", "due", "effort"]
    spot: Spot
    before: Any = None  # a due date or an effort
    after: Any = None
    why: str | None = None
