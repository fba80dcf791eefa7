"""Knows what the section of success at scale shows, as values for the templates. It must not know markup."""

from collections.abc import Iterator
from dataclasses import dataclass

from gtm.analysis import clientele
from gtm.analysis import scale as found_by
from gtm.analysis.amounts import amount, number
from gtm.analysis.scale import Pattern, Promise, Service
from gtm.analysis.snapshot import Study
from gtm.analysis.strategy import Element, elements, strategy_of
from gtm.dates import say
from gtm.model.audience import audience_of
from gtm.model.scale import RUNGS

_TONES = {
    found_by.KEPT: "good", found_by.ON_WAY: "calm", found_by.WARNING: "care", found_by.EARLY: "calm",
    found_by.UNMEASURED: "care", found_by.NO_VALUE: "care", "": "calm",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service tier."""

    one: Service
    tone: str
    words: str
    segments: tuple[str, ...]
    accounts: str
    load: str
    limit: str
    cost: str
    margin: str


@dataclass(frozen=True, slots=True)
class PatternRow:
    """One repeated question on its ladder."""

    one: Pattern
    tone: str
    words: str
    rungs: tuple[tuple[str, str], ...]  # each rung in words, and "now", "next" or ""
    counts: tuple[tuple[str, str], ...]  # day and count, the newest first


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise and what became of it."""

    one: Promise
    tone: str
    promised: str
    realised: str
    measured: str
    share: str


@dataclass(frozen=True, slots=True)
class ScaleView:
    """The section."""

    services: tuple[ServiceRow, ...]
    patterns: tuple[PatternRow, ...]
    promises: tuple[PromiseRow, ...]
    elements: tuple[Element, ...]
    marks: str
    least: str


def scale(study: Study) -> ScaleView | None:
    """What the section shows; None for a launch that says nothing of it."""
    found, strategy = clientele.of(study).scale, strategy_of(study.launch)
    if found.empty and strategy is None:
        return None
    return ScaleView(
        tuple(_service(study, one) for one in found.services),
        tuple(_pattern(one) for one in found.patterns),
        tuple(_promise(one) for one in found.promises),
        elements(study.launch, strategy) if strategy is not None else (),
        " or ".join(f"{mark}" for mark in found.limits.marks),
        f"{100 * found.limits.realised:.0f} %",
    )


def _plain(value: float | None, unit: str | None = None) -> str:
    return "–" if value is None else amount(value, unit)


def _service(study: Study, one: Service) -> ServiceRow:
    record, audience = one.record, audience_of(study.launch)
    known = audience.segments or {} if audience is not None else {}
    names = (segment.title if (segment := known.get(id)) is not None else id for id in one.segments)
    return ServiceRow(
        one, "care" if one.over or one.loses else "good" if one.words else "calm", one.words or "no numbers",
        tuple(names), _plain(one.accounts), _plain(one.load), _plain(record.load_limit),
        _plain(record.cost, record.unit), _plain(record.margin, record.unit),
    )  # fmt: skip


def _pattern(one: Pattern) -> PatternRow:
    words = f"over the limit of {one.limit}" if one.stuck else "does not fall" if one.stays else "fine"
    counts = [(say(count.date_), number(count.count)) for count in reversed(one.counts)]
    tone = "care" if one.stuck or one.stays else "good" if one.counts else "calm"
    return PatternRow(one, tone, words if one.counts else "not counted", tuple(_rungs(one)), tuple(counts))


def _rungs(one: Pattern) -> Iterator[tuple[str, str]]:
    for at, rung in enumerate(RUNGS):
        yield rung.replace("-", " "), "now" if at == one.rung else "next" if rung == one.next else ""


def _promise(one: Promise) -> PromiseRow:
    record = one.record
    return PromiseRow(
        one, _TONES[one.verdict], _plain(record.promised, record.unit), _plain(one.value),
        say(one.realised[-1].date_) if one.realised else "", "–" if one.share is None else f"{100 * one.share:.0f} %",
    )  # fmt: skip
