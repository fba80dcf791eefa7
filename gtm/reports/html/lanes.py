"""Knows what the section "What waits for what" shows: the picture in lanes, and its facts as a table.

It must not know how a line is drawn.
"""

from dataclasses import dataclass

from gtm.analysis import lanes
from gtm.analysis.picture import Node
from gtm.analysis.snapshot import Study
from gtm.reports import lanes_svg
from gtm.reports.html.text import anchor

Named = tuple[int, str, str]  # number in the picture, id, title


@dataclass(frozen=True, slots=True)
class Row:
    """One box: its number, whose it is, its slack in working days, its neighbours in the picture."""

    number: int
    node: Node
    team: str
    slack: int | None
    waits: tuple[Named, ...]
    blocks: tuple[Named, ...]
    drives: frozenset[int]  # numbers of neighbours that set its start, or whose start it sets


@dataclass(frozen=True, slots=True)
class Section:
    """The section; `hidden` open items and gates are not drawn; on paper boxes may show only numbers."""

    drawing: str
    rows: tuple[Row, ...]
    hidden: int
    numbered: bool


def section(study: Study) -> Section | None:
    """The section; None when nothing is open."""
    found = lanes.of_launch(study)
    if not found.nodes:
        return None
    rows = tuple(_row(study, found, at) for at in range(len(found.nodes)))
    return Section(lanes_svg.render(found, "lanes", anchor), rows, found.hidden, lanes_svg.numbered(found))


def _row(study: Study, found: lanes.Lanes, at: int) -> Row:
    node = found.nodes[at]
    slot = study.schedule.slots.get(node.id)
    before = [bond for bond in found.bonds if bond.after == at]
    after = [bond for bond in found.bonds if bond.before == at]
    drives = {bond.before + 1 for bond in before if bond.driving} | {bond.after + 1 for bond in after if bond.driving}
    team = "" if node.gate else study.launch.team(study.launch.items[node.id].team)
    waits = tuple(_named(found, bond.before) for bond in before)
    blocks = tuple(_named(found, bond.after) for bond in after)
    return Row(at + 1, node, team, slot.slack if slot else None, waits, blocks, frozenset(drives))


def _named(found: lanes.Lanes, at: int) -> Named:
    return at + 1, found.nodes[at].id, found.nodes[at].title
