"""Knows what audience.yaml may say about ideal customers: one profile a kind of user and product line, as written.

Each team states its own view of it. References are still text here. It must not know how far the
views agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gtm.model.written import Slug, must, said


@dataclass(frozen=True, slots=True)
class ViewWritten:
    """What one team says of its best customers."""

    traits: tuple[str, ...] = said("Traits of the best customers: ids of the profile's `traits`, or words", ())
    excludes: tuple[str, ...] = said("Traits of customers it would turn away", ())
    by: Slug | None = said("Who answered for the team")
    date_: date | None = said("When", key="date")
    note: str | None = said("Anything worth knowing")


@dataclass(frozen=True, slots=True)
class CandidateWritten:
    """A strategic account or a source of leads that is held against the profile."""

    title: str = must("Its name on screens")
    traits: tuple[str, ...] = said("Which traits it has; empty = not tested yet", ())
    note: str | None = said("Anything worth knowing")


@dataclass(frozen=True, slots=True)
class ProfileWritten:
    """The ideal customer for one kind of user and one product line: traits, needs, and each team's view."""

    title: str = must("Its name on screens")
    user: str | None = said("The kind of user it is about")
    line: str | None = said("The product line it is about")
    about: str | None = said("Who it is, in a sentence")
    traits: Mapping[Slug, str | None] | None = said(
        "The traits teams choose from, each in words; without it they write their own"
    )
    needs: tuple[str, ...] = said("What such a customer needs", ())
    expects: tuple[str, ...] = said("What such a customer expects of us", ())
    excludes: tuple[str, ...] = said("Traits that rule a customer out", ())
    asked: tuple[Slug, ...] = said("Teams that are asked for their view, besides those under `views`", ())
    views: Mapping[Slug, ViewWritten | None] | None = said("Each team's view; empty = asked and not answered yet")
    at_least: float | None = said("The smallest agreement that will do, 0 to 1; default: the metric's target")
    accounts: Mapping[Slug, CandidateWritten | None] | None = said("Strategic accounts, held against the traits")
    lead_sources: Mapping[Slug, CandidateWritten | None] | None = said("Sources of leads, held against the traits")
    online: str | None = said("How such customers are reached online")
    offline: str | None = said("How such customers are reached in person")
