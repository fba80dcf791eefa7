"""Knows when everything can be done if each person works on a few items at a time: the second schedule.

Owners are resources of gtm.analysis.rcpsp: `capacity` items at a time, on their working days, free
again while an item only waits. Work without an owner is limited by nobody. It must not know how
the list of priorities is found, nor how the plan is shown.
"""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gtm.analysis import rcpsp
from gtm.analysis.schedule import Schedule
from gtm.analysis.snapshot import Study
from gtm.analysis.timing import Stretch
from gtm.clock import Clock
from gtm.dates import Length
from gtm.model.launch import Launch


def at_a_time(launch: Launch, person: str) -> int:
    """How many items a person works on at a time: one, unless people.yaml says more."""
    known = launch.people.get(person)
    return (known.capacity or 1) if known is not None else 1


@dataclass(frozen=True, slots=True)
class Turn:
    """One item under the limits of its owner. `after` is what it waited for last.

    `for_owner` says that `after` is the item its owner was busy with, and not one it needs; `after`
    is empty where it starts today or on a date of its own. It could start on `opens` if its owner
    were not away then.
    """

    opens: date
    start: date
    worked: date
    finish: date
    after: str
    for_owner: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """When a gate can be reached: without limits, with each owner's, and when it is due."""

    id: str
    due: date
    alone: date
    shared: date

    @property
    def late_by_people(self) -> bool:
        """Whether it is late only because somebody has too much to do at a time."""
        return self.alone <= self.due < self.shared


class Levelled:
    """The schedule with limits: turns by item, reaches by gate that is still to be decided."""

    def __init__(self, study: Study, project: "Work", plan: rcpsp.Plan) -> None:
        self._study, self._project, self._plan = study, project, plan
        self._index = {id: at for at, id in enumerate(project.ids)}
        self.tried = plan.tried

    @cached_property
    def gates(self) -> dict[str, Reach]:
        found = {}
        for id, view in self._study.gates.items():
            alone, at = self._study.schedule.finish(id), self._index.get(id)
            if alone is not None and at is not None:
                shared = max(Clock.day(self._plan.ends[at]), self._study.launch.as_of)
                found[id] = Reach(id, view.due, alone, shared)
        return found

    def turn(self, id: str) -> Turn | None:
        """When an open item has its turn; None for items that are over, and behind a loop."""
        at = self._index.get(id)
        stretch = self._project.stretches[at] if at is not None else None
        if at is None or stretch is None:
            return None
        start, worked = self._plan.starts[at], self._plan.ends[at]
        after, for_owner = self._driver(at)
        today = self._study.launch.as_of
        opens = Clock.day(start + 1) if stretch.effort else max(Clock.day(start), today)
        last = max(Clock.day(worked), today)
        return Turn(
            opens=opens,
            start=min(Clock.day(stretch.clock.forward(start, 1)) if stretch.effort else opens, last),
            worked=last,
            finish=max(Clock.day(self._study.schedule.after(worked, stretch.wait)), last),
            after=self._project.ids[after] if after >= 0 else "",
            for_owner=for_owner,
        )

    def chain(self, id: str) -> list[str]:
        """What drives an item or gate with limits, first to last: needs, and work of the same owner."""
        found = {id: None}
        at = self._driver(self._index[id])[0] if id in self._index else -1
        while at >= 0 and self._project.ids[at] not in found:
            found[self._project.ids[at]] = None
            at = self._driver(at)[0]
        return list(found)[::-1]

    @property
    def hands(self) -> list[list[str]]:
        """Items that are worked on one after another: for each owner as many lists as items at a time."""
        starts, ends, found = self._plan.starts, self._plan.ends, []
        for mates in self._mates.values():
            hands: list[list[int]] = []
            for at in sorted((at for _, at in mates), key=lambda one: (starts[one], one)):
                free = [hand for hand in hands if ends[hand[-1]] <= starts[at]]
                if free:
                    max(free, key=lambda hand: ends[hand[-1]]).append(at)
                else:
                    hands.append([at])
            found += [[self._project.ids[at] for at in hand] for hand in hands]
        return found

    def _driver(self, at: int) -> tuple[int, bool]:
        """What a node waited for last: a need, or (True) the work of the same owner; -1 for neither."""
        project, plan = self._project, self._plan
        opens, start = project.opens(at, plan.ends), plan.starts[at]
        if start > opens:
            mates = self._mates.get(project.owners[at], [])
            last = bisect_right(mates, (start, len(plan.ends))) - 1
            return (mates[last][1], True) if last >= 0 and mates[last][0] > opens else (-1, False)
        found = [one for one in project.links[at] if project.arrives(one, plan.ends) == opens]
        if not found or opens <= project.releases[at]:
            return -1, False
        return min(one.before for one in found), False

    @cached_property
    def _mates(self) -> dict[int, list[tuple[int, int]]]:
        """The end and number of every node that takes work, by owner, the first to end first."""
        found: dict[int, list[tuple[int, int]]] = {}
        for at, owner in enumerate(self._project.owners):
            if owner >= 0 and self._plan.ends[at] > self._plan.starts[at]:
                found.setdefault(owner, []).append((self._plan.ends[at], at))
        return {owner: sorted(ends) for owner, ends in found.items()}


@dataclass(frozen=True, slots=True)
class Link:
    """A node waits for another one, which is followed by a wait of its own and a lag of the need."""

    before: int
    wait: Length | None
    lag: Length | None


@dataclass(frozen=True)
class Work(rcpsp.Project):
    """The open work of a launch as activities, in the order of ids; instants as in gtm.clock.Clock."""

    ids: Sequence[str]
    owners: Sequence[int]  # number of the resource; -1 for nobody
    links: Sequence[Sequence[Link]]
    releases: Sequence[int]
    stretches: Sequence[Stretch | None]  # None for gates
    dues: Mapping[int, int]  # gates
    plan: Schedule
    usual: Clock

    def arrives(self, link: Link, ends: Sequence[int]) -> int:
        free = self.plan.after(ends[link.before], link.wait)
        return self.plan.after(free, link.lag)

    def opens(self, at: int, ends: Sequence[int]) -> int:
        instant = self.releases[at]
        for link in self.links[at]:
            free = ends[link.before]
            if link.wait is not None or link.lag is not None:
                free = self.arrives(link, ends)
            instant = max(instant, free)
        return instant

    def ends(self, at: int, start: int) -> int:
        stretch = self.stretches[at]
        return start if stretch is None else stretch.clock.forward(start, self.durations[at])

    def cost(self, ends: Sequence[int]) -> rcpsp.Cost:
        """Working minutes by which gates are late together, then the sum of their instants."""
        late = sum(max(self.usual.work(due, ends[at]), 0) for at, due in self.dues.items() if ends[at] > due)
        return late, sum(ends[at] for at in self.dues)


def level(study: Study, passes: int | None = None) -> Levelled:
    """The schedule in which nobody does more at a time than they can. The same for the same launch."""
    project = work(study)
    return Levelled(study, project, rcpsp.schedule(project, _ranks(study, project), passes))


def work(study: Study, efforts: Mapping[str, int] | None = None) -> Work:
    """The open work as a project; `efforts` replaces minutes of work by id."""
    graph, plan, launch = study.graph, study.schedule, study.launch
    stretches = {id: plan.stretch(id) for id in graph.launch.items}
    live = {id: one for id, one in stretches.items() if one is not None}
    decided = {id for id, one in study.decisions.items() if one.decided is not None}
    gates = [leg.id for leg in graph.legs if leg.id not in decided and plan.finish(leg.id) is not None]
    ids = sorted([*live, *gates])
    index = {id: at for at, id in enumerate(ids)}
    now = Clock.opening(launch.as_of)
    links: list[list[Link]] = []
    releases: list[int] = []
    for id in ids:
        stretch = live.get(id)
        release, found = max(now, stretch.release if stretch is not None else 0), []
        for edge in graph.before[graph.index[id]]:
            on = graph.ids[edge.before]
            if on in index:
                before = live.get(on)
                found.append(Link(index[on], before.wait if before is not None else None, edge.lag))
            else:
                release = max(release, plan.after(plan.over(on), edge.lag))
        links.append(found)
        releases.append(release)
    names = sorted({str(launch.items[id].owner) for id in live if launch.items[id].owner is not None})
    numbers = {name: at for at, name in enumerate(names)}
    owners = [numbers.get(str(launch.items[id].owner), -1) if id in live else -1 for id in ids]
    minutes = [(efforts or {}).get(id, live[id].effort) if id in live else 0 for id in ids]
    return Work(
        durations=minutes,
        before=[[link.before for link in found] for found in links],
        demands=[((owner, 1),) if owner >= 0 and much else () for owner, much in zip(owners, minutes, strict=True)],
        capacities=[at_a_time(launch, name) for name in names],
        ids=ids,
        owners=owners,
        links=links,
        releases=releases,
        stretches=[live.get(id) for id in ids],
        dues={index[id]: Clock.closing(study.gates[id].due) for id in gates},
        plan=plan,
        usual=Clock(launch.calendar, launch.as_of),
    )


def _ranks(study: Study, project: Work) -> list[list[float]]:
    """Orders that know the dates: by latest start, latest finish and slack; what no gate waits for comes last."""
    slots = [study.schedule.slots[id] for id in project.ids]
    starts = [math.inf if one.latest_start is None else float(one.latest_start.toordinal()) for one in slots]
    finishes = [math.inf if one.latest_finish is None else float(one.latest_finish.toordinal()) for one in slots]
    return [starts, finishes, [math.inf if one.slack is None else float(one.slack) for one in slots]]
