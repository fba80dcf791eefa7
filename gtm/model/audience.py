"""Knows what audience.yaml may say: for whom a launch is, section by section; each section has its own module.

The playbook's file holds what an organisation knows of its customers; a launch's adds to it, and an
entry of the same name replaces the playbook's. It must not know how the two come together.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gtm.model.flows import FlowWritten, MeetingWritten
from gtm.model.launch import Launch
from gtm.model.personas import (
    CustomersWritten,
    HandoverWritten,
    PersonaWritten,
    PhaseWritten,
    QuestionWritten,
    SegmentWritten,
)
from gtm.model.profile import ProfileWritten
from gtm.model.scale import LimitsWritten, PatternWritten, PromiseWritten, ServiceWritten, StrategyWritten
from gtm.model.written import Slug, said


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom, with what outcome, and how anyone will know."""

    serves: tuple[Slug, ...] = said("The personas this launch serves; their changes become part of its plan", ())
    personas: Mapping[Slug, PersonaWritten | None] | None = said("Kinds of customers")
    intake: Mapping[Slug, QuestionWritten | None] | None = said("What every new customer is asked")
    segments: Mapping[Slug, SegmentWritten | None] | None = said("Groups of customers")
    phases: Mapping[Slug, PhaseWritten | None] | None = said("Parts of a customer's life, in order")
    customers: CustomersWritten | None = said("Where customers and their answers are kept")
    handover: HandoverWritten | None = said("The call that hands a customer over from sales")
    profiles: Mapping[Slug, ProfileWritten | None] | None = said("Ideal customers, each with every team's view of it")
    flows: Mapping[Slug, FlowWritten | None] | None = said("Flows of customers and of users along the journey")
    features: Mapping[Slug, str | None] | None = said("Key features, each in words: each belongs on a user flow")
    meetings: Mapping[Slug, MeetingWritten | None] | None = said("Meetings that keep teams on one map")
    services: Mapping[Slug, ServiceWritten | None] | None = said("Service tiers, each with the segments that get it")
    patterns: Mapping[Slug, PatternWritten | None] | None = said("Questions that customers repeat")
    promises: Mapping[Slug, PromiseWritten | None] | None = said("What was promised, and what customers have of it")
    strategy: StrategyWritten | None = said("The customer success strategy in its six elements")
    limits: LimitsWritten | None = said("Where success at scale turns into a warning")


def audience_of(launch: Launch) -> Audience | None:
    """For whom a launch is, of playbook and launch together; None when no file says anything."""
    return launch.audience if isinstance(launch.audience, Audience) else None
