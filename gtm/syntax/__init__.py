"""Knows YAML text: one pass over libyaml's events into plain rows with the place of every field.

It must not know what a key means. This is the only package that knows yaml.
"""

from gtm.syntax.documents import MAX_BYTES, decode, read
from gtm.syntax.events import FAST, MAX_DEPTH, Rows, load
from gtm.syntax.places import Locator, Place, places
from gtm.syntax.rules import (
    BAD_YAML,
    CONFLICT,
    CUT_TEXT,
    DUPLICATE_KEY,
    ENCODING,
    STRAY,
    TOO_MUCH,
    UNREADABLE,
    UNSUPPORTED,
)

__all__ = [
    "BAD_YAML",
    "CONFLICT",
    "CUT_TEXT",
    "DUPLICATE_KEY",
    "ENCODING",
    "FAST",
    "MAX_BYTES",
    "MAX_DEPTH",
    "STRAY",
    "TOO_MUCH",
    "UNREADABLE",
    "UNSUPPORTED",
    "Locator",
    "Place",
    "Rows",
    "decode",
    "load",
    "places",
    "read",
]
