"""Knows how to change one value of a YAML text and leave every other character as it is.

A change is a few splices at the places that `gtm.syntax` found: comments, quotes, order, indents
and line ends around them stay. It must not know what a key means, files or disks. Whoever applies
a change reads the text again and compares: what cannot be placed safely raises `Unsure`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gtm import syntax
from gtm.edit import style
from gtm.source import Route
from gtm.syntax import Place

_LINE_END = re.compile(r"\r\n|\n|\r")
_BLANK = " \t\r\n"


class Unsure(Exception):
    """The text is written in a way that cannot be changed with certainty; says in which."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Characters from `start` to `end` give way to `text`."""

    start: int
    end: int
    text: str


def put(text: str, route: Route, value: Any, order: Sequence[str] = ()) -> str:
    """The text with `value` at a route of keys; missing keys and mappings on the way are made.

    None empties the value (in flow style it takes the key away). A new key is put where `order`
    wants it, among the keys that are there. Raises Unsure.
    """
    sheet = Sheet.read(text)
    here = _deepest(sheet, route)
    if here == len(route):
        splice = sheet.empty(route) if value is None else sheet.replace(route, value)
    elif value is None:
        return text
    else:
        for step in reversed(route[here + 1 :]):
            value = {step: value}
        splice = sheet.insert(route[:here], str(route[here]), value, order)
    return text[: splice.start] + splice.text + text[splice.end :]


def append(text: str, route: Route, value: Any, order: Sequence[str] = ()) -> str:
    """The text with one more entry in the list at a route; the list is made where there is none."""
    sheet = Sheet.read(text)
    if not isinstance(sheet.get(route), list) or not sheet.get(route):
        return put(text, route, [value], order)
    splice = sheet.append(route, value)
    return text[: splice.start] + splice.text + text[splice.end :]


def _deepest(sheet: "Sheet", route: Route) -> int:
    """How many steps of a route are there; an empty value counts as not yet there, unless it is the last."""
    for at in range(len(route)):
        holder = sheet.get(route[:at])
        if holder is None:
            return at
        if not isinstance(holder, dict):
            raise Unsure("a value stands where keys belong")
        if route[at] not in holder:
            return at
    return len(route)


@dataclass(frozen=True)
class Sheet:
    """A text with its data and places, ready to be changed once."""

    text: str
    data: Any
    places: Mapping[Route, Place]
    eol: str

    @classmethod
    def read(cls, text: str) -> "Sheet":
        found = syntax.places(text)
        if found is None:
            raise Unsure("the text is not YAML that gtm reads")
        end = _LINE_END.search(text)
        return cls(text, found[0], found[1], end[0] if end else "\n")

    def get(self, route: Route) -> Any:
        """The value at a route of which every step but perhaps the last is there."""
        value = self.data
        for step in route:
            value = value[step] if value is not None else None
        return value

    def place(self, route: Route) -> Place:
        found = self.places.get(route)
        if found is None:
            raise Unsure("it is written through an alias (`*name`)")
        if self.text[found.start : found.start + 1] == "&":
            raise Unsure("the value has an anchor (`&name`) that other places may use")
        return found

    def flow(self, route: Route) -> bool:
        """Whether a collection is written in brackets."""
        place = self.places.get(route)
        return place is not None and self.text[place.start : place.start + 1] in ("{", "[")

    def within_flow(self, route: Route) -> bool:
        """Whether a value stands inside brackets."""
        return any(self.flow(route[:at]) for at in range(len(route)))

    # --- where things end -----------------------------------------------------------------------

    def content_end(self, route: Route) -> int:
        """Where a value's own characters end, without the blanks and comments behind it."""
        place = self.places.get(route)
        if place is None:
            raise Unsure("it is written through an alias (`*name`)")
        first = self.text[place.start : place.start + 1]
        value = self.get(route)
        if first in ("{", "[", '"', "'", "*") or place.start == place.end:
            return place.end
        if isinstance(value, (dict, list)) and first != "&":
            last = next(reversed(value)) if isinstance(value, dict) else len(value) - 1
            return self.content_end((*route, last))
        return place.start + len(self.text[place.start : place.end].rstrip(_BLANK))

    def line_start(self, at: int) -> int:
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def line_end(self, at: int) -> int:
        found = _LINE_END.search(self.text, at)
        return found.start() if found else len(self.text)

    def next_line(self, at: int) -> int:
        found = _LINE_END.search(self.text, at)
        return found.end() if found else len(self.text)

    def below(self, end: int, column: int) -> int:
        """The end of the last line that belongs to what ends at `end`: its own, and comments deeper than `column`."""
        last = self.line_end(end)
        rest = self.text[end:last].strip(" \t")
        if rest and not rest.startswith("#"):
            raise Unsure("something else stands on the same line")
        at = self.next_line(last)
        while at < len(self.text) and at > last:
            stop = self.line_end(at)
            line = self.text[at:stop]
            if line.strip(" \t"):
                depth = len(line) - len(line.lstrip(" "))
                if line.lstrip(" ")[:1] != "#" or depth <= column:
                    break
                last = stop
            following = self.next_line(stop)
            if following == at:
                break
            at = following
        return last

    def column(self, at: int) -> int:
        """The column of a key that stands first on its line."""
        start = self.line_start(at)
        if self.text[start:at].strip(" "):
            raise Unsure("a key does not stand first on its line")
        return at - start

    # --- changing what is there -----------------------------------------------------------------

    def replace(self, route: Route, value: Any) -> Splice:
        """Another value where one stands, or where nothing does."""
        place = self.place(route)
        if self.within_flow(route):
            return self._replace_flow(route, place, style.flow(value))
        if place.key_start < 0:
            raise Unsure("the value has no key of its own")
        column = self._key_column(place)
        inline = style.inline(value)
        written = inline if inline is not None else style.block(value, column + self._step(), self.eol)
        if place.start == place.end:
            return self._fill(place, column, written, inline is not None)
        return self._exchange(route, place, written, inline is not None)

    def empty(self, route: Route) -> Splice:
        """Nothing where a value stands; in flow style the key goes too."""
        place = self.place(route)
        if place.start == place.end:
            return Splice(place.end, place.end, "")
        if self.within_flow(route):
            return self._remove_flow(route)
        end = self.content_end(route)
        header = self._header_comment(place, end)
        self._spare_comments(route, place.start, end)
        start = place.start
        if self.text[end : self.line_end(end)].strip(" \t") == "":
            start = place.key_end + self.text[place.key_end : place.start].find(":") + 1
            if start <= place.key_end or self.text[start : place.start].strip(_BLANK):
                raise Unsure("something stands between the key and its value")
        return Splice(start, end, header)

    def _key_column(self, place: Place) -> int:
        start = self.line_start(place.key_start)
        if self.text[start : place.key_start].strip(" -"):
            raise Unsure("a key does not stand first on its line")
        return place.key_start - start

    def _fill(self, place: Place, column: int, written: str, inline: bool) -> Splice:
        """A value behind a key that has none: on its line, or as lines below it."""
        if self.text[place.key_end : place.end].strip(" \t") != ":":
            raise Unsure("the key has no colon of its own")
        if inline or not written.startswith(self.eol):
            return Splice(place.end, place.end, self._last(f" {written}", self.line_end(place.end)))
        end = self.below(place.end, column)
        return Splice(end, end, self._last(written, end))

    def _exchange(self, route: Route, place: Place, written: str, inline: bool) -> Splice:
        end = self.content_end(route)
        self._spare_comments(route, place.start, end)
        header = self._header_comment(place, end)
        if header:
            head, sep, body = written.partition(self.eol)
            written = f"{head}{header}{sep}{body}"
        start = place.start
        if written.startswith(self.eol):
            start = self._behind_key(place)
        elif not inline and self.line_start(start) > place.key_end:
            raise Unsure("the value starts on a line of its own")
        if not inline and self.text[end : self.line_end(end)].strip(" \t"):
            raise Unsure("a comment stands behind the value")
        if inline and isinstance(self.get(route), (dict, list)) and not self.flow(route):
            start, written = self._behind_key(place), f" {written}"
            if self.text[place.key_end : start].strip(" \t") != ":":
                raise Unsure("a comment stands between the key and its value")
        return Splice(start, end, self._last(written, end))

    def _behind_key(self, place: Place) -> int:
        """The end of the key's line, where lines that belong to it may follow."""
        stop = self.line_end(place.key_end)
        if place.start > stop:
            return stop
        kept = self.text[place.key_end : place.start].rstrip(" \t")
        if kept.strip(" \t") != ":":
            raise Unsure("something stands between the key and its value")
        return place.key_end + len(kept)

    def _last(self, written: str, end: int) -> str:
        """Block text at the very end of a file needs its line end to keep it."""
        lines = written.partition(self.eol)[0].rstrip().endswith("|")
        return written + self.eol if lines and end >= len(self.text) else written

    def _header_comment(self, place: Place, end: int) -> str:
        """The comment behind the `|` of block text, with the blanks before it."""
        if self.text[place.start : place.start + 1] not in ("|", ">"):
            return ""
        header = self.text[place.start : min(self.line_end(place.start), max(end, place.start + 1))]
        found = re.search(r"\s+#.*", header)
        return found[0] if found else ""

    def _spare_comments(self, route: Route, start: int, end: int) -> None:
        """Refuse to take away comments that stand among the parts of a value."""
        value = self.get(route)
        first = self.text[start : start + 1]
        if not isinstance(value, (dict, list)) and first in ("|", ">", '"', "'"):
            return
        rest = list(self.text[start:end])
        for one, place in self.places.items():
            if one[: len(route)] == route and not isinstance(self.get(one), (dict, list)):
                rest[place.start - start : place.end - start] = " " * (place.end - place.start)
        if "#" in "".join(rest):
            raise Unsure("comments stand among the parts of the value")

    # --- in brackets ----------------------------------------------------------------------------

    def _replace_flow(self, route: Route, place: Place, written: str) -> Splice:
        self._spare_comments(route, place.start, place.end)
        if place.start < place.end:
            return Splice(place.start, place.end, written)
        colon = self.text[place.key_end : place.end].strip(_BLANK)
        return Splice(place.end, place.end, f" {written}" if colon == ":" else f": {written}")

    def _remove_flow(self, route: Route) -> Splice:
        siblings = list(self.get(route[:-1]))
        at = siblings.index(route[-1])
        place = self.places[route]
        if at > 0:
            start, end = self.content_end((*route[:-1], siblings[at - 1])), place.end
        elif len(siblings) > 1:
            start, end = place.key_start, self.places[(*route[:-1], siblings[1])].key_start
        else:
            start, end = place.key_start, place.end
        gone = self.text[start : place.key_start] + self.text[place.end : end]
        if "#" in gone:
            raise Unsure("a comment stands beside the value")
        return Splice(start, end, "")

    def _insert_flow(self, route: Route, key: str, value: Any, order: Sequence[str]) -> Splice:
        place = self.place(route)
        pair = f"{style.key(key)}: {style.flow(value)}"
        siblings = list(self.get(route))
        if not siblings:
            return Splice(place.start + 1, place.start + 1, pair)
        before = _before(siblings, key, order)
        if before is None:
            at = self.places[(*route, siblings[0])].key_start
            return Splice(at, at, f"{pair}, ")
        end = self._flow_end((*route, before))
        return Splice(end, end, f", {pair}")

    def _flow_end(self, route: Route) -> int:
        place = self.places.get(route)
        if place is None:
            raise Unsure("it is written through an alias (`*name`)")
        return place.end

    # --- adding what is not there ---------------------------------------------------------------

    def insert(self, route: Route, key: str, value: Any, order: Sequence[str] = ()) -> Splice:
        """A new key with its value in the mapping at a route, which may be empty."""
        holder = self.get(route)
        if route in self.places:
            self.place(route)
        if self.flow(route):
            return self._insert_flow(route, key, value, order)
        if holder is None:
            return self._insert_first(route, key, value)
        if not holder:
            raise Unsure("the mapping is empty in a way that is not understood")
        siblings = list(holder)
        column = self.column(self.places[(*route, siblings[0])].key_start)
        before = _before(siblings, key, order)
        lines = style.pair(key, value, column, self._step(), self.eol)
        if before is None:
            start = self.line_start(self.places[(*route, siblings[0])].key_start)
            return Splice(start, start, lines + self.eol)
        end = self.below(self.content_end((*route, before)), column)
        gap = self.eol if before == siblings[-1] and self._spaced(route, siblings) else ""
        return Splice(end, end, self._tail(f"{gap}{self.eol}{lines}", end))

    def _insert_first(self, route: Route, key: str, value: Any) -> Splice:
        """The first key of a mapping that is still empty."""
        if not route:
            lines = style.pair(key, value, 0, self._step(), self.eol) + self.eol
            end = len(self.text)
            return Splice(end, end, lines if self.text[-1:] in ("", "\n", "\r") else self.eol + lines)
        place = self.place(route)
        if self.within_flow(route) or place.start < place.end:
            return self.replace(route, style.Flow({key: value}))
        if self.text[place.key_end : place.end].strip(" \t") != ":":
            raise Unsure("the key has no colon of its own")
        column = self.column(place.key_start)
        deeper = self._child_column(route, column)
        end = self.below(place.end, column)
        lines = style.pair(key, value, deeper, self._step(), self.eol)
        return Splice(end, end, self._tail(f"{self.eol}{lines}", end))

    def _tail(self, written: str, end: int) -> str:
        """What ends a file keeps the file's way to end; only block text needs a line end."""
        needs = end >= len(self.text) and re.search(r"[:-] \|[\r\n]", written) is not None
        return written + self.eol if needs else written

    def _child_column(self, route: Route, column: int) -> int:
        """The indent that the neighbours of an empty mapping give their keys."""
        siblings = self.get(route[:-1]) or {}
        for name, value in siblings.items():
            inner = (*route[:-1], name)
            if isinstance(value, dict) and value and not self.flow(inner):
                first = self.places.get((*inner, next(iter(value))))
                if first is not None:
                    return column + self.column(first.key_start) - self.column(self.places[inner].key_start)
        return column + self._step()

    def _step(self) -> int:
        """How far this text indents: as its first nested key does, else two."""
        if isinstance(self.data, dict):
            for name, value in self.data.items():
                if isinstance(value, dict) and value and not self.flow((name,)):
                    first = self.places.get((name, next(iter(value))))
                    if first is not None and first.key_start >= 0:
                        return max(first.key_start - self.line_start(first.key_start), 1)
        return 2

    def _spaced(self, route: Route, siblings: Sequence[str]) -> bool:
        """Whether a blank line stands between the last two entries, and they are mappings."""
        if len(siblings) < 2 or not isinstance(self.get((*route, siblings[-1])), dict):
            return False
        start = self.content_end((*route, siblings[-2]))
        between = self.text[start : self.places[(*route, siblings[-1])].key_start]
        return any(not line.strip() for line in re.split(r"\r\n|\n|\r", between)[1:-1])

    def append(self, route: Route, value: Any) -> Splice:
        """One more entry in a list that has some."""
        place = self.place(route)
        last = (*route, len(self.get(route)) - 1)
        if self.flow(route):
            end = self._flow_end(last)
            return Splice(end, end, f", {style.flow(value)}")
        if self.within_flow(route) or self.text[place.start : place.start + 1] != "-":
            raise Unsure("the list is written in an unusual way")
        column = self.column(place.start)
        end = self.below(self.content_end(last), column)
        lines = style.entry(value, column, self.eol)
        return Splice(end, end, self._tail(f"{self.eol}{lines}", end))


def _before(siblings: Sequence[str], key: str, order: Sequence[str]) -> str | None:
    """The key behind which a new one belongs; None for in front of them all."""
    if key not in order:
        return siblings[-1]
    rank = {name: at for at, name in enumerate(order)}
    earlier = [name for name in siblings if name in rank and rank[name] < rank[key]]
    later = [name for name in siblings if name in rank and rank[name] > rank[key]]
    if earlier:
        return earlier[-1]
    return None if later and siblings[0] in later else siblings[-1]
