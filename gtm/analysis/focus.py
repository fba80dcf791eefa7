"""Knows where to act: what waits for nothing, what each item frees, why a gate or item is not ready."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gtm.analysis.gates import GateView
from gtm.analysis.readiness import Readiness
from gtm.analysis.schedule import Schedule
from gtm.graph import LaunchGraph
from gtm.model.launch import Item, Launch

_MANY = 25_000  # nodes above which reach is counted by search from few nodes instead of bit sets


@dataclass(frozen=True, slots=True)
class Action:
    """An open item that waits for nothing, and what finishing it frees."""

    id: str
    kind: str  # name (an owner), prove, confirm, finish, start, unblock
    owner: str | None
    acts: str | None  # the person to turn to: the owner, else who leads the team
    days_late: int  # working days after its due date; 0 when it is not late
    slack: int | None
    frees: int  # open items that wait for it, directly or not
    teams: int  # teams they belong to
    people: int  # persons who own them


@dataclass(frozen=True, slots=True)
class Why:
    """Why something is not ready: the open items that wait for nothing, and what it blocks itself."""

    id: str
    settled: bool
    open: tuple[Action, ...]
    waiting: tuple[str, ...]  # open items in between
    blocks: tuple[str, ...]  # open items and gates that wait for it, nearest first


class Focus:
    """Answers about one launch; the counting is done once."""

    def __init__(
        self, graph: LaunchGraph, readiness: Mapping[str, Readiness], schedule: Schedule, gates: Mapping[str, GateView]
    ) -> None:
        self._graph, self._readiness, self._schedule, self._gates = graph, readiness, schedule, gates
        self.open = [self._is_open(at) for at in range(len(graph.ids))]
        self._items_open = [flag and at < len(graph.items) for at, flag in enumerate(self.open)]
        self._counts: list[int] | None = None

    def _is_open(self, at: int) -> bool:
        item = self._graph.item(at)
        if item is not None:
            return not self._readiness[item.id].settled
        view = self._gates.get(self._graph.ids[at])
        return view is None or not view.passed

    def needs_open(self, item: Item) -> list[str]:
        """What an item still waits for: open items and gates among its needs.

        A need that is done but not yet proven no longer holds the work up, only its gate.
        """
        at = self._graph.index[item.id]
        found = []
        for edge in self._graph.before[at]:
            other = self._graph.item(edge.before)
            if self.open[edge.before] and (other is None or other.status != "done"):
                found.append(self._graph.ids[edge.before])
        return list(dict.fromkeys(found))

    def free(self, at: int) -> bool:
        """Whether an open item waits for nothing that is still open."""
        item = self._graph.item(at)
        return item is not None and self.open[at] and not self.needs_open(item)

    def unlocks(self, at: int) -> int:
        """How many open items wait for a node, directly or not."""
        if len(self._graph.ids) > _MANY:
            return sum(self._items_open[one] for one in self._graph.below(at, self.open))
        if self._counts is None:
            self._counts = self._graph.count_below(self._items_open)
        return self._counts[at]

    def actions(self, limit: int = 3) -> list[Action]:
        """The open items to act on first: late or out of slack before others, then what frees most."""
        nodes = [at for at in range(len(self._graph.items)) if self._presses(at)]
        if len(self._graph.ids) > _MANY:
            nodes = sorted(nodes, key=self._urgency)[:200]
        ranked = sorted(nodes, key=lambda at: (self._urgency(at)[0], -self.unlocks(at), self._urgency(at), at))
        return [self.action(at) for at in ranked[:limit]]

    def _presses(self, at: int) -> bool:
        item = self._graph.items[at]
        view = self._gates.get(self._graph.gate_of(item))
        return item.must and self.free(at) and not (view is not None and view.passed)

    def _urgency(self, at: int) -> tuple[int, int, int]:
        item = self._graph.items[at]
        slot = self._schedule.slots.get(item.id)
        slack = slot.slack if slot and slot.slack is not None else 10_000
        late = item.due < self._graph.launch.as_of
        class_ = 0 if late or slack < 0 else 1 if slack <= 5 else 2
        return class_, slack, item.due.toordinal()

    def action(self, at: int) -> Action:
        """What to do about one open item."""
        graph, launch = self._graph, self._graph.launch
        item = graph.items[at]
        slot = self._schedule.slots.get(item.id)
        below = [graph.items[one] for one in graph.below(at, self.open) if one < len(graph.items)]
        late = launch.calendar.between(item.due, launch.as_of) if item.due < launch.as_of else 0
        lead = (launch.written.leads or {}).get(item.team)
        return Action(
            item.id,
            self.kind(item),
            item.owner,
            item.owner or lead,
            late,
            slot.slack if slot else None,
            len(below),
            len({one.team for one in below}),
            len({one.owner for one in below if one.owner}),
        )

    def kind(self, item: Item) -> str:
        """What to do about an open item, in one verb."""
        ready = self._readiness[item.id]
        if item.owner is None or (item.owner_from == "lead" and item.status == "unknown"):
            return "name"
        if item.status == "done":
            return "confirm" if "confirmation" in ready.missing else "prove"
        if item.status == "not-applicable":
            return "confirm"
        if item.status == "blocked":
            return "unblock"
        return "finish" if item.status == "doing" else "start"

    def why(self, id: str) -> Why:
        """Why an item or gate is not ready. Raises KeyError for an unknown id."""
        graph = self._graph
        at = graph.index[id]
        above = [one for one in graph.above(at, self.open) if self.open[one]]
        here = [at] if at < len(graph.items) and self.open[at] else []
        roots = [one for one in (*here, *above) if self.free(one)]
        roots.sort(key=lambda one: (-self.unlocks(one), self._urgency(one), one))
        waiting = [graph.ids[one] for one in above if one < len(graph.items) and not self.free(one)]
        blocks = [graph.ids[one] for one in graph.below(at, self.open) if self.open[one]]
        return Why(id, not self.open[at], tuple(self.action(one) for one in roots), tuple(waiting), tuple(blocks))


def chain_titles(launch: Launch, graph: LaunchGraph, ids: Iterable[str]) -> list[str]:
    """Short names for the links of a chain."""
    return [graph.title(id) for id in ids if id in launch.items]
