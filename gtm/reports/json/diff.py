"""Knows the answer of `gtm diff`: two states of a launch, and everything that differs by meaning."""

from collections.abc import Sequence
from typing import Any

from gtm.analysis import diff_review as review
from gtm.analysis import diff_words as words
from gtm.analysis.blame import Step
from gtm.analysis.chance import launch_course
from gtm.analysis.comparison import Side
from gtm.analysis.diff import Difference, GateChange, Turn
from gtm.analysis.diff_items import ItemChange
from gtm.analysis.gates import GateView
from gtm.analysis.snapshot import Snapshot
from gtm.reports.json.findings import diagnostic
from gtm.reports.json.items import counts, head, named, person
from gtm.reports.json.outlook import chance, confidence
from gtm.reports.json.text import day, dump, slack


def diff(found: Difference, before: str, after: str, steps: Sequence[Step] | None = None) -> str:
    """The answer; `before` and `after` are what the two sides are called."""
    study, verdict = found.after.study, words.verdict(found)
    launch = study.launch
    first, second = found.completeness
    return dump(
        {
            **head(launch),
            "before": _state(before, found.before),
            "after": _state(after, found.after),
            "verdict": verdict.text,
            "good": verdict.good,
            "worse": list(review.worse(found)),
            "items": [_item(found, one) for one in found.items],
            "records": [
                {"kind": one.kind, "id": one.id, "change": one.change, "text": one.text} for one in found.records
            ],
            "gates": [_gate(one) for one in found.gates],
            "can_start": [_turn(found, one) for one in found.freed],
            "blocked": [{**_turn(found, one), "waits_for": list(one.waits)} for one in found.blocked],
            "gaps": {
                "new": [diagnostic(one) for one in found.opened],
                "closed": [diagnostic(one) for one in found.closed],
            },
            "fixes": [diagnostic(one) for one in found.fixes],
            "sign_offs": [
                {
                    "gate": one.gate,
                    **person(launch, one.person, "person"),
                    "role_title": one.role,
                    "kind": one.kind,
                    "items": list(one.items),
                }
                for one in found.touched
            ],
            "approvals": [
                {"people": [{"id": id, "name": launch.person(id)} for id in one.people], "why": one.why}
                for one in review.approvals(found)
            ],
            "next": [
                {"id": one.id, "title": one.title, **person(launch, one.person), "due": day(one.due)}
                for one in review.following_tasks(found)
            ],
            "completeness": {"before": counts(first) if first is not None else None, "after": counts(second)},
            "forecast": {"before": _outlook(found.sides[0]), "after": _outlook(found.sides[1])},
            "blame": [_step(one) for one in steps] if steps is not None else None,
        }
    )


def _state(label: str, side: Snapshot | None) -> dict[str, Any]:
    return {"label": label, "there": side is not None, "unread": list(side.launch.unread) if side is not None else []}


def _item(found: Difference, one: ItemChange) -> dict[str, Any]:
    item, launch = one.item, found.after.launch
    return {
        "id": one.id,
        "title": item.title,
        "team": item.team,
        "gate": item.gate,
        "must": item.must,
        **person(launch, item.owner),
        "change": one.kind,
        "follows": one.follows,
        "readiness_before": one.was,
        "readiness_after": one.now,
        "facts": [
            {"fact": fact.key, "text": fact.text, "before": fact.before, "after": fact.after, "follows": fact.follows}
            for fact in one.facts
        ],
    }


def _gate(one: GateChange) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "changed": list(one.facts),
        "before": _view(one.before, one.chance_before),
        "after": _view(one.after, one.chance_after),
    }


def _view(view: GateView | None, share: float | None) -> dict[str, Any] | None:
    if view is None:
        return None
    return {
        "verdict": view.verdict,
        "course": view.course,
        "may_pass": view.may_pass,
        "due": day(view.due),
        "forecast": day(view.forecast),
        "slack_days": slack(view.slack, view.forecast),
        "on_time_probability": chance(share),
        "counts": counts(view.counts),
    }


def _turn(found: Difference, one: Turn) -> dict[str, Any]:
    return {**named(found.after.study, one.id), **person(found.after.launch, one.owner)}


def _outlook(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    study = side.study
    return {
        "launch_date": day(study.launch.date),
        "verdict": study.verdict,
        "course": launch_course(study, side.forecast),
        "forecast": day(study.forecast),
        "on_time_probability": chance(side.forecast.launch),
        "confidence": confidence(side.forecast),
    }


def _step(one: Step) -> dict[str, Any]:
    return {
        "section": one.section,
        "ids": list(one.names),
        "before": day(one.before),
        "after": day(one.after),
        "days": one.days,
    }
