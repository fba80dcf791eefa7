"""Knows the answer of `gtm history`: points, what they say together, forecasts against facts, and confirmations."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gtm.analysis.foretold import Foretold
from gtm.analysis.since import Since
from gtm.analysis.story import Story
from gtm.analysis.trend import Between, Point
from gtm.reports.json.items import counts, head, named
from gtm.reports.json.outlook import chance
from gtm.reports.json.text import day, dump, number


def history(found: Story) -> str:
    """The answer; its notes are what limits it."""
    told = found.trend
    study, between = told.study, told.between
    return dump(
        {
            **head(study.launch),
            "notes": list(found.notes),
            "points": [_point(one) for one in told.points],
            "changes": _changes(between) if between is not None else None,
            "since_review": _since(found.since) if found.since is not None else None,
            "reviews": [
                {"commit": one.commit, "date": day(one.day), "decided": list(one.decided)} for one in found.reviews
            ],
            "settled_a_week": number(told.pace) if told.pace is not None else None,
            "projected": day(told.projected),
            "forecast": day(study.forecast),
            "foretold": [_foretold(one) for one in found.foretold],
            "confirmations": [
                {**named(study, one.id), "last": day(one.last), "age_days": one.days} for one in told.ages
            ],
        }
    )


def _changes(between: Between) -> dict[str, Any]:
    return {
        "launch_date_before": day(between.dates[0]),
        "launch_date_after": day(between.dates[1]),
        "proven": list(between.proven),
        "reopened": list(between.reopened),
        "added": list(between.added),
        "removed": list(between.removed),
        "became_late": list(between.late),
    }


def _since(one: Since) -> dict[str, Any]:
    return {
        "date": day(one.day),
        "commit": one.commit,
        "decided": list(one.decided),
        "completeness": {"before": counts(one.counts[0]), "after": counts(one.counts[1])},
        "course": {"before": one.courses[0], "after": one.courses[1]},
        "launch_probability": {"before": chance(one.chances[0]), "after": chance(one.chances[1])},
        "outlook": {"before": one.outlooks[0], "after": one.outlooks[1]},
    }


def _foretold(one: Foretold) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "due": day(one.due),
        "passed": day(one.passed),
        "said": [
            {
                "date": day(said.day),
                "commit": said.commit or None,
                "expected": day(said.expected),
                "error_days": said.error,
            }
            for said in one.said
        ],
    }


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
        "gates": [
            {"id": id, "verdict": verdict, "expected": _of(one.expected, id), "passed": _of(one.passed, id)}
            for id, verdict in one.gates.items()
        ],
    }


def _of(days: Mapping[str, date], id: str) -> str | None:
    return day(days.get(id))
