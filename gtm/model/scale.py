"""Knows what audience.yaml may say about success at scale: strategy, services, patterns, promises, limits, as written.

References are still text here. It must not know whether a service is overloaded or a promise kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gtm.dates import Length
from gtm.model.written import Id, Slug, must, said

Rung = Literal["by-hand", "standard-reply", "shipped-reply", "product-fix"]
RUNGS: tuple[Rung, ...] = ("by-hand", "standard-reply", "shipped-reply", "product-fix")


@dataclass(frozen=True, slots=True)
class MoneyWritten:
    """What one account of a segment costs and brings, where that differs from the rest of its service."""

    cost: float | None = said("Cost to serve one account for a year")
    margin: float | None = said("Margin that one account brings in a year, before that cost")


@dataclass(frozen=True, slots=True)
class ServiceWritten:
    """A service tier: who gets it, through which channel, for how many accounts a person, and at what cost."""

    title: str = must("Its name on screens")
    about: str | None = said("What a customer gets")
    segments: tuple[Slug, ...] = said("Entry rule: the segments that get it; each segment gets exactly one service", ())
    otherwise: bool = said("It takes every segment that no other service names", False)
    channel: str | None = said("How customers reach us: a named manager, a shared number, help online")
    role: Slug | None = said("The role that answers for it")
    accounts: int | None = said("How many customers have it today; else counted from the customers file")
    people: float | None = said("How many people look after them, in full positions")
    load_limit: float | None = said("How many accounts one person can look after")
    hiring: Id | None = said("The item that starts hiring when the load is over its limit")
    cost: float | None = said("Cost to serve one account for a year")
    margin: float | None = said("Margin that one account brings in a year, before that cost")
    unit: str | None = said("The currency of cost and margin: EUR")
    by_segment: Mapping[Slug, MoneyWritten | None] | None = said("Segments that cost or bring something else")


@dataclass(frozen=True, slots=True)
class CountWritten:
    """How often a question came up in the period that ends on a day."""

    date_: date = must("The day of the count", key="date")
    count: int = must("How often it came up")


@dataclass(frozen=True, slots=True)
class PatternWritten:
    """A question that customers repeat, and how far we have come with it."""

    title: str = must("The question, in the customer's words")
    segment: Slug | None = said("The segment that asks it most")
    rung: Rung = said("How it is answered today: by-hand, standard-reply, shipped-reply or product-fix", "by-hand")
    since: date | None = said("The day that rung was reached")
    next: Rung | None = said("The rung it climbs to next")
    owner: Slug | None = said("Who takes it there")
    item: Id | None = said("The item that takes it there")
    limit: int | None = said("From how many on it must climb; else `limits: {pattern: …}`")
    counts: tuple[CountWritten, ...] = said("How often it came up, over time", ())


@dataclass(frozen=True, slots=True)
class RealisedWritten:
    """What a customer has of a promised value on a day."""

    date_: date = must("The day it was measured", key="date")
    value: float = must("The value reached, in the unit of the promise")
    source: str | None = said("Where it was read")


@dataclass(frozen=True, slots=True)
class PromiseWritten:
    """What was promised to customers or in a deal, who keeps it, what proves it, and what became of it."""

    text: str = must("What was promised, in the customer's words")
    owner: Slug | None = said("The person who keeps it")
    proof: str | None = said("What shows that we can keep it: an address, a file, a reference")
    deal: str | None = said("The customer or deal it was given to; empty for a promise to all")
    segment: Slug | None = said("The segment of that customer")
    promised: float | None = said("The promised value as a number: 40")
    unit: str | None = said("Its unit: hours a month, EUR a year")
    made: date | None = said("The day it was made: at the signature, for a deal")
    start: date | None = said("The day use began; days 60 and 90 count from here. Default: the day it was made")
    realised: tuple[RealisedWritten, ...] = said("What was measured, over time", ())


@dataclass(frozen=True, slots=True)
class LimitsWritten:
    """Where success at scale turns into a warning. A project decides."""

    pattern: int = said("From how many times on a question has to climb the ladder", 20)
    realised: float = said("Which part of a promised value must be reached at the marks: 0.5", 0.5)
    marks: tuple[int, ...] = said("Days after the start of use at which value is compared", (60, 90))


@dataclass(frozen=True, slots=True)
class TeamElement:
    """Strategy, 1: who is accountable for measuring and recommending, and which teams help."""

    accountable: Slug | None = said("The one person who measures and recommends")
    teams: tuple[Slug, ...] = said("The teams that work on it", ())


@dataclass(frozen=True, slots=True)
class VisionElement:
    """Strategy, 3: whom we serve, what they want, the best way there, and how fast the product changes."""

    who: str | None = said("Whom we serve")
    want: str | None = said("What they want to reach")
    way: str | None = said("The best way there")
    pace: Literal["bold", "steady"] | None = said("How the product changes: bold or steady")


@dataclass(frozen=True, slots=True)
class GoalElement:
    """Strategy, 4: one goal. The more specific, the better."""

    title: str = must("What shall change")
    outcome: str | None = said("The required outcome: what the customer reaches when this goal is met")
    metric: Slug | None = said("The metric that shows it")
    source: str | None = said("Where it is read, for a goal without a metric")
    baseline: float | None = said("Where it starts; default: the metric's")
    target: float | None = said("What it aims at; default: the metric's")
    by: date | None = said("By when")
    persona: Slug | None = said("The persona it is about")


@dataclass(frozen=True, slots=True)
class TacticsElement:
    """Strategy, 5: how an idea becomes a change, and what is done."""

    process: Id | None = said("The item that says how an idea becomes a change")
    example: str | None = said("One change that went this way")
    items: tuple[Id, ...] = said("The items that make up the success programme", ())


@dataclass(frozen=True, slots=True)
class GrowthElement:
    """Strategy, 6: one stage on the way from work by hand to work at scale, and what starts the next."""

    title: str = must("How we work then")
    trigger: str | None = said("What starts it, in words")
    metric: Slug | None = said("The metric that starts it")
    at_least: float | None = said("From which value on")
    begun: date | None = said("The day it began; empty = not yet")


@dataclass(frozen=True, slots=True)
class StrategyWritten:
    """The customer success strategy in its six elements."""

    team: TeamElement | None = said("1: who is accountable")
    tools: tuple[Slug, ...] = said("2: the capabilities it needs, from playbook/tools.yaml", ())
    vision: VisionElement | None = said("3: whom we serve, what they want, the way there")
    goals: Mapping[Slug, GoalElement | None] | None = said("4: goals with metric, baseline, target and date")
    tactics: TacticsElement | None = said("5: how an idea becomes a change")
    growth: Mapping[Slug, GrowthElement | None] | None = said("6: stages of growth in order, each with its trigger")
    reviewed: date | None = said("When the strategy was last gone through")
    review_every: Length | None = said("How long that holds: 180d")
