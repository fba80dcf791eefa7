"""Knows the part of the report about the journey: every step with its proof, and what is missing. It must not judge."""

from collections.abc import Iterator

from gtm.analysis import clientele, journey_words
from gtm.analysis.snapshot import Study
from gtm.reports.markdown.text import md, table

_HEADS = ("Stage", "Flow", "Kind", "Step", "Team", "Proof or event")


def journey(study: Study) -> Iterator[str]:
    """The journey map as a table; nothing where no flow is described."""
    whom, launch = clientele.of(study), study.launch
    found = whom.journey
    if found is None:
        return
    yield "## Journey\n"
    yield f"{md(journey_words.summary(found, whom.journey_gaps))}.\n"
    for gap in whom.journey_gaps:
        yield f"- {md(gap.words[:1].upper() + gap.words[1:])}"
    yield ""
    yield from table(
        _HEADS,
        (
            (
                md(launch.stages[flow.stage].title), md(flow.title), flow.kind, f"{step.at + 1} {md(step.title)}",
                md(launch.team(step.team)) if step.team is not None else "-", md(journey_words.proof(found, step)),
            )
            for flow in found.flows
            for step in flow.steps
        ),
    )  # fmt: skip
