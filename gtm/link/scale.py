"""Knows what strategy, services, patterns and promises refer to. It must not judge what is missing."""

from gtm.link.names import Names
from gtm.model.audience import Audience
from gtm.model.scale import StrategyWritten
from gtm.source import Spot


def check(audience: Audience, names: Names) -> None:
    """Say which names of these sections exist nowhere."""
    for id, service in (audience.services or {}).items():
        spot = names.spots["services", id]
        names.check_all("segments", service.segments if service else (), spot / "segments")
        if service is not None:
            for segment in service.by_segment or ():
                names.check("segments", segment, (spot / "by_segment" / segment).at_key())
            names.check("roles", service.role, spot / "role")
            names.check("items", service.hiring, spot / "hiring")
    for id, pattern in (audience.patterns or {}).items():
        spot = names.spots["patterns", id]
        if pattern is not None:
            names.check("segments", pattern.segment, spot / "segment")
            names.check("people", pattern.owner, spot / "owner")
            names.check("items", pattern.item, spot / "item")
    for id, promise in (audience.promises or {}).items():
        spot = names.spots["promises", id]
        if promise is not None:
            names.check("people", promise.owner, spot / "owner")
            names.check("segments", promise.segment, spot / "segment")
    if audience.strategy is not None:
        _strategy(audience.strategy, names.spots["audience", "strategy"], names)


def _strategy(strategy: StrategyWritten, spot: Spot, names: Names) -> None:
    if strategy.team is not None:
        names.check("people", strategy.team.accountable, spot / "team" / "accountable")
        names.check_all("teams", strategy.team.teams, spot / "team" / "teams")
    names.check_all("capabilities", strategy.tools, spot / "tools")
    for id, goal in (strategy.goals or {}).items():
        if goal is not None:
            names.check("metrics", goal.metric, spot / "goals" / id / "metric")
            names.check("personas", goal.persona, spot / "goals" / id / "persona")
    if strategy.tactics is not None:
        names.check("items", strategy.tactics.process, spot / "tactics" / "process")
        names.check_all("items", strategy.tactics.items, spot / "tactics" / "items")
    for id, stage in (strategy.growth or {}).items():
        if stage is not None:
            names.check("metrics", stage.metric, spot / "growth" / id / "metric")
