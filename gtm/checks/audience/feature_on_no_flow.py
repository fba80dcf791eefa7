"""A key feature is on no user flow, so nobody knows how users get to it.

Name it with `feature:` at the step that uses it, or take it out of the key features.
"""

from collections.abc import Iterator

from gtm.analysis import clientele, journey_gaps
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM643", "feature-on-no-flow", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    for gap in clientele.of(study).journey_gaps:
        if gap.kind == journey_gaps.FEATURE:
            yield rule.at(gap.spot, gap.words, help=gap.help, related=gap.related, subject=gap.subject)
