"""A metric aims at a value on the wrong side of where it starts.

Its target is worse than its baseline, so it would be reached by getting worse. Mend the target, the
baseline, or `better`.
"""

from collections.abc import Iterator

from gtm.analysis.amounts import number
from gtm.analysis.snapshot import Study
from gtm.analysis.standing import goal_of
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM604", "metric-target-behind", Severity.ERROR)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for id, metric in launch.metrics.items():
        goal = goal_of(launch, id)
        if goal.target is None or goal.baseline is None or metric.better is None or goal.declined is not None:
            continue
        if (goal.target < goal.baseline) if metric.better == "higher" else (goal.target > goal.baseline):
            own = launch.goals.get(id)
            section = "goals" if own is not None and own.target is not None else "metrics"
            yield rule.at(
                launch.spots[section, id] / "target",
                f"`{id}` starts at {number(goal.baseline)} and aims at {number(goal.target)}, "
                f"but {metric.better} is better",
                help=f"write a target {'above' if metric.better == 'higher' else 'below'} {number(goal.baseline)}, "
                "or mend `better` or `baseline`",
                subject=id,
            )
