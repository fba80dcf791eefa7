"""Knows the ways from open work to what waits for it, and what became of items that do not apply."""

from collections.abc import Iterable
from dataclasses import dataclass

from gtm.analysis.snapshot import Study
from gtm.model.launch import Item, Removed


@dataclass(frozen=True, slots=True)
class Blocked:
    """What waits for a node: gates, then open items by team, the nearest first."""

    gates: tuple[str, ...]
    teams: tuple[tuple[str, tuple[Item, ...]], ...]


def name(study: Study, id: str) -> str:
    """A node's title; with its market where the item exists once a market."""
    item = study.launch.items.get(id)
    return f"{item.title} ({item.market})" if item is not None and item.market else study.graph.title(id)


def ways(study: Study, id: str, starts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """A shortest way over open nodes from each of `starts` to `id`, ends included; none where there is none."""
    graph, is_open = study.graph, study.focus.open
    goal = graph.index[id]
    following = {goal: -1}
    queue = [goal]
    for at in queue:
        for edge in graph.before[at]:
            if edge.before not in following and is_open[edge.before]:
                following[edge.before] = at
                queue.append(edge.before)
    out = {}
    for start in starts:
        way, at = [], graph.index[start]
        while at in following:
            way.append(graph.ids[at])
            at = following[at]
        out[start] = tuple(way)
    return out


def blocked(study: Study, ids: tuple[str, ...]) -> Blocked:
    """Sort what waits (nearest first) into gates and teams; the team with most to wait for first."""
    items = study.launch.items
    teams: dict[str, list[Item]] = {}
    for id in ids:
        if id in items:
            teams.setdefault(items[id].team, []).append(items[id])
    ordered = sorted(teams.items(), key=lambda entry: -len(entry[1]))
    waiting = set(ids)
    gates = tuple(id for id in study.gates if id in waiting)
    return Blocked(gates, tuple((team, tuple(found)) for team, found in ordered))


def removed(study: Study, id: str) -> Removed | None:
    """The item of that id that does not apply to this launch, if there is one."""
    return next((one for one in study.launch.removed if one.id == id), None)


def heirs(study: Study, id: str) -> list[tuple[Item, str]]:
    """Items that would wait for a removed one, each with what it waits for in its place."""
    return [(item, need.on) for item in study.graph.items for need in item.needs if id in need.through]
