"""Knows the answers of `gtm tasks` and `gtm why`. It must not choose or order the items."""

from collections.abc import Sequence
from typing import Any

from gtm.analysis.focus import Why
from gtm.analysis.snapshot import Snapshot, Study
from gtm.model.launch import Item
from gtm.reports.json.items import action, head, named, person, row
from gtm.reports.json.text import day, dump


def tasks(snapshot: Snapshot, ids: Sequence[str]) -> str:
    """The answer of `gtm tasks`: items of the launch in the order given."""
    study = snapshot.study
    found = [_task(study, study.launch.items[id]) for id in ids]
    return dump({**head(study.launch), "tasks": found})


def _task(study: Study, item: Item) -> dict[str, Any]:
    launch, slot = study.launch, study.schedule.slots.get(item.id)
    short = row(study, item)
    return {
        "id": short.pop("id"),
        "title": short.pop("title"),
        "team": short.pop("team"),
        "team_title": launch.team(item.team),
        "state": _state(study, item),
        **short,
        "owner_from": item.owner_from or None,
        "role": item.role,
        "role_title": launch.role(item.role) if item.role else None,
        "market": item.market,
        "standing": item.standing,
        "forecast": day(slot.finish) if slot else None,
        "latest_start": day(slot.latest_start) if slot else None,
        "waiting_on": item.state.waiting_on,
        "expected": day(item.state.expected),
        "needs_open": [_need(study, id) for id in study.focus.needs_open(item)],
        "unlocks": study.focus.unlocks(study.graph.index[item.id]),
    }


def _need(study: Study, id: str) -> dict[str, Any]:
    item = study.launch.items.get(id)
    return {**named(study, id), **person(study.launch, item.owner if item else None)}


def _state(study: Study, item: Item) -> str:
    if study.readiness[item.id].settled:
        return "settled"
    return "ready" if study.focus.free(study.graph.index[item.id]) else "waiting"


def why(snapshot: Snapshot, found: Why) -> str:
    """The answer of `gtm why`: what is open before an item or gate, and what it blocks."""
    study = snapshot.study
    item, view = study.launch.items.get(found.id), study.gates.get(found.id)
    return dump(
        {
            **head(study.launch),
            **named(study, found.id),
            "kind": "item" if item is not None else "gate",
            "settled": found.settled,
            "verdict": view.verdict if view is not None else None,
            "item": row(study, item) if item is not None else None,
            "open": [action(study, one) for one in found.open],
            "waiting": [named(study, id) for id in found.waiting],
            "blocks": [named(study, id) for id in found.blocks],
            "chain": [named(study, id) for id in study.schedule.chain(found.id)],
        }
    )
