"""Knows how success at scale looks: services, the pattern ladder, promises, the six elements of the strategy.

It must not judge.
"""

from gtm.analysis import clientele, scale
from gtm.analysis.amounts import amount, number
from gtm.analysis.scale import Pattern, Promise, Service
from gtm.analysis.snapshot import Study
from gtm.analysis.strategy import elements, strategy_of
from gtm.analysis.words import short_day
from gtm.model.audience import audience_of
from gtm.model.scale import RUNGS
from gtm.terminal.screen import Line, Segment, aligned, cut, wrapped

_TONES = {
    scale.KEPT: "good", scale.WARNING: "care", scale.UNMEASURED: "care", scale.NO_VALUE: "care",
}  # fmt: skip


def lines(study: Study, room: int | None) -> list[Line]:
    """What there is of it; nothing where nobody has said a word."""
    found = clientele.of(study).scale
    strategy = strategy_of(study.launch)
    if found.empty and strategy is None:
        return []
    out: list[Line] = [[], [("SUCCESS AT SCALE", "head")]]
    if found.services:
        out += [[], *_table(_SERVICES, [_service(study, one, room) for one in found.services], room, {1, 2, 3, 4, 5})]
    if found.patterns:
        out += [[], *_table(_PATTERNS, [_pattern(study, one, room) for one in found.patterns], room, {1, 2})]
    if found.promises:
        out += [[], *_table(_PROMISES, [_promise(study, one, room) for one in found.promises], room, {1, 2, 3, 4})]
    if strategy is not None:
        out += [[], [("Success strategy", "")]]
        for one in elements(study.launch, strategy):
            mark: Segment = ("✖ ", "care") if one.missing else ("✔ ", "good")
            lacks = f"{'; ' if one.words else ''}missing: {', '.join(one.missing)}" if one.missing else ""
            first, *rest = wrapped(f"{one.title}: {one.words}{lacks}", None if room is None else room - 2)
            out += [[mark, (first, "")], *([("  " + text, "")] for text in rest)]
    return out


_SERVICES = ("Service", "accounts", "a person", "limit", "cost", "margin", "", "segments")
_PATTERNS = ("Repeated question", "count", "was", "answered", "next", "owner")
_PROMISES = ("Promise", "promised", "realised", "share", "day", "verdict", "kept by")
_NARROW = {_SERVICES: (0, 1, 2, 3, 6), _PATTERNS: (0, 1, 2, 3, 4), _PROMISES: (0, 3, 4, 5, 6)}  # columns on a terminal


def _table(names: tuple[str, ...], rows: list[list[Segment]], room: int | None, right: set[int]) -> list[Line]:
    """On a terminal only the columns that a line has room for; a pipe has them all."""
    kept = range(len(names)) if room is None else _NARROW[names]
    cells = [[(name, "quiet") for name in names], *rows]
    return aligned(
        [[row[at] for at in kept] for row in cells], room, frozenset(kept.index(at) for at in kept if at in right)
    )


def _title(text: str, room: int | None) -> str:
    return cut(text, None if room is None else max(room - 48, 20))


def _plain(value: float | None, unit: str | None = None) -> str:
    return "-" if value is None else amount(value, unit)


def _service(study: Study, one: Service, room: int | None) -> list[Segment]:
    record, audience = one.record, audience_of(study.launch)
    titles = audience.segments or {} if audience is not None else {}
    names = [segment.title if (segment := titles.get(id)) is not None else id for id in one.segments]
    return [
        (_title(record.title, room), ""),
        (_plain(one.accounts), ""),
        (_plain(one.load), "care" if one.over else ""),
        (_plain(record.load_limit), ""),
        (_plain(record.cost, record.unit), ""),
        (_plain(record.margin, record.unit), ""),
        (one.words or "-", "care" if one.over or one.loses else ""),
        (", ".join(names) or "-", ""),
    ]


def _pattern(study: Study, one: Pattern, room: int | None) -> list[Segment]:
    return [
        (_title(one.record.title, room), ""),
        (_plain(one.count), "care" if one.stuck or one.stays else ""),
        (_plain(one.before), ""),
        (f"{one.rung} {_words(RUNGS[one.rung])}", "care" if one.stuck else ""),
        (
            _words(one.next) if one.next is not None else "does not fall" if one.stays else "-",
            "care" if one.stays else "",
        ),
        (study.launch.person(one.record.owner), "" if one.record.owner else "care"),
    ]


def _words(rung: str) -> str:
    return rung.replace("-", " ")


def _promise(study: Study, one: Promise, room: int | None) -> list[Segment]:
    record, owner = one.record, one.record.owner
    title = f"{record.deal}: {record.text}" if record.deal else record.text
    measured = f" on {short_day(one.realised[-1].date_, study.launch.as_of)}" if one.realised else ""
    return [
        (_title(title, room), ""),
        (_plain(record.promised, record.unit), ""),
        (f"{number(one.value)}{measured}" if one.value is not None else "-", ""),
        (f"{100 * one.share:.0f} %" if one.share is not None else "-", ""),
        (str(one.day) if one.day is not None else "-", ""),
        (one.verdict or "-", _TONES.get(one.verdict, "")),
        (study.launch.person(owner), "" if owner else "care"),
    ]
