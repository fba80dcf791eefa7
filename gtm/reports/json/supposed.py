"""Knows the answer of `gtm what-if`: the launch as it is, and each case with what would differ."""

from collections.abc import Sequence
from typing import Any

from gtm.analysis.chance import course, launch_course
from gtm.analysis.comparison import Case, Side
from gtm.reports.json.items import head, named, person
from gtm.reports.json.outlook import chance, confidence, gate
from gtm.reports.json.text import day, dump, number


def what_if(before: Side, cases: Sequence[Case]) -> str:
    """The answer of `gtm what-if`: cases in the order they were asked for."""
    launch = before.study.launch
    runs = {"runs": before.forecast.runs, "seed": before.forecast.seed}
    return dump(
        {
            **head(launch),
            **runs,
            "with_limits": before.levelled is not None,
            "before": _side(before),
            "cases": [_case(before, case) for case in cases],
        }
    )


def _side(side: Side) -> dict[str, Any]:
    study, found = side.study, side.forecast
    return {
        "launch_date": day(study.launch.date),
        "verdict": study.verdict,
        "course": launch_course(study, found),
        "forecast": day(study.forecast),
        "on_time_probability": chance(found.launch),
        "confidence": confidence(found),
        "gates": [
            {
                **named(study, one.id),
                "verdict": study.gates[one.id].verdict,
                "course": course(found, study.gates[one.id]),
                **gate(study, one),
                "forecast_with_limits": _limited(side, one.id),
            }
            for one in found.gates.values()
        ],
        "chain": [named(study, id) for id in side.chain],
        "forecast_with_limits": _limited(side, study.go_gate.id if study.go_gate is not None else None),
    }


def _limited(side: Side, gate: str | None) -> str | None:
    """When a gate can be decided under owners' limits; null without them."""
    return day(side.reached(gate)) if gate is not None and side.levelled is not None else None


def _case(before: Side, case: Case) -> dict[str, Any]:
    study, found = before.study, case.difference
    launch = study.launch
    return {
        "scenario": case.name,
        "title": case.changes.title,
        "changes": list(case.said),
        "notes": list(case.notes),
        "after": _side(case.side),
        "chain_changed": found.chain,
        "moved": [
            {**named(study, one.id), "before": day(one.before), "after": day(one.after), "days": one.days}
            for one in found.moved
            if one.id in launch.items
        ],
        "people": [
            {
                **person(launch, one.person, "person"),
                "items_before": one.items_before,
                "items_after": one.items_after,
                "days_before": number(one.days_before),
                "days_after": number(one.days_after),
            }
            for one in found.loads
        ],
        "stale_sign_offs": [
            {
                "gate": one.gate,
                **person(launch, one.person, "person"),
                "role": one.role,
                "role_title": launch.role(one.role),
            }
            for one in found.stale
        ],
        "reopened": [named(study, id) for id in found.reopened],
        "gone": [named(study, id) for id in found.gone],
    }
