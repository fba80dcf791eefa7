"""An item waits for itself.

Delete the entry, or name the item that was meant.
"""

from collections.abc import Iterator

from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM302", "self-need", Severity.ERROR, fixed=True)
proves = True


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    for item in graph.items:
        for need in item.needs:
            if need.on == item.id:
                through = f", through `{need.through[-1]}`" if need.through else ""
                yield rule.at(
                    launch.need_spot(item, need),
                    f"`{item.id}` waits for itself{through}",
                    help="delete this entry, or name the item that was meant",
                    subject=item.id,
                )
