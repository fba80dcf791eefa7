"""Knows how one file is read: its bytes, its YAML, and in plain words what is wrong with either."""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator

from gtm import slips
from gtm.diagnostics import Diagnostic
from gtm.source import Lines, Span
from gtm.syntax.events import Error, Fault, Rows, Twice, Unusual, load, plain
from gtm.syntax.places import first_keys
from gtm.syntax.rules import BAD_YAML, CONFLICT, CUT_TEXT, DUPLICATE_KEY, ENCODING, TOO_MUCH

MAX_BYTES = 16 * 1024 * 1024
_COMMENT = frozenset({"", " ", "\t", "\n", "\r", "#", ":", "!", "-"})
# Where these went wrong is where they began: an open quote is noticed only at the end of the file.
_BEGUN = frozenset({"while scanning a quoted scalar", "while scanning a simple key"})


def decode(path: str, content: bytes) -> tuple[str | None, list[Diagnostic]]:
    """The file's text without a byte order mark, or what is wrong with its bytes."""
    if len(content) > MAX_BYTES:
        size = len(content) // (1024 * 1024)
        return None, [
            TOO_MUCH.at(
                Span(path),
                f"the file is {size} MiB; files up to {MAX_BYTES // 1024 // 1024} MiB are read",
                help="split it: one file a team",
            )
        ]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        return None, [
            ENCODING.at(
                Span(path, line, column, line, column + 1),
                f"not UTF-8 text: byte 0x{content[error.start]:02x}",
                help="save the file as UTF-8",
            )
        ]


def read(path: str, text: str) -> tuple[Rows | None, list[Diagnostic]]:
    """Read one YAML document; the data is None when it cannot be understood at all."""
    lines = Lines(text)
    marker = slips.conflict_marker(text)
    if marker is not None:
        line, _ = lines.place(marker)
        span = Span(path, line, 1, line, 8)
        return None, [
            CONFLICT.at(
                span,
                "an unfinished merge: conflict markers in the file",
                help="keep the right side and delete the three marker lines",
            )
        ]
    found: list[Diagnostic] = []
    twice: list[Twice] = []
    try:
        try:
            rows = Rows(plain(text), array("I"))
        except Unusual:
            rows, twice = load(text)
    except Fault as fault:
        span = lines.span(path, fault.start, fault.end)
        return None, [fault.rule.at(span, str(fault), help=fault.help)]
    except Error as error:
        return None, [_explain(path, text, lines, error)]
    firsts = first_keys(rows, twice) if twice else []
    for (_, key, again), first in zip(twice, firsts, strict=True):
        found.append(
            DUPLICATE_KEY.at(
                lines.span(path, again, again + len(key)),
                f"`{key}` stands twice here, first in line {lines.place(first)[0]}",
                help="keep one of the two",
                related=[(lines.span(path, first, first + len(key)), "first here")],
            )
        )
    found.extend(_cut_text(path, text, lines))
    return rows, found


def _explain(path: str, text: str, lines: Lines, error: Error) -> Diagnostic:
    marks = [getattr(error, "problem_mark", None), getattr(error, "context_mark", None)]
    begun = getattr(error, "context", None) in _BEGUN
    mark = next((one for one in (reversed(marks) if begun else marks) if one), None)
    offset = mark.index if mark is not None else getattr(error, "position", 0) or 0
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    slip = slips.explain(problem, text, min(offset, len(text)))
    span = lines.span(path, slip.start, max(slip.end, slip.start + 1))
    if span.end_line < span.line:
        span = Span(path, span.line, span.column, span.line, span.column + 1)
    return BAD_YAML.at(span, slip.message, help=slip.help)


def _cut_text(path: str, text: str, lines: Lines) -> list[Diagnostic]:
    """Text that a ` #` cut off: a comment right behind a plain value, without a blank after the #."""
    suspects = list(_suspects(text))
    if not suspects:
        return []
    marks = load(text)[0].marks
    ends = {marks[at]: marks[at + 1] for at in range(0, len(marks), 2)}
    spans = sorted((start, end) for start, end in ends.items() if end > start)
    found: list[Diagnostic] = []
    stop = 0
    for sign in suspects:
        if sign < stop:
            continue  # in the part of a line already said to be lost
        at = bisect_right(spans, (sign, sys.maxsize)) - 1
        start, end = spans[at] if at >= 0 else (0, len(text))
        between = text[end:sign].strip(" \t")
        if at < 0 or end > sign or between not in ("", ":") or text[start] in "\"'|>[{":
            continue  # inside a quoted or block text, after one or a list, or on a line of its own
        stop = text.find("\n", sign)
        stop = stop if stop >= 0 else len(text)
        cut = text[sign:stop]
        found.append(
            CUT_TEXT.at(
                lines.span(path, sign, sign + len(cut)),
                f"everything from `{cut.split()[0]}` on is lost: ` #` starts a comment",
                help="put the text in quotes, or write `# ` for a comment",
            )
        )
    return found


def _suspects(text: str) -> Iterator[int]:
    """Where a # follows a blank and precedes neither blank nor the marks of a deliberate comment."""
    at, end, own = text.find(" #"), -1, False
    while at >= 0:
        if at > end:  # a line is looked at once, however many signs it holds
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            own = not text[text.rfind("\n", 0, at) + 1 : at].strip()
        if not own and text[at + 2 : at + 3] not in _COMMENT:
            yield at + 1
        at = text.find(" #", at + 2)
