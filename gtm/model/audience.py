"""Knows what audience.yaml may say: for whom a launch is, section by section; each section has its own module.

The playbook's file holds what an organisation knows of its customers; a launch's adds to it, and an
entry of the same name replaces the playbook's. It must not know how the two come together.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gtm.model.personas import (
    CustomersWritten,
    HandoverWritten,
    PersonaWritten,
    PhaseWritten,
    QuestionWritten,
    SegmentWritten,
)
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
