"""Knows the answer of `gtm history`: points, what they say together, and the age of confirmations."""

from collections.abc import Sequence
from typing import Any

from gtm.analysis.trend import Point, Trend
from gtm.reports.json.items import counts, head, named
from gtm.reports.json.text import day, dump, number


def history(found: Trend, notes: Sequence[str]) -> str:
    """The answer; `notes` are what limits it."""
    study, between = found.study, found.between
    changes = None
    if between is not None:
        changes = {
            "launch_date_before": day(between.dates[0]),
            "launch_date_after": day(between.dates[1]),
            "proven": list(between.proven),
            "reopened": list(between.reopened),
            "added": list(between.added),
            "removed": list(between.removed),
            "became_late": list(between.late),
        }
    return dump(
        {
            **head(study.launch),
            "notes": list(notes),
            "points": [_point(one) for one in found.points],
            "changes": changes,
            "settled_a_week": number(found.pace) if found.pace is not None else None,
            "projected": day(found.projected),
            "forecast": day(study.forecast),
            "confirmations": [
                {**named(study, one.id), "last": day(one.last), "age_days": one.days} for one in found.ages
            ],
        }
    )


def _point(one: Point) -> dict[str, Any]:
    return {
        "commit": one.commit or None,
        "date": day(one.day),
        "subject": one.subject or None,
        "fault": one.fault or None,
        "state": _state(one) if one.known else None,
    }


def _state(one: Point) -> dict[str, Any]:
    return {
        "launch_date": day(one.launch_date),
        "counts": counts(one.counts),
        "late": one.late,
        "gaps": one.gaps,
        "verdict": one.verdict,
        "course": one.course,
        "forecast": day(one.forecast),
        "gates": [{"id": id, "verdict": verdict} for id, verdict in one.gates.items()],
    }
