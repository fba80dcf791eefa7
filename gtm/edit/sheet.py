"""Knows a YAML text with the place of each value, and where its lines and values really end.

A block collection ends, for the reader, behind the blanks and comments that follow it; here it ends
with its own last character. It must not know values to write, keys' meanings, files or disks.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gtm import syntax
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

    def key_column(self, place: Place) -> int:
        start = self.line_start(place.key_start)
        if self.text[start : place.key_start].strip(" -"):
            raise Unsure("a key does not stand first on its line")
        return place.key_start - start

    def behind_key(self, place: Place) -> int:
        """The end of the key's line, where lines that belong to it may follow."""
        stop = self.line_end(place.key_end)
        if place.start > stop:
            return stop
        kept = self.text[place.key_end : place.start].rstrip(" \t")
        if kept.strip(" \t") != ":":
            raise Unsure("something stands between the key and its value")
        return place.key_end + len(kept)

    def header_comment(self, place: Place, end: int) -> str:
        """The comment behind the `|` of block text, with the blanks before it."""
        if self.text[place.start : place.start + 1] not in ("|", ">"):
            return ""
        header = self.text[place.start : min(self.line_end(place.start), max(end, place.start + 1))]
        found = re.search(r"\s+#.*", header)
        return found[0] if found else ""

    def spare_comments(self, route: Route, start: int, end: int) -> None:
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

    def child_column(self, route: Route, column: int) -> int:
        """The indent that the neighbours of an empty mapping give their keys."""
        siblings = self.get(route[:-1]) or {}
        for name, value in siblings.items():
            inner = (*route[:-1], name)
            if isinstance(value, dict) and value and not self.flow(inner):
                first = self.places.get((*inner, next(iter(value))))
                if first is not None:
                    return column + self.column(first.key_start) - self.column(self.places[inner].key_start)
        return column + self.step()

    def step(self) -> int:
        """How far this text indents: as its first nested key does, else two."""
        if isinstance(self.data, dict):
            for name, value in self.data.items():
                if isinstance(value, dict) and value and not self.flow((name,)):
                    first = self.places.get((name, next(iter(value))))
                    if first is not None and first.key_start >= 0:
                        return max(first.key_start - self.line_start(first.key_start), 1)
        return 2

    def spaced(self, route: Route, siblings: Sequence[str]) -> bool:
        """Whether a blank line stands between the last two entries, and they are mappings."""
        if len(siblings) < 2 or not isinstance(self.get((*route, siblings[-1])), dict):
            return False
        start = self.content_end((*route, siblings[-2]))
        between = self.text[start : self.places[(*route, siblings[-1])].key_start]
        return any(not line.strip() for line in re.split(r"\r\n|\n|\r", between)[1:-1])

    def flow_end(self, route: Route) -> int:
        place = self.places.get(route)
        if place is None:
            raise Unsure("it is written through an alias (`*name`)")
        return place.end


def neighbour(siblings: Sequence[str], key: str, order: Sequence[str]) -> str | None:
    """The key behind which a new one belongs; None for in front of them all."""
    if key not in order:
        return siblings[-1]
    rank = {name: at for at, name in enumerate(order)}
    earlier = [name for name in siblings if name in rank and rank[name] < rank[key]]
    later = [name for name in siblings if name in rank and rank[name] > rank[key]]
    if earlier:
        return earlier[-1]
    return None if later and siblings[0] in later else siblings[-1]
