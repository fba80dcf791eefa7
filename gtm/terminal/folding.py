"""Knows how lines that are already text are folded to the width of a terminal, each under its own beginning.

In a pipe lines stay as they are. It must not know launches.
"""

import re
from collections.abc import Iterable, Iterator

from gtm.terminal.screen import Paper, width

_CODES = re.compile(r"\x1b\[[0-9;]*m")
_LABEL = 30  # what stands before this cell and two blanks is a label; the rest hangs behind it

_LIST = 4  # a line indented further stands below another one already


def folded(lines: Iterable[str], paper: Paper) -> Iterator[str]:
    """Every line in as many as the paper needs, broken at blanks; nothing is cut."""
    for line in lines:
        if paper.columns is None or _cells(line) <= paper.columns:
            yield line
        else:
            yield from _fold(line, paper.columns)


def _fold(line: str, room: int) -> Iterator[str]:
    hang = " " * _hang(line, room)
    row, used, fresh = "", 0, True
    for blanks, word in re.findall(r"( *)([^ ]+)", line):
        need = _cells(word)
        if fresh or used + len(blanks) + need <= room:
            row, used = row + blanks + word, used + len(blanks) + need
        else:
            yield row
            row, used = hang + word, len(hang) + need
        fresh = False
    yield row


def _hang(line: str, room: int) -> int:
    """Where the text of a line begins, behind its indent and its labels."""
    bare = _CODES.sub("", line)
    stops = [width(bare[: gap.end()]) for gap in re.finditer(r"(?:^|(?<=\S)) {2,}(?=\S)", bare)]
    fit = [stop for stop in stops if stop <= min(_LABEL, room // 2)]
    indent = len(bare) - len(bare.lstrip(" "))
    return fit[-1] if fit and (fit[-1] > indent or indent > _LIST) else indent + 2


def _cells(text: str) -> int:
    return width(_CODES.sub("", text))
