"""Knows how ownership looks: teams with their leads, empty roles, who is away, and who holds how much."""

from collections.abc import Iterator

from gtm.analysis.ownership import Owner, Ownership
from gtm.dates import say
from gtm.model.launch import Launch
from gtm.source import clean
from gtm.terminal.ink import paint
from gtm.terminal.plain import table
from gtm.terminal.screen import cut, width

_NUMBERS = len("  " * 4 + "PEOPLE" + "OPEN")  # what a row of teams needs besides its three names


def lines(launch: Launch, found: Ownership, color: bool, room: int | None = None) -> Iterator[str]:
    """The answer of `gtm owners`; on a terminal `room` cells wide long names are cut, never the numbers."""
    yield paint(clean(f"{launch.title}: who answers for what, as of {say(launch.as_of)}"), "strong", color)
    yield ""
    yield from _teams(launch, found, color, room)
    yield from _roles(found, color)
    yield from _away(launch, found, color)
    yield ""
    yield paint("OPEN WORK", "strong", color)
    rows = [
        (
            _name(launch, one),
            f"{one.open} open",
            f"{one.must} must-have{'' if one.must == 1 else 's'}",
            _late(one),
            _due(one),
        )
        for one in found.owners
    ]
    yield from table(rows) or ["nothing is open"]


def _teams(launch: Launch, found: Ownership, color: bool, room: int | None) -> Iterator[str]:
    head = ("TEAM", "LEAD", "DEPUTY", "PEOPLE", "OPEN")
    left = None if room is None else (room - max((width(one.title) for one in found.teams), default=0) - _NUMBERS) // 2
    rows = [
        (
            one.title,
            cut(launch.person(one.lead), left),
            cut(launch.person(one.deputy), left) if one.deputy else "none",
            str(len(one.people)),
            str(one.open),
        )
        for one in found.teams
    ]
    first, *rest = table([head, *rows])
    yield paint(first, "strong", color)
    yield from rest
    alone = [clean(one.title) for one in found.teams if one.alone]
    if alone:
        yield f"Nobody can stand in, because a team has one person or none: {', '.join(alone)}"


def _roles(found: Ownership, color: bool) -> Iterator[str]:
    if not found.empty_roles:
        return
    yield ""
    yield paint("ROLES NOBODY FILLS", "strong", color)
    rows = [
        (one.title, one.id, f"{one.open} open", "signs or approves" if one.signs else "") for one in found.empty_roles
    ]
    yield from table(rows)
    yield "Fill them in launch.yaml: who leads a team under `leads:`, the others under `roles:`"


def _away(launch: Launch, found: Ownership, color: bool) -> Iterator[str]:
    gone = [one for one in found.owners if one.away]
    if not gone:
        return
    yield ""
    yield paint("AWAY NOW OR SOON", "strong", color)
    yield from table(
        (
            launch.person(one.id),
            ", ".join(f"{say(first)} to {say(last)}" for first, last in one.away),
            f"{one.open} open",
            f"deputy {launch.person(one.deputy)}" if one.deputy else "no deputy",
        )
        for one in gone
    )


def _name(launch: Launch, one: Owner) -> str:
    return launch.person(one.id)


def _late(one: Owner) -> str:
    return f"{one.late} late" if one.late else ""


def _due(one: Owner) -> str:
    return f"first due {say(one.next_due)}" if one.next_due else ""
