"""Knows how styled lines reach a terminal or a pipe: cells, cutting, colour, letters it lacks.

A line is a list of (text, style) segments. On a terminal lines are cut to its width and every cut
shows; in a pipe nothing is cut, wrapped or coloured. It must not know launches.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO

from gtm.source import clean

Segment = tuple[str, str]
Line = list[Segment]

WIDEST = 100
NARROWEST = 60
_CODES = {"bold": "1", "quiet": "2", "good": "32", "care": "33", "bad": "31", "head": "1"}
# Stand-ins of the same width, for outputs that cannot write our own signs.
_PLAIN = str.maketrans("✔✖·…→×", "+x-~>x")
_SIGNS = "✔✖·…→×"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LEFT_MARK = "\u200e"
# A line that the log of a build service would obey: ::error::.
_ORDERS = re.compile(r"\s*::")


@dataclass(frozen=True, slots=True)
class Paper:
    """What is written on: `columns` cells wide (None: a pipe, never cut), coloured or not."""

    columns: int | None = None
    color: bool = False
    signs: bool = True

    @property
    def cuts(self) -> bool:
        return self.columns is not None


def paper(stream: TextIO, color: bool, never: bool = False, widest: int = WIDEST) -> Paper:
    """The paper a stream is; `never` treats a terminal as a pipe, `widest` is as much of it as is used."""
    columns = None
    if stream.isatty() and not never:
        from shutil import get_terminal_size

        columns = max(NARROWEST, min(get_terminal_size((WIDEST, 40)).columns, widest))
    return Paper(columns, color, _can_write(stream))


def _can_write(stream: TextIO) -> bool:
    try:
        _SIGNS.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def width(text: str) -> int:
    """How many cells a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def cut(text: str, room: int | None) -> str:
    """A text in at most `room` cells: cut at a word where there is one, with … in its place."""
    text = clean(text)
    if room is None or width(text) <= room:
        return text
    if room < 1:
        return ""
    kept = text
    while kept and width(kept) > room - 1:
        kept = kept[:-1]
    words = kept.rstrip()
    at = words.rfind(" ")
    if len(kept) < len(text) and not text[len(kept)].isspace() and at > len(words) * 0.6:
        words = words[:at]
    return words.rstrip(" ,;:") + "…"


def pad(text: str, room: int, right: bool = False) -> str:
    """A text filled with blanks to `room` cells."""
    blanks = " " * max(room - width(text), 0)
    return blanks + text if right else text + blanks


def aligned(rows: Sequence[Sequence[Segment]], room: int | None, right: frozenset[int] = frozenset()) -> list[Line]:
    """Rows as columns two blanks apart; the last column is cut to what is left of `room` cells.

    A row of one segment is a note: it stands as it is.
    """
    cells = [[(clean(text), style) for text, style in row] for row in rows]
    count = max((len(row) for row in cells), default=0)
    full = [row for row in cells if len(row) == count]
    widths = [max((width(row[at][0]) for row in full), default=0) for at in range(count - 1)]
    lines: list[Line] = []
    for row in cells:
        if len(row) < count:
            lines.append([(cut(text, room), style) for text, style in row])
            continue
        line: Line = [(pad(text, widths[at], at in right) + "  ", style) for at, (text, style) in enumerate(row[:-1])]
        left = None if room is None else max(room - sum(widths) - 2 * len(widths), 8)
        lines.append([*line, (cut(row[-1][0], left), row[-1][1])])
    return lines


def joined(parts: Sequence[str], room: int | None, between: str = " · ", unit: str = "") -> str:
    """Parts on one line; those that do not fit are counted: "a · b · 3 more"."""
    if room is None:
        return between.join(clean(part) for part in parts)
    for count in range(len(parts), 0, -1):
        rest = len(parts) - count
        more = [f"{rest} more{' ' + unit if unit else ''}"] if rest else []
        text = between.join([*(clean(part) for part in parts[:count]), *more])
        if width(text) <= room:
            return text
    tail = f"{between}{len(parts) - 1} more" if len(parts) > 1 else ""
    return cut(parts[0], room - width(tail)) + tail if parts else ""


def wrapped(text: str, room: int | None) -> list[str]:
    """A text in lines of at most `room` cells, broken at blanks."""
    text = clean(text)
    if room is None:
        return [text]
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if width(longer) <= room or not lines[-1]:
            lines[-1] = cut(longer, room)
        else:
            lines.append(cut(word, room))
    return lines


def render(lines: Iterable[Line], paper: Paper) -> str:
    """Lines as the text to write, every one harmless and ended."""
    return "".join(_line(line, paper) + "\n" for line in lines)


def _line(line: Line, paper: Paper) -> str:
    texts = [(clean(text), style) for text, style in line]
    if texts:
        texts[-1] = (texts[-1][0].rstrip(), texts[-1][1])
    if _ORDERS.match("".join(text for text, _ in texts)):
        texts = _defused(texts)
    if paper.columns is not None:
        texts = _clipped(texts, paper.columns)
    out = "".join(_segment(text, style, paper) for text, style in texts)
    return out if paper.color else out.rstrip()


def _clipped(line: Line, room: int) -> Line:
    """The last resort on a narrow terminal: what does not fit ends with …."""
    if sum(width(text) for text, _ in line) <= room:
        return line
    found: Line = []
    for text, style in line:
        left = room - sum(width(one) for one, _ in found)
        if width(text) >= left:
            return [*found, (text if width(text) < left else cut(text.rstrip() + "  ", left), style)]
        found.append((text, style))
    return found


def _defused(line: Line) -> Line:
    """The same line, beginning with what no build service takes for an order."""
    at = next(at for at, (text, _) in enumerate(line) if text.strip())
    text, style = line[at]
    return [*line[:at], (text.replace(":", ": ", 1), style), *line[at + 1 :]]


def _segment(text: str, style: str, paper: Paper) -> str:
    if not paper.signs:
        text = text.translate(_PLAIN)
    if paper.cuts and _RIGHT_TO_LEFT.search(text):
        # Without the mark a terminal draws the numbers that follow on the wrong side.
        text += _LEFT_MARK
    code = _CODES.get(style)
    return f"\x1b[{code}m{text}\x1b[0m" if code and paper.color and text.strip() else text
