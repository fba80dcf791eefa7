"""Knows how a launch's graph lies in lanes: a row a team, a column a stage and depth, what drives what.

Of a large launch it takes what sets the dates. It must not know any drawing language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gtm.analysis import picture
from gtm.analysis.picture import Node, Picture
from gtm.analysis.snapshot import Study

MOST = 48  # boxes that still make a picture
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Bond:
    """`after` waits for `before` (numbers of nodes), over nodes that are not drawn when `indirect`.

    A `driving` one sets when the later node can start.
    """

    before: int
    after: int
    driving: bool
    indirect: bool


@dataclass(frozen=True, slots=True)
class Lanes:
    """The picture. `teams` are the rows from top to bottom, "" that of the gates; `columns` are the
    stages of the columns from left to right; `places` say of each node its column, its lane and
    its place in the stack there; `stacks` how many boxes each lane has at most above each other.
    """

    title: str
    stages: dict[str, str]
    teams: tuple[str, ...]
    names: tuple[str, ...]
    columns: tuple[str, ...]
    nodes: tuple[Node, ...]
    places: tuple[tuple[int, int, int], ...]
    stacks: tuple[int, ...]
    bonds: tuple[Bond, ...]
    of: int  # how many nodes there were to draw

    @property
    def hidden(self) -> int:
        return max(self.of - len(self.nodes), 0)

    def beside(self, at: int) -> tuple[list[int], list[int]]:
        """Everything drawn that a node waits for, and everything drawn that waits for it."""
        return self._reach(at, upward=True), self._reach(at, upward=False)

    def _reach(self, start: int, upward: bool) -> list[int]:
        beyond: dict[int, list[int]] = {}
        for bond in self.bonds:
            here, there = (bond.after, bond.before) if upward else (bond.before, bond.after)
            beyond.setdefault(here, []).append(there)
        found, seen = [start], {start}
        for at in found:
            for there in beyond.get(at, ()):
                if there not in seen:
                    seen.add(there)
                    found.append(there)
        return sorted(found[1:])


def chosen(study: Study, nodes: Iterable[int], most: int = MOST) -> list[int]:
    """Some nodes, or of too many those that set the gates' dates, then those with the least slack."""
    graph, wanted = study.graph, sorted(nodes)
    if len(wanted) <= most:
        return wanted
    among = set(wanted)
    found: dict[int, None] = dict.fromkeys(at for at in wanted if graph.item(at) is None)
    for id, view in study.gates.items():
        if not view.passed:
            links = (graph.index[one] for one in reversed(study.schedule.chain(id)))
            found.update(dict.fromkeys(at for at in links if at in among))
    for at in sorted((at for at in wanted if at not in found), key=lambda at: _slack(study, at)):
        if len(found) >= most:
            break
        found[at] = None
    return sorted(list(found)[:most])


def _slack(study: Study, at: int) -> tuple[bool, int, int]:
    slot = study.schedule.slots.get(study.graph.ids[at])
    none = slot is None or slot.slack is None
    return none, 0 if slot is None or slot.slack is None else slot.slack, at


def of_launch(study: Study) -> Lanes:
    """What is open, as much of it as makes a picture."""
    open_ = [at for at, is_open in enumerate(study.focus.open) if is_open]
    return lanes(study, picture.draw(study, chosen(study, open_), settled=False, full=False), len(open_))


def lanes(study: Study, drawn: Picture, of: int) -> Lanes:
    """The nodes of a picture in lanes; `of` is how many there were to draw."""
    bonds = _bonds(study, drawn)
    team_of = [_team(study, node) for node in drawn.nodes]
    teams = [team for team in ("", *study.launch.teams) if team in team_of]
    teams += sorted(set(team_of).difference(teams))
    columns, column_of = _columns(study, drawn.nodes, bonds)
    lane_of = [teams.index(team) for team in team_of]
    places = _stacked(column_of, lane_of, bonds)
    stacks = [1 + max((s for _, row, s in places if row == lane), default=0) for lane in range(len(teams))]
    return Lanes(
        study.launch.title, dict(drawn.stages), tuple(teams),
        tuple(study.launch.team(team) if team else "Gates" for team in teams), tuple(columns), drawn.nodes,
        tuple(places), tuple(stacks), tuple(bonds), of,
    )  # fmt: skip


def _team(study: Study, node: Node) -> str:
    return "" if node.gate else study.launch.items[node.id].team


def _bonds(study: Study, drawn: Picture) -> list[Bond]:
    number = {node.id: n for n, node in enumerate(drawn.nodes)}
    indirect = {(arrow.before, arrow.after): arrow.indirect for arrow in drawn.arrows}
    driving = set()
    for n, node in enumerate(drawn.nodes):
        driver = number.get(study.schedule.driver(node.id), n)
        if driver != n:
            driving.add((driver, n))
    pairs = sorted(driving.union(indirect))
    return [Bond(*pair, pair in driving, indirect.get(pair, False)) for pair in pairs]


def _columns(study: Study, nodes: Sequence[Node], bonds: Sequence[Bond]) -> tuple[list[str], list[int]]:
    """The stage of each column; the column of each node: its stage, then how deep it lies there."""
    depth = [0] * len(nodes)
    waits: list[list[int]] = [[] for _ in nodes]
    for bond in bonds:
        if bond.before < bond.after:  # nodes are in the order of work; only loops go back
            waits[bond.after].append(bond.before)
    deepest: dict[str, int] = {}
    for n, node in enumerate(nodes):
        depth[n] = max((depth[one] + 1 for one in waits[n] if nodes[one].stage == node.stage), default=0)
        if node.gate:  # behind all of its stage that comes before it
            depth[n] = max(depth[n], deepest.get(node.stage, -1) + 1)
        else:
            deepest[node.stage] = max(deepest.get(node.stage, 0), depth[n])
    stages = list(dict.fromkeys((*study.launch.stages, *(node.stage for node in nodes))))
    keys = [(stages.index(node.stage), depth[n]) for n, node in enumerate(nodes)]  # no column stays empty
    order = {key: at for at, key in enumerate(sorted(set(keys)))}
    return [stages[stage] for stage, _ in order], [order[key] for key in keys]


def _stacked(column_of: Sequence[int], lane_of: Sequence[int], bonds: Sequence[Bond]) -> list[tuple[int, int, int]]:
    """Where boxes that share a lane and a column stand: near what they are bound to, so that few lines cross."""
    cells: dict[tuple[int, int], list[int]] = {}
    for n, at in enumerate(zip(column_of, lane_of, strict=True)):
        cells.setdefault(at, []).append(n)
    near: list[list[int]] = [[] for _ in column_of]
    for bond in bonds:
        near[bond.before] += [bond.after] * (1 + bond.driving)
        near[bond.after] += [bond.before] * (1 + bond.driving)
    height = [0.0] * len(column_of)

    def level(stack: list[int]) -> None:
        for place, n in enumerate(stack):
            height[n] = lane_of[n] + (place + 1) / (len(stack) + 1)

    def middle(n: int) -> float:
        return sum(height[one] for one in near[n]) / len(near[n]) if near[n] else height[n]

    for stack in cells.values():
        level(stack)
    for turn in range(_SWEEPS):
        for _, stack in sorted(cells.items(), reverse=turn % 2 == 1):
            if lane_of[stack[0]] or len(stack) < 2:  # the gates stand in their own order
                stack.sort(key=lambda n: (middle(n), n))
            level(stack)
    place_of = {n: place for stack in cells.values() for place, n in enumerate(stack)}
    return [(column_of[n], lane_of[n], place_of[n]) for n in range(len(column_of))]
