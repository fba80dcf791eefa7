"""Knows the answer of `gtm classify`: personas, phases, rules, and customers sorted. It must not sort any."""

from collections.abc import Mapping
from typing import Any

from gtm.analysis import clientele, personas, portraits
from gtm.analysis.customers import Customer, Sorted, reason
from gtm.analysis.phases import title
from gtm.analysis.portraits import Portrait
from gtm.analysis.snapshot import Snapshot, Study
from gtm.model.audience import Audience, audience_of
from gtm.reports.json.items import head
from gtm.reports.json.text import day, dump

_EXAMPLES = 10


def classify(snapshot: Snapshot, found: Sorted | None, rows: bool) -> str:
    """The answer; `rows` adds every customer of the file."""
    study = snapshot.study
    audience = audience_of(study.launch) or Audience()
    return dump(
        {
            **head(study.launch),
            "file": found.path if found is not None else None,
            "usable": found.usable if found is not None else None,
            "personas": [_persona(one, found) for one in portraits.portraits(study.launch)],
            "segments": [_segment(id, audience, found) for id in audience.segments or {}],
            "matrix": _matrix(study),
            "rules": _rules(audience),
            "total": len(found.customers) if found is not None else None,
            "unsorted": [_unsorted(*key, group) for key, group in found.unsorted.items()] if found is not None else [],
            "problems": [
                {"line": one.line or None, "kind": one.kind, "message": one.message, "help": one.help, "rows": one.rows}
                for one in (found.troubles if found is not None else ())
            ],
            "customers": [customer(one) for one in found.customers] if found is not None and rows else [],
        }
    )


def customer(one: Customer) -> dict[str, Any]:
    """One customer: its persona and why, or why not; its segments, each with the rule that took it."""
    match = one.match
    return {
        "line": one.line,
        "id": one.id,
        "name": one.name or None,
        "persona": match.persona,
        "why": match.why if match.persona is not None else reason(match.doubt, match.why),
        "doubt": match.doubt or None,
        "segments": [{"id": id, "why": why} for id, why in one.segments],
        "unknown": list(one.unknown),
    }


def _persona(one: Portrait, found: Sorted | None) -> dict[str, Any]:
    evidence = one.record.evidence
    return {
        "id": one.id,
        "title": one.record.title,
        "about": one.record.about,
        "served": one.served,
        "customers": found.by_persona.get(one.id, 0) if found is not None else None,
        "outcome": one.record.outcome,
        "experience": one.record.experience,
        "measures": list(one.measures),
        "added": [item.id for item in one.added],
        "changed": [item.id for item in one.changed],
        "evidence": None
        if evidence is None
        else {
            "points": evidence.points,
            "internal_share": portraits.internal_share(evidence),
            "interviews": evidence.interviews,
            "newest": day(evidence.newest),
        },
    }


def _segment(id: str, audience: Audience, found: Sorted | None) -> dict[str, Any]:
    record = (audience.segments or {}).get(id)
    return {
        "id": id,
        "title": title(audience, "segments", id),
        "of": record.of if record is not None else None,
        "customers": found.by_segment.get(id, 0) if found is not None else None,
    }


def _matrix(study: Study) -> list[dict[str, Any]]:
    matrix = clientele.of(study).matrix
    if matrix is None:
        return []
    return [
        {
            "persona": persona,
            "phase": phase,
            "items": [item.id for item in cell.items],
            "settled": cell.counts.settled,
            "gap": not cell.items,
        }
        for (persona, phase), cell in matrix.cells.items()
    ]


def _rules(audience: Audience) -> dict[str, Any] | None:
    rules = personas.rules(audience)
    if rules is None or not rules.sound:
        return None
    overlaps, all_compared = rules.overlaps
    missing = rules.missing
    return {
        "combinations": missing.of,
        "overlaps": [{"personas": [one.first, one.second], "example": _answers(one.example)} for one in overlaps],
        "missing": missing.count,
        "missing_examples": [_answers(one) for one in missing.examples],
        "whole": all_compared and missing.whole,
    }


def _answers(example: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"question": question, "answer": answer} for question, answer in example.items()]


def _unsorted(doubt: str, about: str, group: list[Customer]) -> dict[str, Any]:
    return {
        "kind": doubt,
        "reason": reason(doubt, about),
        "customers": len(group),
        "examples": [one.id for one in group[:_EXAMPLES]],
    }
