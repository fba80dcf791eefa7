"""Knows how definitions become the items of a launch: selected, dated, owned, with state and needs."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from gtm.dates import Calendar
from gtm.link import changes, gates, rules, select, states
from gtm.link.names import Names
from gtm.link.needs import Needs
from gtm.link.playbook import Defined, Playbook
from gtm.model import written
from gtm.model.launch import NO_STATE, Item, Removed, Stage
from gtm.schema.documents import Document
from gtm.source import Spot


def items(
    documents: Sequence[Document],
    name: str,
    record: written.LaunchWritten,
    playbook: Playbook,
    stages: Mapping[str, Stage],
    calendar: Calendar,
    markets: Mapping[str, date],
    names: Names,
) -> tuple[dict[str, Item], list[Removed]]:
    stage_order = {stage: at for at, stage in enumerate(playbook.stages)}
    ordered = _ordered(playbook, stage_order)
    titles = {trait: entry.title for trait, entry in playbook.traits.items()}
    kept, removed = select.select(ordered, record, frozenset(record.traits), list(markets), titles)
    needs = Needs(playbook, kept, names)
    ids = {id: defined.id for id, defined, _ in kept}
    stated = states.states(documents, name, ids, playbook, names)
    dates = gates.Dates(stages, record, calendar, names)
    for defined in ordered:
        _check_definition(defined, stage_order, names)
    terms = _Terms(record, playbook, stages, markets, needs, dates, names)
    items = {id: _item(id, defined, market, stated.get(id, (NO_STATE, None)), terms) for id, defined, market in kept}
    return items, removed


class _Terms(NamedTuple):
    """What every item of a launch is made with."""

    record: written.LaunchWritten
    playbook: Playbook
    stages: Mapping[str, Stage]
    markets: Mapping[str, date]
    needs: Needs
    dates: gates.Dates
    names: Names


def _item(
    id: str, defined: Defined, market: str | None, stated: tuple[written.State, Spot | None], terms: _Terms
) -> Item:
    state, spot = stated
    record, playbook, stages, markets, needs, dates, names = terms
    definition, changed = defined.definition, defined.changed
    anchor = markets[market] if market else record.date_
    gate = definition.gate if definition.gate and definition.gate in stages else defined.stage
    if changed:
        definition, changed = changes.definition(defined, anchor, gate, dates)
    role = definition.role or playbook.teams[defined.team].lead
    owner, source = _owner(state, definition.role, defined.team, playbook, record.roles or {}, record.leads or {})
    if state is not NO_STATE and spot is not None:
        _check_state(state, spot, id, names)
    return Item(
        id,
        defined.id,
        defined.stage,
        defined.team,
        definition,
        state,
        needs.of(defined.id, market),
        gate,
        _due(state, spot, definition.due, defined.spot, anchor, gate, dates, stages),
        anchor,
        role,
        owner,
        source,
        defined.spot,
        spot,
        market,
        defined.own,
        playbook.first_names.get(defined.id, defined.id) + (f"/{market}" if market else ""),
        changed,
    )


def _ordered(playbook: Playbook, stage_order: Mapping[str, int]) -> list[Defined]:
    """Definitions by stage and team, else as they stand in the files."""
    team_order = {team: at for at, team in enumerate(playbook.teams)}
    return sorted(playbook.definitions.values(), key=lambda d: (stage_order[d.stage], team_order[d.team]))


def _due(
    state: written.State,
    spot: Spot | None,
    usual: written.When | None,
    defined: Spot,
    anchor: date,
    gate: str,
    dates: gates.Dates,
    stages: Mapping[str, Stage],
) -> date:
    """An agreed date, else the playbook's, else the gate's."""
    due = None
    if state.due is not None and spot is not None:
        due = dates.read(state.due, anchor, gate, spot / "due")
    elif usual is not None:
        due = dates.read(usual, anchor, gate, defined / "due")
    if due is not None:
        return due
    stage = stages[gate]
    return stage.gate.due if stage.gate else anchor


def _owner(
    state: written.State,
    role: str | None,
    team: str,
    playbook: Playbook,
    roles: Mapping[Any, Any],
    leads: Mapping[Any, Any],
) -> tuple[str | None, str]:
    if state.owner is not None:
        return state.owner, "state"
    if role is not None and roles.get(role):
        return roles[role], "role"
    lead_role = playbook.teams[team].lead
    lead = leads.get(team) or (roles.get(lead_role) if lead_role else None)
    if lead and (role is None or role == lead_role):
        return lead, "role"
    return (lead, "lead") if lead else (None, "")


def _check_state(state: written.State, spot: Spot, id: str, names: Names) -> None:
    people = names.known["people"]
    if state.owner is not None and state.owner not in people:
        names.check("people", state.owner, spot / "owner", id)
    if state.confirmed_by is not None and state.confirmed_by not in people:
        names.check("people", state.confirmed_by, spot / "confirmed_by", id)
    for at, proof in enumerate(state.evidence or ()):
        if sum(part is not None for part in (proof.link, proof.file, proof.ref, proof.metric, proof.check)) != 1:
            names.found.append(
                rules.EMPTY_CHOICE.at(
                    spot / "evidence" / at,
                    "a piece of evidence is one link, file, ref, metric or check",
                    help="write - link: https://…",
                    subject=id,
                )
            )
        if proof.metric is not None:
            names.check("metrics", proof.metric, spot / "evidence" / at / "metric", id)


def _check_definition(defined: Defined, stage_order: Mapping[str, int], names: Names) -> None:
    d, spot, id = defined.definition, defined.spot, defined.id
    roles = names.known["roles"]  # looked up here first: most references are right
    if d.role is not None and d.role not in roles:
        names.check("roles", d.role, spot / "role", id)
    if d.checked_by is not None and d.checked_by not in roles:
        names.check("roles", d.checked_by, spot / "checked_by", id)
    _check_gate(defined, stage_order, names)
    _check_traits(defined, names)
    if d.basis and not all(one in names.known["sources"] for one in d.basis):
        names.check_all("sources", d.basis, spot / "basis", id)
    known = names.known["personas"]
    if d.personas and known and not all(one in known for one in d.personas):
        names.check_all("personas", d.personas, spot / "personas", id)
    for at, kind in enumerate(d.evidence or ()):
        if not isinstance(kind, str) and kind.metric is not None:
            names.check("metrics", kind.metric, spot / "evidence" / at / "metric", id)


def _check_gate(defined: Defined, stage_order: Mapping[str, int], names: Names) -> None:
    gate, spot = defined.definition.gate, defined.spot / "gate"
    if gate is None or not names.check("stages", gate, spot, defined.id):
        return
    if stage_order[gate] < stage_order[defined.stage]:
        names.found.append(
            rules.EARLIER_GATE.at(
                spot,
                f"`{gate}` comes before the item's own stage",
                help=f"use {defined.stage} or a later gate",
                subject=defined.id,
            )
        )


def _check_traits(defined: Defined, names: Names) -> None:
    d, spot, id = defined.definition, defined.spot, defined.id
    traits = names.known["traits"]
    for at, wanted in enumerate(d.when):
        if isinstance(wanted, str):
            if wanted not in traits:
                names.check("traits", wanted, spot / "when" / at, id)
        elif not wanted:
            names.found.append(
                rules.EMPTY_CHOICE.at(
                    spot / "when" / at, "any of no traits never applies", help="name traits, or delete it", subject=id
                )
            )
        elif not all(one in traits for one in wanted):
            names.check_all("traits", wanted, spot / "when" / at, id)
    if d.unless and not all(one in traits for one in d.unless):
        names.check_all("traits", d.unless, spot / "unless", id)


def used_traits(playbook: Playbook) -> frozenset[str]:
    used: set[str] = set()
    for defined in playbook.definitions.values():
        used.update(defined.definition.unless)
        for wanted in defined.definition.when:
            used.update((wanted,) if isinstance(wanted, str) else wanted)
    return frozenset(used)
