"""No flow leads through a stage of the journey.

Describe what customers do there and what users do in the product, or nobody will see them get stuck.
"""

from collections.abc import Iterator

from gtm.analysis import clientele, journey_gaps
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM645", "stage-without-flow", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    for gap in clientele.of(study).journey_gaps:
        if gap.kind == journey_gaps.NO_FLOW:
            yield rule.at(gap.spot, gap.words, help=gap.help, related=gap.related, subject=gap.subject)
