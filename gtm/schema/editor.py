"""Knows the JSON Schemas editors read: one a folder, derived from the records of gtm.model.written.

Completion offers the workspace's own names, a typo is flagged, hovering explains a key. What the
editor accepts is meant to be what `gtm check` accepts of one file; what files say about each other
is for `gtm check` alone.
"""

import json
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

from gtm.dates import Length, Offset
from gtm.model import written
from gtm.schema.kinds import KINDS, KindOfFile, Section
from gtm.schema.scalars import limits
from gtm.schema.shapes import key_of
from gtm.schema.snippets import SNIPPETS
from gtm.schema.vocabulary import Names, Vocabulary
from gtm.source import clean

Json = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
_DAY = r"\d{4}-\d{2}-\d{2}"

# Which names a key holds, wherever it stands; the keys of a mapping, and its values.
_HOLDS = {
    **dict.fromkeys(["owner", "confirmed_by", "asked_by", "approved_by", "by", "decides", "deputy"], "people"),
    **dict.fromkeys(["role", "lead", "checked_by", "as", "any_of", "waiver_approvers"], "roles"),
    **dict.fromkeys(["when", "unless", "traits"], "traits"),
    **dict.fromkeys(["teams", "team", "asked"], "teams"),
    "stages": "stages",
    **dict.fromkeys(["gate", "stage"], "stages"),
    **dict.fromkeys(["metric", "measure"], "metrics"),
    "basis": "sources",
    "calendar": "calendars",
    "launch": "launches",
    "drop_markets": "markets",
    "check": "proofs",
    "items": "needs",
    "done": "items",
    "item": "items",
    "feeds": "capabilities",
    **dict.fromkeys(["personas", "serves"], "personas"),
    "segments": "segments",
    "carries": "intake",
    "every": "items",
    "measures": "metrics",
}
_ENTRIES = {written.Reading: "metrics", written.Goal: "metrics", written.Provided: "capabilities"}
_MAPS = {
    "roles": ("roles", "people"),
    "leads": ("teams", "people"),
    "gates": ("stages", ""),
    "severity": ("rules", ""),
    "no_part": ("touchpoints", ""),
    "slip": ("items", ""),
    "reassign": ("items", "people"),
    "away": ("people", ""),
    "views": ("teams", ""),
}


def schemas(names: Vocabulary) -> dict[str, str]:
    """Every schema as text by its path in the workspace."""
    found = {}
    for folder in dict.fromkeys(kind.folder for kind in KINDS):
        kinds = [kind for kind in KINDS if kind.folder == folder]
        for name, group in _groups(folder, kinds).items():
            found[f".gtm/{name}.schema.json"] = _Shapes(names).text(name, group)
    return found


def _groups(folder: str, kinds: list[KindOfFile]) -> dict[str, list[KindOfFile]]:
    """A folder's kinds share a schema, since their names tell nothing; at the top each file has its own."""
    return {folder: kinds} if folder else {kind.name: [kind] for kind in kinds}


class _Shapes:
    """The schema of one folder as it grows: records and names are defined once and referred to."""

    def __init__(self, names: Vocabulary) -> None:
        self._names = names
        self._defs: Json = {}

    def text(self, name: str, kinds: list[KindOfFile]) -> str:
        tops: Json = {}
        for kind in kinds:
            for key, section in kind.sections.items():
                tops.setdefault(key, {**self._section(kind, section), "description": kind.about})
        schema = {
            "$schema": DRAFT,
            "title": f"gtm: {name}",
            "description": "Made by gtm schema --write; do not edit.",
            "type": ["object", "null"],
            "minProperties": 1,
            "properties": tops,
            "additionalProperties": False,
            **({"allOf": list(_together(kinds))} if len(kinds) > 1 else {}),
            "$defs": self._defs,
        }
        return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"

    def _section(self, kind: KindOfFile, section: Section) -> Json:
        entry = {"type": "string"} if section.record is str else self._record(section.record)
        if section.listed:
            entry = {"type": "array", "items": entry}
        elif section.record is not str and not _required(section.record):
            entry = self._entry_or_empty(section.record, entry)
        if not section.many:
            return _or_empty(entry)
        entries = self._entries(kind, section, entry)
        snippets = SNIPPETS.get(section.record)
        return {"type": ["object", "null"], **entries, **({"defaultSnippets": snippets} if snippets else {})}

    def _entry_or_empty(self, record: type, entry: Json) -> Json:
        self._defs[f"{record.__name__}-or-empty"] = _or_empty(entry)
        return {"$ref": f"#/$defs/{record.__name__}-or-empty"}

    def _entries(self, kind: KindOfFile, section: Section, entry: Json) -> Json:
        """Which ids an entry may have: known ones are listed with their titles, new ones follow a pattern."""
        of = _ENTRIES.get(section.record, "")
        if section.record is written.State:
            of = "standing" if kind.folder == "company" else "states"
        if of:
            listed = {id: {**entry, "description": clean(title)} for id, title in self._names[of].items()}
            return {"properties": listed, "additionalProperties": False}
        if section.record is written.Definition:
            parts = ["|".join(self._names[one]) or _SLUG for one in ("stages", "teams")]
            pattern = rf"^({parts[0]})\.({parts[1]})\.{_SLUG}$"
        elif section.full_ids:
            return {"additionalProperties": self._name("items")}
        else:
            pattern = f"^{_SLUG}$"
        return {"patternProperties": {pattern: entry}, "additionalProperties": False}

    def _record(self, record: type) -> Json:
        """A reference to a record's definition, which is made when first asked for."""
        if record is written.NeedWritten:
            return self._need()
        name = record.__name__
        if name not in self._defs:
            self._defs[name] = {}  # a record may hold itself
            keys = {key_of(one.name, one.metadata): self._field(one, record) for one in fields(record)}
            shape: Json = {"type": "object", "properties": keys, "additionalProperties": False}
            if _required(record):
                shape["required"] = _required(record)
            if record is not written.Definition and SNIPPETS.get(record):
                shape["defaultSnippets"] = SNIPPETS[record]
            self._defs[name] = shape
        return {"$ref": f"#/$defs/{name}"}

    def _field(self, entry: "Field[Any]", record: type) -> Json:
        key = key_of(entry.name, entry.metadata)
        shape = self._shape(entry.type, key, record)
        if entry.default is not MISSING:
            shape = _or_empty(shape)
        return {**shape, "description": entry.metadata["about"]}

    def _shape(self, kind: Any, key: str, record: type | None = None) -> Json:
        """The schema of one annotated type; `key` tells which names it holds."""
        if kind is str:
            return dict(_LINK) if key == "link" else dict(_TEXT)
        if kind in (written.Id, written.Slug):
            return self._name(_HOLDS.get(key, ""))
        if kind in _SCALARS:
            return {**_SCALARS[kind], **_between(kind, key)}
        origin, parts = get_origin(kind), [part for part in get_args(kind) if part is not types.NoneType]
        if kind == written.Days:
            return {"type": "string", "pattern": rf"^{_DAY}(\s*\.\.\s*{_DAY})?$"}
        if origin in {Union, types.UnionType}:
            if set(parts) == {Offset, date}:
                return self._when()
            inner = [self._shape(part, key, record) for part in parts]
            return inner[0] if len(inner) == 1 else {"anyOf": inner}
        if origin is Literal:
            return {"enum": list(parts)}
        if origin is tuple:
            return {"type": "array", "items": self._shape(parts[0], key, record)}
        if is_dataclass(kind) and isinstance(kind, type):
            return self._record(kind)
        return self._mapping(key, parts)

    def _mapping(self, key: str, parts: list[Any]) -> Json:
        of, to = _MAPS.get(key, ("", ""))
        value = self._name(to) if to else self._shape(parts[1], "")
        value = _or_empty(value)
        known = self._names.get(of)
        if known:
            listed = {id: {**value, "description": clean(word)} if word else value for id, word in known.items()}
            return {"type": "object", "properties": listed, "additionalProperties": False}
        pattern = {date: f"^{_DAY}$", written.Slug: f"^{_SLUG}$"}.get(parts[0], ".")
        return {"type": "object", "patternProperties": {pattern: value}, "additionalProperties": False}

    def _need(self) -> Json:
        return {
            "anyOf": [
                self._name("needs"),
                {
                    "type": "object",
                    "properties": {"item": self._name("needs"), "lag": _or_empty(dict(_SCALARS[Length]))},
                    "required": ["item"],
                    "additionalProperties": False,
                },
            ]
        }

    def _name(self, kind: str) -> Json:
        """One of the workspace's names of a kind; any slug where there are none to choose from."""
        known = self._names.get(kind)
        if not known:
            return {"type": ["string", "integer"], "pattern": rf"^{_SLUG}(\.{_SLUG})*(/{_SLUG})?$"}
        self._defs.setdefault(f"any-of-{kind}", _choice(kind, known))
        return {"$ref": f"#/$defs/any-of-{kind}"}

    def _when(self) -> Json:
        anchors = "|".join(["T", "gate", *self._names["stages"]])
        pattern = rf"^({_DAY}|({anchors})([+-]\d{{1,5}}(wd|d|w))?)$"
        return {"type": "string", "pattern": pattern, "patternErrorMessage": "write T-14d, gate-5wd or 2027-01-31"}


def _choice(kind: str, known: Names) -> Json:
    shape: Json = {"enum": list(known), "errorMessage": f"not one of the known {kind}; new here? gtm schema --write"}
    if any(known.values()):
        shape["enumDescriptions"] = [clean(word) for word in known.values()]
    return shape


def _or_empty(shape: Json) -> Json:
    """The same, or nothing: an empty value means that nothing was said."""
    kind = shape.get("type")
    if kind is not None and "enum" not in shape:
        kinds = kind if isinstance(kind, list) else [kind]
        return {**shape, "type": [*kinds, *(["null"] if "null" not in kinds else [])]}
    return {"anyOf": [shape, {"type": "null", "doNotSuggest": True}]}


def _between(kind: Any, key: str) -> Json:
    """The limits of a number; they bind only what is written as a number."""
    found = limits(key.replace("-", "_")) if kind in (int, float) else None
    return {"minimum": found[0], "maximum": found[1]} if found is not None else {}


def _required(record: type) -> list[str]:
    return [key_of(one.name, one.metadata) for one in fields(record) if one.default is MISSING]


def _together(kinds: list[KindOfFile]) -> Iterator[Json]:
    """The top keys that may stand in one file: those of the first kind that its keys name."""
    before: list[str] = []
    for kind in kinds:
        if kind.key not in before:
            named: Json = {"required": [kind.key]}
            if before:
                named["not"] = {"anyOf": [{"required": [key]} for key in before]}
            told = f"beside {kind.key} a file may only say {', '.join(kind.sections)}"
            yield {"if": named, "then": {"propertyNames": {"enum": list(kind.sections), "errorMessage": told}}}
            before.append(kind.key)


_LINK: Mapping[str, Any] = {
    "type": "string",
    "pattern": r"^\s*([hH][tT][tT][pP][sS]?://[^\s/]+\S*|[mM][aA][iI][lL][tT][oO]:\S+@\S+)\s*$",
    "patternErrorMessage": "links start with https://; use ref for anything else",
}
_TEXT: Mapping[str, Any] = {"type": ["string", "number", "boolean"]}
_NUMBER: Mapping[str, Any] = {"type": ["number", "string"], "pattern": r"^\s*[+-]?[\d_]+(\.\d+)?\s*$"}
_DAYS: Mapping[str, Any] = {**_NUMBER, "minimum": 0, "maximum": 2000}
_SCALARS: Mapping[Any, Mapping[str, Any]] = {
    date: {"type": "string", "pattern": rf"^\s*{_DAY}\s*$", "patternErrorMessage": "dates are written 2027-01-31"},
    float: _NUMBER,
    int: {"type": ["integer", "string"], "pattern": r"^\s*[+-]?\d{1,9}\s*$"},
    bool: {"type": "boolean"},
    Length: {"type": "string", "pattern": r"^\d{1,5}(wd|d|w)$", "patternErrorMessage": "write 10d, 2w or 3wd"},
    written.Relative: {
        "type": "string",
        "pattern": r"^(?!/)(?!(.*/)?\.\.(/|$))[^/:\\]+(/[^\\]*)?$",
        "patternErrorMessage": "write a path inside the workspace: evidence/test-report.pdf",
    },
    written.Colour: {"type": "string", "pattern": r"^\s*#[0-9a-fA-F]{6}\s*$", "patternErrorMessage": 'write "#1d4f91"'},
    written.Language: {
        "type": "string",
        "pattern": r"^\s*[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\s*$",
        "patternErrorMessage": "write a short name of a language: en, tr, fa",
    },
    written.Effort: {"anyOf": [_DAYS, {"type": "array", "items": _DAYS, "minItems": 3, "maxItems": 3}]},
}
