"""Knows how `key=value` words become the values of an entry, and what to say when they cannot.

Shapes of values are checked later, with the whole launch; here only what a key takes: text, a list,
a proof. It must not know files or entries.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from gtm.diagnostics import did_you_mean
from gtm.edit.answers import Unclear
from gtm.model import written

STATE = tuple(one.name for one in fields(written.State))
OWN = tuple(one.name for one in fields(written.Definition))
_LISTS = frozenset({"needs", "when", "unless", "personas", "basis"})
_PEOPLE = frozenset({"owner", "confirmed_by"})
_KINDS = ("link", "file", "ref", "metric", "check")
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
            raise Unclear(f"an own item has no `{key}`; {did_you_mean(key, OWN, 'it has a title, a due date, needs …')}")
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
        raise Unclear(f"`{text}` is no proof; {near}, such as evidence+=link:https://wiki.acme.example/price@2027-01-10")
    found = {kind: rest.strip()}
    return {**found, "date": day} if day else found


def person(wanted: Wanted, names: Mapping[str, str]) -> Wanted:
    """The same with people by id, however they were named. Raises Unclear."""
    from gtm.analysis.people import find

    values = dict(wanted.values)
    for key in _PEOPLE & values.keys():
        text = values[key]
        if text is None:
            continue
        ids = find(names, text)
        if len(ids) > 1:
            raise Unclear(f"`{text}` could be {', '.join(ids[:8])}; say which")
        if not ids:
            near = did_you_mean(text, [*names, *names.values()], "people.yaml lists everybody")
            raise Unclear(f"no person `{text}`; {near}")
        values[key] = ids[0]
    return Wanted(values, wanted.proofs)
