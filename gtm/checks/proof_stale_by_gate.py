"""A proof counts today, but will be too old on the day its gate is decided.

Plan to check again shortly before the gate, so that the decision does not fail on an old paper.
"""

from collections.abc import Iterator

from gtm.analysis.readiness import PROVEN, fresh_until
from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM408", "proof-stale-by-gate", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    readiness, graph = study.readiness, study.graph
    for item in study.undecided:
        ready = readiness[item.id]
        if item.definition.fresh_for is None or ready.kind != PROVEN or ready.proof is None:
            continue
        end = fresh_until(item, ready.proof)
        view = study.gates.get(graph.gate_of(item))
        if end is None or view is None or end >= view.due:
            continue
        at = next((at for at, one in enumerate(item.state.evidence) if one is ready.proof), 0)
        yield rule.at(
            item.spot / "evidence" / at / ("date" if ready.proof.date_ else ready.proof.kind),
            f"the proof of `{item.id}` is good until {say(end)}; its gate `{item.gate}` is due {say(view.due)}",
            help="check again before the gate and write the new date",
            related=[(item.defined / "fresh_for", "how long a proof stays fresh")],
            subject=item.id,
        )
