"""Knows how to fit activities into limited resources: list scheduling with forward and backward passes.

Integer time, any number of renewable resources with demands; the result is always valid and the
same for the same project. It must not know launches, people or dates: a subclass of `Project` may
say how long work takes on a calendar.
"""

import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from heapq import heapify, heappop, heappush

Demand = tuple[tuple[int, int], ...]  # (resource, how much of it) of one activity
Cost = tuple[int, ...]
_SEED = 20_270_216
_WORK = 30_000  # activities placed in all passes together, so that a large plan gets fewer of them
_PASSES = 1_000
_SPREADS = (0.05, 0.1, 0.2, 0.35)  # how far from the rule a random order goes, as shares of all


@dataclass(frozen=True)
class Project:
    """Activities by number: how long, after which others, and how much of which resource.

    Resources are numbered as in `capacities`; a demand above its capacity is taken as all of it.
    Raises ValueError for a loop.
    """

    durations: Sequence[int]
    before: Sequence[Sequence[int]]
    demands: Sequence[Demand]
    capacities: Sequence[int]

    def opens(self, at: int, ends: Sequence[int]) -> int:
        """The earliest start of an activity, from the ends of those before it."""
        return max((ends[other] for other in self.before[at]), default=0)

    def ends(self, at: int, start: int) -> int:
        """When an activity begun at `start` releases its resources. Never falls as `start` rises."""
        return start + self.durations[at]

    def cost(self, ends: Sequence[int]) -> Cost:
        """What is to be made small, compared from left to right."""
        return (max(ends, default=0),)

    @cached_property
    def after(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.durations]
        for at, others in enumerate(self.before):
            for other in others:
                found[other].append(at)
        return found

    @cached_property
    def order(self) -> list[int]:
        """The activities so that each comes after those before it."""
        waits = [len(others) for others in self.before]
        ready = [at for at, count in enumerate(waits) if not count]
        for at in ready:
            for other in self.after[at]:
                waits[other] -= 1
                if not waits[other]:
                    ready.append(other)
        if len(ready) < len(waits):
            raise ValueError("activities wait for each other in a loop")
        return ready

    @cached_property
    def tails(self) -> list[int]:
        """The longest way from the start of each activity to the end of all, in plain durations."""
        found = list(self.durations)
        for at in reversed(self.order):
            found[at] += max((found[other] for other in self.after[at]), default=0)
        return found


@dataclass(frozen=True, slots=True)
class Plan:
    """Starts and ends by activity, what they cost, and how many plans were compared."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    cost: Cost
    tried: int = 1


class _Profile:
    """How much of one resource is taken over time: steps at `times`, `used` from each on."""

    __slots__ = ("capacity", "times", "used")

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.times = [-(1 << 62)]
        self.used = [0]

    def conflict(self, start: int, end: int, need: int) -> int | None:
        """The earliest moment at which a stretch that does not fit could be tried again; None when it fits."""
        times, used, most = self.times, self.used, self.capacity - need
        at = bisect_right(times, start) - 1
        while at < len(times) and times[at] < end:
            if used[at] > most:
                while used[at] > most:  # the last step is always 0: nothing lasts for ever
                    at += 1
                return times[at]
            at += 1
        return None

    def take(self, start: int, end: int, need: int) -> None:
        first, last = self._step(start), self._step(end)
        for at in range(first, last):
            self.used[at] += need
        for at in (last, first):  # steps that are none any more go, or a full week would be walked for ever
            if at and self.used[at] == self.used[at - 1]:
                del self.times[at], self.used[at]

    def _step(self, moment: int) -> int:
        at = bisect_right(self.times, moment) - 1
        if self.times[at] == moment:
            return at
        self.times.insert(at + 1, moment)
        self.used.insert(at + 1, self.used[at])
        return at + 1


def precedence(project: Project) -> Plan:
    """The plan with unlimited resources: every activity as early as what is before it allows."""
    count = len(project.durations)
    starts, ends = [0] * count, [0] * count
    for at in project.order:
        starts[at] = project.opens(at, ends)
        ends[at] = project.ends(at, starts[at])
    return Plan(tuple(starts), tuple(ends), project.cost(ends))


def serial(project: Project, rank: Sequence[float]) -> Plan:
    """One pass: of the activities that may come next the one of the lowest rank, as early as it fits."""
    count = len(project.durations)
    profiles = [_Profile(capacity) for capacity in project.capacities]
    starts, ends = [0] * count, [0] * count
    waits = [len(others) for others in project.before]
    ready = [(rank[at], at) for at in range(count) if not waits[at]]
    heapify(ready)
    while ready:
        _, at = heappop(ready)
        starts[at], ends[at] = _place(project, profiles, at, project.opens(at, ends))
        for other in project.after[at]:
            waits[other] -= 1
            if not waits[other]:
                heappush(ready, (rank[other], other))
    return Plan(tuple(starts), tuple(ends), project.cost(ends))


def _place(project: Project, profiles: list[_Profile], at: int, start: int) -> tuple[int, int]:
    """The first stretch from `start` on for which every resource suffices; it is taken."""
    needs = [(profiles[one], min(much, profiles[one].capacity)) for one, much in project.demands[at] if much]
    end = project.ends(at, start)
    moved = end > start
    while moved:
        moved = False
        for profile, much in needs:
            later = profile.conflict(start, end, much)
            if later is not None:
                start, moved = later, True
                end = project.ends(at, start)
    if end > start:
        for profile, much in needs:
            profile.take(start, end, much)
    return start, end


def schedule(project: Project, ranks: Sequence[Sequence[float]] = (), passes: int | None = None) -> Plan:
    """The best plan of several priority rules, each improved by going back and forth.

    `ranks` are further orders to try first. The number of passes falls with the size, so that the
    work stays linear; `passes` sets it instead. Always the same plan for the same project.
    """
    count = len(project.durations)
    most = passes if passes is not None else max(min(_WORK // max(count, 1), _PASSES), 3)
    search = _Search(project, precedence(project).cost, most)
    for rank in [*ranks, *_rules(project)]:
        search.improve(serial(project, rank))
        if search.over:
            break
    search.sample()
    best = search.best
    assert best is not None
    return Plan(best.starts, best.ends, best.cost, search.tried)


@dataclass
class _Search:
    """The best plan so far, and how many passes are left to find a better one."""

    project: Project
    bound: Cost
    passes: int
    best: Plan | None = None
    tried: int = 0
    chance: random.Random = field(default_factory=partial(random.Random, _SEED))

    @property
    def over(self) -> bool:
        return self.tried >= self.passes or (self.best is not None and self.best.cost <= self.bound)

    def improve(self, plan: Plan) -> None:
        """Keep a plan, and go back and forth from it as long as that makes it better."""
        self._keep(plan)
        while not self.over:
            following = serial(self.project, _pushed(self.project, plan))
            self._keep(following)
            if following.cost >= plan.cost:
                return
            plan = following

    def _keep(self, plan: Plan) -> None:
        self.tried += 1
        if self.best is None or plan.cost < self.best.cost:
            self.best = plan

    def sample(self) -> None:
        """Plans at random, those with long tails more likely first, each improved."""
        tails = self.project.tails
        spread = max(tails, default=0) or 1
        while not self.over:
            amount = self.chance.choice(_SPREADS)
            self.improve(serial(self.project, [-tail - amount * spread * self.chance.random() for tail in tails]))


def _rules(project: Project) -> list[list[float]]:
    """Priority rules: latest start, latest finish, least slack, what follows directly, earliest start."""
    durations, tails = project.durations, project.tails
    starts = precedence(project).starts
    followed = [durations[at] + sum(durations[one] for one in after) for at, after in enumerate(project.after)]
    return [
        [float(-tail) for tail in tails],
        [float(durations[at] - tail) for at, tail in enumerate(tails)],
        [float(-tail - starts[at]) for at, tail in enumerate(tails)],
        [float(-weight) for weight in followed],
        [float(-_weight(project, at)) for at in range(len(durations))],
        [float(start) for start in starts],
    ]


def _weight(project: Project, at: int) -> int:
    """How much of the resources an activity takes, over its duration, in thousandths of each."""
    shares = (
        min(much, project.capacities[one]) * 1000 // max(project.capacities[one], 1)
        for one, much in project.demands[at]
    )
    return project.durations[at] * sum(shares)


def _pushed(project: Project, plan: Plan) -> list[float]:
    """The order of starts when everything is pushed as late as its successors and resources allow."""
    spans = [end - start for start, end in zip(plan.starts, plan.ends, strict=True)]
    mirror = Project(spans, project.after, project.demands, project.capacities)
    pushed = serial(mirror, [float(-end) for end in plan.ends])
    return [float(-end) for end in pushed.ends]
