"""Knows which ids exist in a workspace and says when a reference points at none of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from gtm.diagnostics import Diagnostic, Rule, did_you_mean
from gtm.link import rules
from gtm.schema.documents import Document
from gtm.schema.scalars import slugged
from gtm.source import Spot

_RULES: dict[str, Rule] = {
    "people": rules.UNKNOWN_PERSON,
    "traits": rules.UNKNOWN_TRAIT,
    "roles": rules.UNKNOWN_ROLE,
    "stages": rules.UNKNOWN_STAGE,
    "teams": rules.UNKNOWN_TEAM,
    "metrics": rules.UNKNOWN_METRIC,
    "sources": rules.UNKNOWN_SOURCE,
    "capabilities": rules.UNKNOWN_CAPABILITY,
    "calendars": rules.UNKNOWN_CALENDAR,
    "markets": rules.UNKNOWN_MARKET,
    "items": rules.UNKNOWN_ID,
    "personas": rules.UNKNOWN_AUDIENCE,
    "segments": rules.UNKNOWN_AUDIENCE,
    "intake": rules.UNKNOWN_AUDIENCE,
    "phases": rules.UNKNOWN_AUDIENCE,
}
_WORD = {
    "people": "person",
    "traits": "trait",
    "roles": "role",
    "stages": "stage",
    "teams": "team",
    "metrics": "metric",
    "sources": "source",
    "capabilities": "capability",
    "calendars": "calendar",
    "markets": "market",
    "items": "item",
    "personas": "persona",
    "segments": "segment",
    "intake": "intake question",
    "phases": "phase",
}
_WHERE = {
    "people": "add it to people.yaml",
    "traits": "add it to playbook/traits.yaml",
    "roles": "add it to `roles:` in playbook/teams.yaml",
    "stages": "stages stand in playbook/journey.yaml",
    "teams": "teams stand in playbook/teams.yaml",
    "metrics": "add it to playbook/metrics.yaml",
    "sources": "add it to playbook/sources.yaml",
    "capabilities": "add it to playbook/tools.yaml",
    "calendars": "calendars stand in the folder calendars",
    "markets": "markets stand in launch.yaml",
    "items": "own items of a launch stand under `own:`",
    "personas": "personas stand in playbook/audience.yaml",
    "segments": "segments stand in playbook/audience.yaml",
    "intake": "intake questions stand in playbook/audience.yaml",
    "phases": "phases stand in playbook/audience.yaml",
}

AUDIENCE = ("personas", "segments", "intake", "phases")  # the sections of audience.yaml that others name
_SECTIONS = {
    "people": ("people",),
    "calendar": ("calendars",),
    "stages": ("stages",),
    "moved": ("items",),
    "teams": ("teams", "roles"),
    "roles": ("roles",),
    "traits": ("traits",),
    "threads": (),
    "sources": ("sources",),
    "metrics": ("metrics",),
    "capabilities": ("capabilities",),
    "tools": ("capabilities",),
    "items": ("items",),
    "own": ("items",),
    "audience": (*AUDIENCE, "items"),  # personas add items
}
_SUGGESTIONS = 100  # near words are looked for this often: with thousands of faults, all have one cause


def _blind(path: str) -> frozenset[str]:
    """The kinds of ids that a file which cannot be read may have held, told by where it lies."""
    folder, _, rest = path.partition("/")
    if not rest:
        return frozenset({"people"}) if folder.startswith("people.") else frozenset()
    if folder == "calendars":
        return frozenset({"calendars"})
    if folder == "launches":
        return frozenset({"items", *AUDIENCE})
    if folder != "playbook" or "/" in rest:
        return frozenset({"items"}) if folder == "playbook" else frozenset()
    stem = rest.rsplit(".", 1)[0]
    if stem == "journey":
        return frozenset({"stages", "items"})  # ids that moved
    known = _SECTIONS.get(stem)
    return frozenset(_RULES) - {"people", "calendars", "markets"} if known is None else frozenset(known)


class Names:
    """Known ids by kind, and the diagnostics about unknown ones, collected while linking."""

    def __init__(self, documents: Sequence[Document], unread: Sequence[str] = ()) -> None:
        self.found: list[Diagnostic] = []
        self.known: dict[str, dict[str, Any]] = {kind: {} for kind in _RULES}
        self.spots: dict[tuple[str, str], Spot] = {}
        self.broken: set[str] = set()
        self._left = _SUGGESTIONS
        # Where a file could not be read, its ids are unknown through no fault of those who use them.
        self.blind: set[str] = set()
        for path in (*unread, *(document.path for document in documents if document.unread)):
            self.blind |= _blind(path)
        for document in documents:
            self.broken |= document.broken
            for section in document.broken & _SECTIONS.keys():
                self.blind.update(_SECTIONS[section])
            if document.broken and document.kind is not None and document.kind.name == "teams":
                self.blind.add("roles")  # a team's lead is a role

    def nearest(self, word: str, known: Iterable[str], otherwise: str = "") -> str:
        """A help line with the nearest known word, while few were needed: the search is not cheap."""
        self._left -= 1
        return did_you_mean(word, known, otherwise) if self._left >= 0 else otherwise

    def collect(self, documents: Sequence[Document], section: str, kind: str = "") -> dict[str, Any]:
        """All entries of one top key over all files, first come first kept; doubles are said."""
        kind = kind or section
        entries = self.known.get(kind, {})
        for document in documents:
            for name, record in document.records.get(section, {}).items():
                self.add(kind, entries, name, record, Spot(document.path, (section, name)))
        return entries

    def add(self, kind: str, entries: dict[str, Any], name: str, record: Any, spot: Spot) -> bool:
        """Add one entry unless its id is taken; then say so and return False."""
        first = self.spots.get((kind, name))
        if name in entries and first is not None:
            self.found.append(
                rules.DUPLICATE_ID.at(
                    spot.at_key(),
                    f"`{name}` stands in two places",
                    help=f"keep one; the other is in {first.path}",
                    related=[(first.at_key(), "first here")],
                    subject=name,
                )
            )
            return False
        entries[name] = record
        self.spots[kind, name] = spot
        return True

    def check(self, kind: str, name: str | None, spot: Spot, subject: str = "") -> bool:
        """Whether a reference is known; says so when it is not (once, and not for broken entries)."""
        if name is None:
            return True
        if name in self.known[kind]:
            return True
        if name in self.broken or kind in self.blind:
            return False
        named = [id for id, one in self.known["people"].items() if kind == "people" and slugged(one.name or "") == name]
        help = f"did you mean `{named[0]}`?" if named else self.nearest(name, self.known[kind], _WHERE[kind])
        self.found.append(_RULES[kind].at(spot, f"unknown {_WORD[kind]} `{name}`", help=help, subject=subject))
        return False

    def check_all(self, kind: str, names: Iterable[str], spot: Spot, subject: str = "") -> list[str]:
        """The known ones of a list of references."""
        return [name for at, name in enumerate(names) if self.check(kind, name, spot / at, subject)]
