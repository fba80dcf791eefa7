"""Knows how to let text from files through without letting it speak: no escapes, no hidden turns.

Also how to lay out plain tables for pipes: no boxes, no colour, nothing cut.
"""

from collections.abc import Iterable, Sequence

from gtm.source import clean

__all__ = ["clean", "table"]


def table(rows: Iterable[Sequence[str]], gap: str = "  ") -> list[str]:
    """Rows as aligned columns, each as wide as its widest cell; the last one is never padded."""
    cells = [[clean(cell) for cell in row] for row in rows]
    if not cells:
        return []
    widths = [max(len(row[at]) if at < len(row) else 0 for row in cells) for at in range(max(map(len, cells)))]
    return [gap.join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in cells]
