"""Knows how a picture of the graph is written for Mermaid, within the limits its viewers lock in.

Beyond 500 arrows or 50,000 characters a viewer shows nothing at all, so the last nodes are left
out and the text says how many. No label can leave its quotes.
"""

import re
from collections.abc import Iterator

from gtm.analysis.picture import BAD, GOOD, NEUTRAL, WAITING, Node, Picture
from gtm.source import clean

MAX_ARROWS = 500
MAX_CHARACTERS = 50_000
NARROWER = "draw less with --gate, --team, --thread or --around"
_COLOURS = {
    GOOD: ("#d6f0dd", "#1d6b3a"), WAITING: ("#fdeec2", "#7a5a00"), BAD: ("#fbd9d5", "#9c1c10"),
    NEUTRAL: ("#eef0f3", "#4a5568"),
}  # fmt: skip
# Everything but letters, digits, blanks and a few harmless signs becomes a numbered entity;
# so do signs that would begin a list.
_ACTIVE = re.compile(r"[^\w\s.,/()\u00b7\u200c\u200d\u0300-\u036f\u0900-\ufaff-]|_|^-|(?<=^\d)\.|(?<=^\d\d)\.")


def render(picture: Picture) -> tuple[str, int]:
    """The picture as a flowchart, and how many of its nodes had to be left out."""
    whole = _text(picture, len(picture.nodes))
    if _fits(picture, len(picture.nodes), whole):
        return whole, 0
    low, high = 0, len(picture.nodes)  # low fits, high does not
    while high - low > 1:
        middle = (low + high) // 2
        if _fits(picture, middle, _text(picture, middle)):
            low = middle
        else:
            high = middle
    return _text(picture, low), len(picture.nodes) - low


def label(text: str) -> str:
    """Text of a file inside a quoted label: whatever could be syntax becomes a numbered entity."""
    return _ACTIVE.sub(lambda found: f"#{ord(found[0])};", clean(text))


def _fits(picture: Picture, count: int, text: str) -> bool:
    return _arrows(picture, count) <= MAX_ARROWS and len(text) <= MAX_CHARACTERS


def _arrows(picture: Picture, count: int) -> int:
    return sum(arrow.before < count and arrow.after < count for arrow in picture.arrows)


def _text(picture: Picture, count: int) -> str:
    return "\n".join(_lines(picture, count)) + "\n"


def _lines(picture: Picture, count: int) -> Iterator[str]:
    yield "flowchart LR"
    left = len(picture.nodes) - count
    if left:
        arrows = len(picture.arrows) - _arrows(picture, count)
        yield f"  %% cut: {left} of {len(picture.nodes)} nodes and {arrows} arrows left out; {NARROWER}"
    if picture.settled_hidden:
        yield f"  %% {picture.settled_hidden} settled nodes are not drawn"
    for tone, (fill, line) in _COLOURS.items():
        yield f"  classDef {tone} fill:{fill},stroke:{line},color:#1a202c"
    for place, (stage, title) in enumerate(picture.stages.items()):
        inside = [(n, node) for n, node in enumerate(picture.nodes[:count]) if node.stage == stage]
        if not inside:
            continue
        yield f'  subgraph s{place}["{label(title)}"]'
        yield from (f"    {_node(n, node)}" for n, node in inside)
        yield "  end"
    for arrow in picture.arrows:
        if arrow.before < count and arrow.after < count:
            yield f"  n{arrow.before} {'-.->' if arrow.indirect else '-->'} n{arrow.after}"


def _node(number: int, node: Node) -> str:
    text = "<br/>".join((label(node.title), label(node.id), label(node.state)))
    left, right = ('{{"', '"}}') if node.gate else ('["', '"]')
    return f"n{number}{left}{text}{right}:::{node.tone}"
