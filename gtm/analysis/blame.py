"""Knows which change moved the date of the launch gate by how much: changes laid over the base one by one.

Each entry of a file that differs is one step. Steps add up to the whole move; where two changes
only together move the date, the later step carries it. It must not know how a launch is compiled.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gtm.analysis.snapshot import Study
from gtm.schema.documents import Document

LIMIT = 100  # steps tried one by one; what is left is tried together
_ORDER = ("workspace", "stages", "teams", "roles", "traits", "people", "calendar", "launch", "items", "own")

Entry = tuple[str, str, str, str]  # kind of file, launch (or file, where the key has no names), section, name


@dataclass(frozen=True, slots=True)
class Step:
    """One change and the date of the gate after it; `days` later (earlier: negative), in working days."""

    section: str
    names: tuple[str, ...]
    before: date | None
    after: date | None
    days: int | None  # None where there is no date on a side


def blame(
    before: Sequence[Document], after: Sequence[Document], launch: str, compile: Callable[[Sequence[Document]], Study]
) -> tuple[Step, ...]:
    """The steps that moved the date, in the order they were laid over the base."""
    old, new = _entries(before, launch), _entries(after, launch)
    keys = [key for key in dict.fromkeys([*new, *old]) if _record(old, key) != _record(new, key)]
    keys.sort(key=lambda key: (_ORDER.index(key[2]) if key[2] in _ORDER else len(_ORDER), key))
    groups = [keys[at : at + 1] for at in range(min(len(keys), LIMIT))]
    if len(keys) > LIMIT:
        groups.append(keys[LIMIT:])
    done: list[Entry] = []
    study = compile(before)
    steps = []
    for group in groups:
        done += group
        last, study = study.forecast, compile(after if len(done) == len(keys) else _laid(before, after, old, new, done))
        if study.forecast != last:
            names = tuple(key[3] for key in group)
            steps.append(Step(group[0][2], names, last, study.forecast, _days(study, last)))
    return tuple(steps)


def _days(study: Study, last: date | None) -> int | None:
    now = study.forecast
    return study.launch.calendar.between(last, now) if last is not None and now is not None else None


def _entries(documents: Sequence[Document], launch: str) -> dict[Entry, tuple[int, Any]]:
    """Every entry that concerns a launch, with the number of its document."""
    found: dict[Entry, tuple[int, Any]] = {}
    for at, document in enumerate(documents):
        parts = document.path.split("/")
        other = parts[0] == "launches" and len(parts) > 2 and parts[1] != launch
        if other or document.kind is None:
            continue
        for section, records in document.records.items():
            for name, record in records.items():
                where = document.path if not name else ""
                found[document.kind.name, where, section, name] = (at, record)
    return found


def _record(entries: Mapping[Entry, tuple[int, Any]], key: Entry) -> Any:
    return entries[key][1] if key in entries else None


def _laid(
    before: Sequence[Document],
    after: Sequence[Document],
    old: Mapping[Entry, tuple[int, Any]],
    new: Mapping[Entry, tuple[int, Any]],
    done: Sequence[Entry],
) -> list[Document]:
    """The base with some entries as they are afterwards: taken from where they stood, put where they stand."""
    out = list(before)
    places = {document.path: at for at, document in enumerate(out)}
    for key in done:
        section, name = key[2], key[3]
        at = old[key][0] if key in old else None
        if at is not None and (key not in new or after[new[key][0]].path != out[at].path):
            out[at] = _with(out[at], section, name, None)
        if key in new:
            target = after[new[key][0]]
            if target.path not in places:
                places[target.path] = len(out)
                out.append(replace(target, records={}, broken=frozenset()))
            here = places[target.path]
            out[here] = _with(out[here], section, name, new[key][1])
    return out


def _with(document: Document, section: str, name: str, record: Any) -> Document:
    """A document with one record put in, or taken out where it is None."""
    records = dict(document.records.get(section, {}))
    if record is None:
        records.pop(name, None)
    else:
        records[name] = record
    sections = {**document.records, section: records}
    return replace(document, records={key: value for key, value in sections.items() if value})
