"""No item applies to the launch.

There is nothing to judge, so nothing is ready. Look at tier, traits and markets in launch.yaml, and
at the playbook.
"""

from collections.abc import Iterator

from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM421", "empty-launch", Severity.ERROR)
proves = True


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    if graph.items or launch.partial:  # what could not be read is told where it stands
        return
    count = len(launch.removed)
    why = f"of {count} in the playbook, all are removed" if count else "the playbook has none"
    yield rule.at(
        launch.spot.at_key(),
        f"no item applies to this launch: {why}",
        help="check `tier:`, `traits:` and `markets:`" if count else "add items, or start with `gtm init`",
    )
