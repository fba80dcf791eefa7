"""Knows how to change what stands in brackets: `{status: todo, owner: mina}`, `[a, b]`.

It must not know block style, files or what a key means.
"""

from collections.abc import Sequence
from typing import Any

from gtm.edit import style
from gtm.edit.sheet import Sheet, Splice, Unsure, neighbour
from gtm.source import Route
from gtm.syntax import Place

_BLANK = " \t\r\n"


def replace(sheet: Sheet, route: Route, place: Place, written: str) -> Splice:
    sheet.spare_comments(route, place.start, place.end)
    if place.start < place.end:
        return Splice(place.start, place.end, written)
    colon = sheet.text[place.key_end : place.end].strip(_BLANK)
    return Splice(place.end, place.end, f" {written}" if colon == ":" else f": {written}")


def remove(sheet: Sheet, route: Route) -> Splice:
    siblings = list(sheet.get(route[:-1]))
    at = siblings.index(route[-1])
    place = sheet.places[route]
    if at > 0:
        start, end = sheet.content_end((*route[:-1], siblings[at - 1])), place.end
    elif len(siblings) > 1:
        start, end = place.key_start, sheet.places[(*route[:-1], siblings[1])].key_start
    else:
        start, end = place.key_start, place.end
    gone = sheet.text[start : place.key_start] + sheet.text[place.end : end]
    if "#" in gone:
        raise Unsure("a comment stands beside the value")
    return Splice(start, end, "")


def insert(sheet: Sheet, route: Route, key: str, value: Any, order: Sequence[str]) -> Splice:
    place = sheet.place(route)
    pair = f"{style.key(key)}: {style.flow(value)}"
    siblings = list(sheet.get(route))
    if not siblings:
        return Splice(place.start + 1, place.start + 1, pair)
    before = neighbour(siblings, key, order)
    if before is None:
        at = sheet.places[(*route, siblings[0])].key_start
        return Splice(at, at, f"{pair}, ")
    end = sheet.flow_end((*route, before))
    return Splice(end, end, f", {pair}")
