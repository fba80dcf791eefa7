"""Knows the answer of `gtm plan`: gates, chains, items and weeks. It must not compute any of them."""

from collections.abc import Sequence
from typing import Any

from gtm.analysis import load, plan_words
from gtm.analysis import plan as plans
from gtm.analysis.capacity import Levelled
from gtm.analysis.estimates import Estimates
from gtm.analysis.gates import GateView
from gtm.analysis.plan import Link, Row
from gtm.analysis.snapshot import Snapshot, Study
from gtm.dates import Length
from gtm.reports.json.items import head, named, person
from gtm.reports.json.text import day, dump, number, slack


def plan(snapshot: Snapshot, target: str | None, rows: Sequence[Row], levelled: Levelled | None) -> str:
    """The answer of `gtm plan`: `rows` are the items asked for, in the order given."""
    study = snapshot.study
    return dump(
        {
            **head(study.launch),
            "target": named(study, target) if target is not None else None,
            "chain": [_link(study, one) for one in plans.chain(study, target, levelled)] if target is not None else [],
            "with_limits": levelled is not None,
            "baseline": [_slip(one) for one in plans.slips(study)],
            "gates": [_gate(study, view, levelled) for view in study.gates.values()],
            "items": [_row(study, row) for row in rows],
            "weeks": [_week(study, week) for week in load.weeks(study)],
            "estimates": _estimates(plans.sources(study, plans.open_items(study))),
        }
    )


def _gate(study: Study, view: GateView, levelled: Levelled | None) -> dict[str, Any]:
    reach = levelled.gates.get(view.id) if levelled is not None else None
    decided = view.decision.decided if view.decision is not None else None
    return {
        **named(study, view.id),
        "due": day(view.due),
        "verdict": view.verdict,
        "course": view.course,
        "decided": day(decided),
        "forecast": day(view.forecast),
        "slack_days": slack(view.slack, view.forecast),
        "forecast_with_limits": day(reach.shared) if reach is not None else None,
        "late_by_people": reach.late_by_people if reach is not None else None,
        "chain": [_link(study, one) for one in plans.chain(study, view.id)],
        "estimates": _estimates(plans.sources(study, plans.upstream(study, view.id))),
    }


def _link(study: Study, link: Link) -> dict[str, Any]:
    return {
        **named(study, link.id),
        "kind": "gate" if link.item is None else "item",
        **person(study.launch, link.item.owner if link.item is not None else None),
        "start": day(link.start),
        "worked": day(link.worked),
        "finish": day(link.finish),
        "work_days": number(link.days),
        "wait": _length(link.wait),
        "lag": _length(link.lag),
        "because": link.why,
        "after": link.after or None,
        "back": day(link.back),
        "away_days": link.away,
        "assumed": link.assumed,
        "sentence": plan_words.sentence(study, link),
    }


def _length(length: Length | None) -> str | None:
    return str(length) if length is not None and length.count else None


def _row(study: Study, row: Row) -> dict[str, Any]:
    return {
        "id": row.item.id,
        "title": row.item.title,
        "team": row.item.team,
        "stage": row.item.stage,
        **person(study.launch, row.item.owner),
        "open": row.open,
        "earliest_start": day(row.start),
        "earliest_finish": day(row.finish),
        "latest_start": day(row.latest_start),
        "latest_finish": day(row.latest_finish),
        "slack_days": row.slack,
        "gate": row.gate or None,
        "critical": row.critical,
        "work_days": number(row.days),
        "start_with_limits": day(row.turn.start) if row.turn is not None else None,
        "finish_with_limits": day(row.turn.finish) if row.turn is not None else None,
    }


def _week(study: Study, week: load.Week) -> dict[str, Any]:
    return {
        **person(study.launch, week.person, "person"),
        "monday": day(week.monday),
        "work_days": number(week.days),
        "holds_days": number(week.holds),
        "over_days": number(week.over),
        "items": [named(study, id) for id in week.items],
    }


def _slip(one: plans.Slip) -> dict[str, Any]:
    return {
        "date": day(one.promised),
        "moved": day(one.moved),
        "reason": one.reason or None,
        "later_days": one.planned_later,
        "likely_later_days": one.likely_later,
        "sentence": plan_words.slip(one),
    }


def _estimates(found: Estimates) -> dict[str, Any]:
    return {"own": found.own, "playbook": found.playbook, "assumed": found.assumed, "total": found.total}
