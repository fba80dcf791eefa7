"""Dates that follow each other stand in the wrong order.

Work is finished after it is started, what is awaited arrives after the start, and a waiver is
approved after it is asked and ends after that.
"""

from collections.abc import Iterator
from datetime import date

from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch
from gtm.source import Spot

rule = Rule("GTM422", "dates-out-of-order", Severity.WARNING)
proves = True


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    for item in graph.items:
        state = item.state
        if state.started is not None:
            if state.finished is not None and state.finished < state.started:
                yield _say(item.spot, item.id, ("started", state.started), ("finished", state.finished))
            if state.expected is not None and state.expected < state.started:
                yield _say(item.spot, item.id, ("started", state.started), ("expected", state.expected))
    for waiver in launch.waivers:
        record = waiver.record
        if record.approved is not None and record.approved < record.asked:
            yield _say(waiver.spot, waiver.item, ("asked", record.asked), ("approved", record.approved))
        if record.until < record.asked:
            yield _say(waiver.spot, waiver.item, ("asked", record.asked), ("until", record.until))


def _say(spot: Spot, id: str, first: tuple[str, date], then: tuple[str, date]) -> Diagnostic:
    return rule.at(
        spot / then[0],
        f"`{id}`: `{then[0]}` is {say(then[1])}, before `{first[0]}` on {say(first[1])}",
        help="mend one of the two dates",
        related=[(spot / first[0], f"`{first[0]}`")],
        subject=id,
    )
