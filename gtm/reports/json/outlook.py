"""Knows the answer of `gtm forecast`. It must not compute: every number comes from analysis."""

from typing import Any

from gtm.analysis.forecast import Forecast, GateForecast
from gtm.analysis.snapshot import Snapshot, Study
from gtm.reports.json.items import head, named, person
from gtm.reports.json.text import day, dump, number


def forecast(snapshot: Snapshot, found: Forecast) -> str:
    """The answer of `gtm forecast`: gates in order, items and movers with the strongest first."""
    study = snapshot.study
    items = sorted(found.items.values(), key=lambda one: (-one.criticality, -one.gate_criticality, one.id))
    return dump(
        {
            **head(study.launch),
            "runs": found.runs,
            "seed": found.seed,
            "distribution": found.distribution,
            "sigma": number(found.sigma, 3),
            "engine": found.engine,
            "capacity": found.capacity,
            "launch_gate": found.gate,
            "on_time_probability": chance(found.launch),
            "confidence": confidence(found),
            "gates": [{**named(study, one.id), **gate(study, one)} for one in found.gates.values()],
            "items": [
                {
                    **named(study, one.id),
                    "team": study.launch.items[one.id].team,
                    **person(study.launch, study.launch.items[one.id].owner),
                    "gate": study.graph.gate_of(study.launch.items[one.id]),
                    "criticality": number(one.criticality, 3),
                    "gate_criticality": number(one.gate_criticality, 3),
                }
                for one in items
            ],
            "tornado": [
                {
                    "id": one.id or None,
                    "title": study.graph.title(one.id) if one.id else "All teams together",
                    "swing_days": number(one.days),
                }
                for one in found.tornado
            ],
            "curve": [{"date": day(at), "probability": number(share, 3)} for at, share in found.curve],
        }
    )


def gate(study: Study, one: GateForecast) -> dict[str, Any]:
    """One gate's dates: with likely efforts, and by share of runs."""
    return {
        "due": day(one.due),
        "state": one.state,
        "forecast": day(study.gates[one.id].forecast),
        "p10": day(one.p10),
        "p50": day(one.p50),
        "p80": day(one.p80),
        "p90": day(one.p90),
        "p95": day(one.p95),
        "on_time_probability": chance(one.on_time),
        "confidence": confidence(one),
    }


def confidence(found: Forecast | GateForecast) -> dict[str, Any]:
    """How much the chances are worth, and whose estimates they rest on."""
    of = found.estimates
    return {
        "word": found.confidence,
        "own": of.own,
        "playbook": of.playbook,
        "assumed": of.assumed,
        "total": of.total,
    }


def chance(share: float | None) -> float | int | None:
    """A probability in thousandths."""
    return number(share, 3) if share is not None else None
