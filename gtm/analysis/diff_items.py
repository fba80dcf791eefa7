"""Knows what changed about each item between two states of a launch: facts, by their meaning.

Order, formatting and blanks are no difference. What changed only because something else did (a due
date that moved with the launch) is marked as following. It must not judge whether a change is good.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from gtm.analysis.rewording import difference
from gtm.analysis.snapshot import Study
from gtm.analysis.words import short_day
from gtm.model import written
from gtm.model.launch import Item, Launch

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of an item that is not as it was; `before` and `after` in words, None where nothing is said.

    `follows`: the files say the same about this item, and it changed with something else.
    """

    key: str
    text: str
    before: str | None = None
    after: str | None = None
    follows: bool = False


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item added, removed or changed; `before` or `after` is None where it is not there."""

    id: str
    kind: str
    before: Item | None
    after: Item | None
    was: str | None  # readiness before
    now: str | None  # readiness after
    facts: tuple[Fact, ...] = ()

    @property
    def item(self) -> Item:
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def follows(self) -> bool:
        """Whether nothing was written about the item itself."""
        return self.kind == CHANGED and all(fact.follows for fact in self.facts)


def item_changes(before: Study | None, after: Study) -> tuple[ItemChange, ...]:
    """Every item that is not as it was: in the order of the launch, those removed last."""
    old = {} if before is None else {_name(item): item for item in before.launch.items.values()}
    new = {_name(item): item for item in after.launch.items.values()}
    found = []
    for name, item in new.items():
        now, was = after.readiness[item.id].kind, old.get(name)
        if was is None:
            found.append(ItemChange(item.id, ADDED, None, item, None, now))
            continue
        assert before is not None
        facts = tuple(_facts(before, was, after, item))
        if facts:
            found.append(ItemChange(item.id, CHANGED, was, item, before.readiness[was.id].kind, now, facts))
    for name, item in old.items():
        if name not in new:
            assert before is not None
            found.append(ItemChange(item.id, REMOVED, item, None, before.readiness[item.id].kind, None))
    return tuple(found)


def _name(item: Item) -> str:
    """What stays of an item's id when it is renamed."""
    return item.digest_name or item.id


def _facts(before: Study, was: Item, after: Study, item: Item) -> Iterator[Fact]:
    launch = after.launch
    if was.id != item.id:
        yield Fact("id", f"renamed from {was.id}", was.id, item.id)
    kinds = before.readiness[was.id].kind, after.readiness[item.id].kind
    if kinds[0] != kinds[1]:
        yield Fact("readiness", f"{kinds[0]} → {kinds[1]}", *kinds)
    yield from _written(was.state, item.state, launch, item)
    yield from _written(was.definition, item.definition, launch, item)
    yield from _linked(before.launch, was, launch, item)


_SAYS_WHEN = {"when", "unless", "tier", "for_each", "since"}
_LINKED = {"owner", "due", "needs", "gate"}  # said once, as the launch has them in the end


def _written(was: Any, now: Any, launch: Launch, item: Item) -> Iterator[Fact]:
    """What somebody wrote otherwise in a state or a definition."""
    asked: list[str] = []
    if was == now:
        return
    for one in fields(now):
        first, second = getattr(was, one.name), getattr(now, one.name)
        if one.name in _LINKED or _plain(first) == _plain(second):
            continue
        if one.name in _SAYS_WHEN:
            asked.append(one.name)
        else:
            yield _fact(one.name, first, second, launch, item)
    if asked:
        yield Fact("applies", f"applies otherwise: {', '.join(asked).replace('_', ' ')}")


def _plain(value: Any) -> Any:
    """A value without what is only form: blanks, order, empty for nothing."""
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if isinstance(value, tuple):
        return sorted(str(_plain(one)) for one in value) or None
    if isinstance(value, written.Evidence):
        return (value.kind, value.target, value.date_, value.restricted, _plain(value.note or ""))
    return value


_LONG = {"answer": "answer", "reason": "reason", "note": "note", "ask": "question", "why": "why it matters",
         "proof": "wanted proof"}  # fmt: skip
_WORDING = {"title", "ask", "why", "proof"}
_WORDS = {"left": "days left", "fresh_for": "fresh for", "checked_by": "second person", "not_before": "not before",
          "waiting_on": "waits for", "confirmed_by": "confirmed by"}  # fmt: skip


def _fact(name: str, first: Any, second: Any, launch: Launch, item: Item) -> Fact:
    if name == "evidence":
        return (
            _accepted(first, second) if _is_kinds(first) or _is_kinds(second) else _proofs(first, second, launch, item)
        )
    if name == "level":
        words = {"blocking": "must-have", "advisory": "advice"}
        return Fact("level", f"{words[first]} → {words[second]}", words[first], words[second])
    if name in _LONG:
        key = "wording" if name in _WORDING else name
        word = "written" if not first else "taken out" if not second else "reworded"
        hidden = item.definition.sensitive and name not in _WORDING
        values = (None, None) if hidden else (_text(first), _text(second))
        shown = f": {difference(str(first), str(second))}" if word == "reworded" and not hidden else ""
        return Fact(key, f"{_LONG[name]} {word}{shown}", *values)
    if isinstance(first or second, date):
        days = tuple(short_day(one, launch.as_of) if one is not None else "nothing" for one in (first, second))
        label = _WORDS.get(name, name)
        return Fact(name, f"{label}: {days[0]} → {days[1]}", *(one and one.isoformat() for one in (first, second)))
    before, after = _value(name, first, launch), _value(name, second, launch)
    key = "wording" if name == "title" else name
    label = _WORDS.get(name, name.rstrip("_").replace("_", " "))
    return Fact(key, f"{label}: {before or 'nothing'} → {after or 'nothing'}", before, after)


def _is_kinds(value: Any) -> bool:
    return any(not isinstance(one, written.Evidence) for one in value or ())


def _accepted(first: Any, second: Any) -> Fact:
    before, after = (", ".join(one if isinstance(one, str) else "a check" for one in found or ()) or None
                     for found in (first, second))  # fmt: skip
    return Fact("accepts", f"accepted proof: {before or 'any'} → {after or 'any'}", before, after)


def _proofs(first: Any, second: Any, launch: Launch, item: Item) -> Fact:
    """Proofs by kind and date; what they point at stands in the file."""
    old, new = [_plain(one) for one in first or ()], [_plain(one) for one in second or ()]
    gone = [_proof(one, launch, item) for one in first or () if _plain(one) not in new]
    come = [_proof(one, launch, item) for one in second or () if _plain(one) not in old]
    parts = [f"proof added: {', '.join(come)}" if come else "", f"proof taken out: {', '.join(gone)}" if gone else ""]
    return Fact("proof", "; ".join(filter(None, parts)), ", ".join(gone) or None, ", ".join(come) or None)


def _proof(one: written.Evidence, launch: Launch, item: Item) -> str:
    if one.restricted or item.definition.sensitive:
        return f"held by {launch.team(item.team)}"
    return f"{one.kind} of {short_day(one.date_, launch.as_of)}" if one.date_ else f"{one.kind} without a date"


def _text(value: Any) -> str | None:
    return " ".join(str(value).split()) or None if value is not None else None


def _value(name: str, value: Any, launch: Launch) -> str | None:
    """A short value in words."""
    if value is None or value == ():
        return None
    if name in {"confirmed_by", "owner"}:
        return launch.person(value)
    if name in {"checked_by", "role"}:
        return launch.role(value)
    if isinstance(value, written.Effort):
        days = (value.optimistic, value.likely, value.pessimistic)
        same = len(set(days)) == 1
        return f"{value.likely:g} days" if same else f"{' to '.join(f'{one:g}' for one in days)} days"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return _text(value)


def _linked(old: Launch, was: Item, launch: Launch, item: Item) -> Iterator[Fact]:
    """Owner, date, gate and needs as the launch has them in the end."""
    if was.owner != item.owner:
        names = old.person(was.owner), launch.person(item.owner)
        follows = was.state.owner == item.state.owner and was.definition.role == item.definition.role
        yield Fact("owner", f"owner: {names[0]} → {names[1]}", was.owner, item.owner, follows)
    if was.due != item.due:
        same = was.state.due == item.state.due and was.definition.due == item.definition.due
        text = f"due: {short_day(was.due, launch.as_of)} → {short_day(item.due, launch.as_of)}"
        yield Fact("due", text, was.due.isoformat(), item.due.isoformat(), same and was.gate == item.gate)
    if was.gate != item.gate:
        yield Fact("gate", f"held by the gate {was.gate} → {item.gate}", was.gate, item.gate)
    before, after = _needs(old, was), _needs(launch, item)
    if before != after:
        same = _plain(was.definition.needs) == _plain(item.definition.needs)
        come, gone = (
            sorted(one - other) for one, other in ((after.keys(), before.keys()), (before.keys(), after.keys()))
        )
        lags = [name for name in after if name in before and before[name] != after[name]]
        parts = [f"now needs {', '.join(come)}" if come else "", f"no longer needs {', '.join(gone)}" if gone else "",
                 f"another time after {', '.join(lags)}" if lags else ""]  # fmt: skip
        yield Fact("needs", "; ".join(filter(None, parts)), ", ".join(gone) or None, ", ".join(come) or None, same)


def _needs(launch: Launch, item: Item) -> Mapping[str, str]:
    """What an item waits for, under the names that outlive renaming, with the lags."""
    items = launch.items
    return {(_name(items[need.on]) if need.on in items else need.on): str(need.lag or "") for need in item.needs}
