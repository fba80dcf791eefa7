"""Nobody answers for a metric: it names no role, or nobody holds that role in this launch.

Write `role:` in playbook/metrics.yaml, or fill the role in launch.yaml. An unfilled role is advice
until the gate that asks for the metric is near (`policy.soon`). A launch that keeps no metrics is not
asked to fill roles for them.
"""

from collections.abc import Iterator

from gtm.analysis.attention import horizon
from gtm.analysis.snapshot import Study
from gtm.analysis.standing import gates_of, goal_of, kept
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM602", "metric-no-owner", Severity.WARNING)
pitfalls = ("P5",)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    until = horizon(launch)
    for id, metric in launch.metrics.items():
        spot = launch.spots["metrics", id]
        if goal_of(launch, id).declined is not None:
            continue
        if metric.role is None:
            yield rule.at(
                spot.at_key(),
                f"`{id}` has no owner",
                help="write `role:` with the role that answers for it",
                subject=id,
            )
        elif kept(launch) and not launch.holders(metric.role):
            dates = [launch.gate_due(gate) for gate in gates_of(launch, id)]
            near = any(day is not None and day <= until for day in dates)
            if not near and id not in launch.readings and id not in launch.goals:
                continue
            yield rule.at(
                spot / "role",
                f"`{id}` has no owner: {launch.role(metric.role)} is not filled",
                help=f"fill `{metric.role}` in launch.yaml",
                subject=id,
                severity=Severity.WARNING if near else Severity.ADVICE,
            )
