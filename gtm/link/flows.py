"""Knows what flows, key features and meetings refer to. It must not judge what is missing on the map."""

from collections.abc import Iterable, Iterator, Mapping

from gtm.link import rules
from gtm.link.names import Names
from gtm.model.audience import Audience
from gtm.model.flows import FlowWritten, StepWritten
from gtm.schema.scalars import SLUG, clip
from gtm.source import Spot


def check(audience: Audience, names: Names) -> None:
    """Say which names of the journey exist nowhere."""
    flows = {id: flow for id, flow in (audience.flows or {}).items() if flow is not None}
    events = dict.fromkeys(events_of(flows.values()))
    for id, flow in flows.items():
        _flow(flow, names.spots["flows", id], audience.features or {}, events, names)
    for id, meeting in (audience.meetings or {}).items():
        if meeting is not None:
            names.check_all("teams", meeting.teams, names.spots["meetings", id] / "teams")


def events_of(flows: Iterable[FlowWritten]) -> Iterator[str]:
    """Every event that a user flow tells of: at a step, or at its end."""
    for flow in flows:
        if flow.kind == "user":
            yield from (step.event for step in flow.steps if step.event is not None)
            if flow.exit is not None and named(flow.exit):
                yield flow.exit


def named(text: str) -> bool:
    """Whether a trigger or an exit names an event, and is not just words."""
    return "-" in text and SLUG.fullmatch(text) is not None


def _flow(
    flow: FlowWritten, spot: Spot, features: Mapping[str, object], events: Mapping[str, object], names: Names
) -> None:
    names.check("stages", flow.stage, spot / "stage")
    names.check("teams", flow.team, spot / "team")
    names.check("roles", flow.role, spot / "role")
    names.check("people", flow.owner, spot / "owner")
    names.check("metrics", flow.measure, spot / "measure")
    for key, text in (("trigger", flow.trigger), ("exit", flow.exit)):
        if text is not None and named(text):
            _event(text, spot / key, events, names)
    for at, step in enumerate(flow.steps):
        _step(flow, step, spot / "steps" / at, features, events, names)


def _step(
    flow: FlowWritten, step: StepWritten, spot: Spot, features: Mapping[str, object], events: Mapping[str, object],
    names: Names,
) -> None:  # fmt: skip
    names.check("teams", step.team, spot / "team")
    names.check("metrics", step.measure, spot / "measure")
    if flow.kind == "success" and step.event is not None:
        _event(step.event, spot / "event", events, names)
    for at, event in enumerate(step.proof):
        _event(event, spot / "proof" / at, events, names)
    if step.feature is not None and step.feature not in features and "personas" not in names.blind:
        help = names.nearest(step.feature, features, "key features stand under `features:`")
        names.found.append(
            rules.UNKNOWN_AUDIENCE.at(spot / "feature", f"unknown key feature `{clip(step.feature)}`", help=help)
        )


def _event(event: str, spot: Spot, events: Mapping[str, object], names: Names) -> None:
    if event not in events and "personas" not in names.blind:
        help = names.nearest(event, events, "write it as `event:` at the step of a user flow that tells of it")
        names.found.append(rules.UNKNOWN_AUDIENCE.at(spot, f"no user flow has the event `{clip(event)}`", help=help))
