"""An event of a user flow has no source, so nobody can look whether it happened.

Say at the flow or at the step which system it is read from.
"""

from collections.abc import Iterator

from gtm.analysis import clientele, journey_gaps
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM644", "event-without-source", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    for gap in clientele.of(study).journey_gaps:
        if gap.kind == journey_gaps.NO_SOURCE:
            yield rule.at(gap.spot, gap.words, help=gap.help, related=gap.related, subject=gap.subject)
