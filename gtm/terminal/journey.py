"""Knows how the journey map looks as text: a column a stage where there is room, else stage below stage.

It must not judge what is missing.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from gtm.analysis import journey_words
from gtm.analysis.journey import UNPROVEN, USER, Flow, Journey, Step
from gtm.analysis.journey_gaps import BEFORE_CUSTOMERS, JourneyGap
from gtm.analysis.words import many
from gtm.dates import say
from gtm.model.launch import Launch
from gtm.terminal.screen import Line, Segment, cut, width, wrapped

WIDEST = 160
_NARROWEST = 22  # cells of a column
_GAP = 2


def lines(launch: Launch, found: Journey | None, gaps: Sequence[JourneyGap], room: int | None) -> list[Line]:
    """The map as far as the screen is wide, then what is missing on it."""
    title = launch.title if room is None else cut(launch.title, max(room - 34, 12))
    out: list[Line] = [[(title, "head"), (f" · journey · as of {say(launch.as_of)}", "")]]
    if launch.partial:
        out.append([(f"PARTIAL: {many(len(launch.unread), 'file')} could not be read: gtm check says where", "bad")])
    if found is None:
        where = f"launches/{launch.id}/audience.yaml"
        return [*out, *_text(f"No flow is described; `flows:` stand in {where}.", room, "", "quiet")]
    out += _text(f"{journey_words.summary(found, gaps)}.", room)
    stages = [stage for stage, flows in found.stages.items() if flows or stage != BEFORE_CUSTOMERS]
    wide = (room - _GAP * (len(stages) - 1)) // len(stages) if room is not None else 0
    drawn = _columns(launch, found, stages, wide) if wide >= _NARROWEST else _stacked(launch, found, stages, room)
    return [*out, *drawn, *_missing(gaps, room)]


def _stacked(launch: Launch, found: Journey, stages: Sequence[str], room: int | None) -> Iterator[Line]:
    for stage in stages:
        yield []
        yield [(launch.stages[stage].title.upper(), "head")]
        for flow in found.stages[stage]:
            yield [("  " + flow.title, "head"), (f"  {flow.id}", "quiet")]
            yield from _text(" · ".join(journey_words.facts(launch, flow)), room, "  ", "quiet")
            ends = " · ".join(journey_words.ends(found, flow))
            yield from _text(ends, room, "  ", "quiet") if ends else ()
            for step in flow.steps:
                yield from _step(found, step, room)
        if not found.stages[stage]:
            yield [("  no flow", "care")]


def _step(found: Journey, step: Step, room: int | None) -> Iterator[Line]:
    """A step and its proof: on one line where it fits, else the proof below it."""
    mark, style = _mark(step)
    head = f"    {step.at + 1:>2} {mark} "
    words = journey_words.proof(found, step)
    if room is None or width(head) + width(step.title) + width(words) + 3 <= room:
        yield [(head, style), (step.title, ""), (f" · {words}", style or "quiet")]
        return
    for at, text in enumerate(wrapped(step.title, room - 9)):
        yield [(head if at == 0 else " " * 9, style), (text, "")]
    yield from _text(words, room, " " * 9, style if step.proven == UNPROVEN else "quiet")


def _mark(step: Step) -> Segment:
    if step.kind == USER:
        return "·", ""
    return ("✖", "bad") if step.proven == UNPROVEN else ("✔", "good")


def _columns(launch: Launch, found: Journey, stages: Sequence[str], wide: int) -> Iterator[Line]:
    columns = [list(_column(launch, found, stage, wide)) for stage in stages]
    yield []
    for row in zip_longest(*columns, fillvalue=()):
        line: Line = []
        for cell in row:
            used = sum(width(text) for text, _ in cell)
            line += [*cell, (" " * (wide - used + _GAP), "")]
        yield line


def _column(launch: Launch, found: Journey, stage: str, wide: int) -> Iterator[Sequence[Segment]]:
    yield [(cut(launch.stages[stage].title.upper(), wide), "head")]
    yield [("-" * wide, "quiet")]
    if not found.stages[stage]:
        yield [("no flow", "care")]
    for at, flow in enumerate(found.stages[stage]):
        if at:
            yield []
        yield from _flow(launch, found, flow, wide)


def _flow(launch: Launch, found: Journey, flow: Flow, wide: int) -> Iterator[Sequence[Segment]]:
    for text in wrapped(flow.title, wide):
        yield [(text, "head")]
    kind, team, owner, *_ = journey_words.facts(launch, flow)
    for fact in (f"{kind}, {team}", owner):
        yield from ([(text, "quiet")] for text in wrapped(fact, wide))
    for step in flow.steps:
        mark, style = _mark(step)
        head = f"{step.at + 1} {mark} "
        for at, text in enumerate(wrapped(step.title, wide - width(head))):
            yield [(head if at == 0 else " " * width(head), style), (text, "")]
        words = journey_words.short(found, step)
        style = style if step.proven == UNPROVEN else "quiet"
        yield from ([(" " * width(head) + text, style)] for text in wrapped(words, wide - width(head)) if text)


def _missing(gaps: Sequence[JourneyGap], room: int | None) -> Iterator[Line]:
    yield []
    if not gaps:
        yield [("Nothing is missing on this map.", "good")]
        return
    yield [("Missing on the map", "head")]
    for gap in gaps:
        words = gap.words[:1].upper() + gap.words[1:]
        for at, text in enumerate(wrapped(words, None if room is None else room - 4)):
            yield [("  - " if at == 0 else "    ", "quiet"), (text, "")]


def _text(text: str, room: int | None, indent: str = "", style: str = "") -> Iterator[Line]:
    for line in wrapped(text, None if room is None else room - len(indent)):
        yield [(indent + line, style)]
