"""Knows the usual slips in YAML and says them in plain words. It must not know yaml itself.

Given libyaml's complaint and where it arose, it looks at the line and tells a person who has
never heard of scanners what to write instead.
"""

import re
from dataclasses import dataclass

_COLON = re.compile(r"^(\s*(?:- )?)([^\s:#][^:\n]*):\s+([^\n'\"|>\[{][^\n]*: [^\n]*)$")
_QUOTED = re.compile(
    r"""^\s*(?:- )?([^\s:#'"][^:\n]*:)\s+("[^"\\\n]*"[ \t]*[^\s#][^\n]*|'(?:[^'\n]|'')*'(?!')[ \t]*[^\s#'][^\n]*)$"""
)
_OPENED = re.compile(r"""^\s*(?:- )?[^\s:#'"][^:\n]*:\s+("[^"\n]*|'[^'\n]*)$""")
_STARTS = re.compile(r"^\s*(?:- )?[^\s:#][^:\n]*:\s+([@`%&*!|>])")

_NEAR = 40  # lines above in which an open quote is looked for
_NEVER_CLOSED = "a quote or bracket is opened and never closed"
_CLOSE = "close it, or write the text after `|` on its own line"


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong in plain words, between two character offsets, and what to write."""

    start: int
    end: int
    message: str
    help: str


def conflict_marker(text: str) -> int | None:
    """Where an unfinished merge starts, or None."""
    start = 0 if text.startswith("<<<<<<< ") else text.find("\n<<<<<<< ") + 1
    if (start or text.startswith("<<<<<<< ")) and "\n>>>>>>> " in text:
        return start
    return None


def explain(problem: str, text: str, offset: int) -> Slip:
    """The slip behind libyaml's `problem` at a character offset."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    line = text[start:end].rstrip("\r")
    if "control characters" in problem or "special characters" in problem:
        return Slip(offset, offset + 1, "a control character that cannot be seen", "delete it and type the text again")
    if line.lstrip(" ").startswith("\t") or text[offset : offset + 1] == "\t":
        return Slip(start, end, "a tab at the start of the line", "indent with spaces")
    for first in _around(text, start):
        slip = _quote(text, first) or _colon(text, first) or _bracket(text, first) or _special(text, first)
        if slip is None and first != start:
            slip = _space(text, first)
        if slip is not None:
            return slip
    slip = _open_quote(text, start) if "did not find expected key" in problem else None
    if slip is not None:
        return slip
    bare = _bare_above(text, start) if "mapping values are not allowed" in problem else None
    if bare is not None or "could not find expected ':'" in problem:
        start, end = bare or _written(text, start, end)
        return Slip(
            start,
            end,
            "a line without a colon where a key belongs",
            "write `key: value`, or indent the line so that it continues the text above",
        )
    if "found unexpected end of stream" in problem:
        return Slip(offset, max(end, offset + 1), _NEVER_CLOSED, _CLOSE)
    if (
        "mapping values are not allowed" in problem
        or "expected <block end>" in problem
        or "block mapping" in problem
        or "block end" in problem
    ):
        return Slip(
            start,
            end,
            "this line does not fit what stands above it",
            "give it as many spaces as its neighbours, and a colon after its key",
        )
    return Slip(
        offset,
        max(offset + 1, end),
        f"not YAML: {problem}",
        "compare the line with its neighbours; put free text after `|`",
    )


def _around(text: str, start: int) -> list[int]:
    """The starts of the line at `start` and of the line with text before it."""
    before = start
    while before > 0:
        before, end = text.rfind("\n", 0, before - 1) + 1, before
        if text[before:end].strip():
            return [start, before]
    return [start]


def _line(text: str, start: int) -> str:
    """The line at `start`; no slip is looked for in one longer than anybody types."""
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)].rstrip("\r")
    return line if len(line) < 2000 else ""


def _written(text: str, start: int, end: int) -> tuple[int, int]:
    """The line itself, or the line with text before it when it is only a comment."""
    if text[start:end].lstrip().startswith("#"):
        before = _around(text, start)[-1]
        return before, before + len(_line(text, before))
    return start, end


def _bare_above(text: str, start: int) -> tuple[int, int] | None:
    """The line above, when it stands as deep as this one and has no colon: the key there lost it."""
    before = _around(text, start)[-1]
    above, line = _line(text, before), _line(text, start)
    words = above.lstrip(" ")
    if before == start or ":" in words or words.startswith(("#", "- ")):
        return None
    deep = len(above) - len(words) == len(line) - len(line.lstrip(" "))
    return (before, before + len(above)) if deep else None


def _quote(text: str, start: int) -> Slip | None:
    """Text after a closing quote: `'The insurer's answer'`, `"Mina" said yes`."""
    match = _QUOTED.match(_line(text, start))
    if match is None:
        return None
    whole = match[2].rstrip()
    inner = (whole[1:-1] if whole[0] == whole[-1] else whole).replace('"', "'")
    return Slip(
        start + match.start(2),
        start + match.start(2) + len(whole),
        "a quote in the text ends it too early",
        f'write {match[1].strip()} "{inner}", with no other " inside',
    )


def _open_quote(text: str, start: int) -> Slip | None:
    """A quote that nobody closed on its line, and that ran into the next quote further below."""
    for _ in range(_NEAR):
        start = _around(text, start)[-1]
        line = _line(text, start)
        match = _OPENED.match(line)
        if match is not None:
            return Slip(start + match.start(1), start + len(line), _NEVER_CLOSED, _CLOSE)
    return None


def _space(text: str, start: int) -> Slip | None:
    """`status:done`, which YAML reads as one word."""
    line = _line(text, start)
    match = re.match(r"^\s*(?:- )?([a-z_]{2,30}):([^\s:/][^\n]*)$", line)
    if match is None:
        return None
    return Slip(
        start + match.start(1),
        start + len(line.rstrip()),
        f"a space is missing after `{match[1]}:`",
        f"write {match[1]}: {match[2].strip()}",
    )


def _colon(text: str, start: int) -> Slip | None:
    line = _line(text, start)
    match = _COLON.match(line)
    if match is None or match[3].lstrip().startswith("#"):
        return None
    value = match[3].rstrip()
    quoted = value.replace('"', "'")
    return Slip(
        start + match.start(3),
        start + match.start(3) + len(value),
        f"the value of `{match[2].strip()}` holds a colon and a space",
        f'put it in quotes: {match[2].strip()}: "{quoted}"',
    )


def _bracket(text: str, start: int) -> Slip | None:
    line = _line(text, start)
    match = re.match(r"^\s*(?:- )?(?:([^\s:#][^:\n]*):\s+)?([\[{][^\]}\n]*[\]}][ \t]*[^\s#,\]}][^\n]*)$", line)
    if match is None:
        return None
    value = match[2].rstrip()
    key = f"{match[1].strip()}: " if match[1] else ""
    quoted = value.replace('"', "'")
    return Slip(
        start + match.start(2),
        start + match.start(2) + len(value),
        "text that starts with a bracket is read as a list",
        f'put it in quotes: {key}"{quoted}"',
    )


def _special(text: str, start: int) -> Slip | None:
    line = _line(text, start)
    match = _STARTS.match(line)
    if match is None or match[1] == "|":
        return None
    value = line[match.start(1) :].rstrip()
    if match[1] == ">" and re.fullmatch(r">[-+0-9]*(\s+#.*)?", value):
        return None
    quoted = value.replace('"', "'")
    person = re.fullmatch(r"@([a-z0-9-]+)", value)
    return Slip(
        start + match.start(1),
        start + match.start(1) + len(value),
        f"a value cannot start with {match[1]}",
        f"a person is written without the @: {person[1]}" if person else f'put it in quotes: "{quoted}"',
    )
