"""The customer success strategy lacks some of its six elements.

Team, tools, vision, goals, tactics, path for growth: what is not written down is decided anew by whoever
is asked. Goals are complete with metric, baseline, target and date. Said once, and only where somebody has
begun a strategy.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.analysis.strategy import elements, strategy_of
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM659", "strategy-incomplete", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    strategy = strategy_of(launch)
    if strategy is None:
        return
    gaps = [one for one in elements(launch, strategy) if one.missing]
    if gaps:
        parts = "; ".join(f"{one.title}: {', '.join(one.missing)}" for one in gaps)
        yield rule.at(
            launch.spots["audience", "strategy"].at_key(),
            f"the success strategy lacks {len(gaps)} of its 6 elements: {parts}",
            help=f"fill in {', '.join(f'`{one.key}:`' for one in gaps)}",
        )
