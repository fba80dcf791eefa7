"""Knows the order in which a launch is put together from its documents."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gtm.dates import Calendar
from gtm.diagnostics import Diagnostic
from gtm.link import calendars, gates, rules, select, states
from gtm.link.names import Names
from gtm.link.needs import Needs
from gtm.link.playbook import Playbook, gather
from gtm.model import written
from gtm.model.launch import (
    NO_STATE,
    Decision,
    Item,
    Launch,
    SignOff,
    Stage,
    Waiver,
    Workspace,
)
from gtm.schema.documents import Document
from gtm.source import Spot


def launch_names(documents: Sequence[Document]) -> dict[str, tuple[written.LaunchWritten, str]]:
    """Every launch by the name of its folder: its record and its file's path."""
    found: dict[str, tuple[written.LaunchWritten, str]] = {}
    for document in documents:
        record = document.records.get("launch", {}).get("")
        parts = document.path.split("/")
        if isinstance(record, written.LaunchWritten) and len(parts) == 3:
            found.setdefault(parts[1], (record, document.path))
    return dict(sorted(found.items()))


def workspace_of(documents: Sequence[Document]) -> tuple[Workspace, Spot | None]:
    """What gtm.yaml says, and where; the spot is None when there is no readable gtm.yaml."""
    for document in documents:
        record = document.records.get("workspace", {}).get("")
        if isinstance(record, written.Workspace):
            example = document.records.get("example", {}).get("")
            as_of = example.as_of if isinstance(example, written.Example) else None
            policy = record.policy or written.Policy()
            workspace = Workspace(record.name, record.timezone, record.launch, as_of, policy)
            return workspace, Spot(document.path, ("workspace",))
    return Workspace(), None


def link(
    documents: Sequence[Document], name: str, as_of: date, unread: Sequence[str] = ()
) -> tuple[Launch, list[Diagnostic]]:
    """One launch of a workspace as of a day, with everything that is wrong between its files.

    `unread` are files that could not be read at all. Raises KeyError when there is no such launch.
    """
    record, path = launch_names(documents)[name]
    apart = f"launches/{name}/"
    here = [d for d in documents if not d.path.startswith("launches/") or d.path.startswith(apart) or d.path.count("/") < 2]
    names = Names(here, unread)
    _check_singles(here, names)
    known_calendars = calendars.calendars(here, names)
    playbook = gather(here, name, names)
    workspace, workspace_spot = workspace_of(here)
    spot = Spot(path, ("launch",))
    if record.closed is not None:
        as_of = min(as_of, record.closed)
    calendar = _calendar(record, here, known_calendars, names, spot, workspace_spot)
    _check_launch(record, playbook, spot, names)
    _check_workspace(workspace, workspace_spot, launch_names(documents), names)
    stages = gates.stages(playbook.stages, record, calendar, names)
    markets = _markets(record, calendar, spot, names)
    items, removed = _items(here, name, record, playbook, stages, calendar, markets, names)
    _check_threads(here, playbook, names)
    bad = [d.path for d in here if d.unread or d.broken]
    launch = Launch(
        id=name, title=record.title, date=record.date_, as_of=as_of, written=record, workspace=workspace,
        calendar=calendar, stages=stages, teams=playbook.teams, roles=playbook.roles, people=playbook.people,
        person_calendars=calendars.personal(playbook.people, known_calendars, calendar),
        traits=playbook.traits, markets=markets, items=items, removed=tuple(removed),
        waivers=_waivers(here, playbook, items, names), sign_offs=_sign_offs(here, names),
        decisions=_decisions(here, names), readings=_readings(here, names),
        threads=names.known["threads"], sources=names.known["sources"], metrics=names.known["metrics"],
        risks=_section(here, "risks"), no_way_back=_section(here, "no-way-back").get("", ()),
        stop=_section(here, "stop").get(""), used_traits=_used_traits(playbook),
        unread=tuple(sorted({*unread, *bad})), spot=spot, spots=names.spots,
    )  # fmt: skip
    return launch, names.found


def _calendar(
    record: written.LaunchWritten, documents: Sequence[Document], known: Mapping[str, Calendar], names: Names,
    spot: Spot, workspace_spot: Spot | None,
) -> Calendar:
    names.check("calendars", record.calendar, spot / "calendar")
    usual = None
    for document in documents:
        entry = document.records.get("workspace", {}).get("")
        if isinstance(entry, written.Workspace) and workspace_spot is not None:
            usual = entry.calendar
            names.check("calendars", usual, workspace_spot / "calendar")
    return known.get(record.calendar or "") or known.get(usual or "") or Calendar()


def _check_singles(documents: Sequence[Document], names: Names) -> None:
    """What a workspace or a launch says once; a second file would be left out without a word."""
    for key in ("workspace", "launch", "stop"):
        spots = [Spot(one.path, (key,), key=True) for one in documents if key in one.records]
        for spot in spots[1:]:
            names.found.append(
                rules.DUPLICATE_ID.at(spot, f"`{key}:` stands in two files", help=f"keep one; the other is in {spots[0].path}",
                                      related=[(spots[0], "first here")])  # fmt: skip
            )


def _check_launch(record: written.LaunchWritten, playbook: Playbook, spot: Spot, names: Names) -> None:
    names.check_all("traits", record.traits, spot / "traits")
    for role, person in (record.roles or {}).items():
        names.check("roles", role, (spot / "roles" / role).at_key())
        names.check("people", person, spot / "roles" / role)
    for team, person in (record.leads or {}).items():
        names.check("teams", team, (spot / "leads" / team).at_key())
        names.check("people", person, spot / "leads" / team)
    for gate in record.gates or {}:
        names.check("stages", gate, (spot / "gates" / gate).at_key())
    for touchpoint in record.no_part or {}:
        stage, _, team = str(touchpoint).partition(".")
        key = (spot / "no_part" / touchpoint).at_key()
        names.check("stages", stage, key)
        names.check("teams", team, key)


def _check_workspace(
    workspace: Workspace, spot: Spot | None, launches: Mapping[str, object], names: Names
) -> None:
    if spot is None:
        return
    if workspace.default_launch and workspace.default_launch not in launches and not names.broken:
        names.found.append(
            rules.UNKNOWN_ID.at(spot / "launch", f"there is no launch `{workspace.default_launch}`",
                                help=f"launches here: {', '.join(launches)}")  # fmt: skip
        )
    names.check_all("roles", workspace.policy.waiver_approvers, spot / "policy" / "waiver_approvers")
    for document_name in workspace.policy.severity or {}:
        names.spots.setdefault(("policy", document_name), spot / "policy" / "severity" / document_name)


def _markets(
    record: written.LaunchWritten, calendar: Calendar, spot: Spot, names: Names
) -> dict[str, date]:
    from gtm.dates import resolve

    out: dict[str, date] = {}
    for market, when in (record.markets or {}).items():
        if when is None or isinstance(when, date):
            out[market] = when or record.date_
        elif when.anchor == "T":
            out[market] = resolve(when, record.date_, calendar)
        else:
            names.found.append(rules.BAD_ANCHOR.at(spot / "markets" / market, "a market's date counts from T",
                                                   help="write T, T+2w or a date"))  # fmt: skip
            out[market] = record.date_
    names.known["markets"].update(out)
    return out


def _items(
    documents: Sequence[Document], name: str, record: written.LaunchWritten, playbook: Playbook,
    stages: Mapping[str, Stage], calendar: Calendar, markets: Mapping[str, date], names: Names,
) -> tuple[dict[str, Item], list[Any]]:
    stage_order = {stage: at for at, stage in enumerate(playbook.stages)}
    team_order = {team: at for at, team in enumerate(playbook.teams)}
    ordered = sorted(playbook.definitions.values(), key=lambda d: (stage_order[d.stage], team_order[d.team]))
    titles = {trait: entry.title for trait, entry in playbook.traits.items()}
    kept, removed = select.select(ordered, record, frozenset(record.traits), list(markets), titles)
    needs = Needs(playbook, kept, names)
    ids = {id: defined.id for id, defined, _ in kept}
    stated = states.states(documents, name, ids, playbook, names)
    dates = gates.Dates(stages, record, calendar, names)
    for defined in ordered:
        _check_definition(defined, stage_order, names)
    roles, leads = record.roles or {}, record.leads or {}
    items: dict[str, Item] = {}
    for id, defined, market in kept:
        definition = defined.definition
        state, spot = stated.get(id, (NO_STATE, None))
        anchor = markets[market] if market else record.date_
        gate = definition.gate if definition.gate in stages else defined.stage
        due = None
        if state.due is not None and spot is not None:
            due = dates.read(state.due, anchor, gate, spot / "due")
        elif definition.due is not None:
            due = dates.read(definition.due, anchor, gate, defined.spot / "due")
        if due is None:
            stage = stages[gate]
            due = stage.gate.due if stage.gate else anchor
        role = definition.role or playbook.teams[defined.team].lead
        owner, source = _owner(state, definition.role, defined.team, playbook, roles, leads)
        if state is not NO_STATE and spot is not None:
            _check_state(state, spot, id, names)
        items[id] = Item(
            id, defined.id, defined.stage, defined.team, definition, state, needs.of(defined.id, market), gate, due,
            anchor, role, owner, source, defined.spot, spot, market, defined.own,
            playbook.first_names.get(defined.id, defined.id) + (f"/{market}" if market else ""),
        )  # fmt: skip
    return items, removed


def _owner(
    state: written.State, role: str | None, team: str, playbook: Playbook,
    roles: Mapping[Any, Any], leads: Mapping[Any, Any],
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
                rules.EMPTY_CHOICE.at(spot / "evidence" / at, "a piece of evidence is one link, file, ref, metric or check",
                                      help="write - link: https://…", subject=id)  # fmt: skip
            )
        if proof.metric is not None:
            names.check("metrics", proof.metric, spot / "evidence" / at / "metric", id)


def _check_definition(defined: Any, stage_order: Mapping[str, int], names: Names) -> None:
    d, spot, id = defined.definition, defined.spot, defined.id
    roles = names.known["roles"]  # looked up here first: most references are right
    if d.role is not None and d.role not in roles:
        names.check("roles", d.role, spot / "role", id)
    if d.checked_by is not None and d.checked_by not in roles:
        names.check("roles", d.checked_by, spot / "checked_by", id)
    if d.gate is not None and names.check("stages", d.gate, spot / "gate", id):
        if stage_order[d.gate] < stage_order[defined.stage]:
            names.found.append(rules.EARLIER_GATE.at(spot / "gate", f"`{d.gate}` comes before the item's own stage",
                                                     help=f"use {defined.stage} or a later gate", subject=id))  # fmt: skip
    traits = names.known["traits"]
    for at, wanted in enumerate(d.when):
        if isinstance(wanted, str):
            if wanted not in traits:
                names.check("traits", wanted, spot / "when" / at, id)
        elif not all(one in traits for one in wanted):
            names.check_all("traits", wanted, spot / "when" / at, id)
    if d.unless and not all(one in traits for one in d.unless):
        names.check_all("traits", d.unless, spot / "unless", id)
    if d.basis and not all(one in names.known["sources"] for one in d.basis):
        names.check_all("sources", d.basis, spot / "basis", id)
    for at, kind in enumerate(d.evidence or ()):
        if not isinstance(kind, str) and kind.metric is not None:
            names.check("metrics", kind.metric, spot / "evidence" / at / "metric", id)


def _used_traits(playbook: Playbook) -> frozenset[str]:
    used: set[str] = set()
    for defined in playbook.definitions.values():
        used.update(defined.definition.unless)
        for wanted in defined.definition.when:
            used.update((wanted,) if isinstance(wanted, str) else wanted)
    return frozenset(used)


def _check_threads(documents: Sequence[Document], playbook: Playbook, names: Names) -> None:
    names.known["threads"] = {}
    names.collect(documents, "threads")
    for name, thread in names.known["threads"].items():
        for at, id in enumerate(thread.items):
            if id not in playbook.stages and playbook.moved.get(id, id) not in names.known["items"]:
                names.check("items", id, names.spots["threads", name] / "items" / at)


def _records(documents: Sequence[Document], key: str) -> list[tuple[str, Any, Spot]]:
    found = []
    for document in documents:
        record = document.records.get(key, {}).get("")
        if record is not None:
            name = document.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
            found.append((name, record, Spot(document.path, (key,))))
    return found


def _waivers(
    documents: Sequence[Document], playbook: Playbook, items: Mapping[str, Item], names: Names
) -> tuple[Waiver, ...]:
    found = []
    for _, record, spot in _records(documents, "waiver"):
        base, slash, market = str(record.item).partition("/")
        base = playbook.moved.get(base, base)
        id = f"{base}{slash}{market}"
        if base not in playbook.definitions:
            names.check("items", base, spot / "item")
        elif id not in items and not slash and any(one.base == base for one in items.values()):
            ids = [one.id for one in items.values() if one.base == base]
            names.found.append(rules.BARE_ID.at(spot / "item", f"`{id}` exists once a market",
                                                help=f"write one of {', '.join(ids)}", subject=id))  # fmt: skip
        names.check("people", record.asked_by, spot / "asked_by")
        names.check("people", record.approved_by, spot / "approved_by")
        found.append(Waiver(id, record, spot))
    return tuple(found)


def _sign_offs(documents: Sequence[Document], names: Names) -> tuple[SignOff, ...]:
    found = []
    for _, record, spot in _records(documents, "sign-off"):
        names.check("stages", record.gate, spot / "gate")
        names.check("people", record.by, spot / "by")
        names.check("roles", record.as_, spot / "as")
        for at, promise in enumerate(record.conditions):
            names.check("people", promise.owner, spot / "conditions" / at / "owner")
        found.append(SignOff(record.gate, record, spot))
    return tuple(sorted(found, key=lambda one: (one.record.date_, one.spot.path)))


def _decisions(documents: Sequence[Document], names: Names) -> tuple[Decision, ...]:
    found = []
    for name, record, spot in _records(documents, "decision"):
        names.check("people", record.asked_by, spot / "asked_by")
        names.check("people", record.decides, spot / "decides")
        names.check("stages", record.gate, spot / "gate")
        found.append(Decision(name, record, spot))
    return tuple(found)


def _readings(documents: Sequence[Document], names: Names) -> dict[str, tuple[written.Reading, ...]]:
    out: dict[str, tuple[written.Reading, ...]] = {}
    for document in documents:
        for metric, readings in document.records.get("readings", {}).items():
            names.check("metrics", metric, Spot(document.path, ("readings", metric), key=True))
            out[metric] = tuple(sorted((*out.get(metric, ()), *readings), key=lambda one: one.date_))
    return out


def _section(documents: Sequence[Document], key: str) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for document in documents:
        out.update(document.records.get(key, {}))
    return out
