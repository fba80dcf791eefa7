"""Knows whether rules over intake answers are exclusive and complete, each doubt with an example.

A rule is a box: for some questions, the choices it takes. Two boxes overlap when they share a choice of every
question. What no box takes is found by splitting the answers question by question, only where boxes differ, up to
a bound that is said. It must not know customers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

Choices = Mapping[str, Sequence[str]]  # every question with all its answers, in the order written
Box = Mapping[str, frozenset[str]]  # the questions a rule asks about, each with the answers it takes
Example = Mapping[str, str]  # some answers; whatever the other questions are answered with

MOST = 1_000_000  # comparisons of a box with one part of the answers: some tenths of a second
MOST_OVERLAPS = 100  # pairs of personas that are told
DEEPEST = 100  # questions that rules ask about
SHOWN = 3  # examples of what no box takes
COUNTED = 10**12  # combinations; numbers of thousands of digits are nothing to print


class Overlap(NamedTuple):
    """Two personas whose rules take the same answers, which rules of theirs, and an example."""

    first: str
    second: str
    at: tuple[int, int]  # which of their rules
    example: Example


@dataclass(frozen=True, slots=True)
class Missing:
    """Answers that no rule takes: how many of all combinations, and examples; `whole` when all were looked at.

    Both numbers end at COUNTED.
    """

    count: int
    of: int
    examples: tuple[Example, ...]
    whole: bool

    @property
    def said(self) -> str:
        """`3 of 12`."""
        least = "" if self.whole and self.count < COUNTED else "at least "
        return f"{least}{self.count} of {self.of if self.of < COUNTED else 'more than a million million'}"


def plain(rule: Mapping[str, frozenset[str]], choices: Choices) -> Box:
    """A rule without the questions of which it takes every answer."""
    return {name: taken for name, taken in rule.items() if not taken.issuperset(choices[name])}


def overlaps(rules: Mapping[str, Sequence[Box]], choices: Choices) -> tuple[list[Overlap], bool]:
    """The first overlap of each two personas, and whether all rules were compared."""
    found: dict[tuple[str, str], Overlap] = {}
    boxes = [(name, at, box) for name, own in rules.items() for at, box in enumerate(own)]
    room = MOST
    for number, (name, at, box) in enumerate(boxes):
        room -= number * (len(box) + 1)
        if room < 0 or len(found) >= MOST_OVERLAPS:
            return list(found.values()), False
        for other, before, earlier in boxes[:number]:
            if other != name and (other, name) not in found:
                example = _common(earlier, box, choices)
                if example is not None:
                    found[other, name] = Overlap(other, name, (before, at), example)
    return list(found.values()), True


def _common(one: Box, other: Box, choices: Choices) -> Example | None:
    """Answers that both boxes take; None when they share none."""
    if any(name in one and one[name].isdisjoint(taken) for name, taken in other.items()):
        return None
    example = {}
    for name in choices:
        sides = [box[name] for box in (one, other) if name in box]
        if sides:
            both = frozenset.intersection(*sides)
            example[name] = next(answer for answer in choices[name] if answer in both)
    return example


def missing(boxes: Sequence[Box], choices: Choices) -> Missing:
    """What none of the boxes takes."""
    asked = {name: answers for name, answers in choices.items() if any(name in box for box in boxes)}
    total = prod(map(len, choices.values()))
    if len(asked) > DEEPEST:
        return Missing(0, min(total, COUNTED), (), False)
    search, factor = _Search(asked), total // prod(map(len, asked.values()))
    count = 0
    examples: list[Example] = []
    for example, size in search.gaps(boxes, {}, list(asked)):
        count += size * factor
        if len(examples) < SHOWN:
            examples.append(example)
    return Missing(min(count, COUNTED), min(total, COUNTED), tuple(examples), search.room >= 0)


class _Search:
    """Walks the parts of the answers that boxes tell apart, until its room is used up."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.room = MOST

    def gaps(self, boxes: Sequence[Box], given: dict[str, str], left: list[str]) -> Iterator[tuple[Example, int]]:
        """Every part of the answers that no box takes, by an example, and how many combinations it is."""
        self.room -= (len(boxes) + 1) * (len(left) + 1)
        if self.room < 0 or any(not box for box in boxes):
            return
        if not boxes:
            yield dict(given), prod(len(self.choices[name]) for name in left)
            return
        name = max(left, key=lambda one: sum(one in box for box in boxes))
        rest = [one for one in left if one != name]
        alike: dict[tuple[bool, ...], list[str]] = {}
        asking = [box[name] for box in boxes if name in box]
        self.room -= len(asking) * len(self.choices[name])
        if self.room < 0:
            return
        for answer in self.choices[name]:
            alike.setdefault(tuple(answer in taken for taken in asking), []).append(answer)
        for answers in alike.values():
            told = [
                {key: taken for key, taken in box.items() if key != name}
                for box in boxes
                if name not in box or answers[0] in box[name]
            ]
            for example, size in self.gaps(told, {**given, name: answers[0]}, rest):
                yield example, size * len(answers)
