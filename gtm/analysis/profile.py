"""Knows how far the teams agree on each ideal customer: pair by pair, over all, and what only one of them says.

A team that was asked and has not answered leaves the agreement without a value, which is never 0.
It must not know how this is shown, nor read any metric but that of agreement.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from gtm.analysis.traits import mean, named, overlap
from gtm.link import units
from gtm.model import written
from gtm.model.audience import audience_of
from gtm.model.launch import Launch
from gtm.model.measured import Measured
from gtm.model.profile import CandidateWritten, ProfileWritten, ViewWritten
from gtm.source import Spot

FORMULA = "agreement"
AGREED, APART, UNANSWERED, NOT_JUDGED = "agreed", "apart", "unanswered", "not judged"
FITS, PARTLY, MISFIT, RULED_OUT, UNTESTED = "fits", "fits in part", "does not fit", "ruled out", "not tested"
ENOUGH = 0.6  # of the shared traits, for an account or a source of leads to fit


class View(NamedTuple):
    """What one team says: its traits, and those of customers it would turn away, by what they mean."""

    team: str
    traits: Mapping[str, str]
    excludes: Mapping[str, str]
    by: str | None
    date_: date | None
    late: bool  # dated after the day everything is judged on: it does not count yet
    spot: Spot

    @property
    def answered(self) -> bool:
        return bool(self.traits) and not self.late


class Pair(NamedTuple):
    """Two teams: the traits they share, of all that either names."""

    one: str
    other: str
    shared: tuple[str, ...]
    named: int
    score: float


class Named(NamedTuple):
    """One trait and the teams that name it; `turned` are those that would turn such customers away."""

    id: str
    title: str
    teams: tuple[str, ...]
    turned: tuple[str, ...]


class Candidate(NamedTuple):
    """An account or a source of leads against the traits most teams share."""

    id: str
    kind: str  # account, lead source
    title: str
    verdict: str
    has: tuple[str, ...]
    lacks: tuple[str, ...]
    against: tuple[str, ...]  # traits that rule it out
    spot: Spot


class Agreement(NamedTuple):
    """One profile on one day."""

    id: str
    record: ProfileWritten
    views: tuple[View, ...]  # of every team asked, in the order of teams
    pairs: tuple[Pair, ...]
    traits: tuple[Named, ...]  # the most widely named first
    candidates: tuple[Candidate, ...]
    threshold: float | None
    spot: Spot

    @property
    def answered(self) -> tuple[View, ...]:
        return tuple(view for view in self.views if view.answered)

    @property
    def unanswered(self) -> tuple[View, ...]:
        return tuple(view for view in self.views if not view.answered)

    @property
    def among(self) -> float | None:
        """The mean over the pairs of teams that have answered; None while fewer than two have."""
        return mean(pair.score for pair in self.pairs)

    @property
    def value(self) -> float | None:
        """The agreement; None while a team that was asked has not answered."""
        return None if self.unanswered else self.among

    @property
    def verdict(self) -> str:
        if self.value is None:
            return UNANSWERED
        if self.threshold is None:
            return NOT_JUDGED
        return AGREED if self.value >= self.threshold else APART

    @property
    def disputed(self) -> tuple[Named, ...]:
        """Traits that one team looks for and another, or the profile, turns away."""
        ruled = named(self.record.excludes, self.record.traits or {})
        return tuple(one for one in self.traits if one.teams and (one.turned or one.id in ruled))

    def only(self, team: str) -> tuple[Named, ...]:
        """The traits nobody but this team names; none while nobody else has answered."""
        alone = len(self.answered) > 1
        return tuple(one for one in self.traits if alone and one.teams == (team,))


_Known = dict[tuple[str, frozenset[str]], Agreement]  # by profile and the teams whose view came later


def agreements(launch: Launch, on: date | None = None, known: _Known | None = None) -> tuple[Agreement, ...]:
    """Every profile of the launch, in the order of the files, as of a day; else the launch's own.

    `known` keeps what is found for the next day that is asked about: most days change one profile.
    """
    profiles = (whom.profiles if (whom := audience_of(launch)) is not None else None) or {}
    day = on or launch.as_of
    found, kept = [], known if known is not None else {}
    for id, one in profiles.items():
        if one is not None:
            later = (team for team, view in (one.views or {}).items() if view and view.date_ and view.date_ > day)
            key = id, frozenset(later)
            if key not in kept:
                kept[key] = _agreement(launch, id, one, day)
            found.append(kept[key])
    return tuple(found)


def lowest(found: tuple[Agreement, ...]) -> Agreement | None:
    """The profile that decides: one without a value if there is one, else the one teams agree on least."""
    unknown = next((one for one in found if one.value is None), None)
    return unknown or min(found, key=lambda one: one.value or 0.0, default=None)


def missing(launch: Launch, found: Agreement) -> str:
    """Why there is no value, in words: which teams have not answered."""
    if not found.views:
        return "unanswered: no team has been asked"
    if not found.unanswered:
        return "unanswered: only one team was asked"
    teams = [launch.team(view.team) for view in found.unanswered]
    return f"unanswered: {listed(teams)} {'has' if len(teams) == 1 else 'have'} not answered"


def measured(launch: Launch, metric: written.MetricWritten) -> tuple[Measured, ...]:
    """The readings that follow from the views, one for each day a team answered, in the metric's unit.

    Of several profiles the lowest counts. A view without a date is of the day the launch was set up.
    """
    start = min(launch.written.created or launch.as_of, launch.as_of)
    days = {view.date_ or start for one in agreements(launch) for view in one.answered}
    if not days and not agreements(launch):
        return ()
    known: _Known = {}
    return tuple(_measured(launch, metric, day, start, known) for day in sorted(days or {start}))


def _measured(launch: Launch, metric: written.MetricWritten, day: date, start: date, known: _Known) -> Measured:
    found = agreements(launch, day, known)
    one = lowest(found)
    assert one is not None
    several = f"the lowest of {len(found)} profiles: {one.record.title}" if len(found) > 1 else None
    which = f" ({one.id})" if len(found) > 1 else ""
    value = None if one.value is None else round(one.value * units.per_share(metric.unit), 9)
    oldest = min((view.date_ or start for each in found for view in each.answered), default=start)
    return Measured(
        day, value, len(one.answered), "the teams' views", one.spot.path, 0, one.spot.route, note=several,
        why="" if value is not None else f"{missing(launch, one)}{which}", oldest=oldest,
    )  # fmt: skip


def _agreement(launch: Launch, id: str, record: ProfileWritten, on: date) -> Agreement:
    spot = launch.spots["profiles", id]
    views = tuple(_view(record, team, spot, on) for team in _asked(launch, record))
    answered = [view for view in views if view.answered]
    traits = tuple(_traits(answered))
    return Agreement(
        id, record, views, tuple(_pair(one, other) for one, other in combinations(answered, 2)), traits,
        tuple(_candidates(record, traits, len(answered), spot)), threshold(launch, record), spot,
    )  # fmt: skip


def threshold(launch: Launch, record: ProfileWritten) -> float | None:
    """The smallest agreement that will do: the profile's own, else the target of the metric of agreement."""
    if record.at_least is not None:
        return record.at_least
    for id, metric in launch.metrics.items():
        goal = launch.goals.get(id)
        target = goal.target if goal is not None and goal.target is not None else metric.target
        if metric.formula == FORMULA and target is not None:
            return round(target / units.per_share(metric.unit), 12)
    return None


def _asked(launch: Launch, record: ProfileWritten) -> list[str]:
    """The teams that were asked, in the order of teams."""
    asked = {*record.asked, *(record.views or {})}
    return [team for team in launch.teams if team in asked]


def _view(record: ProfileWritten, team: str, spot: Spot, on: date) -> View:
    view = (record.views or {}).get(team) or ViewWritten()
    late = view.date_ is not None and view.date_ > on
    known = record.traits or {}
    stated = team in (record.views or {})
    return View(
        team, named(view.traits, known), named(view.excludes, known), view.by, view.date_, late,
        spot / "views" / team if stated else spot / "asked",
    )  # fmt: skip


def _pair(one: View, other: View) -> Pair:
    shared = tuple(one.traits[id] for id in one.traits if id in other.traits)
    score = overlap(one.traits, other.traits)
    assert score is not None, "both have answered"
    return Pair(one.team, other.team, shared, len({*one.traits, *other.traits}), score)


def _traits(views: list[View]) -> Iterator[Named]:
    titles: dict[str, str] = {}
    for view in views:
        for id, title in (*view.traits.items(), *view.excludes.items()):
            titles.setdefault(id, title)
    found = [
        Named(
            id, title,
            tuple(view.team for view in views if id in view.traits),
            tuple(view.team for view in views if id in view.excludes),
        )
        for id, title in titles.items()
    ]  # fmt: skip
    yield from sorted(found, key=lambda one: -len(one.teams))


def shared(traits: tuple[Named, ...], answered: int) -> tuple[Named, ...]:
    """The traits that more than half of the teams name: what the profile is, as far as anybody agrees."""
    return tuple(one for one in traits if 2 * len(one.teams) > answered)


def _candidates(record: ProfileWritten, traits: tuple[Named, ...], answered: int, spot: Spot) -> Iterator[Candidate]:
    wanted = shared(traits, answered)
    ruled = named(record.excludes, record.traits or {})
    ruled |= {one.id: one.title for one in shared_turned(traits, answered)}
    for key, kind, entries in (
        ("accounts", "account", record.accounts), ("lead_sources", "lead source", record.lead_sources),
    ):  # fmt: skip
        for id, one in (entries or {}).items():
            if one is not None:
                yield _candidate(id, kind, one, record, wanted, ruled, spot / key / id)


def shared_turned(traits: tuple[Named, ...], answered: int) -> tuple[Named, ...]:
    """The traits for which more than half of the teams would turn a customer away."""
    return tuple(one for one in traits if 2 * len(one.turned) > answered)


def _candidate(
    id: str, kind: str, one: CandidateWritten, record: ProfileWritten, wanted: tuple[Named, ...],
    ruled: Mapping[str, str], spot: Spot,
) -> Candidate:  # fmt: skip
    own = named(one.traits, record.traits or {})
    against = tuple(own[trait] for trait in own if trait in ruled)
    has = tuple(trait.title for trait in wanted if trait.id in own)
    lacks = tuple(trait.title for trait in wanted if trait.id not in own)
    if against:
        verdict = RULED_OUT
    elif not own or not wanted:
        verdict = UNTESTED
    else:
        verdict = FITS if len(has) >= ENOUGH * len(wanted) else PARTLY if has else MISFIT
    return Candidate(id, kind, one.title, verdict, has, lacks, against, spot)


def listed(names: Sequence[str]) -> str:
    """`a, b and c`."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
