"""Knows what of a launch concerns one team or one stage, for a report that shows only that.

It must not know how a report is drawn.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from gtm.analysis.review import Agenda
from gtm.analysis.snapshot import Study
from gtm.analysis.touchpoints import Touchpoint
from gtm.diagnostics import Diagnostic
from gtm.model.launch import Decision, Item, Launch, Removed


@dataclass(frozen=True, slots=True)
class Scope:
    """One team, one stage, or one team in one stage; an item concerns it when it belongs to all that is named."""

    team: str | None = None
    stage: str | None = None

    def __bool__(self) -> bool:
        return self.team is not None or self.stage is not None

    def holds(self, item: Item) -> bool:
        """A stage's own items, and those of other stages that its gate waits for."""
        stage = self.stage is None or self.stage in {item.stage, item.gate}
        return stage and (self.team is None or item.team == self.team)

    def gate(self, id: str) -> bool:
        return self.stage is None or id.partition("/")[0] == self.stage

    def words(self, launch: Launch) -> str:
        """What the extract is about: Legal in Buy."""
        stage = launch.stages[self.stage].title if self.stage else ""
        team = launch.team(self.team) if self.team else ""
        return f"{team} in {stage}" if team and stage else team or stage


def items(study: Study, scope: Scope) -> frozenset[str]:
    """The ids of the items it concerns."""
    return frozenset(item.id for item in study.graph.items if scope.holds(item))


def cells(study: Study, scope: Scope, found: Mapping[tuple[str, str], Touchpoint]) -> dict[tuple[str, str], Touchpoint]:
    """The touchpoints it concerns, each with only the items that do."""
    return {at: cell for at, one in found.items() if (cell := _cell(study, scope, one)) is not None}


def _cell(study: Study, scope: Scope, one: Touchpoint) -> Touchpoint | None:
    if scope.team not in {None, one.team}:
        return None
    if scope.stage in {None, one.stage}:
        return one
    kept = [item for item in one.items if scope.holds(item)]
    late = sum(item.due < study.launch.as_of and not study.readiness[item.id].settled for item in kept)
    return replace(one, items=tuple(kept), counts=study.counts(kept), late=late) if kept else None


def gaps(study: Study, scope: Scope, found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Findings about its items and gates; for a stage without a team, its gate's too."""
    here = items(study, scope)
    return tuple(
        one
        for one in found
        if one.subject in here or (scope.team is None and one.subject in study.gates and scope.gate(one.subject))
    )


def agenda(study: Study, scope: Scope, found: Agenda) -> Agenda:
    """What has to be decided that concerns it. A team's agenda has the sign-offs that its people may give."""
    here, launch = items(study, scope), study.launch
    ours = {person for person, one in launch.people.items() if scope.team in one.teams} if scope.team else set()
    names = {launch.person(id) for id in ours}
    return Agenda(
        tuple(one for one in found.decisions if concerns(study, scope, one)),
        tuple(one for one in found.waivers if one.item in here),
        tuple(
            one
            for one in found.signings
            if scope.gate(one.gate.id) and (not scope.team or any(names & set(slot.holders) for slot in one.slots))
        ),
        tuple(one for one in found.unowned if one.id in here),
        tuple(
            (gate, promise)
            for gate, promise in found.promises
            if scope.gate(gate) and (not scope.team or promise.owner in ours)
        ),
    )


def concerns(study: Study, scope: Scope, one: Decision) -> bool:
    """Whether a logged decision is about its items, its gate, or its team's people."""
    record = one.record
    if record.item:
        item = study.launch.items.get(str(record.item))
        return item is not None and scope.holds(item)
    if scope.team is None:
        return record.gate is not None and scope.gate(record.gate)
    people = study.launch.people
    asked = [people[id].teams for id in (record.asked_by, record.decides) if id is not None and id in people]
    return any(scope.team in teams for teams in asked) and (record.gate is None or scope.gate(record.gate))


def concerned(scope: Scope, one: Removed) -> bool:
    """Whether an item that does not apply would have concerned it."""
    return scope.team in {None, one.team} and (scope.stage is None or scope.stage in {one.stage, one.gate})


def threads(study: Study, scope: Scope) -> Iterator[str]:
    """The names of the threads that pass through it, in the order of the playbook."""
    bases = {study.launch.items[id].base for id in items(study, scope)}
    for name, thread in study.launch.threads.items():
        if any(str(id) in bases for id in thread.items):
            yield name
