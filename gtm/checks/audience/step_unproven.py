"""A step of a success flow names nothing that proves it.

A customer who is said to have come this far may not have. Name the event of a user that shows it
under `proof:`, or say under `offline:` what else does: signed minutes, a value report.
"""

from collections.abc import Iterator

from gtm.analysis import clientele, journey_gaps
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM641", "step-unproven", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    for gap in clientele.of(study).journey_gaps:
        if gap.kind == journey_gaps.STEP_UNPROVEN:
            yield rule.at(gap.spot, gap.words, help=gap.help, related=gap.related, subject=gap.subject)
