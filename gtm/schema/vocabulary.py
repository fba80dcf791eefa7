"""Knows the names one workspace uses, by kind, each with a word about it: what an editor may offer.

It reads documents as they are written; whether they fit together is for link to say.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gtm.model import written
from gtm.schema.documents import Document

Names = Mapping[str, str]  # id to what it is called
Vocabulary = Mapping[str, Names]

_PLAIN = ("people", "traits", "teams", "stages", "metrics", "sources", "capabilities")


def vocabulary(documents: Sequence[Document], rules: Names, proofs: Names) -> Vocabulary:
    """Every kind of name. `rules` are the checks a policy may name, `proofs` those that may serve as proof."""
    known: dict[str, dict[str, str]] = {kind: dict(_entries(documents, kind)) for kind in _PLAIN}
    known["roles"] = dict(_roles(documents))
    known["calendars"] = {str(one.id): one.title or "" for one in _singles(documents, "calendar")}
    known["launches"] = {_folder(path): record.title for path, record in _launches(documents)}
    known["markets"] = {str(market): "" for _, record in _launches(documents) for market in record.markets or {}}
    known["touchpoints"] = {f"{stage}.{team}": "" for stage in known["stages"] for team in known["teams"]}
    known |= {section: dict(_audience(documents, section)) for section in ("personas", "segments", "intake")}
    known["rules"], known["proofs"] = dict(rules), dict(proofs)
    return {**known, **_items(documents, known)}


def _items(documents: Sequence[Document], known: Mapping[str, Names]) -> Vocabulary:
    """Ids of items: those a launch may give state to, standing ones, and those a need may name."""
    states: dict[str, str] = {}
    standing: dict[str, str] = {}
    needs: dict[str, str] = {}
    titles = dict(_definitions(documents))
    moved = dict(_moved(documents, titles))
    for id, (title, record) in {**titles, **moved}.items():
        each = [f"{id}/{market}" for market in known["markets"]] if record.for_each else []
        needs |= dict.fromkeys([id, *each], title)
        states |= dict.fromkeys(each or ([] if record.for_each else [id]), title)
        if record.standing:
            standing |= dict.fromkeys(each or [id], title)
    gates = {stage: f"The gate of {title}" for stage, title in known["stages"].items()}
    return {"states": states, "standing": standing, "items": {**needs, **states}, "needs": {**needs, **gates}}


def _definitions(documents: Sequence[Document]) -> Iterator[tuple[str, tuple[str, written.Definition]]]:
    for document in documents:
        playbook = document.kind is not None and document.kind.name == "playbook-items"
        for id, record in document.records.get("items" if playbook else "own", {}).items():
            yield id, (record.title, record)
    for audience in _singles(documents, "audience"):
        for persona in (audience.personas or {}).values():
            added = persona.plan.add if persona is not None and persona.plan is not None else None
            yield from ((id, (one.title, one)) for id, one in (added or {}).items() if one is not None)


def _audience(documents: Sequence[Document], section: str) -> Iterator[tuple[str, str]]:
    """The entries of one section of all audience files."""
    for audience in _singles(documents, "audience"):
        entries = getattr(audience, section) or {}
        yield from ((id, one.title) for id, one in entries.items() if one is not None)


def _moved(
    documents: Sequence[Document], titles: Mapping[str, tuple[str, written.Definition]]
) -> Iterator[tuple[str, tuple[str, written.Definition]]]:
    """Earlier ids, which stay good wherever an id may stand."""
    moves = {old: str(new) for one in documents for old, new in one.records.get("moved", {}).items()}
    for old in moves:
        now, seen = old, set[str]()
        while now in moves and now not in seen:
            seen.add(now)
            now = moves[now]
        if now in titles and old not in titles:
            yield old, (f"now {now}", titles[now][1])


def _entries(documents: Sequence[Document], section: str) -> Iterator[tuple[str, str]]:
    for document in documents:
        for id, record in document.records.get(section, {}).items():
            yield id, str(getattr(record, "title", None) or getattr(record, "name", None) or "")


def _roles(documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """Leads first, so that a declared title wins."""
    for document in documents:
        for team in document.records.get("teams", {}).values():
            if team.lead:
                yield team.lead, f"Leads {team.title}"
    yield from _entries(documents, "roles")


def _launches(documents: Sequence[Document]) -> Iterator[tuple[str, written.LaunchWritten]]:
    for document in documents:
        record = document.records.get("launch", {}).get("")
        if isinstance(record, written.LaunchWritten):
            yield document.path, record


def _singles(documents: Sequence[Document], section: str) -> Iterator[Any]:
    for document in documents:
        record = document.records.get(section, {}).get("")
        if record is not None:
            yield record


def _folder(path: str) -> str:
    parts = path.split("/")
    return parts[1] if len(parts) > 2 else path
