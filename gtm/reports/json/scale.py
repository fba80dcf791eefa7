"""Knows how success at scale is spelled as JSON: services, patterns, promises, strategy. It must not judge."""

from typing import Any

from gtm.analysis import clientele
from gtm.analysis.scale import Pattern, Promise, Service
from gtm.analysis.snapshot import Study
from gtm.analysis.strategy import elements, goals, growth, overdue, strategy_of
from gtm.model.launch import Launch
from gtm.model.scale import StrategyWritten
from gtm.reports.json.items import person
from gtm.reports.json.text import day, number


def scale(study: Study) -> dict[str, Any] | None:
    """Success at scale; null where nobody has said a word."""
    found, strategy = clientele.of(study).scale, strategy_of(study.launch)
    if found.empty and strategy is None:
        return None
    return {
        "services": [_service(one) for one in found.services],
        "patterns": [_pattern(study.launch, one) for one in found.patterns],
        "promises": [_promise(study.launch, one) for one in found.promises],
        "strategy": _strategy(study.launch, strategy) if strategy is not None else None,
    }


def _service(one: Service) -> dict[str, Any]:
    record = one.record
    return {
        "id": one.id,
        "title": record.title,
        "channel": record.channel,
        "segments": list(one.segments),
        "accounts": one.accounts,
        "people": _number(record.people),
        "accounts_a_person": _number(one.load),
        "load_limit": _number(record.load_limit),
        "over_limit": one.over,
        "people_wanted": _number(one.wanted),
        "hiring": record.hiring,
        "cost": _number(record.cost),
        "margin": _number(record.margin),
        "unit": record.unit,
        "loses": [{"segment": money.segment, "outside": money.outside} for money in one.money if money.loses],
        "role": record.role,
    }


def _pattern(launch: Launch, one: Pattern) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.record.title,
        "segment": one.record.segment,
        "rung": one.rung,
        "rung_name": one.record.rung,
        "next": one.next,
        "count": one.count,
        "before": one.before,
        "limit": one.limit,
        "over_limit": one.stuck,
        "not_falling": one.stays,
        "item": one.record.item,
        **person(launch, one.record.owner),
        "counts": [{"date": day(count.date_), "count": count.count} for count in one.counts],
    }


def _promise(launch: Launch, one: Promise) -> dict[str, Any]:
    record = one.record
    return {
        "id": one.id,
        "text": record.text,
        "deal": record.deal,
        "proof": record.proof,
        **person(launch, record.owner),
        "promised": _number(record.promised),
        "unit": record.unit,
        "realised": _number(one.value),
        "share": _number(one.share),
        "day": one.day,
        "mark": one.mark,
        "verdict": one.verdict or None,
    }


def _strategy(launch: Launch, strategy: StrategyWritten) -> dict[str, Any]:
    end = overdue(launch, strategy)
    return {
        "elements": [
            {"number": one.number, "id": one.key, "title": one.title, "words": one.words, "missing": list(one.missing)}
            for one in elements(launch, strategy)
        ],
        "goals": [
            {
                "id": one.id,
                "title": one.record.title,
                "outcome": one.record.outcome,
                "metric": one.record.metric,
                "baseline": _number(one.baseline),
                "target": _number(one.target),
                "value": _number(one.value),
                "by": day(one.record.by) if one.record.by is not None else None,
                "missing": list(one.missing),
            }
            for one in goals(launch, strategy)
        ],
        "growth": [
            {"id": one.id, "title": one.record.title, "begun": one.begun, "trigger_reached": one.reached}
            for one in growth(launch, strategy)
        ],
        "review_overdue_since": day(end) if end is not None else None,
    }


def _number(value: float | None) -> float | int | None:
    return None if value is None else number(value, 4)
