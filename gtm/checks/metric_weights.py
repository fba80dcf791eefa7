"""The weights of a health score do not add to 1.

The score would leave its scale of 0 to 100, so it is not computed. Write weights that add to 1.
"""

from collections.abc import Iterator

from gtm.analysis.amounts import number
from gtm.analysis.metrics import weights
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM614", "metric-weights", Severity.ERROR)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for id, metric in launch.metrics.items():
        if metric.formula == "health":
            given = weights(metric)
            total = sum(given.values())
            if abs(total - 1) > 1e-6 or min(given.values()) < 0:
                yield rule.at(
                    launch.spots["metrics", id] / "weights",
                    f"the weights of `{id}` add to {number(total)}, not to 1",
                    help="write shares of 1, none below 0: {frequency: 0.4, breadth: 0.3, depth: 0.3}",
                    subject=id,
                )
