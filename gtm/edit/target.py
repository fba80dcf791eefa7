"""Knows in which file, and under which id, the state of an item stands or belongs.

Standing items live in company/, and a launch only confirms them; own items live under `own:` of
their team's file. It must not know how text is changed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gtm.edit.change import Change
from gtm.edit.wanted import Wanted
from gtm.model.launch import Item, Launch
from gtm.schema.documents import Document

_CONFIRMS = frozenset({"confirmed", "confirmed_by"})
_DEFINITION_ORDER = (
    "title", "ask", "why", "proof", "evidence", "fresh_for", "role", "level", "gate", "due", "effort", "wait",
    "not_before", "needs", "when", "unless", "tier",
)  # fmt: skip
_STATE_KINDS = frozenset({"launch-items", "own-items", "company-items"})


@dataclass(frozen=True)
class Files:
    """The documents of a workspace, as seen from one launch; `paths` are all files there are."""

    documents: Sequence[Document]
    paths: frozenset[str]
    launch: str

    def home(
        self, id: str, team: str, folder: str, section: str = "items", others: Iterable[str] = ()
    ) -> tuple[str, str]:
        """The path and the written id of an entry in a folder: where it stands, or would be added."""
        for document in self._of(folder):
            entries = document.records.get(section, {})
            for name in (id, *others):
                if name in entries or (name in document.broken and section == "items"):
                    return document.path, name
        return self._team_file(team, folder), id

    def _of(self, folder: str) -> list[Document]:
        prefix = f"{folder}/"
        return [
            one
            for one in self.documents
            if one.path.startswith(prefix) and one.kind is not None and one.kind.name in _STATE_KINDS
        ]

    def _team_file(self, team: str, folder: str) -> str:
        """The file that holds most entries of a team, else the one with its name."""
        count: Counter[str] = Counter()
        for document in self._of(folder):
            entries = [*document.records.get("items", {}), *document.records.get("own", {}), *document.broken]
            count[document.path] = sum(name.split(".")[1:2] == [team] for name in entries)
        usual = [f"{folder}/{team}.yaml", f"{folder}/{team}.yml"]
        named = next((path for path in usual if path in self.paths), None)
        if named is not None:
            return named
        best = max(count, key=lambda path: count[path], default=None)
        return best if best is not None and count[best] else usual[0]


def of_state(files: Files, item: Item, wanted: Wanted) -> dict[str, list[Change]]:
    """The changes for one item by path: one file, or two when a launch confirms a standing item."""
    folder = f"launches/{files.launch}"
    if not item.standing:
        return _change(files, item, folder, wanted)
    here = Wanted({key: value for key, value in wanted.values.items() if key in _CONFIRMS})
    there = Wanted({key: value for key, value in wanted.values.items() if key not in _CONFIRMS}, wanted.proofs)
    return {**_change(files, item, "company", there), **_change(files, item, folder, here)}


def _change(files: Files, item: Item, folder: str, wanted: Wanted) -> dict[str, list[Change]]:
    if not wanted:
        return {}
    stated = str(item.stated.route[-1]) if item.stated is not None else item.id
    path, id = files.home(item.id, item.team, folder, others=(stated, item.digest_name or item.id))
    return {path: [Change(("items", id), wanted.values, wanted.proofs)]}


def of_own(files: Files, id: str, team: str, wanted: Wanted) -> dict[str, list[Change]]:
    """The changes that make, or alter, an item of the launch itself."""
    folder = f"launches/{files.launch}"
    path, _ = files.home(id, team, folder, "own")
    return {path: [Change(("own", id), wanted.values, (), _DEFINITION_ORDER)]}


def of_new(files: Files, id: str, wanted: Wanted) -> dict[str, list[Change]]:
    """The changes that say what happened to an own item that is made in the same breath."""
    path, _ = files.home(id, id.split(".")[1], f"launches/{files.launch}", "own")
    return {path: [Change(("items", id), wanted.values, wanted.proofs)]}


def together(parts: Iterable[Mapping[str, Sequence[Change]]]) -> dict[str, list[Change]]:
    """Changes of many items, gathered by file."""
    out: dict[str, list[Change]] = {}
    for part in parts:
        for path, changes in part.items():
            out.setdefault(path, []).extend(changes)
    return out


def names_of(launch: Launch) -> dict[str, str]:
    """The people of a launch by id, for finding them by name."""
    return {id: person.name for id, person in launch.people.items()}
