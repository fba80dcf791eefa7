"""A meeting that keeps teams on one map is overdue, or has never been held.

Product and customer success see the same customers through different tools: they meet every so
often, and write down when they did. One that has not begun is advice.
"""

from collections.abc import Iterator

from gtm.analysis import clientele, journey_gaps
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM647", "meeting-overdue", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    for gap in clientele.of(study).journey_gaps:
        if gap.kind == journey_gaps.MEETING:
            severity = Severity.WARNING if gap.begun else Severity.ADVICE
            yield rule.at(gap.spot, gap.words, help=gap.help, subject=gap.subject, severity=severity)
