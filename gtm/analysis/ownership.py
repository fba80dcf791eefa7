"""Knows who answers for what in a launch: teams, roles nobody fills, owners who are away.

It must not know how that is shown, or which files it concerns.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gtm.analysis.attention import horizon
from gtm.analysis.snapshot import Study
from gtm.model.launch import Item, Launch


@dataclass(frozen=True, slots=True)
class TeamOwners:
    """Who acts for one team: its lead first, then the lead's deputy, then its people."""

    id: str
    title: str
    lead: str | None
    deputy: str | None
    people: tuple[str, ...]
    open: int

    @property
    def alone(self) -> bool:
        """Whether one person, or nobody, can review what the team writes."""
        return len(self.people) < 2


@dataclass(frozen=True, slots=True)
class Owner:
    """One person's open work; `away` are absences that are not over and begin soon."""

    id: str | None  # None: work without an owner
    open: int
    must: int
    late: int
    next_due: date | None
    away: tuple[tuple[date, date], ...] = ()
    deputy: str | None = None


@dataclass(frozen=True, slots=True)
class EmptyRole:
    """A role the launch asks for and nobody holds; `signs` whether a gate waits for its signature."""

    id: str
    title: str
    open: int
    signs: bool


@dataclass(frozen=True, slots=True)
class Ownership:
    teams: tuple[TeamOwners, ...]
    owners: tuple[Owner, ...]
    empty_roles: tuple[EmptyRole, ...]


def ownership(study: Study) -> Ownership:
    """Everything about owners of one launch, over its open items."""
    items = [item for item in study.graph.items if not study.readiness[item.id].settled]
    return Ownership(
        tuple(team_owners(study.launch, items)),
        tuple(_owners(study.launch, items)),
        tuple(_empty_roles(study.launch, items)),
    )


def team_owners(launch: Launch, items: Iterable[Item] = ()) -> Iterable[TeamOwners]:
    """Every team of the playbook that has a part in the launch."""
    present = {item.team for item in launch.items.values()}
    counts: dict[str, int] = {}
    for item in items:
        counts[item.team] = counts.get(item.team, 0) + 1
    for id, team in launch.teams.items():
        if id in present:
            lead = launch.lead(id)
            deputy = launch.people[lead].deputy if lead is not None and lead in launch.people else None
            members = [name for name, person in launch.people.items() if id in person.teams]
            people = tuple(dict.fromkeys(one for one in (lead, deputy, *members) if one))
            yield TeamOwners(id, team.title, lead, deputy, people, counts.get(id, 0))


def with_deputies(launch: Launch, roles: Iterable[str]) -> tuple[str, ...]:
    """The holders of some roles, each followed by the deputy."""
    found: dict[str, None] = {}
    for role in roles:
        for holder in launch.holders(role):
            found[holder] = None
            deputy = launch.people[holder].deputy if holder in launch.people else None
            if deputy:
                found[deputy] = None
    return tuple(found)


def signing_roles(launch: Launch) -> tuple[str, ...]:
    """The roles whose decisions count: they sign a gate, or approve waivers."""
    slots = [slot for gate in launch.gates for slot in gate.sign_offs]
    signing = [role for slot in slots for role in (slot.role, *slot.any_of) if role]
    return tuple(dict.fromkeys([*signing, *launch.workspace.policy.waiver_approvers]))


def _owners(launch: Launch, items: Iterable[Item]) -> Iterable[Owner]:
    """Whoever owns open work, the busiest first; work without an owner comes last."""
    held: dict[str | None, list[Item]] = {}
    for item in items:
        held.setdefault(item.owner, []).append(item)
    until = horizon(launch)
    for id in sorted(held, key=lambda id: (id is None, -len(held[id]), id or "")):
        person = launch.people.get(id or "")
        away = tuple(days for days in person.away if days[1] >= launch.as_of and days[0] <= until) if person else ()
        yield Owner(
            id,
            len(held[id]),
            sum(item.must for item in held[id]),
            sum(item.due < launch.as_of for item in held[id]),
            min((item.due for item in held[id]), default=None),
            away,
            person.deputy if person else None,
        )


def _empty_roles(launch: Launch, items: Iterable[Item]) -> Iterable[EmptyRole]:
    counts: dict[str, int] = {}
    for item in items:
        for role in {item.role, item.definition.checked_by} - {None}:
            counts[str(role)] = counts.get(str(role), 0) + 1
    signing = signing_roles(launch)
    for role in dict.fromkeys([*signing, *sorted(counts, key=lambda role: (-counts[role], role))]):
        if not launch.holders(role):
            yield EmptyRole(role, launch.role(role), counts.get(role, 0), role in signing)
