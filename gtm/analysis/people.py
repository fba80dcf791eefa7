"""Knows how people are found and named: by id, by name however it is typed, or by role.

It must not know what anybody has to do.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from gtm.model.launch import Launch

# Letters that are the same to the person who types them: Turkish dotless i, Arabic and Persian
# yeh and kaf. The joiner of Persian and the dots of İ fall away with the combining marks.
_SAME = str.maketrans({"ı": "i", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "\u200c": " "})


def fold(text: str) -> str:
    """A text for comparing: without case, accents, dialect of letters or doubled blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_SAME)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def find(names: Mapping[str, str], wanted: str) -> list[str]:
    """The ids meant by a word: the id itself, else the full name, else a part of names or ids."""
    if wanted in names:
        return [wanted]
    word = fold(wanted)
    if not word:
        return []
    full = [id for id, name in names.items() if word in (fold(id), fold(name))]
    if full:
        return full
    parts = word.split()
    return [id for id, name in names.items() if _starts(parts, f"{fold(id)} {fold(name)}".split())]


def _starts(parts: Iterable[str], words: list[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in parts)


def roles_of(launch: Launch, person: str) -> list[str]:
    """The titles of the roles a person holds in a launch; leads count as their team's lead role."""
    found = [role for role, holder in (launch.written.roles or {}).items() if holder == person]
    for team, holder in (launch.written.leads or {}).items():
        lead = launch.teams[team].lead if team in launch.teams else None
        if holder == person and lead is not None:
            found.append(lead)
    return list(dict.fromkeys(launch.role(role) for role in found))


def role_name(launch: Launch, person: str, role: str | None = None, team: str | None = None) -> str:
    """What to call a person when names are not to be shown: a role, else somebody of a team."""
    if role is not None and person in launch.holders(role):
        return launch.role(role)
    held = roles_of(launch, person)
    if held:
        return held[0]
    teams = launch.people[person].teams if person in launch.people else ()
    home = team or next(iter(teams), None)
    return f"somebody in {launch.team(home)}" if home else "somebody"


def who_names(launch: Launch, team: str) -> str | None:
    """Who can name an owner: the team's lead, else the launch manager, else nobody."""
    return launch.lead(team) or next(iter(launch.holders("launch-manager")), None)
