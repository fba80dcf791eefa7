"""The goals of customer success name measures of the product and no outcome of a customer.

Uptime and clicks can be perfect while customers reach nothing. Write under one goal at least, as
`outcome:`, what the customer has when it is met. It is an error once the gate that asks for this check is
near, a warning before.
"""

from collections.abc import Iterator

from gtm.analysis.pitfalls import loudness
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM661", "goal-without-outcome", Severity.ERROR)
pitfalls = ("P2",)
proves = True

_PRODUCT = {1, 2, 13}  # of the fourteen: performance, engagement, usage


def check(launch: Launch, _graph: LaunchGraph) -> Iterator[Diagnostic]:
    if launch.audience is None:
        return
    from gtm.analysis.strategy import strategy_of

    strategy = strategy_of(launch)
    goals = [one for one in (strategy.goals or {}).values() if one is not None] if strategy is not None else []
    measured = [launch.metrics[one.metric] for one in goals if one.metric in launch.metrics and one.metric is not None]
    product = [metric for metric in measured if metric.kpi in _PRODUCT]
    if product and not any((one.outcome or "").strip() for one in goals):
        yield rule.at(
            (launch.spots["audience", "strategy"] / "goals").at_key(),
            f"the goals name measures of the product ({', '.join(dict.fromkeys(one.title for one in product))}) "
            "and no outcome of a customer",
            help="write `outcome:` under a goal: what the customer has reached when it is met",
            severity=loudness(launch, rule.slug),
        )
