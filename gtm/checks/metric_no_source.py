"""A metric does not say where it is read.

Two people who read it in two places get two values. Write `source:` with the system, or
`capability:` with what a tool must be able to do.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.analysis.standing import goal_of
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM603", "metric-no-source", Severity.WARNING)
pitfalls = ("P3",)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for id, metric in launch.metrics.items():
        said = metric.source or metric.capability or metric.uses
        if not said and goal_of(launch, id).declined is None:
            yield rule.at(
                launch.spots["metrics", id].at_key(),
                f"`{id}` does not say where it is read",
                help="write `source:` with the system it comes from, or `capability:`",
                subject=id,
            )
