"""Knows how a picture of the graph is written for Graphviz. No label can leave its quotes."""

import re
from collections.abc import Iterator

from gtm.analysis.picture import BAD, GOOD, NEUTRAL, WAITING, Node, Picture
from gtm.source import clean

_COLOURS = {
    GOOD: ("#d6f0dd", "#1d6b3a"), WAITING: ("#fdeec2", "#7a5a00"), BAD: ("#fbd9d5", "#9c1c10"),
    NEUTRAL: ("#eef0f3", "#4a5568"),
}  # fmt: skip
_ACTIVE = re.compile(r'[&"<>\\]')


def render(picture: Picture) -> str:
    """The picture as one digraph, a cluster a stage."""
    return "\n".join(_lines(picture)) + "\n"


def label(text: str) -> str:
    """Text of a file inside a quoted label: what Graphviz would act on becomes an entity."""
    return _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", clean(text))


def _lines(picture: Picture) -> Iterator[str]:
    yield "digraph launch {"
    yield f'  graph [rankdir=LR, label="{label(picture.title)}", labelloc=t, fontname="sans-serif", charset="UTF-8"];'
    yield '  node [shape=box, style="rounded,filled", fontname="sans-serif", fontsize=10];'
    yield '  edge [color="#4a5568"];'
    if picture.settled_hidden:
        yield f"  // {picture.settled_hidden} settled nodes are not drawn; --all draws them too"
    for place, (stage, title) in enumerate(picture.stages.items()):
        inside = [(n, node) for n, node in enumerate(picture.nodes) if node.stage == stage]
        if not inside:
            continue
        yield f"  subgraph cluster_{place} {{"
        yield f'    label="{label(title)}"; style="rounded"; color="#a0aec0";'
        yield from (f"    {_node(n, node)}" for n, node in inside)
        yield "  }"
    for arrow in picture.arrows:
        yield f"  n{arrow.before} -> n{arrow.after}{' [style=dashed]' if arrow.indirect else ''};"
    yield "}"


def _node(number: int, node: Node) -> str:
    fill, line = _COLOURS[node.tone]
    text = "\\n".join((label(node.title), label(node.id), label(node.state)))
    shape = ", shape=hexagon" if node.gate else ""
    return f'n{number} [label="{text}", fillcolor="{fill}", color="{line}"{shape}];'
