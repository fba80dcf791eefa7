"""Knows what a change touches: items that say something else than before, and all that waits for them.

It compares two compiled launches by meaning; where lines stand does not count. It must not know git.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from gtm.analysis.snapshot import Snapshot
from gtm.diagnostics import Diagnostic
from gtm.model.launch import Gate, Item

Identity = tuple[Any, ...]


def downstream(before: Snapshot | None, after: Snapshot) -> frozenset[str]:
    """The ids of items and gates that changed, or wait, however far, for one that did."""
    graph = after.study.graph
    old = dict(_meanings(before)) if before is not None else {}
    new = dict(_meanings(after))
    changed = {id for id, meaning in new.items() if old.get(id) != meaning}
    gone = old.keys() - new.keys()
    reached = set(changed | gone)
    todo = [graph.index[id] for id in changed if id in graph.index]
    seen = set(todo)
    while todo:
        at = todo.pop()
        reached.add(graph.ids[at])
        fresh = {edge.after for edge in graph.after[at]} - seen
        seen |= fresh
        todo.extend(fresh)
    return frozenset(reached)


def concerned(
    found: Iterable[Diagnostic], known: Iterable[Diagnostic], files: Collection[str], ids: Collection[str]
) -> Iterator[Diagnostic]:
    """Findings that a change answers for: in its files, about what it touches, or not there before."""
    before = {identity(one) for one in known}
    for one in found:
        if one.span.path in files or one.subject in ids or identity(one) not in before:
            yield one


def identity(one: Diagnostic) -> Identity:
    """What stays of a finding when lines move and days pass."""
    return (one.rule.code, one.severity, one.span.path, one.subject, re.sub(r"\d+", "0", one.message))


def _meanings(snapshot: Snapshot) -> Iterator[tuple[str, Identity]]:
    launch = snapshot.launch
    for item in launch.items.values():
        yield item.id, _of_item(item)
    for gate in launch.gates:
        decided = [one.record for one in launch.sign_offs if one.gate == gate.id]
        yield gate.id, (*_of_gate(gate), repr(decided))


def _of_item(item: Item) -> Identity:
    return (item.definition, item.state, item.needs, item.gate, item.due, item.role, item.owner)


def _of_gate(gate: Gate) -> Identity:
    return (gate.due, gate.conditions, gate.sign_offs)
