"""A reading has a value its metric cannot have.

A promoter score lies between -100 and 100, a share between nothing and all. Often the unit differs:
0.57 where 57 percent is meant. Mend the value, or say what it is in with `unit:`.
"""

from collections.abc import Iterator

from gtm.analysis.amounts import amount, number
from gtm.analysis.snapshot import Study
from gtm.analysis.standing import bounds, goal_of
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.measured import NO_INPUTS

rule = Rule("GTM611", "metric-out-of-range", Severity.ERROR)
MOST = 500  # readings looked at: an older one moves nothing


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for id, metric in launch.metrics.items():
        low, high = bounds(metric)
        target = goal_of(launch, id).target
        share = metric.unit == "percent" and target is not None and target > 2
        for one in launch.readings.get(id, ())[-MOST:]:
            if one.value is None or one.date_ > launch.as_of:
                continue
            value = amount(one.value, metric.unit)
            if (low is not None and one.value < low) or (high is not None and one.value > high):
                between = (
                    f"between {number(low)} and {number(high)}"
                    if low is not None and high is not None
                    else (f"at most {number(high)}" if high is not None else f"at least {number(low or 0)}")
                )
                yield rule.at(
                    one.spot,
                    f"`{id}` cannot be {value}: it is {between}",
                    help="mend the value or its unit",
                    subject=id,
                )
                break
            if share and 0 < one.value < 1 and one.inputs == NO_INPUTS and not one.cases:
                yield rule.at(
                    one.spot,
                    f"`{id}` is {value}, which looks like a share: its target is {amount(target or 0, metric.unit)}",
                    help=f"write {number(one.value * 100)}, or `unit: share`",
                    subject=id,
                    severity=Severity.WARNING,
                )
                break
