"""Knows how to say what an edit did: values before and after, what that moves, what is still missing.

It reads the launch before and after and must not know how files are edited.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from gtm.analysis.snapshot import Snapshot
from gtm.dates import say
from gtm.model import written
from gtm.source import clean

_MANY = 3  # items up to this number are told value by value
_WIDE = 60


def lines(before: Snapshot, after: Snapshot, ids: Sequence[str], where: Sequence[str], *, dry: bool) -> Iterator[str]:
    """What changed at some items, in which files, and how readiness moves."""
    if not where:
        yield "nothing to change: it is written so already"
        return
    changed = [id for id in ids if _state(before, id) != _state(after, id)]
    few = len(changed) <= _MANY
    for id in changed:
        item = after.launch.items[id]
        values = list(_values(_state(before, id), _state(after, id)))
        if few:
            yield f"{clean(id)}  {clean(item.title)}"
            yield from (f"  {value}" for value in values)
            missing = after.study.readiness[id].missing
            if missing and item.status in ("done", "not-applicable"):
                yield f"  not proven yet: {clean(missing)}"
        else:
            yield f"{clean(id)}  {'; '.join(values)}"
    yield f"{'would write' if dry else 'wrote'} {clean(', '.join(where))}"
    yield from moved(before, after)


def moved(before: Snapshot, after: Snapshot) -> Iterator[str]:
    """Gates that changed, and items that may start now."""
    for id, view in after.study.gates.items():
        old = before.study.gates.get(id)
        if old is None:
            continue
        left, was = len(view.blockers), len(old.blockers)
        verdict = f", {view.verdict} (was {old.verdict})" if view.verdict != old.verdict else ""
        if left != was or verdict:
            count = f"{left} must-have{'' if left == 1 else 's'} open (was {was})"
            yield f"{clean(view.title)} gate: {count}{verdict}"
    freed = [after.launch.items[id] for id in _waiting(before) if _can_start(after, id)]
    for item in freed[:5]:
        who = after.launch.person(item.owner) if item.owner else after.launch.team(item.team)
        yield f"can start now: {clean(item.title)} ({clean(who)})  {clean(item.id)}"
    if len(freed) > 5:
        yield f"and {len(freed) - 5} more can start now"


def _waiting(snapshot: Snapshot) -> list[str]:
    return [item.id for item in snapshot.study.graph.items if _waits(snapshot, item.id)]


def _can_start(snapshot: Snapshot, id: str) -> bool:
    ready = snapshot.study.readiness.get(id)
    return ready is not None and not ready.settled and not _waits(snapshot, id)


def _waits(snapshot: Snapshot, id: str) -> bool:
    study = snapshot.study
    return not study.readiness[id].settled and bool(study.focus.needs_open(study.launch.items[id]))


def _state(snapshot: Snapshot, id: str) -> written.State | None:
    item = snapshot.launch.items.get(id)
    return item.state if item is not None else None


def _values(old: written.State | None, new: written.State | None) -> Iterator[str]:
    for one in fields(written.State):
        was, now = getattr(old, one.name, None), getattr(new, one.name, None)
        if (was or None) != (now or None):
            name = one.metadata["key"] or one.name
            yield f"{name}: {_said(now)}" + (f" (was {_said(was)})" if was not in (None, ()) else "")


def _said(value: Any) -> str:
    if value is None or value == ():
        return "empty"
    if isinstance(value, date):
        return say(value)
    if isinstance(value, tuple):
        return "; ".join(f"{one.kind} {_short(one.target)}{_dated(one)}" for one in value)
    if isinstance(value, written.Effort):
        parts = (value.optimistic, value.likely, value.pessimistic)
        return f"{value.likely:g}" if len(set(parts)) == 1 else ", ".join(f"{part:g}" for part in parts)
    return f"{value:g}" if isinstance(value, float) else _short(str(value))


def _dated(proof: written.Evidence) -> str:
    return f" of {say(proof.date_)}" if proof.date_ is not None else ""


def _short(text: str) -> str:
    line = " ".join(clean(text).split())
    return line if len(line) <= _WIDE else line[: _WIDE - 1] + "…"
