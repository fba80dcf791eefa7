"""Knows how the journey map is spelled as JSON: stages, flows, steps, proofs, gaps. It must not judge it."""

from collections.abc import Sequence
from typing import Any

from gtm.analysis.journey import Flow, Journey, Step
from gtm.analysis.journey_gaps import JourneyGap, meetings
from gtm.analysis.snapshot import Snapshot
from gtm.model.launch import Launch
from gtm.reports.json.items import head, person
from gtm.reports.json.text import day, dump


def journey(snapshot: Snapshot, found: Journey | None, gaps: Sequence[JourneyGap]) -> str:
    """The answer of `gtm journey`; without flows its lists are empty."""
    launch = snapshot.launch
    stages = found.stages if found is not None else {}
    features = found.features if found is not None else {}
    return dump(
        {
            **head(launch),
            "stages": [
                {"id": id, "title": launch.stages[id].title, "flows": [_flow(launch, flow) for flow in flows]}
                for id, flows in stages.items()
            ],
            "features": [_feature(found, id, title) for id, title in features.items()],
            "meetings": _meetings(launch),
            "gaps": [{"kind": gap.kind, "words": gap.words, "help": gap.help, "about": gap.subject} for gap in gaps],
        }
    )


def _flow(launch: Launch, flow: Flow) -> dict[str, Any]:
    record = flow.record
    return {
        "id": flow.id,
        "title": flow.title,
        "kind": flow.kind,
        "about": record.about,
        "team": flow.team,
        "role": record.role,
        **person(launch, flow.owner),
        "trigger": record.trigger,
        "exit": record.exit,
        "measure": record.measure,
        "source": flow.source,
        "steps": [_step(step) for step in flow.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "number": step.at + 1,
        "title": step.title,
        "team": step.team,
        "event": step.tells,
        "proven": step.proven or None,
        "proof": list(step.proofs),
        "offline": step.offline or None,
        "proved_by": [{"flow": flow, "number": at + 1} for flow, at in step.proved_by],
        "measure": step.measure,
        "source": step.source,
        "feature": step.feature,
    }


def _feature(found: Journey | None, id: str, title: str) -> dict[str, Any]:
    steps = found.steps if found is not None else ()
    return {"id": id, "title": title, "flows": list(dict.fromkeys(step.flow for step in steps if step.feature == id))}


def _meetings(launch: Launch) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "title": one.record.title,
            "teams": list(one.record.teams),
            "last": day(one.record.last),
            "due": day(one.due),
            "overdue": one.overdue,
        }
        for one in meetings(launch)
    ]
