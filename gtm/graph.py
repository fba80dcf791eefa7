"""Knows what waits for what: items and gates as integers, in order, with reach and longest paths.

Plain lists serve every command; networkx, which only this module knows, is imported late for
loops, reductions and export. It must not know dates or readiness.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from gtm.dates import Length
from gtm.model.launch import Item, Launch, Need


class Edge(NamedTuple):
    """`after` waits for `before`, `lag` later. `need` is None where a gate waits for its items."""

    before: int
    after: int
    lag: Length | None
    need: Need | None


@dataclass(frozen=True, slots=True)
class Leg:
    """A gate of one stage: the main one, or that of a market which launches later."""

    id: str
    stage: str
    market: str | None = None


class LaunchGraph:
    """The dependency graph of one launch. Nodes are items, then gates; edges point from first to later.

    A gate waits for the must-haves that name it and for the gate before it. Items wait for gates
    only where their `needs` say so. Must-haves of a market that launches later are held by a gate
    of their own, `STAGE/market`.
    """

    def __init__(self, launch: Launch) -> None:
        self.launch = launch
        self.items: tuple[Item, ...] = tuple(launch.items.values())
        self.legs: tuple[Leg, ...] = tuple(_legs(launch))
        self.ids: tuple[str, ...] = (*launch.items, *(leg.id for leg in self.legs))
        self.index: dict[str, int] = {id: at for at, id in enumerate(self.ids)}
        count = len(self.ids)
        self.before: list[list[Edge]] = [[] for _ in range(count)]
        self.after: list[list[Edge]] = [[] for _ in range(count)]
        for edge in self._edges():
            self.before[edge.after].append(edge)
            self.after[edge.before].append(edge)
        self.order: tuple[int, ...] = tuple(self._sorted())
        self.stuck: frozenset[int] = (
            frozenset(range(count)).difference(self.order) if len(self.order) < count else frozenset()
        )

    def _edges(self) -> Iterator[Edge]:
        index = self.index
        for at, item in enumerate(self.items):
            for need in item.needs:
                if need.on == item.id:
                    continue  # said by the check self-need; it would hide all other loops
                before = index.get(need.on)
                if before is not None:
                    yield Edge(before, at, need.lag, need)
            if item.must:
                gate = index.get(self.gate_of(item))
                if gate is not None:
                    yield Edge(at, gate, None, None)
        previous: dict[str | None, int] = {}
        for leg in self.legs:
            gate = index[leg.id]
            earlier = previous.get(leg.market, previous.get(None))
            if earlier is not None:
                yield Edge(earlier, gate, None, None)
            previous[leg.market] = gate

    def gate_of(self, item: Item) -> str:
        """The id of the gate node that holds an item: its gate's, or that of its later market."""
        later = f"{item.gate}/{item.market}"
        return later if item.market is not None and later in self.index else item.gate

    def _sorted(self) -> Iterator[int]:
        """Kahn's algorithm, first come first served: the same order for the same files."""
        waits = [len(edges) for edges in self.before]
        ready = [at for at, count in enumerate(waits) if not count]
        for at in ready:
            yield at
            for edge in self.after[at]:
                waits[edge.after] -= 1
                if not waits[edge.after]:
                    ready.append(edge.after)

    def item(self, at: int) -> Item | None:
        """The item at a node; None for a gate."""
        return self.items[at] if at < len(self.items) else None

    def title(self, id: str) -> str:
        """A node's title: an item's, or the name of a gate."""
        item = self.launch.items.get(id)
        if item is not None:
            return item.title
        stage, _, market = id.partition("/")
        entry = self.launch.stages.get(stage)
        name = f"{entry.title if entry else stage} gate"
        return f"{name} ({market})" if market else name

    def below(self, start: int, through: Sequence[bool] | None = None) -> list[int]:
        """Everything that waits for a node, nearest first; only `through` nodes are followed."""
        return self._reach(start, self.after, "after", through)

    def above(self, start: int, through: Sequence[bool] | None = None) -> list[int]:
        """Everything a node waits for, nearest first; only `through` nodes are followed."""
        return self._reach(start, self.before, "before", through)

    def _reach(self, start: int, edges: list[list[Edge]], side: str, through: Sequence[bool] | None) -> list[int]:
        seen = {start}
        found = [start]
        for at in found:
            for edge in edges[at]:
                other = edge.after if side == "after" else edge.before
                if other not in seen and (through is None or through[other]):
                    seen.add(other)
                    found.append(other)
        return found[1:]

    def count_below(self, counted: Sequence[bool]) -> list[int]:
        """For every node, how many `counted` nodes wait for it, directly or not.

        Bit sets in reverse order: fast up to some ten thousand nodes (N*N/8 bytes at worst).
        """
        sets = [0] * len(self.ids)
        for at in reversed(self.order):
            bits = 0
            for edge in self.after[at]:
                bits |= sets[edge.after]
                if counted[edge.after]:
                    bits |= 1 << edge.after
            sets[at] = bits
        return [bits.bit_count() for bits in sets]

    @cached_property
    def loops(self) -> tuple[tuple[tuple[Edge, ...], int], ...]:
        """One shortest loop a knot, with how many edges the knot has. Empty for a sound graph."""
        if not self.stuck:
            return ()
        import networkx

        graph: Any = self.to_networkx(self.stuck)
        found = []
        for knot in networkx.strongly_connected_components(graph):
            if len(knot) < 2:
                continue
            inside = {at: sorted(set(graph.successors(at)) & knot) for at in sorted(knot)}
            found.append((self._shortest_loop(graph, inside), sum(map(len, inside.values()))))
        return tuple(sorted(found, key=lambda one: one[0][0].after))

    def _shortest_loop(self, graph: Any, inside: Mapping[int, Sequence[int]]) -> tuple[Edge, ...]:
        """A shortest loop through a knot, given as what follows each of its nodes within it.

        One breadth-first search from each node; large knots are searched from their first nodes
        only, and any loop found is a real one.
        """
        best: list[int] = []
        starts = _STEPS // sum(map(len, inside.values())) + 1
        for start in list(inside)[: min(starts, 100)]:
            path = _cycle_from(inside, start, len(best) or len(inside) + 1)
            if path and (not best or len(path) < len(best)):
                best = path
        pairs = zip(best, [*best[1:], best[0]], strict=True)
        return tuple(graph.edges[first, then]["edge"] for first, then in pairs)

    def to_networkx(self, nodes: Iterable[int] | None = None) -> Any:
        """The graph (or some nodes of it) as a networkx.DiGraph of node numbers, `edge` on each edge."""
        import networkx

        keep = set(nodes) if nodes is not None else set(range(len(self.ids)))
        graph = networkx.DiGraph()
        graph.add_nodes_from(sorted(keep))
        for at in sorted(keep):
            for edge in self.after[at]:
                if edge.after in keep:
                    graph.add_edge(at, edge.after, edge=edge)
        return graph

    def reduced(self, nodes: Iterable[int]) -> list[tuple[int, int]]:
        """The edges among some nodes without those that a longer way already says."""
        import networkx

        graph = self.to_networkx(nodes)
        if not networkx.is_directed_acyclic_graph(graph):
            return sorted(graph.edges)
        return sorted(networkx.transitive_reduction(graph).edges)


def _legs(launch: Launch) -> Iterator[Leg]:
    late: dict[str, set[str]] = {}
    for item in launch.items.values():
        if item.must and item.market is not None and item.anchor > launch.date:
            late.setdefault(item.gate, set()).add(item.market)
    for stage in launch.stages.values():
        if stage.gate is None:
            continue
        yield Leg(stage.id, stage.id)
        for market in sorted(late.get(stage.id, ())):
            yield Leg(f"{stage.id}/{market}", stage.id, market)


_STEPS = 1_000_000  # edges looked at for the shortest loop of a knot


def _cycle_from(inside: Mapping[int, Sequence[int]], start: int, limit: int) -> list[int]:
    came: dict[int, int] = {}
    front, length = [start], 0
    while front and length < limit:
        length += 1
        following = []
        for at in front:
            for other in inside[at]:
                if other == start:
                    path = [at]
                    while path[-1] != start:
                        path.append(came[path[-1]])
                    return path[::-1]
                if other not in came:
                    came[other] = at
                    following.append(other)
        front = following
    return []
