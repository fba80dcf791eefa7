"""Knows CODEOWNERS, which asks the right people to review a change: later lines win over earlier ones.

A line without owners would say that nobody needs to look, so it is a comment instead.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gtm.analysis.ownership import signing_roles, team_owners, with_deputies
from gtm.model.launch import Launch
from gtm.model.written import Person
from gtm.source import clean

_HANDLE = re.compile(r"@?([A-Za-z0-9][A-Za-z0-9_.-]{0,99}(/[A-Za-z0-9][A-Za-z0-9_.-]{0,99})?)")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")
_HEAD = (
    "# Made by gtm owners --codeowners. Later lines win. Any one of a line's people may approve;\n"
    "# make it again when people, leads or roles change.\n"
)
Rule = tuple[str, tuple[str, ...]]  # a pattern, and the people who review what it matches


def address(person: Person | None) -> str | None:
    """How CODEOWNERS names a person; None when people.yaml says neither a handle nor a mail address."""
    if person is None:
        return None
    handle = _HANDLE.fullmatch((person.github or "").strip())
    if handle:
        return f"@{handle[1]}"
    mail = _MAIL.fullmatch((person.email or "").strip())
    return mail[0] if mail else None


def render(launches: Sequence[Launch], prefix: str = "") -> tuple[str, list[str]]:
    """The lines for some launches of one workspace, and what people should know about them.

    `prefix` is the workspace's folder in the repository, "" or ending with /.
    """
    people = {id: person for launch in launches for id, person in launch.people.items()}
    found = {id: address(person) for id, person in people.items()}
    lines: list[str] = []
    alone: dict[tuple[str, ...], list[str]] = {}
    silent: set[str] = set()
    for pattern, wanted in _rules(launches):
        path = clean(f"/{prefix}{pattern}").replace(" ", "\\ ")
        known = tuple(dict.fromkeys(named for id in wanted if (named := found.get(id))))
        lines.append(f"{path} {' '.join(known)}" if known else f"# {path} has nobody yet")
        silent.update(id for id in wanted if not found.get(id))
        if len(known) < 2:
            alone.setdefault(known, []).append(path)
    words = [_lonely(known, paths) for known, paths in alone.items()]
    if silent:
        words.append(f"without `github:` or `email:` in people.yaml, so left out: {', '.join(sorted(silent))}")
    return _HEAD + "".join(f"{line}\n" for line in lines), words


def _lonely(known: Sequence[str], paths: Sequence[str]) -> str:
    listed = ", ".join(paths)
    if not known:
        return f"nobody can review {listed}; name a lead in launch.yaml, or people of the team in people.yaml"
    return f"only {known[0]} can review {listed}, and nobody what {known[0]} writes there; name a deputy"


def _rules(launches: Sequence[Launch]) -> Iterator[Rule]:
    """From what concerns everybody to what concerns few."""
    managers = _joined(with_deputies(launch, _managing(launch)) for launch in launches)
    for pattern in ("gtm.yaml", "people.yaml", "calendars/", "playbook/"):
        yield pattern, managers
    teams = _teams(launches)
    for team, people in teams.items():
        yield f"playbook/*/{team}.yaml", people
        yield f"company/{team}.yaml", people
    for launch in launches:
        folder = f"launches/{launch.id}"
        yield f"{folder}/", with_deputies(launch, _managing(launch))
        for one in team_owners(launch):
            yield f"{folder}/{one.id}.yaml", one.people
        yield f"{folder}/decisions/", with_deputies(launch, signing_roles(launch))


def _managing(launch: Launch) -> tuple[str, ...]:
    """The launch manager; where there is none, those who sign."""
    return ("launch-manager",) if launch.holders("launch-manager") else signing_roles(launch)


def _teams(launches: Iterable[Launch]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for launch in launches:
        for one in team_owners(launch):
            found.setdefault(one.id, {}).update(dict.fromkeys(one.people))
    return {team: tuple(people) for team, people in found.items()}


def _joined(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for group in groups for one in group))
