"""Knows what personas, intake, segments, phases and customers refer to. It must not judge what is missing."""

from collections.abc import Iterable

from gtm.link import rules
from gtm.link.names import Names
from gtm.link.playbook import Playbook
from gtm.model import ranges
from gtm.model.audience import Audience
from gtm.model.personas import CustomersWritten, PersonaWritten, PhaseWritten, SegmentWritten
from gtm.schema.scalars import clip
from gtm.source import Spot


def check(audience: Audience, playbook: Playbook, names: Names) -> None:
    """Say which names of these sections exist nowhere."""
    if audience.serves:
        names.check_all("personas", audience.serves, names.spots["audience", "serves"])
    for id, persona in (audience.personas or {}).items():
        if persona is not None:
            _persona(persona, names.spots["personas", id], names)
    for id, segment in (audience.segments or {}).items():
        if segment is not None:
            _segment(segment, names.spots["segments", id], names)
    for id, phase in (audience.phases or {}).items():
        if phase is not None:
            _phase(phase, names.spots["phases", id], playbook, names)
    if audience.customers is not None:
        _customers(audience, audience.customers, names.spots["audience", "customers"], names)
    if audience.handover is not None:
        spot = names.spots["audience", "handover"]
        _items([audience.handover.item], spot, playbook, names)
        names.check_all("intake", audience.handover.carries, spot / "carries")


def _persona(persona: PersonaWritten, spot: Spot, names: Names) -> None:
    names.check("metrics", persona.metric, spot / "metric")
    for at, rule in enumerate(persona.when):
        for question, answer in rule.items():
            here = spot / "when" / at / question
            if names.check("intake", question, here.at_key()):
                _answers(question, answer, here, names)
    if persona.plan is not None:
        names.check_all("metrics", persona.plan.measures, spot / "plan" / "measures")


def _answers(question: str, given: str | tuple[str, ...] | None, spot: Spot, names: Names) -> None:
    choices = names.known["intake"][question].choices
    listed = f"its answers: {', '.join(choices)}"
    for at, answer in enumerate((given,) if isinstance(given, str) else given or ()):
        if answer not in choices:
            here = spot if isinstance(given, str) else spot / at
            help = names.nearest(answer, choices, listed)
            said = f"`{answer}` is no answer to `{question}`"
            names.found.append(rules.UNKNOWN_AUDIENCE.at(here, said, help=help))


def _segment(segment: SegmentWritten, spot: Spot, names: Names) -> None:
    names.check_all("personas", segment.personas, spot / "personas")
    for at, rule in enumerate(segment.when):
        for column, value in rule.items():
            here = spot / "when" / at / column
            for number, one in enumerate((value,) if isinstance(value, str) else value or ()):
                if ranges.meant_as_range(one) and ranges.parse(one) is None:
                    place = here if isinstance(value, str) else here / number
                    said = f"`{clip(one)}` is not a range of numbers"
                    names.found.append(rules.BAD_RANGE.at(place, said, help="write ..49, 50..499 or 500.."))


def _phase(phase: PhaseWritten, spot: Spot, playbook: Playbook, names: Names) -> None:
    names.check_all("stages", phase.stages, spot / "stages")
    names.check_all("teams", phase.teams, spot / "teams")
    _items(phase.items, spot / "items", playbook, names)
    _items(phase.every, spot / "every", playbook, names)


def _items(ids: Iterable[str], spot: Spot, playbook: Playbook, names: Names) -> None:
    for at, id in enumerate(ids):
        if playbook.moved.get(id, id) not in playbook.definitions:
            names.check("items", id, spot / at)


def _customers(audience: Audience, customers: CustomersWritten, spot: Spot, names: Names) -> None:
    for question, words in (customers.answers or {}).items():
        here = spot / "answers" / question
        if question not in (audience.intake or {}):
            names.check("intake", question, here.at_key())
            continue
        for word, answer in (words or {}).items():
            if answer is not None:
                _answers(question, answer, here / word, names)
