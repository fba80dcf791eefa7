"""Knows how much text travels in a page: column by column, gzip, as base64 in a script element.

Browsers unpack it themselves (DecompressionStream), a shell does with `base64 -d | gunzip`. It must
not know what the text says.
"""

import gzip
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence

COLUMN, CELL = "\x1d", "\x1e"  # no text of a page holds them


def packed(text: str) -> str:
    """Letters that may stand in any element: A-Z, a-z, 0-9, + / =. The same text gives the same ones."""
    return b64encode(gzip.compress(text.encode("utf-8", "replace"), 9, mtime=0)).decode("ascii")


def unpacked(letters: str) -> str:
    """The text again."""
    return gzip.decompress(b64decode(letters)).decode()


def columns(names: Iterable[str], rows: Sequence[Mapping[str, str]]) -> str:
    """A table as text, like beside like, which packs a fifth better: each column begins with its name."""
    return COLUMN.join(CELL.join([name, *(row.get(name, "") for row in rows)]) for name in names)
