"""Knows how metrics are spelled as JSON: each with its value, goal, trend, verdict and readings.

It must not judge them.
"""

from collections.abc import Sequence
from typing import Any

from gtm.analysis.metrics import inputs_of
from gtm.analysis.snapshot import Snapshot
from gtm.analysis.standing import KPIS, Standing
from gtm.model.launch import Launch
from gtm.model.measured import Measured
from gtm.reports.json.items import head, person
from gtm.reports.json.scale import scale
from gtm.reports.json.text import day, dump, number

MOST = 1000  # readings of one metric; the newest


def metrics(snapshot: Snapshot, found: Sequence[Standing]) -> str:
    """The answer of `gtm metrics`."""
    launch = snapshot.launch
    return dump(
        {
            **head(launch),
            "after_launch": launch.as_of >= launch.date,
            "metrics": [_metric(launch, one) for one in found],
            "kpis": [_kpi(launch, kpi) for kpi in KPIS],
            "capabilities": [_capability(launch, id) for id in launch.capabilities],
            "scale": scale(snapshot.study),
        }
    )


def _metric(launch: Launch, one: Standing) -> dict[str, Any]:
    metric, newest = one.metric, one.newest
    return {
        "id": one.id,
        "title": metric.title,
        "about": metric.about,
        "kpi": metric.kpi,
        "unit": metric.unit,
        "better": metric.better,
        "formula": metric.formula,
        "inputs": list(inputs_of(metric)),
        "verdict": one.verdict,
        "words": one.words,
        "value": _number(one.value),
        "date": day(newest.date_) if newest is not None else None,
        "sample": newest.sample if newest is not None else None,
        "age_days": one.age(launch.as_of),
        "period_days": metric.period.count if metric.period is not None else None,
        "baseline": _number(one.goal.baseline),
        "target": _number(one.goal.target),
        "smallest_sample": one.goal.sample,
        "progress": _number(one.progress),
        "change": _number(one.change),
        "trend": one.trend or None,
        "role": metric.role,
        **person(launch, one.owner),
        "capability": metric.capability,
        "tool": one.tool,
        "source": metric.source,
        "gates": list(one.gates),
        "declined": one.goal.declined,
        "readings": [_reading(reading) for reading in one.readings[-MOST:]],
        "readings_total": len(one.readings),
    }


def _reading(one: Measured) -> dict[str, Any]:
    return {
        "date": day(one.date_),
        "value": _number(one.value),
        "why": one.why or None,
        "sample": one.sample,
        "source": one.source,
        "path": one.path,
        "line": one.line or None,
    }


def _kpi(launch: Launch, kpi: int) -> dict[str, Any]:
    ids = [id for id, metric in launch.metrics.items() if metric.kpi == kpi]
    return {"kpi": kpi, "title": KPIS[kpi], "metrics": ids}


def _capability(launch: Launch, id: str) -> dict[str, Any]:
    entry = launch.provided.get(id)
    return {
        "id": id,
        "title": launch.capabilities[id].title,
        "tool": entry.tool if entry is not None else None,
        "metrics": [name for name, metric in launch.metrics.items() if metric.capability == id],
        "items": [item.id for item in launch.items.values() if id in (item.definition.capabilities or ())],
    }


def _number(value: float | None) -> float | int | None:
    return None if value is None else number(value, 4)
