"""Knows how `key=value` words become the values of an entry, and what to say when they cannot.

Shapes of values are checked later, with the whole launch; here only what a key takes: text, a list,
a proof. It must not know files or entries.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, get_args

from gtm.diagnostics import did_you_mean
from gtm.edit.answers import Unclear
from gtm.model import written
from gtm.model.launch import Item, Launch

STATE = tuple(one.name for one in fields(written.State))
OWN = tuple(one.name for one in fields(written.Definition))
_LISTS = frozenset({"needs", "when", "unless", "personas", "basis"})
_PEOPLE = frozenset({"owner", "confirmed_by"})
_KINDS = ("link", "file", "ref", "metric", "check")
_FILTERS = ("status", "stage", "gate", "owner", "team", "role", "market", "level")
_STATUSES: tuple[str, ...] = get_args(written.Status)
_WORD = re.compile(r"([A-Za-z_-]+)(\+?)=(.*)", re.DOTALL)
_DATED = re.compile(r"(.+)@(\d{4}-\d\d-\d\d)", re.DOTALL)


@dataclass(frozen=True)
class Wanted:
    """Values to write by key (None empties one), and proofs to add."""

    values: Mapping[str, Any] = field(default_factory=dict)
    proofs: tuple[Mapping[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.values or self.proofs)


def is_word(text: str) -> bool:
    """Whether a word on the command line sets something, rather than naming an item."""
    return _WORD.fullmatch(text) is not None


def state(words: Iterable[str]) -> Wanted:
    """What `status=done`, `owner=`, `evidence+=link:https://…@2027-01-10` ask for. Raises Unclear."""
    values: dict[str, Any] = {}
    proofs: list[Mapping[str, str]] = []
    for word in words:
        key, more, text = _split(word)
        if key not in STATE:
            raise Unclear(_unknown(key))
        if more and key != "evidence":
            raise Unclear(f"only evidence takes +=; write {key}={text}")
        if key in values:
            raise Unclear(f"`{key}` is said twice")
        if more:
            proofs.append(proof(text))
        else:
            values[key] = _value(key, text)
    return Wanted(values, tuple(proofs))


def own(words: Iterable[str]) -> Wanted:
    """What `--own title=…` asks for: an item of the launch itself."""
    values: dict[str, Any] = {}
    for word in words:
        key, more, text = _split(word)
        if key not in OWN:
            near = did_you_mean(key, OWN, "it has a title, a due date, needs …")
            raise Unclear(f"an own item has no `{key}`; {near}")
        if more or key in values:
            raise Unclear(f"`{key}` of an own item is said once, with =")
        if key in _LISTS or key == "evidence":
            values[key] = [part for part in re.split(r"[\s,]+", text) if part] or None
        else:
            values[key] = _value(key, text)
    return Wanted(values)


def _split(word: str) -> tuple[str, bool, str]:
    found = _WORD.fullmatch(word)
    if found is None:
        raise Unclear(f"`{word}` sets nothing; write key=value, such as status=done")
    if any("\ud800" <= sign <= "\udfff" for sign in found[3]):
        raise Unclear(f"the text of `{found[1]}` is not UTF-8")
    return found[1].replace("-", "_"), bool(found[2]), found[3]


def _unknown(key: str) -> str:
    if key in OWN:
        return f"`{key}` belongs to the item's definition in the playbook; here only what happened is said"
    return f"there is no key `{key}`; {did_you_mean(key, STATE, 'known: ' + ', '.join(STATE))}"


def _value(key: str, text: str) -> Any:
    if not text.strip():
        return None
    if key == "evidence":
        return [dict(proof(text))]
    if key == "effort":
        parts = [part for part in re.split(r"[\s,\[\]]+", text) if part]
        return parts[0] if len(parts) == 1 else parts
    return text.replace("\r\n", "\n")


def proof(text: str) -> Mapping[str, str]:
    """One piece of evidence: `link:https://…`, `ref:register 2026-114`, with `@DATE` at its end."""
    dated = _DATED.fullmatch(text.strip())
    target, day = (dated[1].strip(), dated[2]) if dated else (text.strip(), None)
    kind, colon, rest = target.partition(":")
    if re.match(r"(https?://|mailto:)", target, re.IGNORECASE):
        kind, rest = "link", target
    elif not colon or kind not in _KINDS or not rest.strip():
        near = did_you_mean(kind, _KINDS, "it starts with link:, ref: or file:")
        raise Unclear(
            f"`{text}` is no proof; {near}, such as evidence+=link:https://wiki.acme.example/price@2027-01-10"
        )
    found = {kind: rest.strip()}
    return {**found, "date": day} if day else found


def person(wanted: Wanted, names: Mapping[str, str]) -> Wanted:
    """The same with people by id, however they were named. Raises Unclear."""
    named = {key: one_person(wanted.values[key], names) for key in _PEOPLE if wanted.values.get(key) is not None}
    return Wanted({**wanted.values, **named}, wanted.proofs)


def one_person(text: str, names: Mapping[str, str]) -> str:
    """The id of the one person meant. Raises Unclear."""
    from gtm.analysis.people import find

    ids = find(names, text)
    if len(ids) > 1:
        raise Unclear(f"`{text}` could be {', '.join(ids[:8])}; say which")
    if not ids:
        near = did_you_mean(text, [*names, *names.values()], "people.yaml lists everybody")
        raise Unclear(f"no person `{text}`; {near}")
    return ids[0]


def finished(wanted: Wanted, item: Item, as_of: date) -> Wanted:
    """The same; what is done without a day is finished on the as-of day."""
    if wanted.values.get("status") != "done" or "finished" in wanted.values or item.state.finished is not None:
        return wanted
    return Wanted({**wanted.values, "finished": as_of.isoformat()}, wanted.proofs)


def filters(words: Iterable[str], **more: str | None) -> dict[str, str]:
    """What `--where status=todo` asks for, together with other options. Raises Unclear."""
    found: dict[str, str] = {name: text for name, text in more.items() if text is not None}
    for word in words:
        key, add, text = _split(word)
        if key not in _FILTERS:
            raise Unclear(f"items cannot be chosen by `{key}`; {did_you_mean(key, _FILTERS)}")
        if add or found.get(key, text) != text:
            raise Unclear(f"`{key}` is asked for twice")
        found[key] = text
    return found


def chosen(launch: Launch, filters: Mapping[str, str]) -> list[str]:
    """The items that fit all filters. Raises Unclear for words that nothing could ever fit."""
    from gtm.analysis.people import find

    wanted = dict(filters)
    names: dict[str, dict[str, str]] = {
        "team": {id: one.title for id, one in launch.teams.items()},
        "stage": {id: one.title for id, one in launch.stages.items()},
        "owner": {id: one.name for id, one in launch.people.items()},
        "status": dict.fromkeys((*_STATUSES, "unknown"), ""),
        "level": {"blocking": "must-have", "advisory": "advice"},
    }
    names["gate"] = names["stage"]
    for key in wanted.keys() & names.keys():
        if not wanted[key]:
            continue
        ids = find(names[key], wanted[key])
        if len(ids) != 1:
            near = did_you_mean(wanted[key], names[key], f"known here: {', '.join(list(names[key])[:12])}")
            raise Unclear(f"`{wanted[key]}` is no {key}; {near}")
        wanted[key] = ids[0]
    return [item.id for item in launch.items.values() if all(_fits(item, key, text) for key, text in wanted.items())]


def _fits(item: Item, key: str, text: str) -> bool:
    found = item.definition.level if key == "level" else getattr(item, key)
    return (found or "") == text
