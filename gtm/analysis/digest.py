"""Knows what a signature covers: digest version 1 over the meaning of a gate and all upstream of it.

Two parts. Material: levels, gates, needs, the proof that is asked for (kinds, how fresh, who checks),
status, finish, evidence, reasons, waivers, promises and the launch date; a change makes a sign-off
stale. Wording: titles, questions, answers; a change is shown as "edited since". Order, comments,
owners, efforts and readings are in neither; nor is what becomes of an item that a condition of the
go names, since settling it is what was promised. Each entry has a fingerprint of its own, so that a
stale sign-off can name what changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gtm.analysis import accepted
from gtm.graph import LaunchGraph
from gtm.model.launch import Item, Launch, Waiver

VERSION = 1


@dataclass(frozen=True, slots=True)
class Digest:
    """The digest of one gate: sha256 in hexadecimal of its two parts, and a fingerprint an entry."""

    material: str
    wording: str
    entries: Mapping[str, str]
    newest: tuple[date, str] | None = None  # the latest day of a fact it covers, and the item it is about

    @property
    def text(self) -> str:
        """What stands in `saw:` of a sign-off."""
        return f"{VERSION}:{self.material}:{self.wording}"

    @property
    def short(self) -> str:
        return f"{VERSION}:{self.material[:12]}"


def digest(graph: LaunchGraph, gate: str, signing: accepted.Signing | None = None) -> Digest:
    """The digest of a gate by its id; `signing` is a sign-off about to be given, with its conditions."""
    launch = graph.launch
    nodes = [graph.ids[at] for at in graph.above(graph.index[gate])]
    items = sorted((launch.items[id] for id in nodes if id in launch.items), key=lambda item: item.digest_name)
    gates = sorted({gate, *(id for id in nodes if id not in launch.items)})
    names = {item.id: item.digest_name for item in launch.items.values()}
    material: dict[str, Any] = {"launch": launch.date.isoformat()}
    wording: dict[str, Any] = {}
    waivers: dict[str, list[Waiver]] = {}
    for waiver in launch.waivers:
        waivers.setdefault(waiver.item, []).append(waiver)
    taken = accepted.items(launch, gates, gate, signing)
    for item in items:
        if item.id in taken:
            material[item.digest_name] = [*_asked(item, names), "accepted as open under a condition"]
        else:
            material[item.digest_name] = [*_material(item, names), sorted(map(_waiver, waivers.get(item.id, [])))]
        wording[item.digest_name] = _wording(item)
    for id in gates:
        material[f"gate {id}"] = _gate(launch, id, id == gate, signing)
    entries = {name: _hash(value)[:8] for name, value in material.items()}
    facts = [(day, item.id) for item in items if item.id not in taken
             for day in _days(item, waivers.get(item.id, []))]  # fmt: skip
    return Digest(_hash(material), _hash(wording), entries, max(facts, default=None))


def _material(item: Item, names: Mapping[str, str]) -> list[Any]:
    state = item.state
    evidence = sorted(
        [proof.kind, proof.target, str(proof.date_ or ""), proof.restricted] for proof in state.evidence or ()
    )
    return [
        *_asked(item, names),
        item.status,
        str(state.finished or ""),
        evidence,
        state.reason or "",
        str(state.confirmed_by or ""),
        str(state.confirmed or ""),
    ]


def _asked(item: Item, names: Mapping[str, str]) -> list[Any]:
    """What is asked of an item, whatever became of it."""
    needs = sorted([names.get(need.on, need.on), str(need.lag or "")] for need in item.needs)
    asked = item.definition
    kinds = sorted(map(str, asked.evidence or ()))
    return [asked.level, item.gate, needs, kinds, str(asked.fresh_for or ""), asked.checked_by or ""]


def _waiver(waiver: Waiver) -> list[str]:
    record = waiver.record
    return [str(record.asked), str(record.approved_by), str(record.approved), str(record.until), record.reason]


def _days(item: Item, waivers: list[Waiver]) -> list[date]:
    """The days of everything that is said to have happened to an item."""
    state = item.state
    found = [state.finished, state.confirmed, *(proof.date_ for proof in state.evidence or ())]
    found.extend(waiver.record.approved for waiver in waivers)
    return [day for day in found if day is not None]


def _wording(item: Item) -> list[str]:
    d = item.definition
    return [d.title, d.ask or "", d.why or "", d.proof or "", item.state.answer or "", item.state.note or ""]


def _gate(launch: Launch, id: str, own: bool, signing: accepted.Signing | None) -> list[Any]:
    stage = launch.stages[id.partition("/")[0]]
    if stage.gate is None:
        return []
    conditions = sorted(
        [one.metric, str(one.at_least), str(one.at_most), str(one.sample), str(one.within)]
        if one.check is None
        else [f"check {one.check}"]
        for one in stage.gate.conditions
    )
    slots = sorted([one.role or "", sorted(one.any_of), one.quorum] for one in stage.gate.sign_offs)
    if own:  # a conditional go must not make its own signature stale, unless it opens the gate for an item
        kept = accepted.covering(launch, id, signing)
    else:
        kept = tuple(p for one in launch.sign_offs if one.gate == id for p in one.record.conditions)
    # That a promise was kept is no change: it is what was signed. "" stands where the day once did.
    promises = [[p.text, p.owner, str(p.due), "", *([p.item] if p.item else [])] for p in kept]
    return [conditions, slots, sorted(promises)]


def _hash(value: Any) -> str:
    import hashlib
    import json

    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
