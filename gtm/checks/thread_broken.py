"""Two neighbours of a thread are not connected by needs.

A thread is a chain people talk about: each entry waits for the one before it. Add the missing need,
or change the thread.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM423", "thread-broken", Severity.ADVICE)
proves = True


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    if not launch.threads:
        return
    named = {str(id) for thread in launch.threads.values() for id in thread.items}
    nodes: dict[str, list[int]] = {}
    for at, item in enumerate(graph.items):
        if item.base in named:
            nodes.setdefault(item.base, []).append(at)
        if item.digest_name != item.id and item.digest_name in named:  # a thread may use an old id
            nodes.setdefault(item.digest_name, []).append(at)
    for stage in named.intersection(launch.stages):
        if stage in graph.index:
            nodes[stage] = [graph.index[stage]]
    place = {at: number for number, at in enumerate(graph.order)}
    for name, thread in launch.threads.items():
        for at, (first, then) in enumerate(pairwise(thread.items)):
            ends, starts = nodes.get(first), nodes.get(then)
            if ends and starts and not _connected(graph, place, ends, starts):
                yield rule.at(
                    launch.spots["threads", name] / "items" / (at + 1),
                    f"`{then}` follows `{first}` in this thread, but does not wait for it",
                    help=f"add `{first}` to the needs of `{then}`, or change the thread",
                    subject=str(then),
                )


def _connected(graph: LaunchGraph, place: dict[int, int], ends: Sequence[int], starts: Sequence[int]) -> bool:
    """Whether one of `starts` waits for one of `ends`; only what can lie between is searched."""
    wanted = set(ends)
    lowest = min(place.get(end, -1) for end in ends)
    seen = set(starts)
    todo = list(starts)
    for at in todo:
        for edge in graph.before[at]:
            before = edge.before
            if before in wanted:
                return True
            if before not in seen and place.get(before, lowest) >= lowest:
                seen.add(before)
                todo.append(before)
    return False
