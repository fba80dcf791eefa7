"""Order, reach, counting and loops against plain searches over small random graphs."""

from itertools import permutations

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

from gtm.graph import LaunchGraph
from tests.workspaces import trial

EDGES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14, unique=True)
FEW = settings(max_examples=80, deadline=None)


def graph_of(edges: list[tuple[int, int]], level: str = "blocking") -> LaunchGraph:
    """Seven items; a pair (a, b) means that b waits for a."""
    items = "".join(
        f"  learn.legal.i{at}: {{title: T, level: {level},"
        f" needs: {[f'learn.legal.i{a}' for a, b in edges if b == at]}}}\n"
        for at in range(7)
    )
    return trial(items).study.graph


@FEW
@given(EDGES)
def test_the_order_respects_every_edge_and_leaves_out_only_loops_and_what_is_behind(
    edges: list[tuple[int, int]],
) -> None:
    graph = graph_of(edges, "advisory")
    place = {at: number for number, at in enumerate(graph.order)}
    plain = networkx.DiGraph((a, b) for a, b in edges if a != b)
    plain.add_nodes_from(range(7))
    looped = {node for part in networkx.strongly_connected_components(plain) if len(part) > 1 for node in part}
    behind = looped.union(*(networkx.descendants(plain, node) for node in looped))
    assert graph.stuck == behind
    for a, b in edges:
        if a != b and b not in behind:
            assert place[a] < place[b]


@FEW
@given(EDGES)
def test_reach_and_counts_are_those_of_a_plain_search(edges: list[tuple[int, int]]) -> None:
    graph = graph_of(edges)
    plain = graph.to_networkx()
    for node in range(len(graph.ids)):
        assert set(graph.below(node)) == networkx.descendants(plain, node) - {node}
        assert set(graph.above(node)) == networkx.ancestors(plain, node) - {node}
    if not graph.stuck:
        counted = [node % 2 == 0 for node in range(len(graph.ids))]
        wanted = [sum(counted[one] for one in networkx.descendants(plain, node)) for node in range(len(graph.ids))]
        assert graph.count_below(counted) == wanted


@FEW
@given(EDGES)
def test_one_shortest_loop_a_knot(edges: list[tuple[int, int]]) -> None:
    graph = graph_of(edges)
    plain = graph.to_networkx()
    knots = [part for part in networkx.strongly_connected_components(plain) if len(part) > 1]
    assert len(graph.loops) == len(knots)
    for loop, count in graph.loops:
        [knot] = [part for part in knots if loop[0].before in part]
        assert all(first.after == then.before for first, then in zip(loop, (*loop[1:], loop[0]), strict=True))
        assert count == plain.subgraph(knot).number_of_edges()
        shorter = (path for length in range(2, len(loop)) for path in permutations(sorted(knot), length))
        assert not any(networkx.is_path(plain, (*path, path[0])) for path in shorter)


def test_an_item_that_needs_itself_hides_no_loop() -> None:
    graph = graph_of([(0, 0), (1, 2), (2, 1)])
    [(loop, _)] = graph.loops
    assert {edge.before for edge in loop} == {1, 2}
    assert 0 not in graph.stuck


@FEW
@given(EDGES)
def test_the_reduction_keeps_what_reaches_what(edges: list[tuple[int, int]]) -> None:
    graph = graph_of([(a, b) for a, b in edges if a < b])
    nodes = range(7)
    kept = graph.reduced(nodes)
    before = networkx.transitive_closure(graph.to_networkx(nodes))
    after = networkx.DiGraph(kept)
    after.add_nodes_from(nodes)
    assert set(networkx.transitive_closure(after).edges) == set(before.edges)
    assert len(kept) <= before.number_of_edges()


def test_gates_wait_for_must_haves_and_the_gate_before_only() -> None:
    graph = trial(
        "  learn.legal.a: {title: A}\n  learn.legal.b: {title: B, level: advisory}\n  buy.legal.c: {title: C}\n"
    ).study.graph
    edges = {(graph.ids[edge.before], graph.ids[edge.after]) for some in graph.after for edge in some}
    assert edges == {("learn.legal.a", "learn"), ("buy.legal.c", "buy"), ("learn", "buy"), ("buy", "use")}


def test_an_item_may_wait_for_a_gate() -> None:
    graph = trial("  learn.legal.a: {title: A}\n  use.legal.b: {title: B, needs: [buy]}\n").study.graph
    assert "learn.legal.a" in [graph.ids[at] for at in graph.above(graph.index["use.legal.b"])]


def test_titles_of_nodes() -> None:
    graph = trial("  learn.legal.a: {title: Do A}\n").study.graph
    assert [graph.title(id) for id in ("learn.legal.a", "learn", "learn/de")] == [
        "Do A",
        "Learn gate",
        "Learn gate (de)",
    ]
