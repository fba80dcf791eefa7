"""Knows the one journey map: flows of customers and of users on the stages, and which event proves which step.

It must not judge what is missing, nor know how a map is drawn.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from gtm.analysis.traits import fold
from gtm.link.flows import named
from gtm.model.audience import audience_of
from gtm.model.flows import FlowWritten, StepWritten
from gtm.model.launch import Launch
from gtm.source import Spot

SUCCESS, USER = "success", "user"
EVENT, OFFLINE, UNPROVEN = "event", "offline", "unproven"
Key = tuple[str, int]  # a step: its flow, and its place there from 0


class Step(NamedTuple):
    """One step of a flow. `tells` is the event of a user's step; `proofs` are those that prove a customer's."""

    flow: str
    at: int
    title: str
    kind: str
    tells: str | None
    proofs: tuple[str, ...]
    proven: str  # event, offline, unproven; "" for a user's step
    offline: str
    proved_by: tuple[Key, ...]  # the steps of users whose event proves it
    team: str | None
    source: str | None  # the name of the system it is read from; None at a customer's step: where its event is
    measure: str | None
    feature: str | None
    spot: Spot

    @property
    def key(self) -> Key:
        return self.flow, self.at


class Flow(NamedTuple):
    """One flow with who acts and who owns it; `source` is where its events (success: its measure) are read."""

    id: str
    record: FlowWritten
    title: str
    kind: str
    stage: str
    steps: tuple[Step, ...]
    team: str | None
    owner: str | None
    source: str | None
    spot: Spot


class Journey(NamedTuple):
    """All flows by stage, in the order of stages; where each event is told, and what it proves."""

    stages: Mapping[str, tuple[Flow, ...]]
    told: Mapping[str, tuple[Key, ...]]  # by event: the steps of users that tell of it
    proves: Mapping[Key, tuple[Key, ...]]  # by step of a user: the customers' steps that it proves
    titles: Mapping[str, str]  # by flow
    features: Mapping[str, str]

    @property
    def flows(self) -> Iterator[Flow]:
        for flows in self.stages.values():
            yield from flows

    @property
    def steps(self) -> Iterator[Step]:
        for flow in self.flows:
            yield from flow.steps

    @property
    def proofs(self) -> Iterator[tuple[Key, Key]]:
        """Every step of a user with the customer's step that it proves."""
        for step in self.steps:
            for key in step.proved_by:
                yield key, step.key


def journey(launch: Launch) -> Journey | None:
    """The map of a launch; None when it says no flow."""
    audience = audience_of(launch)
    written = {id: one for id, one in (audience.flows or {}).items() if one is not None} if audience else {}
    if audience is None or not written:
        return None
    told: dict[str, list[Key]] = {}
    for id, record in written.items():
        if record.kind == USER:
            for at, step in enumerate(record.steps):
                if step.event is not None:
                    told.setdefault(step.event, []).append((id, at))
            if record.exit is not None and named(record.exit) and record.steps:
                told.setdefault(record.exit, []).append((id, len(record.steps) - 1))
    flows = [_flow(launch, id, record, told) for id, record in written.items()]
    stages = {stage: tuple(_ordered(flow for flow in flows if flow.stage == stage)) for stage in launch.stages}
    features = {id: words or id for id, words in (audience.features or {}).items()}
    proves: dict[Key, list[Key]] = {}
    for one in (step for own in stages.values() for flow in own for step in flow.steps):
        for key in one.proved_by:
            proves.setdefault(key, []).append(one.key)
    return Journey(
        stages, {event: tuple(dict.fromkeys(keys)) for event, keys in told.items()},
        {key: tuple(steps) for key, steps in proves.items()}, {flow.id: flow.title for flow in flows}, features,
    )  # fmt: skip


def _ordered(flows: Iterable[Flow]) -> list[Flow]:
    """Customers' flows first, as written."""
    return sorted(flows, key=lambda flow: flow.kind != SUCCESS)


def _flow(launch: Launch, id: str, record: FlowWritten, told: Mapping[str, list[Key]]) -> Flow:
    spot = launch.spots["flows", id]
    holders = launch.holders(record.role) if record.role else ()
    owner = record.owner or (holders[0] if holders else None)
    team = record.team or _team(launch, record.role, owner)
    source = system(launch, record.source)
    steps = tuple(
        _step(launch, id, record, at, step, told, team, source, spot / "steps" / at)
        for at, step in enumerate(record.steps)
    )
    return Flow(id, record, record.title, record.kind, record.stage, steps, team, owner, source, spot)


def _team(launch: Launch, role: str | None, owner: str | None) -> str | None:
    """The team a role leads, else the first team of a person."""
    led = next((id for id, team in launch.teams.items() if role is not None and team.lead == role), None)
    if led is None and owner is not None and owner in launch.people:
        return next((team for team in launch.people[owner].teams if team in launch.teams), None)
    return led


def _step(
    launch: Launch, flow: str, record: FlowWritten, at: int, step: StepWritten, told: Mapping[str, list[Key]],
    team: str | None, source: str | None, spot: Spot,
) -> Step:  # fmt: skip
    user = record.kind == USER
    asked = () if user else tuple(dict.fromkeys((*((step.event,) if step.event else ()), *step.proof)))
    proofs = tuple(event for event in asked if event in told)
    proven = "" if user else EVENT if proofs else OFFLINE if step.offline else UNPROVEN
    return Step(
        flow, at, step.title, record.kind, step.event if user else None, asked, proven, step.offline or "",
        tuple(dict.fromkeys(key for event in proofs for key in told[event])), step.team or team,
        system(launch, step.source) or (source if user else None), step.measure, step.feature, spot,
    )  # fmt: skip


def system(launch: Launch, text: str | None) -> str | None:
    """The system a source names: what provides the capability here, a tool's title, or the words themselves."""
    if text is None or not text.strip():
        return None
    provided = launch.provided.get(text)
    if provided is not None:
        text = provided.tool
    elif text in launch.capabilities:
        return launch.capabilities[text].title
    return launch.tools[text].title if text in launch.tools else " ".join(text.split())


def same(one: str, other: str) -> bool:
    """Whether two names of systems mean one."""
    return fold(one) == fold(other)


def asked_events(found: Journey) -> frozenset[str]:
    """Events that something waits for: a proof of a customer's step, the start or the end of a flow."""
    events = {event for step in found.steps for event in step.proofs}
    for flow in found.flows:
        ends = (flow.record.trigger, flow.record.exit if flow.kind == SUCCESS else None)
        own = {step.tells for step in flow.steps}
        events |= {text for text in ends if text is not None and text not in own}
    return frozenset(events)
