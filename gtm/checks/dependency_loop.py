"""Items wait for each other in a circle, so that none of them can ever start.

Take out the need that is not really needed; often the later item only informs the earlier one.
A knot of several loops is shown by one shortest loop: take out one need and check again.
"""

from collections.abc import Iterator

from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import Edge, LaunchGraph
from gtm.model.launch import Launch
from gtm.source import Spot

rule = Rule("GTM301", "dependency-loop", Severity.ERROR, fixed=True)
proves = True

_SHOWN = 24  # links of one loop that a message names; longer loops are cut in their middle


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    for loop, edges in graph.loops:
        links = _turned(loop)
        ids = [graph.ids[edge.after] for edge in links]
        places = [_place(launch, graph, edge) for edge in links]
        rest = edges - len(links)
        left = ""
        if rest:
            more = "1 more link is" if rest == 1 else f"{rest} more links are"
            left = f"; {more} tangled in this knot, so check again after that"
        spot = next((at for edge, at in zip(links, places, strict=True) if edge.need), places[0])
        yield rule.at(
            spot,
            f"these wait for each other: `{' -> '.join(_cut([*ids, ids[0]]))}`",
            help=f"take out the need that matters least{left}",
            related=[
                (at, f"`{graph.ids[edge.after]}` waits for `{graph.ids[edge.before]}`")
                for edge, at in list(zip(links, places, strict=True))[:_SHOWN]
            ],
            subject=ids[0],
        )


def _cut(ids: list[str]) -> list[str]:
    if len(ids) <= _SHOWN:
        return ids
    half = _SHOWN // 2
    return [*ids[:half], f"{len(ids) - 2 * half} more", *ids[-half:]]


def _turned(loop: tuple[Edge, ...]) -> list[Edge]:
    """The loop in the direction of waiting, from the first of its nodes."""
    links = list(reversed(loop))
    first = min(range(len(links)), key=lambda at: links[at].after)
    return [*links[first:], *links[:first]]


def _place(launch: Launch, graph: LaunchGraph, edge: Edge) -> Spot:
    """Where a link is written: an entry of `needs`; for a gate its must-have, or its stage."""
    item = graph.item(edge.after)
    if item is not None and edge.need is not None:
        return launch.need_spot(item, edge.need)
    must_have = graph.item(edge.before)
    if must_have is not None:
        return must_have.defined.at_key()
    return launch.stages[graph.ids[edge.after].partition("/")[0]].spot.at_key()
