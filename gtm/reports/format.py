"""Knows the reference of the file format: one table of keys a kind of entry, for docs/format.md.

It must not know what a key means: that is said beside the key, in gtm.model.written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from gtm.dates import Length, Offset
from gtm.model import written
from gtm.schema.kinds import KINDS, KindOfFile, Section
from gtm.schema.shapes import key_of

_FOLDER = {"": "at the top of the workspace", "launches": "in `launches/NAME/`"}
_TWINS = frozenset({"own-items", "goals", "readings-from"})  # the same file as another, told by its other key
_WORDS: dict[Any, str] = {
    str: "text",
    date: "date",
    float: "number",
    int: "whole number",
    bool: "true or false",
    Length: "length",
    Offset: "offset",
    written.Id: "id",
    written.Slug: "name",
    written.Relative: "path",
    written.Effort: "one number or three",
}


def tables() -> str:
    """Markdown: every kind of file with its keys, then the entries that stand inside others."""
    inner: dict[type, None] = {}
    shown: set[type] = set()
    parts = [_kind(kind, inner, shown) for kind in KINDS if kind.name not in _TWINS]
    parts.append("### Entries inside others")
    done = set(shown)
    while rest := [record for record in inner if record not in done]:
        for record in rest:
            done.add(record)
            parts.append(f"#### {_name(record)}\n\n{(record.__doc__ or '').strip()}\n\n{_table(record, inner)}")
    return "\n\n".join(parts) + "\n"


def _kind(kind: KindOfFile, inner: dict[type, None], shown: set[type]) -> str:
    where = _FOLDER.get(kind.folder, f"in `{kind.folder}/`")
    parts = [f"### `{kind.key}:` {where}", f"{kind.about}."]
    for key, section in kind.sections.items():
        parts.append(_section(key, section, inner, shown))
    return "\n\n".join(parts)


def _section(key: str, section: Section, inner: dict[type, None], shown: set[type]) -> str:
    record = section.record
    assert record is not None
    if record is str:
        return f"`{key}:` maps an old id to the id that takes its place."
    if record in shown:
        return f"`{key}:` is written as above."
    shown.add(record)
    unit = "an item's id" if section.full_ids else "a name"
    if section.many:
        head = f"`{key}:` maps {unit} to {'a list of entries' if section.listed else 'its entry'}:"
    else:
        head = f"`{key}:` is {'a list; each entry' if section.listed else 'one entry that'} says:"
    return f"{head}\n\n{_table(record, inner)}"


def _table(record: type, inner: dict[type, None]) -> str:
    rows = ["| key | value | what it says |", "| --- | --- | --- |"]
    for entry in fields(record):
        inner.update(dict.fromkeys(_records(entry.type)))
        cells = (
            f"`{key_of(entry.name, entry.metadata)}`",
            _type(entry.type),
            entry.metadata["about"] + _default(entry),
        )
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows)


def _default(entry: "Field[Any]") -> str:
    if entry.default is MISSING:
        return " (**required**)"
    if entry.default is None or entry.default == () or "default" in entry.metadata["about"]:
        return ""
    value = entry.default
    if isinstance(value, tuple):
        shown = ", ".join(map(str, value))
    else:
        shown = str(value).lower() if isinstance(value, bool) else f"{value}"
    return f" (default: {shown.removesuffix('.0')})"


def _records(kind: Any) -> Iterator[type]:
    """The entries a type holds; efforts are explained in their cell."""
    if isinstance(kind, type) and is_dataclass(kind) and kind not in _WORDS:
        yield kind
    for part in get_args(kind):
        yield from _records(part)


def _name(record: type) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in record.__name__)
    return words.removesuffix(" written").strip().capitalize()


def _type(kind: Any) -> str:
    """A type in the words of somebody who fills in a form."""
    if kind in _WORDS:
        return _WORDS[kind]
    origin, parts = get_origin(kind), [part for part in get_args(kind) if part not in (NoneType, Ellipsis)]
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in parts)
    if origin is tuple:
        if kind == written.Days:
            return "range of days"
        return "list of " + _many(_type(parts[0]))
    if origin in (dict, Mapping):
        return f"mapping of {_type(parts[0])} to {_type(parts[1])}"
    if is_dataclass(kind):
        assert isinstance(kind, type)
        return _name(kind).lower()
    return " or ".join(_type(part) for part in parts)


def _many(words: str) -> str:
    """The plural of a short description."""
    plain = {"name": "names", "id": "ids", "text": "texts", "range of days": "ranges of days"}
    return plain.get(words, words if "`" in words or " or " in words else f"{words} entries")
