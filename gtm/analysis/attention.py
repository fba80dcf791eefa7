"""Knows what deserves a word today: open work due soon or late, under gates not passed yet.

A launch months away must not greet people with a wall of red.
It must not know how things are said.
"""

from collections.abc import Iterator
from datetime import date

from gtm.analysis.snapshot import Study
from gtm.dates import add_days
from gtm.model.launch import Item, Launch


def horizon(launch: Launch) -> date:
    """The last day that is soon: what is due by then, or late already, is worth a warning."""
    soon = launch.workspace.policy.soon
    if soon.working:
        return launch.calendar.add(launch.as_of, soon.count)
    return add_days(launch.as_of, soon.count)


def undecided(study: Study) -> Iterator[Item]:
    """The items whose gate is not passed: what lies behind a passed gate is not nagged about."""
    passed = {view.id for view in study.gates.values() if view.passed}
    if not passed:
        yield from study.graph.items
        return
    gate_of = study.graph.gate_of
    for item in study.graph.items:
        if gate_of(item) not in passed:
            yield item


def pressing(study: Study) -> Iterator[Item]:
    """Open items, not yet done, due soon or late, whose gate is not passed."""
    until, readiness = horizon(study.launch), study.readiness
    for item in undecided(study):
        if item.due <= until and item.status != "done" and not readiness[item.id].settled:
            yield item
