"""Knows what a picture of the graph shows: which nodes, in which state, and the arrows between them.

Arrows that a longer way already says are left out; a way over nodes that are not drawn becomes
one indirect arrow. It must not know any drawing language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gtm.analysis import ways
from gtm.analysis.readiness import OPEN, SAID_DONE, UNKNOWN
from gtm.analysis.snapshot import Study
from gtm.graph import LaunchGraph

_MANY = 20_000  # nodes above which arrows are not thinned out: it would take too much memory
GOOD, WAITING, BAD, NEUTRAL = "good", "waiting", "bad", "neutral"


@dataclass(frozen=True, slots=True)
class Node:
    """One box: an item or a gate, its state in a word, and how that word is to be coloured."""

    id: str
    title: str
    stage: str
    state: str
    tone: str
    gate: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """`after` waits for `before` (numbers of nodes); `indirect` over nodes that are not drawn."""

    before: int
    after: int
    indirect: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes in an order in which work can be done, and the arrows between them."""

    title: str
    stages: Mapping[str, str]
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    settled_hidden: int


def around(graph: LaunchGraph, id: str, steps: int) -> set[int]:
    """Nodes at most some steps before or after one."""
    found = {graph.index[id]}
    for edges, before in ((graph.before, True), (graph.after, False)):
        front = {graph.index[id]}
        for _ in range(steps):
            front = {edge.before if before else edge.after for at in front for edge in edges[at]}
            found |= front
    return found


def of_gate(graph: LaunchGraph, gate: str) -> set[int]:
    """A gate, the gate before it, and the items it holds."""
    at = graph.index[gate]
    earlier = {edge.before for edge in graph.before[at] if graph.item(edge.before) is None}
    return {at, *earlier, *(n for n, item in enumerate(graph.items) if graph.gate_of(item) == gate)}


def of_team(graph: LaunchGraph, team: str) -> set[int]:
    """A team's items, and what they wait for or what waits for them directly."""
    own = {at for at, item in enumerate(graph.items) if item.team == team}
    near = {edge.before for at in own for edge in graph.before[at]} | {e.after for at in own for e in graph.after[at]}
    return own | near


def of_thread(study: Study, thread: str) -> set[int]:
    """The links of a thread, once a market where they exist so."""
    wanted = set(study.launch.threads[thread].items)
    found = {at for at, item in enumerate(study.graph.items) if item.base in wanted or item.id in wanted}
    return found | {study.graph.index[id] for id in wanted if id in study.graph.index}


def draw(study: Study, chosen: Iterable[int], settled: bool, full: bool) -> Picture:
    """The picture of some nodes; without `settled` those that are settled are left out."""
    graph, is_open = study.graph, study.focus.open
    wanted = set(chosen)
    kept = {at for at in wanted if settled or is_open[at]}
    order = [at for at in (*graph.order, *sorted(graph.stuck)) if at in kept]
    number = {at: n for n, at in enumerate(order)}
    pairs = _pairs(graph, kept)
    arrows = [Arrow(number[a], number[b], indirect) for (a, b), indirect in pairs.items()]
    arrows.sort(key=lambda arrow: (arrow.before, arrow.after))
    if not full and len(order) <= _MANY:
        loose = {number[at] for at in graph.stuck if at in number}
        arrows = thinned(len(order), arrows, loose)
    stages = {stage.id: stage.title for stage in study.launch.stages.values()}
    nodes = tuple(_node(study, at) for at in order)
    return Picture(study.launch.title, stages, nodes, tuple(arrows), len(wanted) - len(kept))


def _pairs(graph: LaunchGraph, kept: set[int]) -> dict[tuple[int, int], bool]:
    """Arrows between kept nodes; True for those that lead only over nodes that are not kept."""
    near: dict[int, set[int]] = {}
    found: dict[tuple[int, int], bool] = {}
    for at in (*graph.order, *sorted(graph.stuck)):
        direct = {edge.before for edge in graph.before[at] if edge.before in kept}
        over: set[int] = set()
        for edge in graph.before[at]:
            over |= near.get(edge.before, set())
        if at in kept:
            found.update({(one, at): True for one in over if one != at})
            found.update({(one, at): False for one in direct})
        elif direct or over:
            near[at] = direct | over
    return found


def thinned(count: int, arrows: list[Arrow], loose: set[int]) -> list[Arrow]:
    """Arrows without those that a longer way says too. Nodes are numbered in topological order.

    Arrows at `loose` nodes (those in or behind a loop) are all kept. Bit sets from the last node
    to the first: a node reachable over a nearer successor needs no arrow of its own.
    """
    after: list[list[Arrow]] = [[] for _ in range(count)]
    for arrow in arrows:
        after[arrow.before].append(arrow)
    reach = [0] * count
    kept = []
    for at in range(count - 1, -1, -1):
        bits = 0
        for arrow in after[at]:  # nearest first, because the list is sorted
            if at in loose or arrow.after in loose or not bits >> arrow.after & 1:
                kept.append(arrow)
                bits |= reach[arrow.after] | 1 << arrow.after
        reach[at] = bits
    return sorted(kept, key=lambda arrow: (arrow.before, arrow.after))


def _node(study: Study, at: int) -> Node:
    graph, launch = study.graph, study.launch
    id, item = graph.ids[at], graph.item(at)
    if item is None:
        view = study.gates[id]
        tone = GOOD if view.passed else BAD if view.due <= launch.as_of else NEUTRAL
        return Node(id, graph.title(id), id.partition("/")[0], view.verdict, tone, True)
    ready = study.readiness[id]
    state, tone = ready.kind, GOOD if ready.settled else NEUTRAL
    if ready.kind == OPEN:
        state = {"doing": "in work", "blocked": "blocked", "todo": "not started"}.get(item.status, "open")
        tone = WAITING if item.status in {"doing", "blocked"} else NEUTRAL
    if ready.kind in {OPEN, SAID_DONE, UNKNOWN} and item.due < launch.as_of:
        state, tone = f"late, {state}", BAD
    return Node(id, ways.name(study, id), item.stage, state, tone, False)
