"""Knows what the section of the journey shows: the map as a drawing, and the same facts as a table."""

from collections.abc import Iterator
from dataclasses import dataclass

from gtm.analysis import clientele, journey_words
from gtm.analysis.journey import UNPROVEN, USER, Flow, Journey, Step
from gtm.analysis.journey_gaps import BEFORE_CUSTOMERS, JourneyGap
from gtm.analysis.snapshot import Study
from gtm.reports import journey_svg

_MOST = 120  # steps that are drawn; more are no picture any more, and stand in the table


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step in the table: the tone and word of its proof, and the proof."""

    step: Step
    tone: str
    word: str
    proof: str
    team: str


@dataclass(frozen=True, slots=True)
class FlowRows:
    """One flow in the table."""

    flow: Flow
    facts: str
    ends: str
    rows: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """The section: the drawing (empty when there is too much to draw), stages with their flows, gaps."""

    drawing: str  # SVG, escaped by who drew it
    summary: str
    stages: tuple[tuple[str, tuple[FlowRows, ...]], ...]
    gaps: tuple[JourneyGap, ...]
    steps: int


def journey(study: Study) -> Map | None:
    """What the section shows; None for a launch without flows."""
    whom, launch = clientele.of(study), study.launch
    found = whom.journey
    if found is None:
        return None
    steps = sum(1 for _ in found.steps)
    drawing = journey_svg.render(launch, found, whom.journey_gaps, "journey-map") if steps <= _MOST else ""
    stages = tuple(
        (launch.stages[id].title, tuple(_flow(study, found, flow) for flow in flows))
        for id, flows in found.stages.items()
        if flows or id != BEFORE_CUSTOMERS
    )
    summary = journey_words.summary(found, whom.journey_gaps)
    return Map(drawing, summary, stages, whom.journey_gaps, steps)


def _flow(study: Study, found: Journey, flow: Flow) -> FlowRows:
    facts = " · ".join(journey_words.facts(study.launch, flow))
    return FlowRows(flow, facts, " · ".join(journey_words.ends(found, flow)), tuple(_rows(study, found, flow)))


def _rows(study: Study, found: Journey, flow: Flow) -> Iterator[StepRow]:
    for step in flow.steps:
        team = study.launch.team(step.team) if step.team is not None else "–"
        tone = "calm" if step.kind == USER else "bad" if step.proven == UNPROVEN else "good"
        word = "event" if step.kind == USER else "open" if step.proven == UNPROVEN else "proven"
        yield StepRow(step, tone, word, journey_words.proof(found, step), team)
