"""An item is blocked or not applicable, and nobody wrote why.

A blocked item says what it waits for with `waiting_on:` or `reason:`; one that does not apply says
why with `reason:`. Without it nobody can help, and nobody can agree.
"""

from collections.abc import Iterator

from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM411", "missing-reason", Severity.WARNING)
proves = True


def check(_launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    for item in graph.items:
        state = item.state
        if state.reason:
            continue
        if state.status == "blocked" and not state.waiting_on:
            yield rule.at(
                item.spot / "status",
                f"`{item.id}` is blocked, but nobody wrote by what",
                help="write `waiting_on: …` or `reason: …`",
                subject=item.id,
            )
        elif state.status == "not-applicable":
            yield rule.at(
                item.spot / "status",
                f"`{item.id}` is said not to apply, but nobody wrote why",
                help="write `reason: …`",
                subject=item.id,
            )
