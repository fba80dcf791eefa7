"""The proof of a finished item is too old to count.

The item says with `fresh_for` how long a proof stays good. Check again, then write the new date,
or add a newer proof.
"""

from collections.abc import Iterator

from gtm.analysis.readiness import SAID_DONE, accepted, fresh_until
from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM407", "stale-proof", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    readiness, today = study.readiness, study.launch.as_of
    for item in study.done:
        if readiness[item.id].kind != SAID_DONE:
            continue
        for at, proof in enumerate(item.state.evidence):
            end = fresh_until(item, proof)
            if end is None or end >= today or proof.kind not in accepted(item):
                continue
            yield rule.at(
                item.spot / "evidence" / at / ("date" if proof.date_ else proof.kind),
                f"the proof of `{item.id}` was good until {say(end)}; it counts for {item.definition.fresh_for}",
                help="check again and write the new date, or add a newer proof",
                related=[(item.defined / "fresh_for", "how long a proof stays fresh")],
                subject=item.id,
            )
            break
