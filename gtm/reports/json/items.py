"""Knows how an item, an action and a set of counts are spelled as JSON. It must not judge them."""

from typing import Any

from gtm.analysis import tasks
from gtm.analysis.focus import Action
from gtm.analysis.readiness import Counts
from gtm.analysis.snapshot import Study
from gtm.model.launch import Item, Launch
from gtm.reports.json.text import day, number, share


def head(launch: Launch) -> dict[str, Any]:
    """What every answer about a launch says first, besides what it is about."""
    return {
        "launch": launch.id,
        "launch_title": launch.title,
        "launch_date": day(launch.date),
        "as_of": day(launch.as_of),
        "partial": launch.partial,
    }


def person(launch: Launch, id: str | None, key: str = "owner") -> dict[str, Any]:
    """A person's id with the name beside it."""
    return {key: id, f"{key}_name": launch.person(id) if id is not None else None}


def named(study: Study, id: str) -> dict[str, Any]:
    """An item or gate by id, with its title."""
    return {"id": id, "title": study.graph.title(id)}


def days_late(study: Study, item: Item) -> int:
    """Working days an open item is past its date; 0 for others."""
    launch = study.launch
    if study.readiness[item.id].settled or item.due >= launch.as_of:
        return 0
    return launch.calendar.between(item.due, launch.as_of)


def row(study: Study, item: Item) -> dict[str, Any]:
    """An item in short: whose it is, how ready, when it is due."""
    ready = study.readiness[item.id]
    slot = study.schedule.slots.get(item.id)
    return {
        "id": item.id,
        "title": item.title,
        "team": item.team,
        "stage": item.stage,
        "gate": study.graph.gate_of(item),
        "must": item.must,
        **person(study.launch, item.owner),
        "status": item.status,
        "readiness": ready.kind,
        "missing": ready.missing or None,
        "due": day(item.due),
        "days_late": days_late(study, item),
        "slack_days": slot.slack if slot else None,
    }


def action(study: Study, one: Action) -> dict[str, Any]:
    """What to do about one open item, and what that frees."""
    launch = study.launch
    item = launch.items[one.id]
    return {
        "id": one.id,
        "title": item.title,
        "team": item.team,
        "kind": one.kind,
        **person(launch, one.owner),
        **person(launch, tasks.one(study, one.id).acts or one.acts, "acts"),
        "missing": study.readiness[one.id].missing,
        "due": day(item.due),
        "days_late": one.days_late,
        "slack_days": one.slack,
        "frees": one.frees,
        "teams": one.teams,
        "people": one.people,
    }


def counts(of: Counts) -> dict[str, Any]:
    """How many items are in each class, how many count, and which share is proven and settled."""
    return {
        "proven": of.proven,
        "said_done": of.said_done,
        "waived": of.waived,
        "not_applicable": of.not_applicable,
        "unknown": of.unknown,
        "open": of.open,
        "total": of.total,
        "applicable": of.applicable,
        "settled": of.settled,
        "share_proven": share(of.proven, of.applicable),
        "share_with_waivers": share(of.proven + of.waived, of.applicable),
        "effort_days": number(of.effort),
        "effort_proven_days": number(of.effort_proven),
    }
