"""Knows the part of the report about success at scale. It must not judge."""

from collections.abc import Iterator

from gtm.analysis import clientele
from gtm.analysis.amounts import amount, number
from gtm.analysis.scale import Pattern, Promise, Service
from gtm.analysis.snapshot import Study
from gtm.analysis.strategy import elements, strategy_of
from gtm.model.audience import audience_of
from gtm.reports.markdown.text import md, person, table

_SERVICES = ("Service", "State", "Accounts", "A person", "Limit", "Cost", "Margin", "Segments")
_PATTERNS = ("Repeated question", "Count", "Before", "Answered", "Next", "Owner")
_PROMISES = ("Promise", "Promised", "Realised", "Share", "Day", "State", "Kept by")


def scale(study: Study) -> Iterator[str]:
    """Services, repeated questions, promises and the strategy; nothing where nobody has said a word."""
    found, strategy = clientele.of(study).scale, strategy_of(study.launch)
    if found.empty and strategy is None:
        return
    yield "## Success at scale\n"
    if found.services:
        yield from table(_SERVICES, (_service(study, one) for one in found.services))
    if found.patterns:
        yield ""
        yield from table(_PATTERNS, (_pattern(study, one) for one in found.patterns))
    if found.promises:
        yield ""
        yield from table(_PROMISES, (_promise(study, one) for one in found.promises))
    if strategy is not None:
        yield ""
        for one in elements(study.launch, strategy):
            lacks = f"{'; ' if one.words else ''}missing: {md(', '.join(one.missing))}" if one.missing else ""
            yield f"{one.number}. **{one.title}**: {md(one.words)}{lacks}"


def _plain(value: float | None, unit: str | None = None) -> str:
    return "-" if value is None else md(amount(value, unit))


def _service(study: Study, one: Service) -> tuple[str, ...]:
    record, audience = one.record, audience_of(study.launch)
    known = audience.segments or {} if audience is not None else {}
    names = [segment.title if (segment := known.get(id)) is not None else id for id in one.segments]
    return (
        md(record.title), md(one.words) or "-", _plain(one.accounts), _plain(one.load), _plain(record.load_limit),
        _plain(record.cost, record.unit), _plain(record.margin, record.unit), md(", ".join(names)) or "-",
    )  # fmt: skip


def _pattern(study: Study, one: Pattern) -> tuple[str, ...]:
    state = f", over the limit of {one.limit}" if one.stuck else ", does not fall" if one.stays else ""
    rung = f"{one.rung} {one.record.rung.replace('-', ' ')}"
    return (
        md(one.record.title), f"{_plain(one.count)}{state}", _plain(one.before), rung,
        one.next.replace("-", " ") if one.next is not None else "-", person(study.launch, one.record.owner),
    )  # fmt: skip


def _promise(study: Study, one: Promise) -> tuple[str, ...]:
    record = one.record
    return (
        md(f"{record.deal}: {record.text}" if record.deal else record.text), _plain(record.promised, record.unit),
        number(one.value) if one.value is not None else "-",
        f"{100 * one.share:.0f} %" if one.share is not None else "-",
        str(one.day) if one.day is not None else "-", one.verdict or "-", person(study.launch, record.owner),
    )  # fmt: skip
