"""A persona that this launch serves is used in no item of a phase.

Personas that live in marketing and product only stop where sales, implementation, support, success or renewal begin.
Write `personas: [NAME]` on an item of that phase, add an item under `plan:` of the persona, or name an item that is
done for every persona under `every:` of the phase. `gtm classify` shows personas by phase.
"""

from collections.abc import Iterator

from gtm.analysis import phases
from gtm.analysis.phases import title
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.audience import audience_of

rule = Rule("GTM622", "phase-without-persona", Severity.WARNING)
pitfalls = ("P9",)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    audience = audience_of(launch)
    if audience is None or not audience.serves:
        return
    matrix = phases.matrix(launch, study.readiness)
    if matrix is None or not matrix.chosen:
        return
    for persona in matrix.personas:
        gaps = matrix.gaps(persona)
        if gaps:
            named = ", ".join(title(audience, "phases", phase) for phase in gaps)
            at = audience.serves.index(persona)
            yield rule.at(
                launch.spots["audience", "serves"] / at,
                f"nothing is for `{persona}` in {len(gaps)} of {len(matrix.phases)} phases: {named}",
                help=f"write `personas: [{persona}]` on an item there, or name one under `every:` of the phase",
                subject=persona,
            )
