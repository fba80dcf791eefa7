"""Knows how the audience files of the playbook and of a launch become one: the launch's entry counts.

What each section refers to is checked in a module of its own. It must not judge what is missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from gtm.link import flows, personas, profile, rules, scale
from gtm.link.names import Names
from gtm.link.playbook import Playbook
from gtm.model.audience import Audience, audience_of
from gtm.model.launch import Launch
from gtm.schema.documents import Document
from gtm.source import Spot


def gather(documents: Sequence[Document], names: Names) -> Audience | None:
    """What all audience files say together; None when there is none. Their entries are known to `names`.

    An entry stands at `names.spots[SECTION, ID]`, a section that is one record at `names.spots["audience", SECTION]`.
    """
    found: dict[str, Any] = {}
    here = [(one.path, one.records["audience"].get("")) for one in documents if "audience" in one.records]
    for of_launch in (False, True):
        group: dict[str, str] = {}
        for path, record in here:
            if isinstance(record, Audience) and path.startswith("launches/") is of_launch:
                _merge(path, record, found, group, names)
    return replace(Audience(), **found) if found else None


def check(launch: Launch, playbook: Playbook, names: Names) -> None:
    """What the sections refer to, one line a section."""
    audience = audience_of(launch)
    assert audience is not None
    personas.check(audience, playbook, names)
    profile.check(audience, names)
    flows.check(audience, names)
    scale.check(audience, names)


def _merge(path: str, record: Audience, found: dict[str, Any], group: dict[str, str], names: Names) -> None:
    """Lay one file over what is known; `group` are the entries of files that may not say a thing twice."""
    for entry in fields(record):
        section, value = entry.name, getattr(record, entry.name)
        if not value:
            continue
        spot = Spot(path, ("audience", section))
        if not isinstance(value, Mapping):
            if _first(section, spot, group, names):
                found[section] = value
                names.spots["audience", section] = spot
            continue
        entries = {}
        for id, one in value.items():
            if one is None:
                names.found.append(_empty(id, spot / id))
            elif _first(f"{section}.{id}", spot / id, group, names):
                entries[id] = one
                names.spots[section, id] = spot / id
        found[section] = {**found.get(section, {}), **entries}
        names.known.setdefault(section, {}).update(entries)


def _first(name: str, spot: Spot, group: dict[str, str], names: Names) -> bool:
    """Whether no other file of the playbook, or of the launch, has said it; says so otherwise."""
    before = group.setdefault(name, spot.path)
    if before == spot.path:
        return True
    first = Spot(before, spot.route, key=True)
    names.found.append(
        rules.DUPLICATE_ID.at(
            spot.at_key(),
            f"`{spot.route[-1]}` stands in two places",
            help=f"keep one; the other is in {before}",
            related=[(first, "first here")],
            subject=str(spot.route[-1]),
        )
    )
    return False


def _empty(id: str, spot: Spot) -> Any:
    help = "fill it in, or take it out"
    return rules.EMPTY_CHOICE.at(spot.at_key(), f"`{id}` says nothing", help=help, subject=id)
