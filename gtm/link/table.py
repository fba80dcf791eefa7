"""Knows how a CSV or JSON file becomes rows of cells with their lines. It must not know what columns mean."""

import csv
import io
import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gtm.link.cells import Fault

_SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_BLANK = re.compile(r"[ \t\r\n]*")

Row = tuple[int, Sequence[str]]  # its line, its cells


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns, and rows that are read as they are asked for."""

    header: tuple[str, ...]
    rows: Iterator[Row]


def read(path: str, content: bytes, delimiter: str | None, route: str | None) -> Table:
    """A file as a table; JSON when it is named so. Raises Fault, also while its rows are read."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Fault("is not UTF-8", "export it as CSV UTF-8") from None
    if path.casefold().endswith(".json"):
        return _json(text, route)
    if not text.strip():
        raise Fault("is empty", "export it again, with its heading")
    return _csv(text, delimiter)


def misfit(cells: Sequence[str], width: int, named: int) -> Fault | None:
    """Why a row does not fit its heading: column `width` is asked for, `named` columns have names.

    A cell too many is no trifle: in `3,5` between commas each cell behind it would mean another thing.
    """
    if len(cells) < width:
        count = f"{len(cells)} cell{'' if len(cells) == 1 else 's'}"
        said = f"the row has {count}, and column {width} is asked for"
        return Fault(said, "mend the row; a quote that is never closed swallows what follows") if any(cells) else None
    if not any(cell.strip() for cell in cells[named:]):
        return None
    said = f"the row has {len(cells)} cells under {named} names, so nobody knows which is which"
    return Fault(said, "put the cell that holds the separator in quotes, or mend the row")


def _csv(text: str, delimiter: str | None) -> Table:
    first = text[: text.find("\n") + 1 or len(text)]
    sign = _SIGNS[delimiter] if delimiter else max(_SIGNS.values(), key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)

    def rows() -> Iterator[Row]:
        line = reader.line_num
        try:
            for row in reader:
                yield line + 1, row
                line = reader.line_num
        except csv.Error as error:
            raise Fault(f"is not CSV from line {line + 1} on: {error}", "export it again") from None

    try:
        header = tuple(name.strip() for name in next(reader, []))
    except csv.Error as error:
        raise Fault(f"is not CSV: {error}", "export it again") from None
    return Table(header, rows())


def _json(text: str, route: str | None) -> Table:
    try:
        items = list(_items(text, route.split(".") if route else []))
    except (ValueError, RecursionError):
        raise Fault("is not JSON", "export it again") from None
    except KeyError:
        raise Fault(f"has no list at `{route or 'its top'}`", "say where the rows stand: rows: data.items") from None
    header: dict[str, None] = {}
    for _, item in items:
        if isinstance(item, dict):
            header.update(dict.fromkeys(item))
    names = tuple(header)
    starts = [at.end() for at in re.finditer("\n", text)]

    def rows() -> Iterator[Row]:
        for at, item in items:
            cells = [_cell(item.get(name)) for name in names] if isinstance(item, dict) else []
            yield bisect_right(starts, at) + 1, cells

    return Table(names, rows())


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _items(text: str, route: list[str]) -> Iterator[tuple[int, object]]:
    """The entries of the list at a route, each with where it starts. Raises ValueError or KeyError."""
    decode = json.JSONDecoder().raw_decode
    at = _skip(text, 0)
    for step in route:
        at = _inside(text, at, step)
    if text[at : at + 1] != "[":
        json.loads(text)
        raise KeyError(route)
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        item, end = decode(text, at)
        yield at, item
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise ValueError
    if not route and text[at + 1 :].strip():
        raise ValueError


def _inside(text: str, at: int, step: str) -> int:
    """Where the value of a key of the object at `at` starts."""
    decode = json.JSONDecoder().raw_decode
    if text[at : at + 1] != "{":
        raise KeyError(step)
    at = _skip(text, at + 1)
    while text[at : at + 1] == '"':
        key, at = decode(text, at)
        at = _skip(text, at)
        if text[at : at + 1] != ":":
            raise ValueError
        at = _skip(text, at + 1)
        if key == step:
            return at
        _, at = decode(text, at)
        at = _skip(text, at)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
    raise KeyError(step)


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at
