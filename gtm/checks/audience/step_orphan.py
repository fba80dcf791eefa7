"""Steps of a user flow lead to nothing that a success flow asks for.

Nobody looks at these events, or a step of a customer lacks its proof. Let a step of a success flow
name the event, or take the steps out.
"""

from collections.abc import Iterator

from gtm.analysis import clientele, journey_gaps
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM642", "step-orphan", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    for gap in clientele.of(study).journey_gaps:
        if gap.kind == journey_gaps.STEP_ORPHAN:
            yield rule.at(gap.spot, gap.words, help=gap.help, related=gap.related, subject=gap.subject)
