"""Knows how to let text from files through without letting it speak: no escapes, no hidden turns.

Also how to lay out plain tables for pipes: no boxes, no colour, nothing cut.
"""

import re
from collections.abc import Iterable, Sequence

# Control characters and the marks that turn reading direction for the text around them. The joiners
# that Persian and emoji need stay.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+")


def clean(text: str) -> str:
    """Text of a file as one harmless line."""
    return _UNSAFE.sub(" ", text) if _UNSAFE.search(text) else text


def table(rows: Iterable[Sequence[str]], gap: str = "  ") -> list[str]:
    """Rows as aligned columns, each as wide as its widest cell; the last one is never padded."""
    cells = [[clean(cell) for cell in row] for row in rows]
    if not cells:
        return []
    widths = [max(len(row[at]) if at < len(row) else 0 for row in cells) for at in range(max(map(len, cells)))]
    return [gap.join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in cells]
