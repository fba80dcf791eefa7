"""Knows what is told of each persona in one launch: whether it is served, by what, how that is seen, on what evidence.

It must not sort customers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gtm.analysis import personas
from gtm.analysis.phases import Matrix, measures, title
from gtm.dates import say
from gtm.model.audience import Audience, audience_of
from gtm.model.changed import Changed
from gtm.model.launch import Item, Launch
from gtm.model.personas import PersonaEvidence, PersonaWritten


@dataclass(frozen=True, slots=True)
class Portrait:
    """One persona in one launch."""

    id: str
    record: PersonaWritten
    served: bool
    changes: tuple[tuple[Item, Changed], ...]  # what it does to the plan, in the order of the launch
    measures: tuple[str, ...]  # metrics that show whether it is served

    @property
    def added(self) -> tuple[Item, ...]:
        return tuple(item for item, change in self.changes if change.what == "added")

    @property
    def changed(self) -> tuple[Item, ...]:
        return tuple(dict.fromkeys(item for item, change in self.changes if change.what != "added"))


def portraits(launch: Launch) -> tuple[Portrait, ...]:
    """Every persona, those the launch serves first."""
    audience = audience_of(launch)
    if audience is None:
        return ()
    found = []
    by_persona: dict[str, list[tuple[Item, Changed]]] = {}
    for item in launch.items.values():
        for change in item.changed:
            by_persona.setdefault(change.persona, []).append((item, change))
    for id, record in (audience.personas or {}).items():
        if record is not None:
            changes = tuple(by_persona.get(id, ()))
            found.append(Portrait(id, record, id in audience.serves, changes, tuple(measures(audience, id))))
    return tuple(sorted(found, key=lambda one: not one.served))


def internal_share(evidence: PersonaEvidence) -> float | None:
    """Which part of the data points is from our own data; None when nobody said, or there is no point."""
    if evidence.internal is None or not evidence.points:
        return None
    return evidence.internal / evidence.points


def evidence_words(record: PersonaWritten) -> str:
    """What stands behind a persona, in a line."""
    evidence = record.evidence
    if evidence is None:
        return "no evidence recorded"
    return ", ".join(_parts(evidence, internal_share(evidence)))


def _parts(evidence: PersonaEvidence, share: float | None) -> Iterator[str]:
    yield f"{evidence.points} data point{'' if evidence.points == 1 else 's'}"
    yield f"{100 * share:.0f} % our own" if share is not None else "own share not said"
    if evidence.interviews is not None:
        yield f"{evidence.interviews} interview{'' if evidence.interviews == 1 else 's'}"
    if evidence.newest is not None:
        yield f"newest {say(evidence.newest)}"


def age(evidence: PersonaEvidence, as_of: date) -> int | None:
    """How many days ago the newest was made."""
    return (as_of - evidence.newest).days if evidence.newest is not None else None


def plan_words(portrait: Portrait) -> str:
    """What it does to the plan, in a line: 3 items added, 1 changed."""
    added, changed = len(portrait.added), len(portrait.changed)
    if not added and not changed:
        return "changes nothing in the plan" if portrait.served else ""
    parts = [f"{added} item{'' if added == 1 else 's'} added"] if added else []
    return ", ".join([*parts, *([f"{changed} changed"] if changed else [])])


def rule_words(audience: Audience) -> list[tuple[bool, str]]:
    """Whether every customer gets exactly one persona, or what is against it: sentences, each good or not."""
    rules = personas.rules(audience)
    if rules is None:
        return [(False, "No persona has rules yet, so nobody can be sorted: write `when:` with intake answers")]
    if not rules.sound:
        return [(False, "Rules name questions or answers that do not exist: gtm check says where")]
    overlaps, whole = rules.overlaps
    missing = rules.missing
    names = {id: title(audience, "personas", id) for id in audience.personas or {}}
    said = [
        (False, f"{names[one.first]} and {names[one.second]} both take {personas.words(one.example)}")
        for one in overlaps
    ]
    if missing.count:
        text = f"No persona takes {missing.said} combinations of answers, for example "
        said.append((False, text + personas.words(missing.examples[0])))
    if not (whole and missing.whole):
        said.append((False, "There are more rules than can be compared, so not all were looked at"))
    asked = len(rules.choices)
    return said or [(True, f"Every customer gets exactly one persona, whatever the {asked} intake answers are")]


def summary(launch: Launch, matrix: Matrix) -> str:
    """Whom a launch serves, and where from sales to renewal something is done for them, in a sentence."""
    if not matrix.chosen:
        return "This launch names no persona it serves"
    audience = audience_of(launch)
    head = f"This launch serves {_and([title(audience, 'personas', one) for one in matrix.personas])}"
    alike: dict[tuple[str, ...], list[str]] = {}
    for persona in matrix.personas:
        alike.setdefault(matrix.gaps(persona), []).append(title(audience, "personas", persona))
    gaps = [
        f"nothing is for {_and(whom)} in {_and([title(audience, 'phases', one) for one in phases])}"
        for phases, whom in alike.items()
        if phases
    ]
    more = f"; {matrix.left_out} more personas and phases are not looked at" if matrix.left_out else ""
    return f"{head}: " + ("; ".join(gaps) if gaps else "there are items for each in every phase") + more


def _and(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
