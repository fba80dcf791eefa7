"""A team takes part in a stage, but nothing is asked of it there.

A stage in a team's `stages:` promises that the team has something to make true in it. Add an item,
or say in launch.yaml under `no_part:` why this launch needs none. It is advice where the playbook
asks for something that this launch's tier or traits removed. Entries of `no_part:` without a
reason, or with items, are told too.
"""

from collections.abc import Iterator

from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM415", "empty-touchpoint", Severity.WARNING)
proves = True


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    filled: set[tuple[str, str]] = {(item.stage, item.team) for item in graph.items}
    no_part = {str(point): reason for point, reason in (launch.written.no_part or {}).items()}
    yield from _empty(launch, filled, no_part)
    for point, reason in no_part.items():
        stage, _, team = point.partition(".")
        spot = launch.spot / "no_part" / point
        if (stage, team) in filled:
            yield rule.at(
                spot.at_key(),
                f"`{point}` is said to have no part, but items of it apply to this launch",
                help="delete this entry, or remove the items by trait or tier",
            )
        elif not reason:
            yield rule.at(
                spot.at_key(),
                f"`{point}` is said to have no part, but not why",
                help=f"write the reason after the colon: {point}: …",
            )


def _empty(launch: Launch, filled: set[tuple[str, str]], no_part: dict[str, str | None]) -> Iterator[Diagnostic]:
    removed: dict[tuple[str, str], int] = {}
    for one in launch.removed:
        removed[one.stage, one.team] = removed.get((one.stage, one.team), 0) + 1
    for team, entry in launch.teams.items():
        spot = launch.spots["teams", team] / "stages"
        without: list[str] = []  # stages whose items this launch removed
        for at, stage in enumerate(entry.stages):
            if (stage, team) in filled or f"{stage}.{team}" in no_part or stage not in launch.stages:
                continue
            if (stage, team) in removed:
                without.append(stage)
                continue
            yield rule.at(
                spot / at,
                f"{entry.title} has nothing to make true in {launch.stages[stage].title}",
                help=f"add an item, or write `{stage}.{team}: …` with the reason under `no_part:` in launch.yaml",
            )
        if without:
            count = sum(removed[stage, team] for stage in without)
            items = "the one item there does" if count == 1 else f"the {count} items there do"
            titles = ", ".join(launch.stages[stage].title for stage in without)
            yield rule.at(
                spot,
                f"{entry.title} has nothing to make true in {titles}: {items} not apply here",
                help=f"nothing to do if that is so; `{without[0]}.{team}: …` with the reason under "
                "`no_part:` in launch.yaml says it for good",
                severity=Severity.ADVICE,
            )
