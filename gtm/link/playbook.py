"""Knows how the playbook's files become one vocabulary: stages, teams, roles, traits, definitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gtm.link import rules
from gtm.link.names import Names
from gtm.model import written
from gtm.model.changed import Changed
from gtm.schema.documents import Document
from gtm.source import Spot


class Defined(NamedTuple):
    """A definition with its place and the stage and team its id names."""

    id: str
    stage: str
    team: str
    definition: written.Definition
    spot: Spot
    own: bool
    changed: tuple[Changed, ...] = ()  # by the personas the launch serves
    unserved: str = ""  # why it does not apply: a persona adds it that the launch does not serve


@dataclass(frozen=True, slots=True)
class Playbook:
    """Everything a launch is made from, before it is known which launch."""

    stages: Mapping[str, written.StageWritten]
    teams: Mapping[str, written.TeamWritten]
    roles: Mapping[str, str]
    traits: Mapping[str, written.TraitWritten]
    people: Mapping[str, written.Person]
    definitions: Mapping[str, Defined]
    moved: Mapping[str, str]  # every old id to its present one
    first_names: Mapping[str, str]  # a present id to the oldest id it had


def gather(documents: Sequence[Document], launch: str | None, names: Names) -> Playbook:
    """Collect the playbook (and the launch's own definitions) and check what refers inside it."""
    stages = names.collect(documents, "stages")
    teams = names.collect(documents, "teams")
    roles = _roles(documents, teams, names)
    traits = names.collect(documents, "traits")
    names.collect(documents, "metrics")
    names.collect(documents, "sources")
    people = names.collect(documents, "people")
    definitions: dict[str, Defined] = {}
    known_items = names.known["items"]
    for document in documents:
        kind = document.kind
        if kind is None:
            continue
        if kind.name == "playbook-items":
            section = "items"
        elif document.path.startswith(f"launches/{launch}/"):
            section = "own"
        else:
            continue
        for name, definition in document.records.get(section, {}).items():
            spot = Spot(document.path, (section, name))
            at = place(name, spot, stages, teams, names)
            if at and names.add("items", known_items, name, definition, spot):
                definitions[name] = Defined(name, *at, definition, spot, section == "own")
    moved = _moves(documents, names)
    _check_people(people, names)
    _check_teams(teams, names)
    return Playbook(stages, teams, roles, traits, people, definitions, moved, _first_names(documents, moved))


def place(
    name: str, spot: Spot, stages: Mapping[str, object], teams: Mapping[str, object], names: Names
) -> tuple[str, str] | None:
    """The stage and team an item's id names; None, and a finding, when it names none."""
    parts = name.split(".")
    if len(parts) != 3 or "/" in name:
        names.found.append(
            rules.ITEM_ID.at(
                spot.at_key(),
                f"`{name}` does not say stage, team and name",
                help="write stage.team.name, such as buy.finance.price-list",
                subject=name,
            )
        )
        names.broken.add(name)
        return None
    stage, team, _ = parts
    if stage in stages and team in teams:
        return stage, team
    good = names.check("stages", stage, spot.at_key(), name)
    good = names.check("teams", team, spot.at_key(), name) and good
    if not good:
        names.broken.add(name)
        return None
    return stage, team


def _roles(documents: Sequence[Document], teams: Mapping[str, written.TeamWritten], names: Names) -> dict[str, str]:
    """Declared roles with their titles; a team's lead is a role even when nobody declared it."""
    declared = names.collect(documents, "roles")
    titles = {name: record.title for name, record in declared.items()}
    for team in teams.values():
        if team.lead and team.lead not in titles:
            titles[team.lead] = team.lead.replace("-", " ").capitalize()
            declared[team.lead] = written.RoleWritten(titles[team.lead])
    return titles


def _moves(documents: Sequence[Document], names: Names) -> dict[str, str]:
    """Old ids to present ones, through several renamings; circles and dead ends are said."""
    entries: dict[str, str] = {}
    spots: dict[str, Spot] = {}
    for document in documents:
        for old, new in document.records.get("moved", {}).items():
            entries[old] = new
            spots[old] = Spot(document.path, ("moved", old))
    final: dict[str, str] = {}
    known = names.known["items"]
    ends = _ends(entries)
    for old in entries:
        target = ends[old]
        if target is None:
            names.found.append(
                rules.BAD_MOVE.at(spots[old], f"`{old}` moves in a circle", help="let it end at an item")
            )
        elif old in known:
            names.found.append(
                rules.BAD_MOVE.at(
                    spots[old].at_key(), f"`{old}` has moved but still exists", help="delete one of the two"
                )
            )
        elif target not in known:
            names.check("items", target, spots[old])
            names.broken.add(old)
        else:
            final[old] = target
    return final


def _ends(entries: Mapping[str, str]) -> dict[str, str | None]:
    """Where each old id ends; None for those in or behind a circle. Long chains are walked once."""
    ends: dict[str, str | None] = {}
    for old in entries:
        path: dict[str, None] = {}
        target = old
        while target in entries and target not in path and target not in ends:
            path[target] = None
            target = entries[target]
        end = None if target in path else ends.get(target, target)
        ends.update(dict.fromkeys(path, end))
    return ends


def _first_names(documents: Sequence[Document], moved: Mapping[str, str]) -> dict[str, str]:
    """The oldest id of every renamed item: one that nothing was renamed to."""
    targets = {new for document in documents for new in document.records.get("moved", {}).values()}
    first: dict[str, str] = {}
    for old in sorted(moved):
        if old not in targets:
            first.setdefault(moved[old], old)
    return first


def _check_people(people: Mapping[str, written.Person], names: Names) -> None:
    for name, person in people.items():
        spot = names.spots["people", name]
        names.check_all("teams", person.teams, spot / "teams")
        names.check("people", person.deputy, spot / "deputy")
        names.check("calendars", person.calendar, spot / "calendar")


def _check_teams(teams: Mapping[str, written.TeamWritten], names: Names) -> None:
    for name, team in teams.items():
        names.check_all("stages", team.stages, names.spots["teams", name] / "stages")
