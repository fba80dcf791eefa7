"""Knows how to change one value of a YAML text and leave every other character as it is.

A change is a few splices at the places that `gtm.syntax` found: comments, quotes, order, indents
and line ends around them stay. It must not know what a key means, files or disks. Whoever applies
a change reads the text again and compares: what cannot be placed safely raises `Unsure`.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from gtm.edit import brackets, style
from gtm.edit.sheet import Sheet, Splice, Unsure, neighbour
from gtm.source import Route
from gtm.syntax import Place

_BLANK = " \t\r\n"


def put(sheet: Sheet, route: Route, value: Any, order: Sequence[str] = ()) -> Splice:
    """The splice that puts `value` at a route of keys; missing keys and mappings on the way are made.

    None empties the value (in flow style it takes the key away). A new key is put where `order`
    wants it, among the keys that are there. Raises Unsure.
    """
    here = _deepest(sheet, route)
    if here == len(route):
        return empty(sheet, route) if value is None else replace(sheet, route, value)
    if value is None:
        return Splice(0, 0, "")
    for step in reversed(route[here + 1 :]):
        value = {step: value}
    return insert(sheet, route[:here], str(route[here]), value, order)


def append(sheet: Sheet, route: Route, value: Any, order: Sequence[str] = ()) -> Splice:
    """The splice for one more entry in the list at a route; the list is made where there is none."""
    if _deepest(sheet, route) < len(route) or not isinstance(sheet.get(route), list) or not sheet.get(route):
        return put(sheet, route, [value], order)
    return add(sheet, route, value)


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with all splices made, those of one place in the order given. Raises Unsure when they overlap."""
    parts, at = [], 0
    for one in sorted(splices, key=lambda splice: splice.start):
        if one.start < at:
            raise Unsure("two changes touch one place")
        parts += [text[at : one.start], one.text]
        at = one.end
    return "".join([*parts, text[at:]])


def _deepest(sheet: Sheet, route: Route) -> int:
    """How many steps of a route are there; an empty value counts as not yet there, unless it is the last."""
    for at in range(len(route)):
        holder = sheet.get(route[:at])
        if holder is None:
            return at
        if isinstance(holder, list) and route[at] in range(len(holder)):
            continue
        if not isinstance(holder, dict):
            raise Unsure("a value stands where keys belong")
        if route[at] not in holder:
            return at
    return len(route)


def replace(sheet: Sheet, route: Route, value: Any) -> Splice:
    """Another value where one stands, or where nothing does."""
    place = sheet.place(route)
    if sheet.within_flow(route):
        return brackets.replace(sheet, route, place, style.flow(value))
    if place.key_start < 0:
        raise Unsure("the value has no key of its own")
    inline = style.inline(value)
    column = sheet.key_column(place) if inline is None else 0
    written = inline if inline is not None else style.block(value, column + sheet.step(), sheet.eol)
    if place.start == place.end:
        return _fill(sheet, place, column, written, inline is not None)
    return _exchange(sheet, route, place, written, inline is not None)


def empty(sheet: Sheet, route: Route) -> Splice:
    """Nothing where a value stands; in flow style the key goes too."""
    place = sheet.place(route)
    if place.start == place.end:
        return Splice(place.end, place.end, "")
    if sheet.within_flow(route):
        return brackets.remove(sheet, route)
    end = sheet.content_end(route)
    header = sheet.header_comment(place, end)
    sheet.spare_comments(route, place.start, end)
    start = place.start
    if sheet.text[end : sheet.line_end(end)].strip(" \t") == "":
        start = place.key_end + sheet.text[place.key_end : place.start].find(":") + 1
        if start <= place.key_end or sheet.text[start : place.start].strip(_BLANK):
            raise Unsure("something stands between the key and its value")
    return Splice(start, end, header)


def _fill(sheet: Sheet, place: Place, column: int, written: str, inline: bool) -> Splice:
    """A value behind a key that has none: on its line, or as lines below it."""
    if sheet.text[place.key_end : place.end].strip(" \t") != ":":
        raise Unsure("the key has no colon of its own")
    if inline or not written.startswith(sheet.eol):
        return _fill_line(sheet, place, written)
    end = sheet.below(place.end, column)
    return Splice(end, end, written)


def _fill_line(sheet: Sheet, place: Place, written: str) -> Splice:
    """A value that begins on its key's line; a comment there stays behind it, or behind its `|`."""
    head, end_of_line, body = written.partition(sheet.eol)
    end = sheet.line_end(place.end) if body else place.end
    rest = sheet.text[place.end : end]
    if rest.strip(" \t") and not rest.lstrip(" \t").startswith("#"):
        raise Unsure("something else stands on the same line")
    return Splice(place.end, end, _last(sheet, f" {head}{rest}{end_of_line}{body}", end))


def _exchange(sheet: Sheet, route: Route, place: Place, written: str, inline: bool) -> Splice:
    end = sheet.content_end(route)
    sheet.spare_comments(route, place.start, end)
    header = sheet.header_comment(place, end)
    if header:
        head, sep, body = written.partition(sheet.eol)
        written = f"{head}{header}{sep}{body}"
    start = place.start
    if written.startswith(sheet.eol):
        start = sheet.behind_key(place)
    elif not inline and sheet.line_start(start) > place.key_end:
        raise Unsure("the value starts on a line of its own")
    if not inline and sheet.text[end : sheet.line_end(end)].strip(" \t"):
        raise Unsure("a comment stands behind the value")
    if inline and isinstance(sheet.get(route), (dict, list)) and not sheet.flow(route):
        start, written = sheet.behind_key(place), f" {written}"
        if sheet.text[place.key_end : start].strip(" \t") != ":":
            raise Unsure("a comment stands between the key and its value")
    return Splice(start, end, _last(sheet, written, end))


def _last(sheet: Sheet, written: str, end: int) -> str:
    """Block text at the very end of a file needs its line end to keep it."""
    lines = re.match(r" ?\|(?!-)", written) is not None
    return written + sheet.eol if lines and end >= len(sheet.text) else written


def insert(sheet: Sheet, route: Route, key: str, value: Any, order: Sequence[str] = ()) -> Splice:
    """A new key with its value in the mapping at a route, which may be empty."""
    holder = sheet.get(route)
    if route in sheet.places:
        sheet.place(route)
    if sheet.flow(route):
        return brackets.insert(sheet, route, key, value, order)
    if holder is None:
        return _insert_first(sheet, route, key, value)
    if not holder:
        raise Unsure("the mapping is empty in a way that is not understood")
    siblings = list(holder)
    listed = isinstance(route[-1] if route else "", int)  # the first key of an entry stands behind its dash
    first = sheet.places[(*route, siblings[0])]
    column = sheet.key_column(first) if listed else sheet.column(first.key_start)
    before = neighbour(siblings, key, order)
    if listed and before is None:
        raise Unsure("the key belongs in front of the first one of an entry")
    lines = style.pair(key, value, column, sheet.child_column((*route, key), column) - column, sheet.eol)
    if before is None:
        start = sheet.line_start(sheet.places[(*route, siblings[0])].key_start)
        return Splice(start, start, lines + sheet.eol)
    end = sheet.below(sheet.content_end((*route, before)), column)
    gap = sheet.eol if before == siblings[-1] and sheet.spaced(route, siblings) else ""
    return Splice(end, end, _tail(sheet, f"{gap}{sheet.eol}{lines}", end))


def _insert_first(sheet: Sheet, route: Route, key: str, value: Any) -> Splice:
    """The first key of a mapping that is still empty."""
    if not route:
        lines = style.pair(key, value, 0, sheet.step(), sheet.eol) + sheet.eol
        end = len(sheet.text)
        return Splice(end, end, lines if sheet.text[-1:] in ("", "\n", "\r") else sheet.eol + lines)
    place = sheet.place(route)
    if sheet.within_flow(route) or place.start < place.end:
        return replace(sheet, route, style.Flow({key: value}))
    if sheet.text[place.key_end : place.end].strip(" \t") != ":":
        raise Unsure("the key has no colon of its own")
    column = sheet.column(place.key_start)
    deeper = sheet.child_column(route, column)
    end = sheet.below(place.end, column)
    lines = style.pair(key, value, deeper, sheet.step(), sheet.eol)
    return Splice(end, end, _tail(sheet, f"{sheet.eol}{lines}", end))


def _tail(sheet: Sheet, written: str, end: int) -> str:
    """What ends a file keeps the file's way to end; only block text needs a line end."""
    needs = end >= len(sheet.text) and re.search(r"[:-] \|[\r\n]", written) is not None
    return written + sheet.eol if needs else written


def add(sheet: Sheet, route: Route, value: Any) -> Splice:
    """One more entry in a list that has some."""
    place = sheet.place(route)
    last = (*route, len(sheet.get(route)) - 1)
    if sheet.flow(route):
        end = sheet.flow_end(last)
        return Splice(end, end, f", {style.flow(value)}")
    if sheet.within_flow(route) or sheet.text[place.start : place.start + 1] != "-":
        raise Unsure("the list is written in an unusual way")
    column = sheet.column(place.start)
    end = sheet.below(sheet.content_end(last), column)
    lines = style.entry(value, column, sheet.eol)
    return Splice(end, end, _tail(sheet, f"{sheet.eol}{lines}", end))
