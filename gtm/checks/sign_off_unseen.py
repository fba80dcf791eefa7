"""A signature does not say what it saw.

Without the digest nobody can tell later whether what was signed has changed, so the signature does
not count. `gtm gate STAGE --digest` prints the line for `saw:`.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM509", "sign-off-unseen", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    for decision in study.decisions.values():
        for one in decision.signatures:
            if one.fault == "unseen":
                record = one.sign_off.record
                wrong = "has a `saw:` that is no digest" if record.saw else "has no `saw:`"
                yield rule.at(
                    one.sign_off.spot / "saw",
                    f"the signature of {study.launch.person(record.by)} on the gate "
                    f"`{decision.gate}` {wrong}, so it does not count",
                    help=f"write the line that `gtm gate {decision.gate} --digest` prints",
                    subject=decision.gate,
                )
