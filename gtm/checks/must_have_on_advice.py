"""A must-have waits for an item that is only advice.

Whoever waits for advice has made it binding: while it is open, the must-have and its gate stand
still. Make the item a must-have (`level: blocking`), or take out the need.
"""

from collections.abc import Iterator

from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Item, Launch, Need

rule = Rule("GTM306", "must-have-on-advice", Severity.WARNING)
proves = True

_OVER = frozenset({"done", "not-applicable"})


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    advice = {
        item.id: item for item in graph.items if item.definition.level != "blocking" and item.state.status not in _OVER
    }
    if not advice:
        return
    for item in graph.items:
        for need in item.needs:
            if need.on in advice and item.must and item.state.status not in _OVER:
                yield _say(launch, item, need, advice[need.on])


def _say(launch: Launch, item: Item, need: Need, other: Item) -> Diagnostic:
    return rule.at(
        launch.need_spot(item, need),
        f"`{item.id}` is a must-have and waits for `{need.on}`, which is only advice",
        help="make that item `level: blocking`, or take out this need",
        related=[(other.defined.at_key(), f"`{other.id}` is advisory")],
        subject=item.id,
    )
