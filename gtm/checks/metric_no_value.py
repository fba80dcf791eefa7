"""The newest reading of a metric gives no value.

Something would be divided by nothing, an input is missing, or the inputs contradict each other. No
value is not 0: it reaches no target and misses none. Mend the inputs, or wait until there are some.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.analysis.standing import NO_VALUE, standing
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM616", "metric-no-value", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for id in launch.metrics:
        if launch.metrics[id].formula == "agreement":
            continue  # icp-unanswered says which teams have not answered
        one = standing(launch, id)
        if one.verdict == NO_VALUE and one.newest is not None:
            yield rule.at(
                one.newest.spot,
                f"`{id}` has {one.words}",
                help="mend its inputs, or take the reading out until there is something to count",
                subject=id,
            )
