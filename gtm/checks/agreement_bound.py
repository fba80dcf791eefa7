"""A bound or a target of the agreement is written in another unit than the metric counts in.

At least 0.6 is reached by every value in percent, so the gate would pass whatever the teams say; at least
60 is reached by no share. Write the bound in the metric's unit.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.link import units
from gtm.model.launch import Launch
from gtm.source import Spot

rule = Rule("GTM648", "agreement-bound", Severity.ERROR)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for id, metric in launch.metrics.items():
        if metric.formula == "agreement":
            whole = units.per_share(metric.unit)
            for spot, what, bound in _bounds(launch, id):
                if bound is not None and (bound > whole or 0 < bound <= whole / 100):
                    right = bound * whole if bound <= 1 else bound * whole / 100
                    yield rule.at(
                        spot,
                        f"{what} of {bound:g} is not what `{id}` counts in, which is {metric.unit or 'a share'}",
                        help=f"write {right:g}",
                        subject=id,
                    )


def _bounds(launch: Launch, id: str) -> Iterator[tuple[Spot, str, float | None]]:
    """Every number that is held against the agreement, with its place."""
    yield launch.spots["metrics", id] / "target", "a target", launch.metrics[id].target
    if id in launch.goals:
        yield launch.spots["goals", id] / "target", "a target", launch.goals[id].target
    for gate in launch.gates:
        for at, condition in enumerate(gate.conditions):
            if condition.metric == id:
                yield gate.spot / "conditions" / at, "a bound", condition.at_least
