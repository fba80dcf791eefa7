"""One of the fourteen measures of customer success is neither tracked nor declined.

Give a metric its number with `kpi:`, or write a metric with `declined:` and the reason. A workspace
in which no metric has a number is not asked.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.analysis.standing import KPIS
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.source import Spot

rule = Rule("GTM607", "metric-kpi-missing", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    known = {metric.kpi for metric in launch.metrics.values() if metric.kpi is not None}
    first = next((id for id, metric in launch.metrics.items() if metric.kpi is not None), None)
    if first is None:
        return
    for kpi, title in KPIS.items():
        if kpi not in known:
            yield rule.at(
                Spot(launch.spots["metrics", first].path, ("metrics",), key=True),
                f"no metric is tracked for {title} (kpi {kpi})",
                help=f"add a metric with `kpi: {kpi}`, or one with `declined:` and the reason",
                subject=str(kpi),
            )
