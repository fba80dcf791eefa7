"""Knows what is still open before the gates, as plain numbers a simulation can walk many times.

The rules are those of gtm.analysis.schedule: done work is fixed, work begun counts what has passed,
waits and lags count calendar or working days, nothing starts before today. Instants are whole
minutes since the as-of date began, gtm.clock.Clock.DAY to a day. It must not know chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from graphlib import TopologicalSorter
from typing import NamedTuple

from gtm.analysis.sampling import Spread, spread
from gtm.analysis.snapshot import Study
from gtm.clock import Clock
from gtm.dates import Calendar, Length, add_days
from gtm.model.launch import Item

DAY = Clock.DAY
FARTHEST = 366 * 20  # days; what lies behind them never comes


class Task(NamedTuple):
    """One open item or gate; the tasks of a network stand in an order in which needs come first."""

    id: str
    before: tuple[tuple[int, Length | None], ...]  # tasks it waits for, by number, in the order of ids, with lags
    floor: int  # it cannot start earlier, whatever the other tasks do
    effort: Spread | None  # minutes; None for a gate, or where nothing is left to do
    spent: int | None  # minutes worked on it so far; None where the effort is what is left
    wait: Length | None
    calendar: int  # whose working days: a place in Network.calendars
    turn: tuple[int, ...] = ()  # tasks whose work (not wait) must end first: the same pair of hands does them


@dataclass(frozen=True, slots=True)
class Network:
    """Everything open that the gates still wait for, directly or not."""

    now: date
    tasks: tuple[Task, ...]
    gates: dict[str, int]  # open gates to their task's number
    calendars: tuple[Calendar, ...]  # the launch's own first


class Days:
    """Working days of one calendar from the as-of date on, as tables for looking up.

    `passed[d]` is how many working days lie before day d, `works[d]` whether d is one, and `at[k]`
    the day of the k-th working day. Days from `size` on are never.
    """

    def __init__(self, calendar: Calendar, first: date, size: int) -> None:
        self.size = size
        works = calendar.works
        self.works = [calendar.empty or works(add_days(first, day)) for day in range(size)]
        self.passed: list[int] = []
        self.at: list[int] = []
        for day, worked in enumerate(self.works):
            self.passed.append(len(self.at))
            if worked:
                self.at.append(day)
        self.passed.append(len(self.at))
        self.works.append(False)
        self.never = size * DAY

    def forward(self, instant: int, effort: int) -> int:
        """The instant at which `effort` minutes of work, begun at `instant`, are done."""
        if effort <= 0 or instant >= self.never:
            return instant
        whole, rest = divmod(self.position(instant) + effort - 1, DAY)
        return self.at[whole] * DAY + rest + 1 if whole < len(self.at) else self.never

    def position(self, instant: int) -> int:
        """Minutes of working time before an instant."""
        day, used = divmod(instant, DAY)
        return self.passed[day] * DAY + (used if self.works[day] else 0)


def after_wait(usual: Days, instant: int, wait: Length | None) -> int:
    """An instant after a wait: the close of the last of its calendar days, or working time."""
    if wait is None or not wait.count:
        return instant
    if wait.working:
        return usual.forward(instant, wait.count * DAY)
    return min(((instant - 1) // DAY + wait.count + 1) * DAY, usual.never)


def tables(network: Network, size: int) -> list[Days]:
    """The tables of every calendar, `size` days long."""
    return [Days(calendar, network.now, size) for calendar in network.calendars]


def network(study: Study, hands: Sequence[Sequence[str]] = ()) -> Network:
    """What is open before the gates that are not passed. Nothing in or behind a loop is in it.

    `hands` are items that are worked on one after another, in that order; then all open work is
    in the network, since it keeps its owners busy whether or not a gate waits for it.
    """
    return _Collection(study).network(hands)


class _Collection:
    def __init__(self, study: Study) -> None:
        self.study, self.graph, self.launch = study, study.graph, study.launch
        self.decided = {id for id, one in study.decisions.items() if one.decided is not None}
        self.origin = Clock.opening(self.launch.as_of)
        self.calendars = [self.launch.calendar]

    def network(self, hands: Sequence[Sequence[str]]) -> Network:
        graph, gates = self.graph, self.study.gates
        goals = [graph.index[leg.id] for leg in graph.legs if not gates[leg.id].passed]
        goals = [at for at in goals if at not in graph.stuck and self._open(at)]
        wanted = {at for at in graph.order if self._open(at)} if hands else self._upstream(goals)
        turns: dict[int, int] = {}
        for hand in hands:
            turns.update(zip((graph.index[id] for id in hand[1:]), (graph.index[id] for id in hand), strict=False))
        number: dict[int, int] = {}
        tasks: list[Task] = []
        for at in self._ordered(wanted, turns):
            number[at] = len(tasks)
            turn = (number[turns[at]],) if at in turns else ()
            tasks.append(self._task(at, number)._replace(turn=turn))
        open_gates = {graph.ids[at]: number[at] for at in goals}
        return Network(self.launch.as_of, tuple(tasks), open_gates, tuple(self.calendars))

    def _ordered(self, wanted: set[int], turns: dict[int, int]) -> list[int]:
        """The nodes in an order in which needs and turns come first."""
        if not turns:
            return [at for at in self.graph.order if at in wanted]
        before = {
            at: {edge.before for edge in self.graph.before[at]} & wanted for at in self.graph.order if at in wanted
        }
        for at, first in turns.items():
            before[at].add(first)
        return list(TopologicalSorter(before).static_order())

    def _upstream(self, goals: Sequence[int]) -> set[int]:
        found, queue = set(goals), list(goals)
        for at in queue:
            for edge in self.graph.before[at]:
                if edge.before not in found and self._open(edge.before):
                    found.add(edge.before)
                    queue.append(edge.before)
        return found

    def _open(self, at: int) -> bool:
        id = self.graph.ids[at]
        if self.graph.item(at) is None:
            return id not in self.decided
        return self.study.schedule.stretch(id) is not None

    def _task(self, at: int, number: dict[int, int]) -> Task:
        graph, floor, before = self.graph, 0, []
        for edge in sorted(graph.before[at], key=lambda edge: graph.ids[edge.before]):
            if self._open(edge.before):
                before.append((number[edge.before], edge.lag))
            else:
                over = self.study.schedule.over(graph.ids[edge.before])
                floor = max(floor, self.study.schedule.after(over, edge.lag) - self.origin)
        item = graph.item(at)
        stretch = self.study.schedule.stretch(graph.ids[at])
        if item is None or stretch is None:
            return Task(graph.ids[at], tuple(before), floor, None, None, None, 0)
        floor = max(floor, stretch.release - self.origin)
        effort = _effort(item) if stretch.effort else None
        spent = None
        if item.state.left is None and item.state.started is not None and item.status in {"doing", "blocked"}:
            spent = max(stretch.clock.work(Clock.opening(item.state.started), self.origin), 0)
        return Task(item.id, tuple(before), floor, effort, spent, stretch.wait, self._calendar(item))

    def _calendar(self, item: Item) -> int:
        own = self.launch.person_calendars.get(item.owner or "", self.launch.calendar)
        for at, known in enumerate(self.calendars):
            if known is own:
                return at
        self.calendars.append(own)
        return len(self.calendars) - 1


def _effort(item: Item) -> Spread:
    """The effort in minutes: what is left, the team's estimate, the playbook's, or one day assumed."""
    known = item.state.effort or item.definition.effort
    if item.state.left is not None:
        points = spread(item.state.left, item.state.left, item.state.left)
    elif known is not None:
        points = spread(known.optimistic, known.likely, known.pessimistic)
    else:
        points = spread(1.0, 1.0, 1.0)
    return Spread(*(point * DAY for point in points))
