"""Knows how the journey map is put into words, alike in every view: proofs, owners, what is missing."""

from collections.abc import Sequence

from gtm.analysis.journey import OFFLINE, SUCCESS, UNPROVEN, USER, Flow, Journey, Key, Step
from gtm.analysis.journey_gaps import JourneyGap
from gtm.analysis.words import many
from gtm.model.launch import Launch


def summary(found: Journey, gaps: Sequence[JourneyGap]) -> str:
    """How many flows and steps there are, how many are proven, how much is missing."""
    steps = [step for step in found.steps if step.kind == SUCCESS]
    proven = sum(step.proven != UNPROVEN for step in steps)
    flows = many(sum(1 for _ in found.flows), "flow")
    told = f"{proven} of {many(len(steps), 'step')} of customers proven" if steps else "no step of customers"
    users = many(sum(1 for step in found.steps if step.kind == USER), "step")
    missing = many(len(gaps), "gap") if gaps else "nothing missing"
    return f"{flows}, {told}, {users} of users; {missing}"


def proof(found: Journey, step: Step) -> str:
    """What proves a step of a customer, or what a step of a user proves."""
    if step.kind == USER:
        proves = found.proves.get(step.key, ())
        told = step.tells or "no event"
        return f"{told}, proves {places(found, proves)}" if proves else told
    if step.proven == UNPROVEN:
        unknown = f": no user flow has {', '.join(step.proofs)}" if step.proofs else ""
        return f"nothing proves it{unknown}"
    if step.proven == OFFLINE:
        return step.offline
    events = ", ".join(event for event in step.proofs if event in found.told)
    return f"{events} ({places(found, step.proved_by)})" + (f"; {step.offline}" if step.offline else "")


def short(found: Journey, step: Step) -> str:
    """The same in a few words: the event alone."""
    if step.kind == USER:
        return step.tells or "no event"
    if step.proven == UNPROVEN:
        return "nothing proves it"
    return step.offline if step.proven == OFFLINE else ", ".join(event for event in step.proofs if event in found.told)


def places(found: Journey, keys: Sequence[Key]) -> str:
    """Steps by the title of their flow and their number: `The trial 2`."""
    return ", ".join(f"{found.titles[flow]} {at + 1}" for flow, at in keys)


def facts(launch: Launch, flow: Flow) -> list[str]:
    """Who acts, who owns it, what is measured and where it is read."""
    record = flow.record
    metric = launch.metrics.get(record.measure or "")
    team = launch.team(flow.team) if flow.team is not None else "no team"
    owner = launch.person(flow.owner) if flow.owner is not None else "no owner"
    found = [f"{flow.kind} flow", team, owner]
    if metric is not None:
        found.append(f"measured by {metric.title}")
    if flow.source is not None:
        found.append(f"read from {flow.source}")
    return found


def ends(found: Journey, flow: Flow) -> list[str]:
    """What starts a flow, and what ends it."""
    record = flow.record
    return [
        f"{word}: {text}{' (event)' if text in found.told else ''}"
        for word, text in (("starts", record.trigger), ("ends", record.exit))
        if text
    ]
