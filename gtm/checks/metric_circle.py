"""Metrics are computed from each other in a circle.

None of them can have a value. Let one of them be read instead of computed: take it out of `uses`.
"""

from collections.abc import Iterator

from gtm.analysis.metrics import circles
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM613", "metric-circle", Severity.ERROR)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for id in circles(launch.metrics):
        yield rule.at(
            launch.spots["metrics", id] / "uses",
            f"`{id}` is computed from itself, or from a metric that is",
            help="let one of them be read: take it out of `uses`",
            subject=id,
        )
