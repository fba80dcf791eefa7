"""A rule takes effect between the launch and ninety days after it.

What is allowed on launch day may be forbidden a month later. Plan for the rule now: who checks, by
when, what changes. Dates and markets of rules stand in playbook/sources.yaml. A rule that names
this launch's markets is mentioned as advice even when no item rests on it.
"""

from collections.abc import Iterator

from gtm.dates import add_days, say
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Item, Launch
from gtm.model.written import SourceWritten

rule = Rule("GTM420", "rule-taking-effect", Severity.WARNING)
proves = True

_AFTER = 90
_SHOWN = 5


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    last = add_days(launch.date, _AFTER)
    near = {
        name: source
        for name, source in launch.sources.items()
        if source.from_ is not None
        and launch.date <= source.from_ <= last
        and (not source.markets or not launch.markets.keys().isdisjoint(source.markets))
    }
    if not near:
        return
    used: dict[str, list[Item]] = {name: [] for name in near}
    for item in graph.items:
        for basis in item.definition.basis:
            if basis in used:
                used[basis].append(item)
    for name, source in near.items():
        if used[name] or source.markets:
            yield _say(launch, name, source, used[name])


def _say(launch: Launch, name: str, source: SourceWritten, items: list[Item]) -> Diagnostic:
    assert source.from_ is not None
    days = (source.from_ - launch.date).days
    when = f"{days} {'day' if days == 1 else 'days'} after the launch" if days else "on launch day"
    rest = f"{len(items)} items rest" if len(items) > 1 else "1 item rests"
    return rule.at(
        launch.spots["sources", name] / "from",
        f"{source.title} takes effect on {say(source.from_)}, {when}",
        help=f"{rest} on it: judge that work against the new rule"
        if items
        else "no item rests on it: add one if it concerns this product",
        related=[(item.defined.at_key(), item.title) for item in items[:_SHOWN]],
        severity=Severity.WARNING if items else Severity.ADVICE,
    )
