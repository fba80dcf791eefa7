"""A value rests on fewer answers than its metric asks for.

A few answers can say anything, so the value does not count yet. Ask more people, or wait; where the
number is known, write it as `sample:`.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.analysis.standing import EARLY, standing
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM606", "metric-small-sample", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for id in launch.metrics:
        one = standing(launch, id)
        if one.verdict == EARLY and one.newest is not None:
            yield rule.at(
                one.newest.spot,
                f"`{id}` is {one.words}",
                help="gather more answers" if one.newest.sample is not None else "write `sample:` beside the value",
                subject=id,
            )
