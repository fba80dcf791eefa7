"""A must-have is due after the gate that waits for it.

The gate cannot pass on its date while a must-have is planned for later. Move the item's date
before the gate, or let a later gate wait for it: `gate: use`. For advice it is only a remark.
"""

from collections.abc import Iterator
from datetime import date

from gtm.dates import say, say_working
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM305", "due-after-gate", Severity.ERROR)
proves = True

_OVER = frozenset({"done", "not-applicable"})


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    dues: dict[str, date | None] = {leg.id: launch.gate_due(leg.stage, leg.market) for leg in graph.legs}
    for item in graph.items:
        gate = dues.get(graph.gate_of(item)) or dues.get(item.gate)
        if gate is None or item.due <= gate or item.state.status in _OVER:
            continue
        late = max(launch.calendar.between(gate, item.due), 1)
        yield rule.at(
            item.due_spot,
            f"`{item.id}` is due {say(item.due)}, {say_working(late)} after its gate `{item.gate}` on {say(gate)}",
            help=f"write a date up to {gate.isoformat()}, or name a later gate for it",
            subject=item.id,
            severity=Severity.ERROR if item.must else Severity.ADVICE,
        )
