"""An item needs something of a later stage.

Stages follow each other: what a customer must be able to do first cannot wait for what comes
later. Move one of the two items to another stage, or turn the need round. A need on a gate may
not name a later gate than the item's own.
"""

from collections.abc import Iterator

from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Item, Launch, Need

rule = Rule("GTM303", "later-stage-need", Severity.ERROR)
proves = True


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    order = {stage: at for at, stage in enumerate(launch.stages)}
    place = {item.id: order[item.stage] for item in graph.items}
    for item in graph.items:
        if not item.needs:
            continue
        mine, gate = place[item.id], order[item.gate]
        for need in item.needs:
            at = place.get(need.on)
            if at > mine if at is not None else order.get(need.on, -1) > gate:
                yield _say(launch, item, need)


def _say(launch: Launch, item: Item, need: Need) -> Diagnostic:
    other = launch.items.get(need.on)
    return rule.at(
        launch.need_spot(item, need),
        _message(launch, item, need.on, other),
        help="turn the need round, or move one of the two to another stage",
        related=[(other.defined.at_key(), "needed here")] if other is not None else [],
        subject=item.id,
    )


def _message(launch: Launch, item: Item, on: str, other: Item | None) -> str:
    if other is None:
        return f"`{item.id}` needs the gate `{on}`, which comes after its own gate `{item.gate}`"
    stage, later = launch.stages[item.stage].title, launch.stages[other.stage].title
    return f"`{item.id}` belongs to {stage} and needs `{on}` of {later}, a later stage"
