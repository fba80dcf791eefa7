"""Customer success is taken for service or satisfaction.

Success means that customers reach the outcome they came for. Content customers leave too, and answering
well is not progress: measure churn, health, use or value beside NPS and CSAT, and let the success programme
hold more than the items of a phase marked `service: true`.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.analysis.strategy import strategy_of
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.audience import audience_of
from gtm.model.launch import Item, Launch
from gtm.model.scale import StrategyWritten

rule = Rule("GTM660", "success-as-service", Severity.WARNING)
pitfalls = ("P1",)

_SATISFACTION = {6, 7}  # of the fourteen: promoters, satisfaction


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    strategy = strategy_of(launch)
    if strategy is None:
        return
    spot = launch.spots["audience", "strategy"]
    names = [one.metric for one in (strategy.goals or {}).values() if one is not None and one.metric in launch.metrics]
    if names and all(launch.metrics[name].kpi in _SATISFACTION for name in names if name is not None):
        titles = " and ".join(dict.fromkeys(launch.metrics[name].title for name in names if name is not None))
        yield rule.at(
            (spot / "goals").at_key(),
            f"the goals of customer success rest on satisfaction alone: {titles}",
            help="add a goal for what customers reach: churn, health, use, realised value",
        )
    if _only_service(launch, strategy):
        yield rule.at(
            (spot / "tactics" / "items").at_key(),
            "the success programme has only items of service",
            help="add what moves customers to their outcome: onboarding, plans, value tracking",
        )


def _only_service(launch: Launch, strategy: StrategyWritten) -> bool:
    wanted = set(strategy.tactics.items) if strategy.tactics is not None else set()
    items = [item for item in launch.items.values() if item.base in wanted]
    return bool(items) and all(_serves(launch, item) for item in items)


def _serves(launch: Launch, item: Item) -> bool:
    phases = whom.phases if (whom := audience_of(launch)) is not None else None
    return any(
        one is not None and one.service and (item.base in one.items or item.team in one.teams)
        for one in (phases or {}).values()
    )
