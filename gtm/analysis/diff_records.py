"""Knows what changed around the items: the launch itself, its decisions, and everything it shares.

It must not know what follows from a change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from gtm.analysis.diff_items import ADDED, CHANGED, REMOVED
from gtm.dates import say
from gtm.model import written
from gtm.model.launch import Launch


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that is not an item: its kind in a word, what it is about, and what changed in words."""

    kind: str  # launch, waiver, sign-off, decision, gate, people, metrics, …
    id: str
    change: str
    text: str


def record_changes(before: Launch | None, after: Launch) -> tuple[RecordChange, ...]:
    """Changes of the launch file first, then decisions, then what the launch shares with others."""
    if before is None:
        return ()
    return (*_launch(before, after), *_gates(before, after), *_decided(before, after), *_shared(before, after))


def _launch(before: Launch, after: Launch) -> Iterator[RecordChange]:
    for one in fields(after.written):
        first, second = getattr(before.written, one.name), getattr(after.written, one.name)
        if first == second or (not first and not second):
            continue
        label = one.name.rstrip("_").replace("_", " ")
        yield RecordChange("launch", label, CHANGED, f"{label}: {_difference(first, second, before, after)}")


def _difference(first: Any, second: Any, before: Launch, after: Launch) -> str:
    if isinstance(first, tuple) and isinstance(second, tuple):
        come = [str(one) for one in second if one not in first]
        gone = [str(one) for one in first if one not in second]
        parts = [f"{', '.join(come)} added" if come else "", f"{', '.join(gone)} taken out" if gone else ""]
        return "; ".join(filter(None, parts)) or "another order"
    if isinstance(first, Mapping) or isinstance(second, Mapping):
        old, new = first or {}, second or {}
        names = [name for name in {**old, **new} if old.get(name) != new.get(name) or (name in old) != (name in new)]
        return "; ".join(
            f"{name} {_word(old.get(name), before)} → {_word(new.get(name), after)}"
            if name in old and name in new
            else f"{name} {'added: ' + _word(new[name], after) if name in new else 'taken out'}"
            for name in names
        )
    return f"{_word(first, before)} → {_word(second, after)}"


def _word(value: Any, launch: Launch) -> str:
    if value is None or value == ():
        return "nothing"
    if isinstance(value, date):
        return say(value)
    return launch.person(value) if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)


def _gates(before: Launch, after: Launch) -> Iterator[RecordChange]:
    """What a gate asks for."""
    old = {gate.id: gate for gate in before.gates}
    for gate in after.gates:
        was = old.get(gate.id)
        if was is None:
            yield RecordChange("gate", gate.id, ADDED, f"the gate {gate.title} is new")
        elif (_sorted(was.conditions), _sorted(was.sign_offs)) != (_sorted(gate.conditions), _sorted(gate.sign_offs)):
            yield RecordChange("gate", gate.id, CHANGED, f"the gate {gate.title} asks for something else")
    for id, gate in old.items():
        if id not in {one.id for one in after.gates}:
            yield RecordChange("gate", id, REMOVED, f"the gate {gate.title} is gone")


def _sorted(values: tuple[Any, ...]) -> list[str]:
    return sorted(str(one) for one in values)


def _decided(before: Launch, after: Launch) -> Iterator[RecordChange]:
    """Waivers, sign-offs and logged decisions; the same record in another file is no change."""
    for kind, old, new in zip(_FILED, _filed(before), _filed(after), strict=True):
        yield from _records(kind, before, old, after, new)


_FILED = ("waiver", "sign-off", "decision", "review")


def _filed(launch: Launch) -> tuple[Mapping[str, Any], ...]:
    """Waivers by item, sign-offs by gate and role, decisions by name, decisions asked for by gate and role."""
    return (
        {one.item: one.record for one in launch.waivers},
        {f"{one.gate} as {one.record.as_}": one.record for one in launch.sign_offs},
        {one.name: one.record for one in launch.decisions},
        {f"{one.gate} as {one.record.as_}": one.record for one in launch.asked},
    )


def _said(launch: Launch, record: Any) -> str:
    """What a record says, in a line."""
    if isinstance(record, written.WaiverWritten):
        answer = f"approved by {launch.person(record.approved_by)}" if record.approved_by else "not answered yet"
        return f"asked by {launch.person(record.asked_by)} until {say(record.until)}, {answer}"
    if isinstance(record, written.SignOffWritten):
        signed = f"{record.decision} by {launch.person(record.by)} on {say(record.date_)}"
        return "; ".join([signed, *(_promise(launch, one) for one in record.conditions or ())])
    if isinstance(record, written.ReviewWritten):
        who = f" of {launch.person(record.of)}" if record.of else ""
        state = f"needs work: {record.needs_work}" if record.needs_work else "begun" if record.started else "asked"
        asked = f"asked{who} on {say(record.asked)}"
        return asked if state == "asked" else f"{state} ({asked})"
    return f"decided: {record.chosen}" if record.chosen else "open"


def _promise(launch: Launch, one: written.Promise) -> str:
    """A condition of a go: what is promised, about which item, by whom and until when."""
    item = launch.items.get(one.item or "")
    about = f" [{item.title if item is not None else one.item}]" if one.item else ""
    kept = f", kept on {say(one.done)}" if one.done else f", due {say(one.due)}"
    return f"{one.text}{about}: {launch.person(one.owner)}{kept}"


def _words(old: Any, new: Any) -> str:
    """The keys under which two records differ, where the line about them does not show it."""
    differing = [one for one in fields(new) if getattr(old, one.name) != getattr(new, one.name)]
    return ", ".join(str(one.metadata.get("key") or one.name) for one in differing)


def _records(
    kind: str, before: Launch, old: Mapping[str, Any], after: Launch, new: Mapping[str, Any]
) -> Iterator[RecordChange]:
    for name, record in new.items():
        title, now = _title(after, name, record), _said(after, record)
        if name not in old:
            yield RecordChange(kind, name, ADDED, f"{kind}, {title}: {now}")
        elif old[name] != record:
            was = _said(before, old[name])
            more = f" (was {was})" if was != now else f" ({_words(old[name], record)} changed)"
            yield RecordChange(kind, name, CHANGED, f"{kind}, {title}: {now}{more}")
    for name, record in old.items():
        if name not in new:
            title = _title(before, name, record)
            yield RecordChange(kind, name, REMOVED, f"{kind}, {title}: taken out ({_said(before, record)})")


def _title(launch: Launch, name: str, record: Any) -> str:
    if isinstance(record, written.DecisionWritten):
        return record.title
    return launch.items[name].title if name in launch.items else name


_SHARED = ("people", "teams", "roles", "traits", "threads", "sources", "metrics", "readings", "risks", "scenarios")


def _shared(before: Launch, after: Launch) -> Iterator[RecordChange]:
    """What else is not as it was: one line a kind, with the ids."""
    for kind in _SHARED:
        old, new = getattr(before, kind), getattr(after, kind)
        for change, ids in (
            (ADDED, [id for id in new if id not in old]),
            (REMOVED, [id for id in old if id not in new]),
            (CHANGED, [id for id in new if id in old and _bare(new[id]) != _bare(old[id])]),
        ):
            if ids:
                yield RecordChange(kind, ", ".join(ids), change, f"{kind} {change}: {', '.join(ids)}")
    for kind, first, second in (
        ("calendar", before.calendar, after.calendar),
        ("points of no return", before.no_way_back, after.no_way_back),
        ("plan to stop", before.stop, after.stop),
        ("policy", before.workspace.policy, after.workspace.policy),
    ):
        if first != second:
            yield RecordChange(kind, kind, CHANGED, f"{kind} changed")


def _bare(value: Any) -> Any:
    """A record without the place it stands in."""
    return getattr(value, "record", value)
