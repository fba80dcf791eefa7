"""Knows what audience.yaml may say about the journey: flows of customers and of users, key features, meetings.

As written; references are still text. It must not know what proves what.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from gtm.dates import Length
from gtm.model.written import Slug, must, said


@dataclass(frozen=True, slots=True)
class StepWritten:
    """One step of a flow: what the customer or the user does next."""

    title: str = must("What happens")
    event: Slug | None = said("In a user flow: the event that tells that it happened")
    proof: tuple[Slug, ...] = said("In a success flow: the events of users that prove it; one suffices", ())
    offline: str | None = said("In a success flow: what proves it where no event can")
    team: Slug | None = said("The team that acts; default: the flow's")
    measure: Slug | None = said("The metric that shows it")
    source: str | None = said(
        "Where its event, proof or measure is read: a capability of playbook/tools.yaml, or any name; "
        "default: the flow's; of a proof: where users' flows read it"
    )
    feature: Slug | None = said("The key feature it uses")


@dataclass(frozen=True, slots=True)
class FlowWritten:
    """A success flow moves a customer along the journey; a user flow leads a user through the product."""

    title: str = must("Its name on screens")
    kind: Literal["success", "user"] = must("success or user")
    stage: Slug = must("The stage it belongs to")
    steps: tuple[StepWritten, ...] = must("Its steps in order")
    about: str | None = said("What it is for, in a sentence")
    trigger: str | None = said("What starts it: an event, or words")
    exit: str | None = said("What ends it: an event, or words")
    team: Slug | None = said("The team that acts and reads; default: the one its role leads, else the owner's first")
    role: Slug | None = said("The role that owns it")
    owner: Slug | None = said("The person who owns it, where it is not who has the role")
    measure: Slug | None = said("The metric that shows whether it works")
    source: str | None = said(
        "Where it is read: the events of a user flow, the measure of a success flow; "
        "a capability of playbook/tools.yaml, or any name"
    )


@dataclass(frozen=True, slots=True)
class MeetingWritten:
    """A meeting that keeps teams on one map."""

    title: str = must("Its name on screens")
    teams: tuple[Slug, ...] = must("Who meets: [product, customer-success]")
    every: Length = must("How often: 14d, 4w")
    last: date | None = said("The day of the last one")
