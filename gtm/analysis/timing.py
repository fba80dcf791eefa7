"""Knows how the work of a launch runs forward and back in time, as instants by node number.

Assumptions: likely efforts in working days of the owner's calendar, then the wait; open work
starts on the as-of date at the earliest; owners can do everything at once. Instants are whole
minutes of gtm.clock.Clock, so sums are exact. It must not know who asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from gtm.analysis.readiness import Readiness
from gtm.clock import Clock
from gtm.dates import Calendar, Length, add_days, resolve
from gtm.graph import Edge, LaunchGraph
from gtm.model.launch import Item

DAY = Clock.DAY


@dataclass(frozen=True, slots=True)
class Slot:
    """The dates of one item or gate.

    `start` and `finish` are the earliest possible, `latest_start` and `latest_finish` the latest
    that moves no gate past its date; None where no gate waits for it. A start is the first day
    somebody works on it. `slack` is how many whole working days of its owner the work can slip
    before it moves a gate (negative: too late already), `gate` the gate it would move first,
    `driver` the id of what makes it start when it does, "" when that is today.
    """

    start: date
    finish: date
    latest_start: date | None
    latest_finish: date | None
    slack: int | None
    gate: str
    driver: str
    assumed: bool = False


class Stretch(NamedTuple):
    """The work of one open item as instants of gtm.clock.Clock, for whoever plans or draws it.

    `effort` minutes of its owner's `clock` are worked from `start` to `worked`; after the `wait`
    comes `finish`. It cannot start before `release` (not_before, expected; 0 for neither), nor
    could it before `ready`, when all it needs was there.
    """

    start: int
    worked: int
    finish: int
    effort: int
    wait: Length | None
    release: int
    ready: int
    clock: Clock


class Pass:
    """The working state of one schedule: instants by node number."""

    def __init__(
        self, graph: LaunchGraph, readiness: Mapping[str, Readiness], decided: Mapping[str, date], optimistic: bool
    ) -> None:
        self.graph, self.launch = graph, graph.launch
        self.readiness, self.decided, self.optimistic = readiness, decided, optimistic
        self.now = Clock.opening(self.launch.as_of)
        count = len(graph.ids)
        self.start = [self.now] * count
        self.finish = [self.now] * count
        self.worked: dict[int, int] = {}  # where the effort ends, for items that wait after it
        self.effort = [0] * count
        self.driver = [-1] * count
        self.clocks: dict[str | None, Clock] = {None: Clock(self.launch.calendar, self.launch.as_of)}
        self.usual = self.clocks[None]
        self.cache: dict[tuple[int, int], int] = {}

    def forward(self) -> None:
        """Earliest start and finish of every node that has an order."""
        items, count = self.graph.items, len(self.graph.items)
        for at in self.graph.order:
            if at < count:
                self._item(at, items[at])
            else:
                self._gate(at)

    def driven_by(self, id: str) -> str:
        """The id of what makes a node start when it does; empty when that is today."""
        driver = self.driver[self.graph.index[id]]
        return self.graph.ids[driver] if driver >= 0 else ""

    def clock(self, item: Item) -> Clock:
        """The owner's working time; the launch's where the owner has no absence or calendar of their own."""
        owner = item.owner
        if owner is None:
            return self.usual
        known = self.clocks.get(owner)
        if known is None:
            calendar: Calendar = self.launch.person_calendars.get(owner, self.launch.calendar)
            same = calendar is self.launch.calendar
            known = self.clocks[owner] = self.usual if same else Clock(calendar, self.launch.as_of)
        return known

    def _gate(self, at: int) -> None:
        id = self.graph.ids[at]
        if id in self.decided:
            self.finish[at] = self.start[at] = min(Clock.closing(self.decided[id]), self.now)
            return
        instant, driver = self._ready(at)
        self.start[at] = self.finish[at] = instant
        self.driver[at] = driver

    def _item(self, at: int, item: Item) -> None:
        ready = self.readiness[item.id]
        state = item.state
        if ready.settled:
            done = state.finished or self.launch.as_of
            self.finish[at] = self.start[at] = min(Clock.closing(done), self.now)
            return
        if state.status == "done":
            return  # said done: others may go on, and only its proof is still to come, today at best
        clock = self.clock(item)
        instant, driver = self._ready(at)
        lower = self._release(item)
        if lower > instant:
            instant, driver = lower, -1
        effort = self._left(item, clock)
        self.effort[at] = effort
        self.driver[at] = driver
        self.start[at] = instant
        self.finish[at] = clock.forward(instant, effort)
        wait = _wait(item)
        if wait is not None:
            self.worked[at] = self.finish[at]
            self.finish[at] = self.after_wait(self.finish[at], wait)

    def _left(self, item: Item, clock: Clock) -> int:
        """Minutes of work still to do: as said, less what has passed since it began, or none after a wait."""
        state = item.state
        if state.left is not None:
            return round(state.left * DAY)
        if _arrives(item) and (state.wait or item.definition.wait) is not None:
            return 0
        effort = _minutes(item, self.optimistic)
        if state.started is not None and state.status in {"doing", "blocked"}:
            spent = clock.work(Clock.opening(state.started), self.now)
            effort = max(effort - max(spent, 0), min(effort, DAY // 2))
        return effort

    def _release(self, item: Item) -> int:
        """The instant before which an item cannot start whatever its needs; 0 when there is none."""
        lower = self._not_before(item)
        if item.state.expected is not None and _arrives(item):
            return max(lower, Clock.closing(item.state.expected))
        return lower

    def stretch(self, at: int) -> Stretch | None:
        """What an open item still takes, and between which instants."""
        item = self.graph.item(at)
        if item is None or at in self.graph.stuck or self.readiness[item.id].settled or item.status == "done":
            return None
        worked = self.worked.get(at, self.finish[at])
        times = self.start[at], worked, self.finish[at], self.effort[at]
        return Stretch(*times, _wait(item), self._release(item), self._ready(at)[0], self.clock(item))

    def _ready(self, at: int) -> tuple[int, int]:
        instant, driver = self.now, -1
        for edge in self.graph.before[at]:
            free = self.finish[edge.before]
            if edge.lag is not None:
                free = self.after_wait(free, edge.lag)
            if free > instant or (
                free == instant and driver >= 0 and self.graph.ids[edge.before] < self.graph.ids[driver]
            ):
                instant, driver = free, edge.before  # equals by id: the order in files decides nothing
        return instant, driver

    def after_wait(self, instant: int, wait: Length | None) -> int:
        if wait is None or not wait.count:
            return instant
        if wait.working:
            return self.usual.forward(instant, wait.count * DAY)
        return Clock.closing(add_days(Clock.day(instant), wait.count))

    def _not_before(self, item: Item) -> int:
        lower = item.definition.not_before
        if lower is None:
            return 0
        if isinstance(lower, date):
            return Clock.opening(lower)
        gate = item.gate if lower.anchor == "gate" else lower.anchor
        base = item.anchor if lower.anchor == "T" else self.launch.gate_due(gate)
        if base is None:
            return 0
        return Clock.opening(resolve(lower, base, self.launch.calendar, self.launch.written.compress or 1.0))

    def backward(self) -> tuple[list[int | None], list[int]]:
        """Latest finish of each node without moving a gate past its date, and which gate decides it."""
        graph = self.graph
        latest: list[int | None] = [None] * len(graph.ids)
        binding = [-1] * len(graph.ids)
        for at in reversed(graph.order):
            bound, gate = None, -1
            id = graph.ids[at]
            if graph.item(at) is None:
                stage, _, market = id.partition("/")
                due = self.launch.gate_due(stage, market or None)
                if due is not None and id not in self.decided:
                    bound, gate = Clock.closing(due), at
            for edge in graph.after[at]:
                limit = self._limit(edge, latest)
                if limit is not None and (bound is None or (limit, binding[edge.after]) < (bound, gate)):
                    bound, gate = limit, binding[edge.after]
            latest[at], binding[at] = bound, gate
        return latest, binding

    def _limit(self, edge: Edge, latest: list[int | None]) -> int | None:
        """The latest finish of `edge.before` that still lets `edge.after` finish at its latest."""
        end = latest[edge.after]
        if end is None or self.graph.ids[edge.after] in self.decided:
            return None
        item = self.graph.item(edge.after)
        if item is not None:
            if self.readiness[item.id].settled or item.status == "done":
                return None
            end = self.clock(item).backward(self.before_wait(end, _wait(item)), self.effort[edge.after])
        return self.before_wait(end, edge.lag)

    def before_wait(self, instant: int, wait: Length | None) -> int:
        if wait is None or not wait.count:
            return instant
        if wait.working:
            return self.usual.backward(instant, wait.count * DAY)
        whole = Clock.day(instant // DAY * DAY)  # a wait ends with a day, so the rest of one is no help
        return Clock.closing(add_days(whole, -wait.count))

    def finish_day(self, at: int, item: Item | None) -> date:
        """The day something is over; what takes no more time is over today, what is done was over then."""
        if self.finish[at] != self.now:
            return Clock.day(self.finish[at])
        today = self.launch.as_of
        done = item.state.finished if item is not None and item.status == "done" else None
        return min(done or today, today)

    def _first_day(self, at: int, item: Item | None) -> date:
        """The day on which the work begins; without work, the day from which on it is there."""
        if item is None or not self.effort[at]:
            return max(Clock.day(self.start[at]), self.launch.as_of)
        return Clock.day(self.clock(item).forward(self.start[at], 1))

    def slot(self, at: int, latest: list[int | None], gate: list[int]) -> Slot:
        end = latest[at]
        item = self.graph.item(at)
        slack = latest_start = latest_finish = None
        if end is not None:
            latest_finish = Clock.day(end)
            latest_start = latest_finish
            clock = self.usual
            if item is not None:
                clock = self.clock(item)
                if _wait(item) is None:  # work ends on a working day; only a wait may end on another
                    latest_finish = Clock.day(clock.backward(end, 1) + 1)
                end = self.before_wait(end, _wait(item))  # what slips is the work, and the wait with it
                latest_start = Clock.day(clock.backward(end, self.effort[at]) + (self.effort[at] > 0))
            worked = self.worked.get(at, self.finish[at])
            slack = clock.work(worked, end) // DAY
            if worked > end:
                slack = min(slack, -1)  # too late by a weekend is too late
        driver = self.driver[at]
        assumed = item is not None and item.definition.effort is None and item.state.effort is None
        finish = self.finish_day(at, item)
        return Slot(
            min(self._first_day(at, item), finish),
            finish,
            latest_start,
            latest_finish,
            slack,
            self.graph.ids[gate[at]] if gate[at] >= 0 else "",
            self.graph.ids[driver] if driver >= 0 else "",
            assumed,
        )


def _arrives(item: Item) -> bool:
    """Whether what the item waits for has a day on which it is expected, instead of a length."""
    return item.state.expected is not None and item.status != "todo"


def _wait(item: Item) -> Length | None:
    """The time after the effort; none where the day it ends is known."""
    return None if _arrives(item) else item.state.wait or item.definition.wait


def _minutes(item: Item, optimistic: bool) -> int:
    effort = item.state.effort or item.definition.effort
    if effort is None:
        return DAY
    return round((effort.optimistic if optimistic else effort.likely) * DAY)
