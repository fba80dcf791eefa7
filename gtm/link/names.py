"""Knows which ids exist in a workspace and says when a reference points at none of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from gtm.diagnostics import Diagnostic, Rule, did_you_mean
from gtm.link import rules
from gtm.schema.documents import Document
from gtm.source import Spot

_RULES: dict[str, Rule] = {
    "people": rules.UNKNOWN_PERSON,
    "traits": rules.UNKNOWN_TRAIT,
    "roles": rules.UNKNOWN_ROLE,
    "stages": rules.UNKNOWN_STAGE,
    "teams": rules.UNKNOWN_TEAM,
    "metrics": rules.UNKNOWN_METRIC,
    "sources": rules.UNKNOWN_SOURCE,
    "calendars": rules.UNKNOWN_CALENDAR,
    "markets": rules.UNKNOWN_MARKET,
    "items": rules.UNKNOWN_ID,
}
_WORD = {
    "people": "person", "traits": "trait", "roles": "role", "stages": "stage", "teams": "team",
    "metrics": "metric", "sources": "source", "calendars": "calendar", "markets": "market", "items": "item",
}  # fmt: skip
_WHERE = {
    "people": "add it to people.yaml",
    "traits": "add it to playbook/traits.yaml",
    "roles": "add it to `roles:` in playbook/teams.yaml",
    "stages": "stages stand in playbook/journey.yaml",
    "teams": "teams stand in playbook/teams.yaml",
    "metrics": "add it to playbook/metrics.yaml",
    "sources": "add it to playbook/sources.yaml",
    "calendars": "calendars stand in the folder calendars",
    "markets": "markets stand in launch.yaml",
    "items": "own items of a launch stand under `own:`",
}


class Names:
    """Known ids by kind, and the diagnostics about unknown ones, collected while linking."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.found: list[Diagnostic] = []
        self.known: dict[str, dict[str, Any]] = {kind: {} for kind in _RULES}
        self.spots: dict[tuple[str, str], Spot] = {}
        self.broken: set[str] = set()
        # Where a whole file of a kind could not be read, its ids are unknown through no fault
        # of those who use them.
        self.blind = any(document.unread for document in documents)
        for document in documents:
            self.broken |= document.broken

    def collect(self, documents: Sequence[Document], section: str, kind: str = "") -> dict[str, Any]:
        """All entries of one top key over all files, first come first kept; doubles are said."""
        kind = kind or section
        entries = self.known[kind] if kind in self.known else {}
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
        if name in self.broken or (self.blind and not self.known[kind]):
            return False
        help = did_you_mean(name, self.known[kind], _WHERE[kind])
        self.found.append(
            _RULES[kind].at(spot, f"unknown {_WORD[kind]} `{name}`", help=help, subject=subject)
        )
        return False

    def check_all(self, kind: str, names: Iterable[str], spot: Spot, subject: str = "") -> list[str]:
        """The known ones of a list of references."""
        return [name for at, name in enumerate(names) if self.check(kind, name, spot / at, subject)]
