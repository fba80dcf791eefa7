"""Knows one file's text and how to name a place in it: a Span (line and column) or a Spot (a key route).

It must not know YAML, rules or launches.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

Route = tuple[str | int, ...]

# Control characters, halves and hidden characters, the marks that turn reading direction for the text
# around them, and what build logs obey: `::` where a line may begin, `##[`. The joiners that Persian
# and emoji need stay.
_HIDDEN = (
    "\x00-\x1f\x7f-\x9f\u00ad\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
)
_UNSAFE = re.compile(f"\\A[\\s{_HIDDEN}]*:+(?=:)|[{_HIDDEN}]+|#(?=#(?:\\[|vso\\[))")


def clean(text: str) -> str:
    """Text of a file as one harmless line: no escapes, no line ends, no hidden turns."""
    return _UNSAFE.sub(" ", text) if _UNSAFE.search(text) else text


class Spot(NamedTuple):
    """A place named by what stands there: a file and the keys that lead to the value.

    Cheap to make and independent of lines; the pipeline turns it into a Span only when
    something has to be said about it.
    """

    path: str
    route: Route = ()
    key: bool = False  # point at the last key instead of its value

    def __truediv__(self, step: str | int) -> "Spot":
        return Spot(self.path, (*self.route, step))

    def at_key(self) -> "Spot":
        """The same place, pointing at the key itself."""
        return Spot(self.path, self.route, key=True)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one file: 1-based lines and columns in characters, the end column exclusive.

    Line 0 means the file as a whole.
    """

    path: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    @property
    def whole_file(self) -> bool:
        return self.line == 0

    def __str__(self) -> str:
        return self.path if self.whole_file else f"{self.path}:{self.line}:{self.column}"


class Lines:
    """Turns character offsets of one text into 1-based lines and columns."""

    __slots__ = ("_known", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: list[int] | None = None

    @property
    def _starts(self) -> list[int]:
        """Where each line starts; found when first asked for, since most files are never spoken of."""
        if self._known is None:
            starts, at = [0], self.text.find("\n") + 1
            while at > 0:
                starts.append(at)
                at = self.text.find("\n", at) + 1
            self._known = starts
        return self._known

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of a character offset."""
        from bisect import bisect_right

        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, path: str, start: int, end: int) -> Span:
        """The span between two character offsets, without trailing blank characters."""
        text = self.text
        end = min(end, len(text))
        start = min(start, end)
        while end > start and text[end - 1] in " \t\r\n":
            end -= 1
        line, column = self.place(start)
        end_line, end_column = self.place(end)
        return Span(path, line, column, end_line, end_column)

    def line(self, number: int) -> str:
        """The text of a 1-based line, without its line end; empty beyond the last one."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].rstrip("\r")
