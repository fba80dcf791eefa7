"""Knows how to shape one file's rows into records, entry by entry, and what to say when it fails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import ValidationError

from gtm.diagnostics import Diagnostic, Rule, Severity, did_you_mean
from gtm.schema import faults, scalars, shapes
from gtm.schema.kinds import KINDS, TOP_KEYS, KindOfFile, Section, folder_of, kind_of
from gtm.source import Span, Spot

UNKNOWN_KIND = Rule(
    "GTM110",
    "unknown-kind",
    Severity.ERROR,
    fixed=True,
    about="The file's top key does not say what kind of file it is.\n\nThe kind is told by its one top key,"
    " such as `items:` or `launch:`, never by the file's name.",
)
WRONG_PLACE = Rule(
    "GTM111",
    "wrong-folder",
    Severity.ERROR,
    fixed=True,
    about="The file is of a kind that belongs in another folder.",
)
EMPTY_FILE = Rule(
    "GTM112",
    "empty-file",
    Severity.WARNING,
    about="The file says nothing.\n\nDelete it, or write the key that says what it is.",
)


@dataclass(frozen=True, slots=True)
class Document:
    """One shaped file: records by top key, and the ids whose entries could not be understood."""

    path: str
    kind: KindOfFile | None
    records: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    unread: bool = False


def shape(path: str, data: Any) -> tuple[Document, list[Diagnostic]]:
    """One file's rows as records. A wrong entry is left out and named in `broken`."""
    if data is None:
        return Document(path, None), [EMPTY_FILE.at(Span(path), "the file is empty", help="delete it, or fill it in")]
    if not isinstance(data, dict):
        message = f"the file is {scalars.noun(data)}, not keys and values"
        return Document(path, None, unread=True), [
            UNKNOWN_KIND.at(Span(path), message, help=f"start it with one of {_tops(path)}")
        ]
    kind = kind_of(path, list(data))
    if kind is None:
        return Document(path, None, unread=True), [_unknown(path, data)]
    if kind.folder != folder_of(path):
        where = f"{kind.folder}/" if kind.folder else "the workspace's top folder"
        spot = Spot(path, (kind.key,), key=True)
        return Document(path, None, unread=True), [
            WRONG_PLACE.at(spot, f"`{kind.key}:` does not belong in this folder", help=f"move it to {where}")
        ]
    if kind.folder == "launches" and path.count("/") < 2:
        spot = Spot(path, (kind.key,), key=True)
        return Document(path, None, unread=True), [
            WRONG_PLACE.at(spot, "the file lies beside the launches, not in one", help="move it to launches/NAME/")
        ]
    found: list[Diagnostic] = []
    records: dict[str, Mapping[str, Any]] = {}
    broken: set[str] = set()
    for key, value in data.items():
        section = kind.sections.get(key)
        if section is None:
            help = did_you_mean(key, kind.sections, f"this file may say {', '.join(kind.sections)}")
            found.append(
                faults.UNKNOWN_KEY.at(Spot(path, (key,), key=True), f"unknown key `{scalars.clip(key)}`", help=help)
            )
            broken.add(key)
        elif value is not None:
            records[key] = _section(path, key, section, value, found, broken)
    return Document(path, kind, records, frozenset(broken)), found


def _tops(path: str) -> str:
    folder = folder_of(path)
    return ", ".join(f"`{key}:`" for key in dict.fromkeys(kind.key for kind in KINDS if kind.folder == folder))


def _unknown(path: str, data: Mapping[str, Any]) -> Diagnostic:
    first = next(iter(data), None)
    if first is None:
        return UNKNOWN_KIND.at(Span(path), "the file says nothing", help=f"start it with one of {_tops(path)}")
    help = did_you_mean(first, TOP_KEYS, f"files here start with {_tops(path)}")
    return UNKNOWN_KIND.at(Spot(path, (first,), key=True), f"`{scalars.clip(first)}:` is no kind of file", help=help)


def _section(
    path: str, key: str, section: Section, value: Any, found: list[Diagnostic], broken: set[str]
) -> Mapping[str, Any]:
    spot = Spot(path, (key,))
    if not section.many:
        entry = _entry(spot, section.record, value, section.listed, found)
        if entry is None:
            broken.add(key)
            return {}
        return {"": entry}
    if not isinstance(value, dict):
        message = f"`{key}` must be a mapping of ids, not {scalars.noun(value)}"
        found.append(faults.WRONG_TYPE.at(spot, message, help="write `id:` and, indented below it, its keys"))
        broken.add(key)
        return {}
    check = shapes.validator(section.record, section.listed).validate_python
    pattern = (scalars.ID if section.full_ids else scalars.SLUG).fullmatch
    out: dict[str, Any] = {}
    for name, data in value.items():
        if not pattern(name) or len(name) > 200:
            help = (
                f"write {scalars.slugged(name)}"
                if not section.full_ids and scalars.slugged(name)
                else "ids look like stage.team.name"
            )
            found.append(faults.BAD_ID.at((spot / name).at_key(), f"`{scalars.clip(name)}` is not an id", help=help))
            broken.add(name)
            continue
        try:
            out[name] = check({} if data is None and section.record is not str else data)
        except ValidationError as error:
            found.extend(faults.tell(error, spot / name, section.record, data))
            broken.add(name)
    return out


def _entry(spot: Spot, record: type, value: Any, listed: bool, found: list[Diagnostic]) -> Any:
    try:
        return shapes.validator(record, listed).validate_python(value)
    except ValidationError as error:
        found.extend(faults.tell(error, spot, record, value))
        return None
