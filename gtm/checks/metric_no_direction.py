"""A metric does not say whether higher or lower is better.

Without it nobody can tell a good value from a bad one, and no target is ever reached. Write
`better: higher` or `better: lower`.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.analysis.standing import goal_of
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM601", "metric-no-direction", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for id, metric in launch.metrics.items():
        if metric.better is None and goal_of(launch, id).declined is None:
            yield rule.at(
                launch.spots["metrics", id].at_key(),
                f"`{id}` does not say which direction is better",
                help="write `better: higher` or `better: lower`",
                subject=id,
            )
