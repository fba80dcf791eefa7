"""Knows which persona a customer is by the intake answers, and why; and what the rules of personas say together.

It must not know files of customers, nor what a persona changes in a plan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from gtm.analysis import intake
from gtm.analysis.intake import Box, Choices, Missing, Overlap
from gtm.model.audience import Audience
from gtm.model.personas import Answers

Given = Mapping[str, str]  # a customer's answers: question to choice; what was not answered is not there

UNANSWERED, AMBIGUOUS, NO_RULE = "unanswered", "two personas", "no rule"


class Match(NamedTuple):
    """The persona of a customer and why; without one, the kind of doubt and what it is about."""

    persona: str | None
    why: str
    doubt: str = ""  # one of UNANSWERED, AMBIGUOUS, NO_RULE


@dataclass(frozen=True)
class Rules:
    """The rules of all personas over the intake questions; `sound` when all they name exists."""

    choices: Choices
    boxes: Mapping[str, tuple[Box, ...]]  # by persona, in the order of their rules
    otherwise: tuple[str, ...]  # personas that take what no other takes
    sound: bool

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(self.choices)

    @cached_property
    def overlaps(self) -> tuple[list[Overlap], bool]:
        """Personas whose rules take the same answers, and whether all rules were compared."""
        return intake.overlaps(self.boxes, self.choices)

    @cached_property
    def missing(self) -> Missing:
        """Answers that no persona takes."""
        boxes = [box for own in self.boxes.values() for box in own]
        return intake.missing([{}] if self.otherwise else boxes, self.choices)

    def match(self, given: Given) -> Match:
        """Which persona a customer with these answers is. The order of answers does not matter."""
        sure: dict[str, Box] = {}
        lacking: dict[str, None] = {}
        for persona, boxes in self.boxes.items():
            for box in boxes:
                open_ = [name for name in box if name not in given]
                if any(given[name] not in box[name] for name in box if name in given):
                    continue
                if open_:
                    lacking.update(dict.fromkeys(open_))
                else:
                    sure.setdefault(persona, box)
        if len(sure) == 1:
            persona, box = next(iter(sure.items()))
            return Match(persona, words({name: given[name] for name in self.choices if name in box}))
        if sure:
            return Match(None, " and ".join(sure), AMBIGUOUS)
        if lacking:
            return Match(None, ", ".join(name for name in self.choices if name in lacking), UNANSWERED)
        if len(self.otherwise) == 1:
            return Match(self.otherwise[0], "no other persona takes these answers")
        if self.otherwise:
            return Match(None, " and ".join(self.otherwise), AMBIGUOUS)
        return Match(None, words({name: given[name] for name in self.choices if name in given}), NO_RULE)


def words(given: Given) -> str:
    """Some answers in words; empty when every answer will do."""
    return ", ".join(f"{name}: {answer}" for name, answer in given.items()) or "any answers"


def rules(audience: Audience) -> Rules | None:
    """The rules of the personas; None when no persona has any."""
    personas = {id: one for id, one in (audience.personas or {}).items() if one is not None}
    if not any(one.when or one.otherwise for one in personas.values()):
        return None
    questions = {id: one for id, one in (audience.intake or {}).items() if one is not None}
    choices = {id: tuple(one.choices) for id, one in questions.items() if one.choices}
    boxes: dict[str, tuple[Box, ...]] = {}
    sound = True
    for id, persona in personas.items():
        sound = sound and all(_sound(rule, choices) for rule in persona.when)
        boxes[id] = tuple(_box(rule, choices) for rule in persona.when)
    otherwise = tuple(id for id, one in personas.items() if one.otherwise)
    return Rules(choices, boxes, otherwise, sound)


def taken(answer: str | Sequence[str] | None) -> tuple[str, ...]:
    """The choices one entry of a rule takes; none when it is empty, which means every choice."""
    return (answer,) if isinstance(answer, str) else tuple(answer or ())


def _sound(rule: Answers, choices: Choices) -> bool:
    return all(name in choices and set(taken(answer)) <= set(choices[name]) for name, answer in rule.items())


def _box(rule: Answers, choices: Choices) -> Box:
    known = {name: frozenset(taken(answer)) for name, answer in rule.items() if name in choices and taken(answer)}
    return intake.plain(known, choices)
