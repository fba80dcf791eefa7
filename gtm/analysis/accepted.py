"""Knows which open must-haves a gate accepts for a while, because a condition of its go names them.

A promise about an item is kept when that item is settled, and by nothing else. It must not judge gates.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from gtm.analysis.readiness import Readiness
from gtm.model import written
from gtm.model.launch import Item, Launch


class Signing(NamedTuple):
    """A sign-off that is about to be written: it takes the place of that role's last one."""

    role: str
    promises: tuple[written.Promise, ...]


def item_of(launch: Launch, promise: written.Promise) -> Item | None:
    """The item a promise is about, by its present or its first id; None when it is about none of this launch."""
    if promise.item is None:
        return None
    found = launch.items.get(promise.item)
    return found or next((one for one in launch.items.values() if one.digest_name == promise.item), None)


def covering(launch: Launch, gate: str, signing: Signing | None = None) -> tuple[written.Promise, ...]:
    """The promises about items in the last word of every role the gate asks."""
    entry = launch.stages[gate].gate if gate in launch.stages else None
    asked = {role for slot in (entry.sign_offs if entry else ()) for role in (slot.role, *slot.any_of) if role}
    newest: dict[str, tuple[written.Promise, ...]] = {}
    for one in launch.sign_offs:  # in the order of days
        record = one.record
        said = one.gate == gate and record.as_ in asked and record.date_ <= launch.as_of
        if said and launch.may_act_as(record.by, record.as_):
            newest[record.as_] = record.conditions if record.decision == "conditional" else ()
    if signing is not None:
        newest[signing.role] = signing.promises
    return tuple(one for promises in newest.values() for one in promises if one.item is not None)


def items(launch: Launch, gates: Iterable[str], own: str, signing: Signing | None) -> frozenset[str]:
    """The ids of the items that conditions of these gates accept as open."""
    found = (one for gate in gates for one in covering(launch, gate, signing if gate == own else None))
    return frozenset(item.id for one in found if (item := item_of(launch, one)) is not None)


def in_time(launch: Launch, promises: Iterable[written.Promise]) -> frozenset[str]:
    """The items among promises that are not due yet."""
    found = (item_of(launch, one) for one in promises if one.due >= launch.as_of)
    return frozenset(item.id for item in found if item is not None)


def kept(launch: Launch, promise: written.Promise, readiness: Mapping[str, Readiness]) -> written.Promise:
    """A promise with the day it was kept: as written, or for an item the day that was settled."""
    if promise.item is None:
        return promise
    item = item_of(launch, promise)
    if item is None or not readiness[item.id].settled:
        return replace(promise, done=None)
    return replace(promise, done=min(item.state.finished or launch.as_of, launch.as_of))
