"""Knows how a value looks as YAML: plain, in double quotes, as block text, in brackets, as lines.

The simplest way that every reader takes for the same value. It must not know texts or places.
"""

import re
from collections.abc import Mapping
from typing import Any

_JOINERS = "\u200c\u200d"  # Persian words and emoji fall apart without them
_FIRST = "/($€£+_"
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_NUMBER = re.compile(r"[-+]?[\d.][\d.,_:]*(?:[eExob][\dA-Fa-f+-]*)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INDENT = 2


class Bare(str):
    """Text that needs no quotes to stay text, though it may look like a number: 3, 0.5."""

    __slots__ = ()


class Text(str):
    """Free text: in block style it stands on lines of its own when it is long."""

    __slots__ = ()


class Quoted(str):
    """Text that has to stay on the line of its key."""

    __slots__ = ()


class Flow(dict[str, Any]):
    """A mapping that is written in brackets."""

    __slots__ = ()


LONG = 100


def scalar(text: str, *, brackets: bool = False) -> str:
    """One text as it stands on a line: plain where that reads back as the same text, else quoted."""
    return text if plain(text, brackets=brackets) else quoted(text)


def plain(text: str, *, brackets: bool = False) -> bool:
    """Whether a text needs no quotes."""
    if not text or text != text.strip() or not all(sign.isprintable() or sign in _JOINERS for sign in text):
        return False
    if not (text[0].isalnum() or (text[0] in _FIRST and len(text) > 1)) or text[-1] == ":":
        return False
    if ": " in text or " #" in text or text.casefold() in _WORDS or re.match(r"\d+:\d", text):
        return False
    if brackets and any(sign in text for sign in ",[]{}?#\"'&*!|>%@`"):
        return False
    return isinstance(text, Bare) or _DAY.fullmatch(text) is not None or not _NUMBER.fullmatch(text)


def quoted(text: str) -> str:
    """A text in double quotes; what cannot be seen, or would end the line, is escaped."""
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    known = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(sign)
    if known is not None:
        return known
    if sign.isprintable() or sign in _JOINERS:
        return sign
    code = ord(sign)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def key(text: str) -> str:
    """A key: ids and words of the format never need quotes."""
    return text if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*", text) else quoted(text)


def flow(value: Any) -> str:
    """Any value inside brackets, on one line."""
    if value is None:
        return "null"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key(name)}: {flow(one)}" for name, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return scalar(value, brackets=True)


def inline(value: Any) -> str | None:
    """A value on the line of its key; None when it wants lines of its own."""
    if isinstance(value, Flow):
        return flow(value)
    if isinstance(value, list):
        return flow(value) if all(isinstance(one, str) for one in value) else None
    if isinstance(value, Mapping):
        return None if value else "{}"
    if isinstance(value, Quoted):
        return scalar(value)
    long = isinstance(value, Text) and len(value) > LONG
    return None if ("\n" in value or long) and fits_block(value) else scalar(value)


def block(value: Any, column: int, eol: str) -> str:
    """A value that wants lines of its own, from behind the colon on; they start at `column`."""
    if isinstance(value, Mapping):
        return eol + mapping(value, column, eol)
    if isinstance(value, list):
        return eol + eol.join(entry(one, column, eol) for one in value)
    body = value.removesuffix("\n")
    lines = [" " * column + line if line else "" for line in body.split("\n")]
    return eol.join(["|" if value.endswith("\n") else "|-", *lines])


def fits_block(text: str) -> bool:
    """Whether a text can stand as lines behind `|` and be read back as it is."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if not body or not lines[0] or not lines[-1] or lines[0][0] in " \t":
        return False
    seen = all(sign.isprintable() or sign in _JOINERS for line in lines for sign in line)
    return seen and all(line == line.rstrip(" ") for line in lines)


def pair(name: str, value: Any, column: int, step: int, eol: str) -> str:
    """A key with its value as lines that start at `column`, without the last line end."""
    head = " " * column + key(name) + ":"
    if value is None:
        return head
    said = inline(value)
    if said is not None:
        return f"{head} {said}"
    written = block(value, column + step, eol)
    return head + written if written.startswith(eol) else f"{head} {written}"


def mapping(value: Mapping[str, Any], column: int, eol: str, step: int = _INDENT) -> str:
    """A mapping as lines that start at `column`."""
    return eol.join(pair(name, one, column, step, eol) for name, one in value.items())


def entry(value: Any, column: int, eol: str) -> str:
    """One entry of a list: its dash stands at `column`."""
    if isinstance(value, Mapping) and value and not isinstance(value, Flow):
        return " " * column + "- " + mapping(value, column + 2, eol).lstrip(" ")
    return " " * column + "- " + (flow(value) if isinstance(value, (Mapping, list)) else scalar(value))
