"""The trigger of a stage of growth is reached, and the stage has not begun.

The way we work was made for fewer customers. Begin the stage and write the day under `begun:`, or change
its trigger.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.analysis.strategy import growth, strategy_of, trigger
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM673", "growth-trigger-reached", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    strategy = strategy_of(launch)
    for one in growth(launch, strategy) if strategy is not None else ():
        if one.reached and not one.begun:
            yield rule.at(
                (launch.spots["audience", "strategy"] / "growth" / one.id).at_key(),
                f"{one.record.title} has not begun, and its trigger is reached: {trigger(one, launch)}",
                help="begin it, and write the day under `begun:`",
                subject=one.id,
            )
