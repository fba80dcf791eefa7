"""Knows the place of every value of a document, as offsets and as spans."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from gtm.source import Lines, Route, Span
from gtm.syntax.events import Error, Fault, Rows, Twice, load


def walk(rows: Rows) -> Iterator[tuple[Route, Any, int, int]]:
    """Every value: its route, what holds it, the node of its key (-1 for none) and its own."""
    node = 0
    todo: list[tuple[Route, Any, Any, int]] = [((), None, rows.data, -1)]
    while todo:
        route, holder, value, key_node = todo.pop()
        while node in rows.skipped:
            node = rows.skipped[node]
        if key_node == -2:
            key_node = node
            node += 1
        yield route, holder, key_node, node
        leaf = node in rows.leaves
        node += 1
        if leaf:
            continue
        if isinstance(value, dict):
            todo.extend(((*route, k), value, v, -2) for k, v in reversed(value.items()))
        elif isinstance(value, list):
            todo.extend(((*route, i), value, value[i], -1) for i in range(len(value) - 1, -1, -1))


def first_keys(rows: Rows, twice: list[Twice]) -> list[int]:
    """Where each key that stands twice stood first; for one inside a value left out, where it is again."""
    wanted = {(id(mapping), key) for mapping, key, _ in twice}
    found = {}
    for route, holder, key_node, _ in walk(rows):
        if route and (id(holder), route[-1]) in wanted:
            found[id(holder), route[-1]] = rows.marks[key_node * 2]
    return [found.get((id(mapping), key), again) for mapping, key, again in twice]


class Place(NamedTuple):
    """Where one value stands, in characters of the text, and its key (-1 and -1 for none).

    The end of a collection in block style lies behind the blanks and comments that follow it.
    """

    start: int
    end: int
    key_start: int
    key_end: int


def places(text: str) -> tuple[Any, dict[Route, Place]] | None:
    """The data of a document with the place of every value; None when it cannot be read.

    What an alias points at has no place there; a key that stands twice counts where it is first.
    """
    try:
        rows, _ = load(text)
    except (Fault, Error):
        return None
    found = {}
    marks = rows.marks
    for route, _, key, node in walk(rows) if marks else ():
        named = (marks[key * 2], marks[key * 2 + 1]) if key >= 0 else (-1, -1)
        found[route] = Place(marks[node * 2], marks[node * 2 + 1], *named)
    return rows.data, found


class Locator:
    """The span of any route of one document, found by walking its rows beside their marks."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._lines = Lines(text)
        self._places: dict[Route, tuple[int, int]] = {}
        try:
            rows, _ = load(text)
        except (Fault, Error):
            return
        self._marks = rows.marks
        if rows.marks:  # an empty document has no place but the file
            self._places = {route: (key_node, node) for route, _, key_node, node in walk(rows)}

    def span(self, route: Route, key: bool = False) -> Span:
        """The span of the value at `route`, or of its key.

        Steps that do not exist are dropped from the end; collections are shown by their key.
        """
        places = self._places
        missing = False
        while route not in places and route:
            route = route[:-1]
            missing = True
        if route not in places:
            return Span(self._path)
        key_node, node = places[route]
        start, end = self._marks[node * 2], self._marks[node * 2 + 1]
        if key_node >= 0 and (key or missing or start >= end or self._is_block(start, end)):
            start, end = self._marks[key_node * 2], self._marks[key_node * 2 + 1]
        span = self._lines.span(self._path, start, end)
        if span.end_line > span.line:
            last = len(self._lines.line(span.line)) + 1
            return Span(self._path, span.line, span.column, span.line, last)
        return span

    def _is_block(self, start: int, end: int) -> bool:
        """Whether a value takes several lines; nothing is copied, since it may be the whole file."""
        text = self._lines.text
        while end > start and text[end - 1].isspace():
            end -= 1
        return text.find("\n", start, end) >= 0

    def line(self, number: int) -> str:
        """The text of one 1-based line."""
        return self._lines.line(number)
