"""A must-have has nobody who answers for it.

Give the item an `owner:`, fill its role in launch.yaml under `roles:`, or name a lead for its team
under `leads:`.
"""

from collections.abc import Iterator

from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM401", "no-owner", Severity.WARNING)
proves = True


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    for item in graph.items:
        if item.owner is None and item.must and item.status != "not-applicable":
            role = f" ({launch.role(item.role)} is not filled)" if item.role else ""
            yield rule.at(
                item.spot.at_key(), f"`{item.id}` has no owner{role}",
                help=f"write `owner: …` there, or fill {item.role or 'the team lead'} in launch.yaml",
                subject=item.id,
            )  # fmt: skip
