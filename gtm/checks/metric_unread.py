"""A gate asks for a metric that has no reading yet, and the gate is near or past.

Read it and write it under `readings:`, or decline it in this launch with a reason. A launch
that keeps no metrics at all is not asked.
"""

from collections.abc import Iterator

from gtm.analysis.attention import horizon
from gtm.analysis.snapshot import Study
from gtm.analysis.standing import NO_VALUE, kept, standing
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.written import MetricWritten

rule = Rule("GTM615", "metric-unread", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    if not kept(launch):
        return
    until = horizon(launch)
    for id in launch.metrics:
        one = standing(launch, id)
        if one.verdict != NO_VALUE or one.newest is not None:
            continue
        for gate in one.gates:
            due, view = launch.gate_due(gate), study.gates.get(gate)
            if due is not None and due <= until and (view is None or not view.passed):
                yield rule.at(
                    launch.spots["metrics", id].at_key(),
                    f"`{id}` has no reading, and the {launch.stages[gate].title} gate of {say(due)} asks for it",
                    help=f"{_what(launch.metrics[id])}, or `goals: {{{id}: {{declined: WHY}}}}` in this launch",
                    subject=id,
                )
                break


def _what(metric: MetricWritten) -> str:
    """A metric of agreement is not read: it follows from what teams say."""
    asked = "let each team state its view under `profiles:` in audience.yaml"
    return asked if metric.formula == "agreement" else "add a reading"
