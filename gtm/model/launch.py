"""Knows what a launch is on one day: linked, frozen values with a Spot each, references resolved.

Everything a check or a view may ask of the files stands here; nothing here judges. It must not
know how the files were read or what is computed from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from gtm.dates import Calendar, Length, add_days
from gtm.model import written as records
from gtm.model.changed import Changed
from gtm.model.measured import Measured
from gtm.source import Spot

NO_STATE = records.State()
Day = date  # inside Launch, `date` is the launch date


class Need(NamedTuple):
    """`item` waits for `on` (an item's or a gate's id), `lag` after it; `through` are removed items."""

    on: str
    lag: Length | None = None
    through: tuple[str, ...] = ()
    at: int = 0  # which entry of `needs` in the definition of the last of `through`, or of the item


class Item(NamedTuple):
    """One thing to make true in this launch: its definition, what happened, who owns it, when it is due."""

    id: str
    base: str  # the id of its definition: the same, without the market
    stage: str
    team: str
    definition: records.Definition
    state: records.State
    needs: tuple[Need, ...]
    gate: str
    due: date
    anchor: date  # the T of its offsets: the launch date, or its market's
    role: str | None
    owner: str | None
    owner_from: str  # "state", "role", "lead", or "" for nobody
    defined: Spot
    stated: Spot | None
    market: str | None = None
    own: bool = False
    digest_name: str = ""  # its first id, before any renaming: sign-offs outlive renames
    changed: tuple[Changed, ...] = ()  # by the personas this launch serves

    @property
    def title(self) -> str:
        return self.definition.title

    @property
    def must(self) -> bool:
        """Whether it is a must-have: open, it closes its gate."""
        return self.definition.level == "blocking"

    @property
    def status(self) -> str:
        """todo, doing, blocked, done, not-applicable; "unknown" when nobody has said anything."""
        return self.state.status or "unknown"

    @property
    def standing(self) -> bool:
        return self.definition.standing

    @property
    def spot(self) -> Spot:
        """Where its state stands, else where it is defined."""
        return self.stated or self.defined

    @property
    def due_spot(self) -> Spot:
        """Where its due date stands: in its state, else with a persona that changes it, else in its definition."""
        if self.stated is not None and self.state.due is not None:
            return self.stated / "due"
        return next((one.spot for one in self.changed if one.what == "due"), self.defined / "due")


@dataclass(frozen=True, slots=True)
class Removed:
    """An item that does not apply to this launch, and by which rule."""

    id: str
    title: str
    stage: str
    gate: str
    team: str
    rule: str  # tier, when, unless, since, market, persona
    reason: str
    must: bool
    defined: Spot
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """The decision at the end of a stage, with the date it is due in this launch."""

    id: str
    title: str
    due: date
    due_text: str
    conditions: tuple[records.MetricCondition, ...]
    sign_offs: tuple[records.SignOffSlot, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class Stage:
    """What the customer must be able to do; `gate` is None for a stage without a decision."""

    id: str
    title: str
    promise: str
    gate: Gate | None
    spot: Spot


@dataclass(frozen=True, slots=True)
class Placed:
    """A record of a file that stands on its own (waiver, sign-off, decision), with its place."""

    record: object
    spot: Spot


@dataclass(frozen=True, slots=True)
class Waiver:
    """An exception for one item, as filed."""

    item: str
    record: records.WaiverWritten
    spot: Spot


@dataclass(frozen=True, slots=True)
class SignOff:
    """A decision on a gate, as filed."""

    gate: str
    record: records.SignOffWritten
    spot: Spot


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision on a gate that was asked for, as filed."""

    gate: str
    record: records.ReviewWritten
    spot: Spot


@dataclass(frozen=True, slots=True)
class Decision:
    """A logged decision: asked, and perhaps taken."""

    name: str
    record: records.DecisionWritten
    spot: Spot


@dataclass(frozen=True, slots=True)
class Scenario:
    """A what-if that is kept beside the launch; it changes nothing by being there."""

    name: str
    record: records.Scenario
    spot: Spot


@dataclass(frozen=True, slots=True)
class Workspace:
    """What all launches of a workspace share, linked as far as it can be without one."""

    name: str = ""
    timezone: str = "UTC"
    default_launch: str | None = None
    example_as_of: date | None = None
    policy: records.Policy = field(default_factory=records.Policy)
    report: records.ReportWritten = field(default_factory=records.ReportWritten)


@dataclass(frozen=True, slots=True)
class Launch:
    """One launch as of one day."""

    id: str
    title: str
    date: Day
    as_of: Day
    written: records.LaunchWritten
    workspace: Workspace
    calendar: Calendar
    stages: Mapping[str, Stage]
    teams: Mapping[str, records.TeamWritten]
    roles: Mapping[str, str]  # role id to its title
    people: Mapping[str, records.Person]
    person_calendars: Mapping[str, Calendar]
    traits: Mapping[str, records.TraitWritten]
    markets: Mapping[str, Day]
    items: Mapping[str, Item]  # by stage, team and place in the files
    removed: tuple[Removed, ...]
    waivers: tuple[Waiver, ...]
    sign_offs: tuple[SignOff, ...]
    decisions: tuple[Decision, ...]
    readings: Mapping[str, tuple[Measured, ...]]  # by metric, in the order of days, one a day
    threads: Mapping[str, records.ThreadWritten]
    sources: Mapping[str, records.SourceWritten]
    metrics: Mapping[str, records.MetricWritten]
    risks: Mapping[str, records.RiskWritten]
    no_way_back: tuple[records.NoWayBack, ...]
    stop: records.StopPlan | None
    used_traits: frozenset[str]  # traits that some definition of the playbook asks about
    unread: tuple[str, ...]  # files that could not be read or understood in full
    spot: Spot  # the launch file
    spots: Mapping[tuple[str, str], Spot]  # (kind, id) of stages, teams, people, traits, threads …
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)  # by the names of their files
    goals: Mapping[str, records.Goal] = field(default_factory=dict)  # by metric
    capabilities: Mapping[str, records.CapabilityWritten] = field(default_factory=dict)
    tools: Mapping[str, records.ToolWritten] = field(default_factory=dict)  # known by name
    provided: Mapping[str, records.Provided] = field(default_factory=dict)  # by capability
    asked: tuple[Asked, ...] = ()  # decisions on gates that were asked for, in the order of days
    parts: Mapping[str, records.PartWritten] = field(default_factory=dict)  # what other companies make or run
    audience: object = None  # an Audience, read by audience_of, so that only launches which have one load its records

    @property
    def partial(self) -> bool:
        """Whether something could not be read, so that no gate may pass."""
        return bool(self.unread)

    @property
    def closed(self) -> bool:
        """Whether the launch is over; a day still to come closes nothing."""
        return self.written.closed is not None and self.written.closed <= self.as_of

    @property
    def gates(self) -> tuple[Gate, ...]:
        return tuple(stage.gate for stage in self.stages.values() if stage.gate is not None)

    def holders(self, role: str) -> tuple[str, ...]:
        """Persons who hold a role in this launch."""
        found = [(self.written.roles or {}).get(role)]
        for team, lead in (self.written.leads or {}).items():
            if team in self.teams and self.teams[team].lead == role:
                found.append(lead)
        return tuple(dict.fromkeys(person for person in found if person))

    def lead(self, team: str) -> str | None:
        """Who leads a team: named under `leads:`, else who holds the role that leads it."""
        known = self.teams.get(team)
        return (self.written.leads or {}).get(team) or next(iter(self.holders(known.lead or "") if known else ()), None)

    def may_act_as(self, person: str, role: str) -> bool:
        """Whether a person we know holds a role, or is the deputy of somebody who does."""
        if person not in self.people:
            return False
        for holder in self.holders(role):
            deputy = self.people[holder].deputy if holder in self.people else None
            if person in (holder, deputy):
                return True
        return False

    def person(self, id: str | None) -> str:
        """A person's name for screens; the id itself when the person is not known."""
        if id is None:
            return "nobody"
        return self.people[id].name if id in self.people else id

    def role(self, id: str | None) -> str:
        """A role's title for screens."""
        return self.roles.get(id, id) if id else "no role"

    def team(self, id: str) -> str:
        """A team's title for screens."""
        return self.teams[id].title if id in self.teams else id

    def need_spot(self, item: Item, need: Need) -> Spot:
        """Where a need was written: in the item's definition, or in that of a removed item it came through."""
        defined = item.defined
        if need.through:
            removed = (one.defined for one in self.removed if one.id == need.through[-1])
            defined = next(removed, defined)
        return defined / "needs" / need.at

    def gate_due(self, gate: str, market: str | None = None) -> Day | None:
        """When a gate is due; for a market with its own date, shifted as that date is."""
        stage = self.stages.get(gate)
        if stage is None or stage.gate is None:
            return None
        if market is None or self.markets.get(market, self.date) == self.date:
            return stage.gate.due
        shift = (self.markets[market] - self.date).days
        return self.calendar.before(add_days(stage.gate.due, shift))
