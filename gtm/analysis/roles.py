"""Knows how a launch reads when people are called by what they do: names, and the ids that may be names.

It must not know how a report is drawn.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from gtm.analysis.people import role_name
from gtm.analysis.snapshot import Snapshot
from gtm.model.launch import Launch
from gtm.schema.documents import Document

_QUOTED = re.compile(r"`[^`\n]*`")


def by_role(documents: Iterable[Document], launch: Launch) -> tuple[Document, ...]:
    """The same documents with everybody named after what they do, so that every sentence says so."""
    names = {id: role_name(launch, id) for id in launch.people}
    return tuple(
        replace(one, records={**one.records, "people": {
            id: replace(person, name=names.get(id, "somebody"), email=None)
            for id, person in one.records["people"].items() if person is not None
        }}) if one.records.get("people") else one
        for one in documents
    )  # fmt: skip


def unnamed(snapshot: Snapshot) -> Snapshot:
    """The same snapshot, whose findings name nobody by id; what they quote of the files, between `, included."""
    launch = snapshot.launch
    ids = re.compile(rf"(?<![\w.-])({'|'.join(map(re.escape, sorted(launch.people)))})(?![\w.-])")
    if not launch.people:
        return snapshot

    def bare(text: str) -> str:
        return _QUOTED.sub(lambda code: ids.sub(lambda id: launch.person(id[0]), code[0]), text)

    return replace(snapshot, diagnostics=tuple(
        replace(one, message=bare(one.message), help=bare(one.help),
                subject=launch.person(one.subject) if one.subject in launch.people else one.subject,
                related=tuple((place, bare(text)) for place, text in one.related))
        for one in snapshot.diagnostics
    ))  # fmt: skip


def nameless(answer: str, launch: Launch) -> str:
    """An answer as JSON in which no id of a person stands: where one did, their role does."""
    found = _nameless(json.loads(answer), launch)
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _nameless(value: Any, launch: Launch) -> Any:
    if isinstance(value, list):
        return [_nameless(one, launch) for one in value]
    if not isinstance(value, dict):
        return value
    person = value.get("id") in launch.people and "name" in value
    return {
        key: launch.person(inner) if _is_person(value, key, inner, person) else _nameless(inner, launch)
        for key, inner in value.items()
    }


def _is_person(record: dict[str, Any], key: str, value: Any, person: bool) -> bool:
    """By how answers are written: a person's name stands beside the id."""
    return isinstance(value, str) and (f"{key}_name" in record or (person and key == "id"))
