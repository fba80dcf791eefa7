"""No must-have waits for a gate, so there is nothing to judge.

Nothing is never all clear: such a gate does not pass. Give it a must-have, let items name it with
`gate:`, or take the gate out of the stage.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM511", "gate-without-must-haves", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    if not study.graph.items or launch.partial:  # told as a whole elsewhere
        return
    for view in study.gates.values():
        if view.market is not None or view.counts.total or view.passed:
            continue
        removed = sum(one.gate == view.id and one.must for one in launch.removed)
        why = f": all {removed} of the playbook do not apply here" if removed else ""
        yield rule.at(
            launch.stages[view.id].spot.at_key(),
            f"no must-have waits for the {view.title} gate{why}",
            help="give it a must-have, or take the gate out",
            subject=view.id,
        )
