"""Knows the answers of `gtm tasks` and `gtm why`. It must not choose or order the items."""

from collections.abc import Sequence
from typing import Any

from gtm.analysis import served, ways
from gtm.analysis.focus import Why
from gtm.analysis.snapshot import Snapshot, Study
from gtm.analysis.tasks import Task
from gtm.model.launch import Item, Launch, Removed
from gtm.reports.json.items import action, head, named, person, row
from gtm.reports.json.text import day, dump


def tasks(snapshot: Snapshot, found: Sequence[Task]) -> str:
    """The answer of `gtm tasks`: tasks in the order given."""
    study = snapshot.study
    return dump({**head(study.launch), "tasks": [_task(study, one) for one in found]})


def _task(study: Study, one: Task) -> dict[str, Any]:
    launch = study.launch
    return {
        "id": one.id,
        "title": one.title,
        "team": one.team,
        "team_title": launch.team(one.team),
        "stage": one.stage,
        "gate": one.gate,
        "must": one.must,
        "kind": one.kind,
        "state": one.state,
        "late": one.late,
        **person(launch, one.owner),
        "role": one.role,
        "role_title": launch.role(one.role) if one.role is not None else None,
        **person(launch, one.person, "person"),
        **person(launch, one.acts, "acts"),
        "missing": one.missing,
        "due": day(one.due),
        "days_late": one.days_late,
        "slack_days": one.slack,
        "start_by": day(one.start_by),
        "finish_by": day(one.finish_by),
        "waiting_on": one.waiting_on,
        "expected": day(one.expected),
        "needs_open": [_need(study, id) for id in one.needs_open],
        "unlocks": one.unlocks,
    }


def _need(study: Study, id: str) -> dict[str, Any]:
    item = study.launch.items.get(id)
    return {**named(study, id), **person(study.launch, item.owner if item is not None else None)}


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
            "removed": None,
            "because": _because(study.launch, item) if item is not None else [],
            "open": [action(study, one) for one in found.open],
            "waiting": [named(study, id) for id in found.waiting],
            "blocks": [named(study, id) for id in found.blocks],
            "chain": [named(study, id) for id in study.schedule.chain(found.id)],
        }
    )


def _because(launch: Launch, item: Item) -> list[dict[str, Any]]:
    """What personas that the launch serves have done to an item."""
    said = served.sentences(launch, item)
    return [
        {"persona": one.persona, "title": served.title(launch, one.persona), "what": one.what, "text": text}
        for one, text in zip(item.changed, said, strict=True)
    ]


def removed_item(snapshot: Snapshot, gone: Removed) -> str:
    """The answer of `gtm why` for an item that does not apply: by which rule, and who waits in its place."""
    study = snapshot.study
    heirs = ways.heirs(study, gone.id)
    return dump(
        {
            **head(study.launch),
            "id": gone.id,
            "title": gone.title,
            "kind": "removed",
            "settled": True,
            "verdict": None,
            "item": None,
            "removed": {
                "rule": gone.rule,
                "reason": gone.reason,
                "passed_on": [{**named(study, item.id), "waits_for": named(study, on)} for item, on in heirs],
            },
            "because": [],
            "open": [],
            "waiting": [],
            "blocks": [],
            "chain": [],
        }
    )
