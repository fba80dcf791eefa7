"""A must-have has nobody who answers for it.

Give the item an `owner:`, fill its role in launch.yaml under `roles:`, or name a lead for its team
under `leads:`. It is a warning once the item is due soon (`policy.soon`) or late, advice before; an error once
it is late for longer than `policy: {gap_limit: 28d}` allows, where gtm.yaml says so.
"""

from collections.abc import Iterator

from gtm.analysis.attention import horizon, over_limit
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM401", "no-owner", Severity.WARNING)
proves = True
pitfalls = ("P16",)

_OVER = frozenset({"done", "not-applicable"})


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    until = horizon(launch)
    for item in graph.items:
        if item.owner is None and item.must and item.state.status not in _OVER:
            role = f": {launch.role(item.role)} is not filled" if item.role else ""
            lead = next((id for id, team in launch.teams.items() if team.lead == item.role), None)
            fill = f"`{lead or item.team}` under `leads`" if lead or not item.role else f"`{item.role}` under `roles`"
            yield rule.at(
                item.spot.at_key(),
                f"`{item.id}` has no owner{role}",
                help=f"write `owner: …` there, or fill {fill} in launch.yaml",
                subject=item.id,
                severity=over_limit(launch, item.due) if item.due <= until else Severity.ADVICE,
            )
