"""The newest value of a metric is older than its period.

An old value says nothing about today and reaches no target. Read it again, or make `period` longer.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.analysis.standing import OLD, standing
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM605", "metric-too-old", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for id in launch.metrics:
        one = standing(launch, id)
        if one.verdict == OLD and one.newest is not None:
            yield rule.at(
                one.newest.spot,
                f"`{id}` was last read on {say(one.newest.made)}: {one.words}",
                help="add a newer reading",
                subject=id,
            )
