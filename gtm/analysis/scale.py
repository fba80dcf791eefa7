"""Knows how success at scale stands: which service each segment gets, load and cost, the pattern ladder, promises.

Numbers and words only; what is a finding is said by checks. A value nobody gave stays None, never 0.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from gtm.model.audience import audience_of
from gtm.model.launch import Launch
from gtm.model.personas import SegmentWritten
from gtm.model.scale import (
    RUNGS,
    CountWritten,
    LimitsWritten,
    PatternWritten,
    PromiseWritten,
    RealisedWritten,
    Rung,
    ServiceWritten,
)

KEPT, WARNING, EARLY, UNMEASURED, NO_VALUE = "kept", "early warning", "too early", "not measured", "no value promised"
ON_WAY = "on the way"
Fact = TypeVar("Fact", CountWritten, RealisedWritten)


@dataclass(frozen=True, slots=True)
class Money:
    """What one account of a service costs and brings in a year; `segment` where it is only that one's."""

    cost: float
    margin: float
    segment: str | None
    outside: bool  # the ideal customer profile

    @property
    def loses(self) -> bool:
        return self.cost > self.margin


@dataclass(frozen=True, slots=True)
class Service:
    """One service tier on one day."""

    id: str
    record: ServiceWritten
    segments: tuple[str, ...]  # that get it, by name or as the rest
    accounts: int | None
    load: float | None  # accounts a person
    money: tuple[Money, ...]  # of the service, then of segments that differ

    @property
    def over(self) -> bool:
        """Whether one person has more accounts than the limit."""
        limit = self.record.load_limit
        return self.load is not None and limit is not None and self.load > limit

    @property
    def wanted(self) -> float | None:
        """How many more people it takes to be within the limit, in full positions; None without numbers."""
        limit, people = self.record.load_limit, self.record.people
        if self.accounts is None or not limit or people is None:
            return None
        return max(self.accounts / limit - people, 0.0)

    @property
    def loses(self) -> bool:
        """Whether it serves anybody at a loss."""
        return any(one.loses for one in self.money)

    @property
    def words(self) -> str:
        """What is wrong with it, in short; "fine" where numbers say so, empty where there are none."""
        losing = [one.segment for one in self.money if one.loses]
        loss = "" if not losing else "at a loss" if None in losing else f"at a loss for {', '.join(map(str, losing))}"
        found = [word for word in ("over its limit" if self.over else "", loss) if word]
        return "; ".join(found) or ("fine" if self.load is not None or self.money else "")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One repeated question on one day."""

    id: str
    record: PatternWritten
    counts: tuple[CountWritten, ...]  # up to the day, in the order of days
    limit: int

    @property
    def rung(self) -> int:
        """0 by hand, 1 standard reply, 2 shipped reply, 3 product fix."""
        return RUNGS.index(self.record.rung)

    @property
    def next(self) -> Rung | None:
        """The rung it climbs to; the one above where nothing is said, None at the top."""
        if self.record.next is not None and RUNGS.index(self.record.next) > self.rung:
            return self.record.next
        return RUNGS[self.rung + 1] if self.rung + 1 < len(RUNGS) else None

    @property
    def count(self) -> int | None:
        return self.counts[-1].count if self.counts else None

    @property
    def before(self) -> int | None:
        """What the newest count is held against: the last one before the rung was reached, else the first."""
        if len(self.counts) < 2:
            return None
        since = self.record.since
        earlier = [one for one in self.counts[:-1] if since is not None and one.date_ <= since]
        return (earlier[-1] if earlier else self.counts[0]).count

    @property
    def stuck(self) -> bool:
        """Answered by hand or with a standard reply, and asked more often than the limit."""
        return self.rung <= 1 and self.count is not None and self.count > self.limit

    @property
    def stays(self) -> bool:
        """The product was changed for it, and it is asked as often as before."""
        if self.rung != 3 or self.count is None or self.before is None or self.count == 0:
            return False
        since = self.record.since
        return self.count >= self.before and (since is None or self.counts[-1].date_ > since)


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise on one day: what became of it."""

    id: str
    record: PromiseWritten
    realised: tuple[RealisedWritten, ...]  # up to the day, in the order of days
    day: int | None  # days since use began
    mark: int | None  # the last mark that has passed
    verdict: str  # "" for a promise that is no deal and has no value

    @property
    def value(self) -> float | None:
        return self.realised[-1].value if self.realised else None

    @property
    def share(self) -> float | None:
        """Realised of promised; None without both, or where 0 was promised."""
        promised = self.record.promised
        return self.value / promised if promised and promised > 0 and self.value is not None else None


@dataclass(frozen=True, slots=True)
class Scale:
    """Success at scale in one launch."""

    services: tuple[Service, ...]
    patterns: tuple[Pattern, ...]
    promises: tuple[Promise, ...]
    limits: LimitsWritten

    @property
    def empty(self) -> bool:
        """Whether nobody has said anything of this launch: the playbook's services alone are an offer."""
        numbers = any(one.accounts is not None or one.record.people is not None or one.money for one in self.services)
        return not (numbers or self.patterns or self.promises)


def scale(launch: Launch, members: Sequence[Collection[str]] = ()) -> Scale:
    """How it stands; `members` are the segments of each customer, where a file of customers tells them."""
    audience = audience_of(launch)
    limits = limits_of(launch)
    if audience is None:
        return Scale((), (), (), limits)
    segments = audience.segments or {}
    services = {id: one for id, one in (audience.services or {}).items() if one is not None}
    takers = given(services, segments)
    counted = _counted(list(services), takers, members)
    return Scale(
        tuple(_service(id, one, takers, segments, counted.get(id)) for id, one in services.items()),
        tuple(
            Pattern(id, one, _known(one.counts, launch.as_of), one.limit if one.limit is not None else limits.pattern)
            for id, one in (audience.patterns or {}).items()
            if one is not None
        ),
        tuple(_promise(launch, id, one, limits) for id, one in (audience.promises or {}).items() if one is not None),
        limits,
    )


def limits_of(launch: Launch) -> LimitsWritten:
    """Where success at scale turns into a warning in this workspace."""
    said = whom.limits if (whom := audience_of(launch)) is not None else None
    return said or LimitsWritten()


def given(
    services: Mapping[str, ServiceWritten], segments: Mapping[str, SegmentWritten | None]
) -> dict[str, list[str]]:
    """By segment the services that take it: those that name it, else the one for the rest.

    Only segments of the kinds that services ask about: where they go by size, an industry needs none. A segment
    that is of no kind is asked for where it is named, or where no segment is of any kind.
    """
    plain = not any(segment is not None and segment.of for segment in segments.values())
    named = {one for service in services.values() for one in service.segments}
    kinds = {segment.of for id, segment in segments.items() if segment is not None and segment.of and id in named}
    rest = [id for id, service in services.items() if service.otherwise]
    out: dict[str, list[str]] = {}
    for id, segment in segments.items():
        if plain or not named or id in named or (segment is not None and segment.of in kinds):
            out[id] = [name for name, service in services.items() if id in service.segments] or rest
    return out


def asks(launch: Launch) -> bool:
    """Whether a service has to be counted from the customers."""
    services = whom.services if (whom := audience_of(launch)) is not None else None
    return any(one is not None and one.accounts is None and one.people for one in (services or {}).values())


def _counted(
    order: Sequence[str], takers: Mapping[str, Sequence[str]], members: Sequence[Collection[str]]
) -> dict[str, int]:
    """Customers by service; who is in segments of two counts for the one that stands first."""
    found: dict[str, int] = {}
    for segments in members:
        mine = {name for segment in segments for name in takers.get(segment, ())}
        first = next((name for name in order if name in mine), None)
        if first is not None:
            found[first] = found.get(first, 0) + 1
    return found


def _service(
    id: str,
    record: ServiceWritten,
    takers: Mapping[str, Sequence[str]],
    segments: Mapping[str, SegmentWritten | None],
    counted: int | None,
) -> Service:
    mine = tuple(name for name, services in takers.items() if id in services)
    accounts = record.accounts if record.accounts is not None else counted
    load = accounts / record.people if accounts is not None and record.people else None
    return Service(id, record, mine, accounts, load, tuple(_money(record, mine, segments)))


def _money(
    record: ServiceWritten, mine: tuple[str, ...], segments: Mapping[str, SegmentWritten | None]
) -> Iterable[Money]:
    apart = record.by_segment or {}
    outside = {id for id in mine if (segment := segments.get(id)) is not None and not segment.ideal}
    shared = [id for id in mine if apart.get(id) is None]
    if record.cost is not None and record.margin is not None:
        yield Money(record.cost, record.margin, None, bool(shared) and outside.issuperset(shared))
    for id, own in apart.items():
        if own is not None:
            cost = own.cost if own.cost is not None else record.cost
            margin = own.margin if own.margin is not None else record.margin
            if cost is not None and margin is not None:
                yield Money(cost, margin, id, id in outside)


def _promise(launch: Launch, id: str, record: PromiseWritten, limits: LimitsWritten) -> Promise:
    realised = _known(record.realised, launch.as_of)
    start = record.start or record.made
    day = (launch.as_of - start).days if start is not None and start <= launch.as_of else None
    mark = max((one for one in limits.marks if day is not None and one <= day), default=None)
    return Promise(id, record, realised, day, mark, judge(record, realised, mark, limits))


def judge(
    record: PromiseWritten, realised: tuple[RealisedWritten, ...], mark: int | None, limits: LimitsWritten
) -> str:
    """What became of a promise, at the last mark that has passed."""
    if record.promised is None or record.promised <= 0:
        return NO_VALUE if record.deal is not None else ""
    if not realised:
        return UNMEASURED if mark is not None else EARLY
    share = realised[-1].value / record.promised
    if share >= 1:
        return KEPT
    if mark is None:
        return EARLY
    return WARNING if share < limits.realised else ON_WAY


def _known(facts: Iterable[Fact], as_of: date) -> tuple[Fact, ...]:
    """Facts up to a day, in the order of days."""
    return tuple(sorted((one for one in facts if one.date_ <= as_of), key=lambda one: one.date_))
