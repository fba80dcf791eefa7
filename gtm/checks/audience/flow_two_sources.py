"""Two teams read the same event or measure from different systems.

They will see different customers and never agree. Choose one source for both.
"""

from collections.abc import Iterator

from gtm.analysis import clientele, journey_gaps
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM646", "flow-two-sources", Severity.WARNING)
pitfalls = ("P7",)


def check(study: Study) -> Iterator[Diagnostic]:
    for gap in clientele.of(study).journey_gaps:
        if gap.kind == journey_gaps.TWO_SOURCES:
            yield rule.at(gap.spot, gap.words, help=gap.help, related=gap.related, subject=gap.subject)
