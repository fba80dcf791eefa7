"""Knows all that follows from for whom a launch is, worked out when first asked for and kept beside the study.

It is no part of the study itself, so that a launch without an audience loads none of it. It must not judge.
"""

from dataclasses import dataclass
from functools import cached_property

from gtm.analysis import journey, journey_gaps, phases, profile, scale
from gtm.analysis.customers import Sorted
from gtm.analysis.journey import Journey
from gtm.analysis.journey_gaps import JourneyGap
from gtm.analysis.phases import Matrix
from gtm.analysis.profile import Agreement
from gtm.analysis.scale import Scale
from gtm.analysis.snapshot import Study
from gtm.model.audience import audience_of


def of(study: Study) -> "Clientele":
    """The one of a study."""
    kept = study.aside.get(__name__)
    if not isinstance(kept, Clientele):
        kept = study.aside[__name__] = Clientele(study)
    return kept


@dataclass(frozen=True)
class Clientele:
    """For whom a launch is: personas, customers, ideal customers, journeys, success at scale."""

    study: Study

    @cached_property
    def matrix(self) -> Matrix | None:
        """Where the launch uses its personas, from sales to renewal; None where nobody has named any."""
        return phases.matrix(self.study.launch, self.study.readiness)

    @cached_property
    def customers(self) -> Sorted | None:
        """The customers of the launch, sorted; None where no file is named. Read when first asked for."""
        from gtm.analysis import rosters

        return rosters.named(audience_of(self.study.launch), self.study.fetch)

    @cached_property
    def scale(self) -> Scale:
        """Success at scale: services, repeated questions, promises. Customers are read only where they are counted."""
        counted = self.customers if scale.asks(self.study.launch) else None
        members = [{id for id, _ in one.segments} for one in counted.customers] if counted is not None else []
        return scale.scale(self.study.launch, members)

    @cached_property
    def icp(self) -> tuple[Agreement, ...]:
        """Each ideal customer with how far the teams agree on it."""
        return profile.agreements(self.study.launch)

    @cached_property
    def journey(self) -> Journey | None:
        """The map of what customers and users do, stage by stage; None without flows."""
        return journey.journey(self.study.launch)

    @cached_property
    def journey_gaps(self) -> tuple[JourneyGap, ...]:
        """What is missing on that map."""
        return journey_gaps.gaps(self.study.launch, self.journey) if self.journey is not None else ()
