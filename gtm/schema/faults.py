"""Knows how to say in our words what pydantic found wrong with an entry."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic_core import ErrorDetails, ValidationError

from gtm.diagnostics import Diagnostic, Rule, Severity, did_you_mean, suggest
from gtm.schema import meant
from gtm.schema.scalars import clip, noun
from gtm.schema.shapes import key_of
from gtm.source import Spot

UNKNOWN_KEY = Rule(
    "GTM101",
    "unknown-key",
    Severity.ERROR,
    fixed=True,
    about="The key is not part of the format.\n\nA misspelt key would silently switch something off, so"
    " every key that is not known is an error. docs/format.md lists them all.",
)
WRONG_TYPE = Rule(
    "GTM102",
    "wrong-type",
    Severity.ERROR,
    fixed=True,
    about="The value has the wrong form: text where a list belongs, a word where a number belongs.",
)
UNKNOWN_VALUE = Rule(
    "GTM103",
    "unknown-value",
    Severity.ERROR,
    fixed=True,
    about="The value is not one of the words this key knows.\n\nA misspelt status would turn a gate off, so"
    " it is an error and never a default.",
)
MISSING_KEY = Rule(
    "GTM104",
    "missing-key",
    Severity.ERROR,
    fixed=True,
    about="A key that has to be there is missing or empty.",
)
BAD_DATE = Rule(
    "GTM105",
    "bad-date",
    Severity.ERROR,
    fixed=True,
    about="The value is not a date, an offset or a length of time.\n\nDates are 2027-01-31 and must exist;"
    " offsets name their unit: T-14d, T+2w, gate-5wd; lengths are 10d, 2w, 3wd.",
)
BAD_ID = Rule(
    "GTM106",
    "bad-id",
    Severity.ERROR,
    fixed=True,
    about="The id has characters that ids do not have.\n\nIds are small letters, digits and hyphens in"
    " parts joined by dots: stage.team.name.",
)
OUTSIDE = Rule(
    "GTM107",
    "outside-workspace",
    Severity.ERROR,
    fixed=True,
    about="A proof's path leaves the workspace.\n\nProof files lie inside the workspace; anything else is"
    " named with `link` or `ref`.",
)
BAD_LINK = Rule(
    "GTM108",
    "bad-link",
    Severity.ERROR,
    fixed=True,
    about="A link is not a web or mail address.\n\nOnly http, https and mailto are linked from reports.",
)

_BY_SLUG = {rule.slug: rule for rule in (WRONG_TYPE, UNKNOWN_VALUE, BAD_DATE, BAD_ID, OUTSIDE, BAD_LINK)}


def tell(error: ValidationError, spot: Spot, record: type, data: Any) -> Iterator[Diagnostic]:
    """Every fault of one entry, placed at its key or value."""
    for detail in error.errors(include_url=False, include_context=True):
        yield _one(detail, spot, record, data)


def _one(detail: ErrorDetails, spot: Spot, record: type, data: Any) -> Diagnostic:
    route = _route(detail["loc"], data)
    here = Spot(spot.path, (*spot.route, *route), key=detail["loc"][-1:] == ("[key]",))
    kind, context = detail["type"], detail.get("ctx", {})
    name = str(route[-1]) if route else str(spot.route[-1] if spot.route else "this")
    value = detail["input"]
    if kind in {"unexpected_keyword_argument", "extra_forbidden"}:
        owner = _record_at(record, route[:-1])
        keys = _keys(owner) if owner is not None else ["item", "lag"]
        bare = "".join(sign for sign in name if sign.isalnum() or sign in "_-")
        if name == "<<":
            help = "merge keys are not read: write the keys out"
        elif bare != name and bare in keys:
            help = f"it holds a sign that looks like a blank or like nothing: delete it, and type `{bare}` again"
        else:
            help = did_you_mean(
                name, keys, f"known keys: {', '.join(keys)}" if len(keys) <= 20 else "see docs/format.md"
            )
        return UNKNOWN_KEY.at(here.at_key(), f"unknown key `{clip(name)}`", help=help)
    if kind in {"missing", "missing_argument", "missing_keyword_only_argument"}:
        where = Spot(spot.path, (*spot.route, *route[:-1])).at_key()
        missing = str(detail["loc"][-1]).rstrip("_") if detail["loc"] else name
        return MISSING_KEY.at(where, f"`{missing}` is missing", help=f"add `{missing}: …`")
    if value is None:
        return MISSING_KEY.at(here.at_key(), f"`{name}` is empty", help=f"write a value after `{name}:`")
    if kind == "literal_error":
        allowed = _allowed(record, route)
        given = clip(value) if isinstance(value, str) else noun(value)
        near = suggest(given, allowed)
        other = meant.status(given) if name == "status" and not near else ""
        help = f"did you mean `{near[0]}`?" if near else f"write {other}" if other in allowed else ""
        listed = "one of " + ", ".join(allowed) if allowed else ""
        return UNKNOWN_VALUE.at(here, f"`{name}` cannot be `{given}`", help="; ".join(filter(None, [help, listed])))
    if kind in _BY_SLUG:
        return _BY_SLUG[kind].at(here, str(context.get("said")), help=str(context.get("help", "")))
    wanted = _WANTED.get(kind, "another form")
    return WRONG_TYPE.at(here, f"{_called(here)} must be {wanted}, not {noun(value)}", help=_form(here, wanted, value))


def _called(here: Spot) -> str:
    """The key at a place, or which entry of a list it is."""
    step = here.route[-1] if here.route else "this"
    if isinstance(step, int) and len(here.route) > 1:
        return f"entry {step + 1} of `{here.route[-2]}`"
    return f"`{step}`"


def _form(here: Spot, wanted: str, value: Any) -> str:
    """What to write where text stands instead of a list or a mapping."""
    if isinstance(value, dict) and wanted == "a list":
        return _dashed(value)
    if not isinstance(value, str):
        return ""
    step = here.route[-1] if here.route else ""
    kind = "link" if value.startswith(("http://", "https://")) else "ref"
    if step == "evidence":
        return f"write `- {kind}: {clip(value)}` on the next line, indented"
    if isinstance(step, int) and here.route[-2:-1] == ("evidence",):
        quoted = clip(value).replace('"', "'")
        return f'write `{{{kind}: "{quoted}"}}` instead'
    return f"write `{step}: [{clip(value)}]`" if wanted == "a list" else ""


def _dashed(value: Mapping[str, Any]) -> str:
    """What to write where a mapping stands instead of a list: its dash is missing, or the blank behind it."""
    first, said = next(iter(value.items()), ("", ""))
    text = f": {clip(said, 40)}" if isinstance(said, str) else ": …"
    if first.startswith("-"):
        return f"a space is missing after the dash: write - {first[1:]}{text}"
    return f"begin the entry with a dash: write - {first}{text}" if first else ""


_WANTED = {
    "string_type": "text",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping of keys and values",
    "dataclass_type": "a mapping of keys and values",
    "union_tag_invalid": "text or a mapping",
}


def _route(loc: tuple[int | str, ...], data: Any) -> tuple[str | int, ...]:
    """pydantic's path without the steps that are not in the file (union tags, key marks)."""
    route: list[str | int] = []
    for at, step in enumerate(loc):
        last = at == len(loc) - 1
        if isinstance(data, dict) and step in data:
            data = data[str(step)]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        elif not (
            last and isinstance(step, str) and isinstance(data, dict) and step not in {"text", "dict", "list", "[key]"}
        ):
            continue
        route.append(step)
    return tuple(route)


def _keys(record: type) -> list[str]:
    return [key_of(entry.name, entry.metadata) for entry in fields(record)]


def _type_at(record: Any, route: tuple[str | int, ...]) -> Any:
    kind: Any = record
    for step in route:
        kind = _inner(kind, step)
        if kind is None:
            return None
    return kind


def _inner(kind: Any, step: str | int) -> Any:
    if is_dataclass(kind):
        for entry in fields(kind):
            if key_of(entry.name, entry.metadata) == step:
                return entry.type
        return None
    for part in get_args(kind):
        if part is Ellipsis:
            continue
        if is_dataclass(part) and isinstance(step, str):
            return _inner(part, step)
        if get_origin(part) in {tuple, Mapping, dict}:
            return _inner(part, step)
        if get_origin(kind) is tuple and isinstance(step, int):
            return part
    if get_origin(kind) in {dict, Mapping}:
        return get_args(kind)[1]
    return None


def _record_at(record: type, route: tuple[str | int, ...]) -> type | None:
    kind = _type_at(record, route)
    if is_dataclass(kind):
        return kind if isinstance(kind, type) else None
    return next((part for part in _flat(kind) if isinstance(part, type) and is_dataclass(part)), None)


def _flat(kind: Any) -> list[Any]:
    found = [kind]
    for part in get_args(kind):
        found.extend(_flat(part))
    return found


def _allowed(record: type, route: tuple[str | int, ...]) -> list[str]:
    kind = _type_at(record, route)
    found: list[str] = []
    for part in _flat(kind):
        if get_origin(part) is Literal:
            found.extend(str(word) for word in get_args(part))
    return list(dict.fromkeys(found))


def required(record: type) -> list[str]:
    """The keys of a record that have to be there."""
    return [key_of(e.name, e.metadata) for e in fields(record) if e.default is MISSING]
