"""Knows the order in which a launch is put together from its documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gtm.dates import Calendar, resolve
from gtm.diagnostics import Diagnostic
from gtm.link import calendars, filed, gates, readings, rules, select, tools
from gtm.link.items import items as select_items
from gtm.link.items import used_traits
from gtm.link.names import Names
from gtm.link.playbook import Playbook, gather
from gtm.model import written
from gtm.model.launch import Launch, Stage, Workspace
from gtm.schema.documents import Document
from gtm.source import Spot
from gtm.syntax import TOO_MUCH


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
            report = record.report or written.ReportWritten()
            workspace = Workspace(record.name, record.timezone, record.launch, as_of, policy, report)
            return workspace, Spot(document.path, ("workspace",))
    return Workspace(), None


def link(
    documents: Sequence[Document],
    name: str,
    as_of: date,
    unread: Sequence[str] = (),
    fetch: readings.Fetch = lambda _: (b"", "there is no such file"),
) -> tuple[Launch, list[Diagnostic]]:
    """One launch of a workspace as of a day, with everything that is wrong between its files.

    `unread` are files that could not be read at all; `fetch` reads data files.
    Raises KeyError when there is no such launch.
    """
    frame = _frame(documents, name, as_of, unread)
    read = readings.readings(frame.here, frame.as_of, fetch, frame.names)
    launch = _launch(frame, name, read)
    if launch.audience is not None:
        from gtm.link import audience

        audience.check(launch, frame.playbook, frame.names)
    bad = [one.path for one in frame.here if one.unread or one.broken]
    bad += read.unread
    bad += [one.span.path for one in frame.names.found if _holds(one)]
    return replace(launch, unread=tuple(sorted({*unread, *bad}))), frame.names.found


@dataclass(frozen=True, slots=True)
class Frame:
    """What items are put into: the launch's own record, its days, stages and markets, and the playbook."""

    here: Sequence[Document]  # the workspace's documents and those of this launch
    names: Names
    record: written.LaunchWritten
    spot: Spot
    workspace: Workspace
    as_of: date
    calendars: Mapping[str, Calendar]
    calendar: Calendar
    playbook: Playbook
    stages: Mapping[str, Stage]
    markets: Mapping[str, date]
    audience: object  # as Launch has it


def _frame(documents: Sequence[Document], name: str, as_of: date, unread: Sequence[str]) -> Frame:
    launches = launch_names(documents)
    record, path = launches[name]
    apart = f"launches/{name}/"
    here = [
        d for d in documents if not d.path.startswith("launches/") or d.path.startswith(apart) or d.path.count("/") < 2
    ]
    names = Names(here, unread)
    _check_singles(here, names)
    known = calendars.calendars(here, names)
    playbook = gather(here, name, names)
    playbook, audience = _served(playbook, here, names)
    workspace, workspace_spot = workspace_of(here)
    spot = Spot(path, ("launch",))
    calendar = _calendar(record, here, known, names, spot, workspace_spot)
    _check_launch(record, spot, names)
    _check_workspace(workspace, workspace_spot, launches, names)
    return Frame(
        here=here,
        names=names,
        record=record,
        spot=spot,
        workspace=workspace,
        as_of=as_of if record.closed is None else min(as_of, record.closed),
        calendars=known,
        calendar=calendar,
        playbook=playbook,
        stages=gates.stages(playbook.stages, record, calendar, names),
        markets=_fitting(_markets(record, calendar, spot, names), playbook, spot, names),
        audience=audience,
    )


def _served(playbook: Playbook, here: Sequence[Document], names: Names) -> tuple[Playbook, object]:
    """The playbook as the served personas change it, and the audience; its parts are loaded where a file has one."""
    if not any("audience" in one.records for one in here):
        return playbook, None
    from gtm.link import audience, served

    whom = audience.gather(here, names)
    return (playbook, None) if whom is None else (served.planned(playbook, whom, names), whom)


def _fitting(markets: Mapping[str, date], playbook: Playbook, spot: Spot, names: Names) -> Mapping[str, date]:
    """As many of the markets as make no more items than anybody can look at."""
    fitting = select.fitting(playbook.definitions.values(), len(markets))
    if fitting >= len(markets):
        return markets
    names.found.append(
        TOO_MUCH.at(
            spot / "markets",
            f"{len(markets)} markets make more than {select.MAX_ITEMS} items; the first {fitting} are looked at",
            help="make a launch of its own for a group of markets",
        )
    )
    return dict(list(markets.items())[:fitting])


def _launch(frame: Frame, name: str, read: readings.Readings) -> Launch:
    here, names, record, playbook = frame.here, frame.names, frame.record, frame.playbook
    items, removed = select_items(here, name, record, playbook, frame.stages, frame.calendar, frame.markets, names)
    filed.check_threads(here, playbook, names)
    known_tools = tools.tools(here, names)
    tools.check_metrics(names.known["metrics"], names)
    tools.check_items(playbook, names)
    return Launch(
        id=name,
        title=record.title,
        date=record.date_,
        as_of=frame.as_of,
        written=record,
        workspace=frame.workspace,
        calendar=frame.calendar,
        stages=frame.stages,
        teams=playbook.teams,
        roles=playbook.roles,
        people=playbook.people,
        person_calendars=calendars.personal(playbook.people, frame.calendars, frame.calendar),
        traits=playbook.traits,
        markets=frame.markets,
        items=items,
        removed=tuple(removed),
        waivers=filed.waivers(here, playbook, items, names),
        sign_offs=filed.sign_offs(here, playbook, names),
        asked=filed.asked(here, names),
        decisions=filed.decisions(here, names),
        readings=read.by_metric,
        threads=names.known["threads"],
        sources=names.known["sources"],
        metrics=names.known["metrics"],
        risks=filed.section(here, "risks"),
        no_way_back=filed.section(here, "no-way-back").get("", ()),
        stop=filed.section(here, "stop").get(""),
        parts=filed.parts(here, names),
        used_traits=used_traits(playbook),
        unread=(),
        spot=frame.spot,
        spots=names.spots,
        scenarios=filed.scenarios(here, playbook, items, names),
        goals=readings.goals(here, names),
        capabilities=names.known["capabilities"],
        tools=known_tools,
        provided=tools.provided(here, names),
        audience=frame.audience,
    )


def _holds(found: Diagnostic) -> bool:
    """Whether it is not known for sure what is asked; which team a person belongs to asks nothing."""
    if found.rule is rules.UNKNOWN_TEAM and "/" not in found.span.path:
        return False
    route = found.spot.route if isinstance(found.spot, Spot) else ()
    if found.rule is rules.UNKNOWN_AUDIENCE and route[:2] == ("audience", "serves"):
        return True  # what a persona would ask for that nobody knows
    return found.rule in rules.HOLDING or found.rule is TOO_MUCH


def _calendar(
    record: written.LaunchWritten,
    documents: Sequence[Document],
    known: Mapping[str, Calendar],
    names: Names,
    spot: Spot,
    workspace_spot: Spot | None,
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
                rules.DUPLICATE_ID.at(
                    spot,
                    f"`{key}:` stands in two files",
                    help=f"keep one; the other is in {spots[0].path}",
                    related=[(spots[0], "first here")],
                )
            )


def _check_launch(record: written.LaunchWritten, spot: Spot, names: Names) -> None:
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


def _check_workspace(workspace: Workspace, spot: Spot | None, launches: Mapping[str, object], names: Names) -> None:
    if spot is None:
        return
    if workspace.default_launch and workspace.default_launch not in launches and not names.broken:
        names.found.append(
            rules.UNKNOWN_ID.at(
                spot / "launch",
                f"there is no launch `{workspace.default_launch}`",
                help=f"launches here: {', '.join(launches)}",
            )
        )
    names.check_all("roles", workspace.policy.waiver_approvers, spot / "policy" / "waiver_approvers")
    names.spots["policy", "reviewed"] = spot / "policy" / "reviewed"
    for document_name in workspace.policy.severity or {}:
        names.spots.setdefault(("policy", document_name), spot / "policy" / "severity" / document_name)


def _markets(record: written.LaunchWritten, calendar: Calendar, spot: Spot, names: Names) -> dict[str, date]:
    out: dict[str, date] = {}
    for market, when in (record.markets or {}).items():
        if when is None or isinstance(when, date):
            out[market] = when or record.date_
        elif when.anchor == "T":
            out[market] = resolve(when, record.date_, calendar)
        else:
            names.found.append(
                rules.BAD_ANCHOR.at(
                    spot / "markets" / market, "a market's date counts from T", help="write T, T+2w or a date"
                )
            )
            out[market] = record.date_
    names.known["markets"].update(out)
    return out
