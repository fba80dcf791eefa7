"""A launch sells in a market that implies a trait it does not have.

The trait selects the items such a market asks for, so without it they are missing. Add the trait to
launch.yaml, or take the market out.
"""

from collections.abc import Iterator

from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM416", "market-without-trait", Severity.ERROR)
proves = True


def check(launch: Launch, _graph: LaunchGraph) -> Iterator[Diagnostic]:
    chosen = frozenset(str(trait) for trait in launch.written.traits)
    for name, trait in launch.traits.items():
        markets = [market for market in launch.markets if market in trait.markets]
        if markets and name not in chosen:
            yield rule.at(
                (launch.spot / "markets" / markets[0]).at_key(),
                f"the launch sells in {', '.join(markets)}, but lacks the trait `{name}` ({trait.title})",
                help=f"add `{name}` to `traits:`",
                related=[(launch.spots["traits", name] / "markets", "markets that imply it")],
            )
