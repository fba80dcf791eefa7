"""Knows which segments a customer is in by the columns that rules ask about; and which rules cannot both be meant.

It must not know files: a customer is a mapping of columns to cells.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf
from typing import NamedTuple

from gtm.model import ranges
from gtm.model.audience import Audience
from gtm.model.personas import SegmentWritten
from gtm.model.ranges import Range

_MOST = 500_000  # comparisons of a value with another
_SHOWN = 100  # clashes that are told
Cell = tuple[str, float | None]  # what a cell says, in small letters, and as a number where it is one


class Condition(NamedTuple):
    """What one rule asks of one column."""

    words: frozenset[str]
    numbers: tuple[Range, ...]

    def takes(self, cell: Cell) -> bool:
        text, number = cell
        return text in self.words or (number is not None and any(number in one for one in self.numbers))

    def meets(self, other: "Condition") -> str | None:
        """A value that both take; None when there is none."""
        for word in sorted(self.words):
            if other.takes((word, _number(word))):
                return word
        for word in sorted(other.words):
            if self.takes((word, _number(word))):
                return word
        for one in self.numbers:
            for two in other.numbers:
                low, high = max(one.low, two.low), min(one.high, two.high)
                if low <= high:
                    return f"{low if low > -inf else high:g}"
        return None


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment with its rules, ready to be asked."""

    id: str
    of: str  # the group it is of; empty for a segment of its own
    rules: tuple[Mapping[str, Condition], ...]
    personas: tuple[str, ...]
    said: tuple[str, ...]  # each rule in words


class Clash(NamedTuple):
    """Two segments of one group that a customer can be in together, with an example."""

    of: str
    first: str
    second: str
    example: Mapping[str, str]


class Hole(NamedTuple):
    """Whole numbers of a column between the ranges of a group that no segment takes."""

    of: str
    column: str
    before: str
    after: str
    low: float
    high: float


def segments(audience: Audience) -> tuple[Segment, ...]:
    """All segments that can be asked."""
    found = ((id, one) for id, one in (audience.segments or {}).items() if one is not None)
    return tuple(_segment(id, one) for id, one in found if one.when or one.personas)


def columns(found: Sequence[Segment]) -> dict[str, bool]:
    """The columns that rules ask about, each with whether numbers are looked for in it."""
    out: dict[str, bool] = {}
    for segment in found:
        for rule in segment.rules:
            for name, condition in rule.items():
                out[name] = out.get(name, False) or bool(condition.numbers)
    return out


def _segment(id: str, written: SegmentWritten) -> Segment:
    rules = tuple({name: _condition(value) for name, value in rule.items() if value} for rule in written.when)
    said = tuple(", ".join(f"{name}: {_said(value)}" for name, value in rule.items() if value) for rule in written.when)
    return Segment(id, written.of or "", rules or ({},), written.personas, said or ("",))


def _said(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else " or ".join(value)


def _condition(value: str | Sequence[str]) -> Condition:
    values = (value,) if isinstance(value, str) else tuple(value)
    found = [(one, ranges.parse(one)) for one in values]
    words = frozenset(plain(one) for one, parsed in found if parsed is None)
    return Condition(words, tuple(parsed for _, parsed in found if parsed is not None))


def plain(text: str) -> str:
    """A cell's words as they are compared: without case and spaces around."""
    return " ".join(text.split()).casefold()


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def asked(segment: Segment, cells: Mapping[str, Cell], persona: str | None) -> tuple[str, str | None]:
    """Whether a customer is in a segment: "yes" and why, "no", or "unknown" and the column that lacks a value."""
    if segment.personas and persona not in segment.personas:
        return ("no" if persona is not None else "unknown"), None
    lacking = None
    for rule, said in zip(segment.rules, segment.said, strict=True):
        open_ = next((name for name in rule if name not in cells), None)
        if any(not condition.takes(cells[name]) for name, condition in rule.items() if name in cells):
            continue
        if open_ is None:
            return "yes", said
        lacking = lacking or open_
    return ("unknown", lacking) if lacking is not None else ("no", None)


def clashes(found: Sequence[Segment]) -> tuple[list[Clash], bool]:
    """Segments of one group that are not apart, and whether all were compared.

    A rule that asks about other columns can always hold as well.
    """
    told: list[Clash] = []
    room = _MOST
    for of, one, two in _pairs(found):
        room -= _size(one) * _size(two)
        if room < 0 or len(told) >= _SHOWN:
            return told, False
        if one.personas and two.personas and not set(one.personas) & set(two.personas):
            continue
        example = next((e for a in one.rules for b in two.rules if (e := _both(a, b)) is not None), None)
        if example is not None:
            told.append(Clash(of, one.id, two.id, example))
    return told, True


def _size(segment: Segment) -> int:
    return sum(len(c.words) + len(c.numbers) for rule in segment.rules for c in rule.values()) + 1


def _pairs(found: Sequence[Segment]) -> Iterator[tuple[str, Segment, Segment]]:
    groups: dict[str, list[Segment]] = {}
    for one in found:
        if one.of:
            groups.setdefault(one.of, []).append(one)
    for of, members in groups.items():
        yield from ((of, one, two) for one, two in combinations(members, 2))


def _both(one: Mapping[str, Condition], two: Mapping[str, Condition]) -> Mapping[str, str] | None:
    example = {}
    for name in dict.fromkeys((*one, *two)):
        if name in one and name in two:
            value = one[name].meets(two[name])
            if value is None:
                return None
        else:
            value = _any(one.get(name) or two[name])
        example[name] = value
    return example


def _any(condition: Condition) -> str:
    if condition.words:
        return min(condition.words)
    first = condition.numbers[0]
    return f"{first.low if first.low > -inf else first.high:g}"


def holes(found: Sequence[Segment]) -> Iterator[Hole]:
    """Between the ranges of a group that looks at one column alone: whole numbers that no segment takes."""
    groups: dict[str, list[Segment]] = {}
    for one in found:
        if one.of:
            groups.setdefault(one.of, []).append(one)
    for of, members in groups.items():
        asked = {tuple(rule) for one in members for rule in one.rules}
        if len(asked) != 1 or len(next(iter(asked))) != 1 or any(one.personas for one in members):
            continue
        column = next(iter(asked))[0]
        parts = sorted((part, one.id) for one in members for rule in one.rules for part in rule[column].numbers)
        reached, before = -inf, ""
        for part, id in parts:
            if before and part.low > reached + 1:
                yield Hole(of, column, before, id, reached + 1, part.low - 1)
            if part.high > reached or not before:
                reached, before = part.high, id
