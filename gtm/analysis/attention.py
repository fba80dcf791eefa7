"""Knows what deserves a word today: open work due soon or late, under gates not passed yet.

A launch months away must not greet people with a wall of red.
It must not know how things are said.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from gtm.analysis.gates import GateView
from gtm.analysis.readiness import Readiness
from gtm.dates import add_days
from gtm.diagnostics import Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Item, Launch


def horizon(launch: Launch) -> date:
    """The last day that is soon: what is due by then, or late already, is worth a warning."""
    soon = launch.workspace.policy.soon
    if soon.working:
        return launch.calendar.add(launch.as_of, soon.count)
    return add_days(launch.as_of, soon.count)


def over_limit(launch: Launch, due: date) -> Severity:
    """How serious it is that something due on a day is open: an error past `policy.gap_limit`, else a warning.

    No gap is older than its launch: what was due before that was set up counts from there.
    """
    limit = launch.workspace.policy.gap_limit
    if limit is None or due >= launch.as_of:
        return Severity.WARNING
    since = max(due, launch.written.created or due)
    end = launch.calendar.add(since, limit.count) if limit.working else add_days(since, limit.count)
    return Severity.ERROR if end < launch.as_of else Severity.WARNING


def undecided(graph: LaunchGraph, gates: Mapping[str, GateView]) -> tuple[Item, ...]:
    """The items whose gate is not passed: what lies behind a passed gate is not nagged about."""
    passed = {view.id for view in gates.values() if view.passed}
    if not passed:
        return graph.items
    return tuple(item for item in graph.items if graph.gate_of(item) not in passed)


def pressing(launch: Launch, items: Iterable[Item], readiness: Mapping[str, Readiness]) -> Iterator[Item]:
    """Those of the items that are open, not marked done, and due soon or late."""
    until = horizon(launch)
    for item in items:
        if item.due <= until and item.state.status != "done" and not readiness[item.id].settled:
            yield item
