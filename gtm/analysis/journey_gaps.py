"""Knows what is missing on the journey map: unproven steps, steps that lead nowhere, features on no flow, silos.

Each gap is said once, with every place it concerns. It must not know codes or severities.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gtm.analysis.journey import SUCCESS, UNPROVEN, USER, Flow, Journey, Step, asked_events, same, system
from gtm.dates import add_days, say
from gtm.model.audience import audience_of
from gtm.model.flows import MeetingWritten
from gtm.model.launch import Launch
from gtm.source import Spot

STEP_UNPROVEN, STEP_ORPHAN, FEATURE, NO_SOURCE = "step-unproven", "step-orphan", "feature-on-no-flow", "event-no-source"
NO_FLOW, TWO_SOURCES, MEETING = "stage-without-flow", "two-sources", "meeting-overdue"
BEFORE_CUSTOMERS = "plan"  # the stage in which no customer takes part yet


class JourneyGap(NamedTuple):
    """One thing missing, in words, what to write, where, and which flow or stage it is about."""

    kind: str
    words: str
    help: str
    spot: Spot
    subject: str
    related: tuple[tuple[Spot, str], ...] = ()
    begun: bool = True  # of a meeting: it has been held before


def gaps(launch: Launch, found: Journey) -> tuple[JourneyGap, ...]:
    """Everything that is missing on a map, the gravest kind first."""
    return (
        *_unproven(found), *_two_sources(launch, found), *_features(launch, found), *_no_source(found),
        *_orphans(found), *_no_flow(launch, found), *_meetings(launch),
    )  # fmt: skip


def _unproven(found: Journey) -> Iterator[JourneyGap]:
    for flow in found.flows:
        steps = [step for step in flow.steps if step.proven == UNPROVEN and not step.proofs]
        if steps:
            yield JourneyGap(
                STEP_UNPROVEN, f"nothing proves {_steps(steps)} of {flow.title}",
                "name the event of a user under `proof:`, or say under `offline:` what else proves it",
                steps[0].spot, flow.id, _also(steps),
            )  # fmt: skip


def orphans(found: Journey) -> Iterator[tuple[Flow, list[Step]]]:
    """Steps of users after which nothing comes that a customer's step, or another flow, asks for; by flow."""
    if not any(flow.kind == SUCCESS for flow in found.flows):
        return
    asked = asked_events(found)
    for flow in found.flows:
        if flow.kind == USER:
            wanted = [step.at for step in flow.steps if step.tells in asked]
            last = len(flow.steps) if flow.record.exit in asked else max(wanted, default=-1)
            if last + 1 < len(flow.steps):
                yield flow, [step for step in flow.steps if step.at > last]


def _orphans(found: Journey) -> Iterator[JourneyGap]:
    for flow, steps in orphans(found):
        yield JourneyGap(
            STEP_ORPHAN, f"{_steps(steps)} of {flow.title} {'leads' if len(steps) == 1 else 'lead'} to nothing "
            "that proves a step of a customer",
            "let a step of a success flow name the event under `proof:`, or take the step out",
            steps[0].spot, flow.id, _also(steps),
        )  # fmt: skip


def _features(launch: Launch, found: Journey) -> Iterator[JourneyGap]:
    used = {step.feature for step in found.steps if step.kind == USER}
    for id, title in found.features.items():
        if id not in used:
            yield JourneyGap(
                FEATURE, f"the key feature {title} is on no user flow",
                f"write `feature: {id}` at the step of a user flow that uses it",
                launch.spots["features", id], id,
            )  # fmt: skip


def _no_source(found: Journey) -> Iterator[JourneyGap]:
    for flow in found.flows:
        steps = [step for step in flow.steps if step.tells is not None and step.source is None]
        if steps:
            events = ", ".join(f"`{step.tells}`" for step in steps[:4])
            more = f" and {len(steps) - 4} more" if len(steps) > 4 else ""
            yield JourneyGap(
                NO_SOURCE, f"no source says where {events}{more} of {flow.title} can be read",
                "write `source:` at the flow, or at the step: a capability of playbook/tools.yaml, or a name",
                steps[0].spot, flow.id, _also(steps),
            )  # fmt: skip


def _no_flow(launch: Launch, found: Journey) -> Iterator[JourneyGap]:
    stages = [launch.stages[id] for id, flows in found.stages.items() if not flows and id != BEFORE_CUSTOMERS]
    first = next(found.flows, None)
    if stages and first is not None:
        names = ", ".join(stage.title for stage in stages)
        yield JourneyGap(
            NO_FLOW, f"no flow leads through {names}", "describe under `flows:` what customers and users do there",
            Spot(first.spot.path, first.spot.route[:2], key=True), stages[0].id,
        )  # fmt: skip


class _Reading(NamedTuple):
    """Who reads an event or a measure, and from which system."""

    team: str
    source: str
    spot: Spot


def _two_sources(launch: Launch, found: Journey) -> Iterator[JourneyGap]:
    for event, readings in _event_readings(launch, found).items():
        yield from _differ(f"`{event}`", event, readings)
    measures = dict.fromkeys(one.record.measure for one in found.flows)
    measures |= dict.fromkeys(step.measure for step in found.steps)
    for id in measures:
        if id is not None and id in launch.metrics:
            yield from _differ(launch.metrics[id].title, id, list(_measure_readings(launch, found, id)))


def _event_readings(launch: Launch, found: Journey) -> dict[str, list[_Reading]]:
    """Who reads each event: the teams of users' steps first."""
    readings: dict[str, list[_Reading]] = {event: [] for event in found.told}
    for step in sorted(found.steps, key=lambda step: step.kind != USER):
        for event in (step.tells, *step.proofs):
            if event in readings and step.source is not None:
                readings[event].append(_Reading(_name(launch, step.team), step.source, step.spot))
    return readings


def _measure_readings(launch: Launch, found: Journey, id: str) -> Iterator[_Reading]:
    metric = launch.metrics[id]
    usual = system(launch, metric.capability) or system(launch, metric.source)
    if usual is not None:
        yield _Reading("the playbook", usual, launch.spots["metrics", id])
    for flow in found.flows:
        if flow.kind == SUCCESS and flow.record.measure == id and flow.source is not None:
            yield _Reading(_name(launch, flow.team), flow.source, flow.spot)
        for step in flow.steps:
            if step.measure == id and step.source is not None and step.tells is None:
                yield _Reading(_name(launch, step.team), step.source, step.spot)


def _differ(what: str, subject: str, readings: list[_Reading]) -> Iterator[JourneyGap]:
    """The first two that read one thing from two systems."""
    for one in readings[1:]:
        first = readings[0]
        if not same(one.source, first.source):
            who = one.team[:1].upper() + one.team[1:]
            yield JourneyGap(
                TWO_SOURCES, f"{who} reads {what} from {one.source}, {first.team} from {first.source}",
                "agree on one source, or make two events or measures of it", one.spot, subject,
                ((first.spot, "the other source"),),
            )  # fmt: skip
            return


def _name(launch: Launch, team: str | None) -> str:
    return launch.team(team) if team is not None else "somebody"


class Meeting(NamedTuple):
    """A meeting of teams, when the next one is due, and whether that is past."""

    id: str
    record: MeetingWritten
    due: date | None  # None: it has not taken place yet
    overdue: bool


def meetings(launch: Launch) -> Iterator[Meeting]:
    """Every meeting that keeps teams on one map."""
    entries = (whom.meetings if (whom := audience_of(launch)) is not None else None) or {}
    for id, one in entries.items():
        if one is not None:
            held = one.last if one.last is not None and one.last <= launch.as_of else None
            due = _next(launch, held, one) if held is not None else None
            yield Meeting(id, one, due, due is None or due < launch.as_of)


def _next(launch: Launch, last: date, one: MeetingWritten) -> date:
    return launch.calendar.add(last, one.every.count) if one.every.working else add_days(last, one.every.count)


def _meetings(launch: Launch) -> Iterator[JourneyGap]:
    for one in meetings(launch):
        if not one.overdue:
            continue
        teams = ", ".join(launch.team(team) for team in one.record.teams)
        if one.due is None:
            words = f"{one.record.title} ({teams}): no meeting has been written down yet"
        else:
            days = (launch.as_of - one.due).days
            ago = f"{days} {'day' if days == 1 else 'days'} ago"
            words = f"{one.record.title} ({teams}): the next meeting was due {say(one.due)}, {ago}"
        yield JourneyGap(
            MEETING,
            words,
            "meet, and write the day under `last:`",
            launch.spots["meetings", one.id],
            one.id,
            begun=one.due is not None,
        )


def _steps(steps: list[Step]) -> str:
    """`step 3, Sends the plan`; of several their numbers."""
    if len(steps) == 1:
        return f"step {steps[0].at + 1}, {steps[0].title},"
    numbers = [step.at + 1 for step in steps]
    if numbers == list(range(numbers[0], numbers[-1] + 1)) and len(numbers) > 2:
        return f"steps {numbers[0]} to {numbers[-1]}"
    shown = [str(number) for number in numbers]
    return f"steps {', '.join(shown[:-1])} and {shown[-1]}"


def _also(steps: list[Step]) -> tuple[tuple[Spot, str], ...]:
    return tuple((step.spot, f"step {step.at + 1} too") for step in steps[1:6])
