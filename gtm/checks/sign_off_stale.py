"""What was signed has changed since.

A level, gate, need, status, proof, reason, waiver, condition or the launch date is no longer what
the signature saw, so it does not count: look at the change and sign again. On a gate that was
decided with it the decision stands for ever; there it is a warning that tells what changed.
"""

from collections.abc import Iterator

from gtm.analysis.decisions import GateDecision, Signature
from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM506", "sign-off-stale", Severity.ERROR)

_SHOWN = 5


def check(study: Study) -> Iterator[Diagnostic]:
    if study.launch.partial:
        return  # what could not be read seems changed; that file is told of, and holds every gate
    for decision in study.decisions.values():
        newest = {one.sign_off.record.as_: one for one in decision.signatures if not one.fault}
        for one in newest.values():
            if one.material and one.sign_off.record.decision != "no-go":
                yield _say(study, decision, one)


def _say(study: Study, decision: GateDecision, one: Signature) -> Diagnostic:
    record = one.sign_off.record
    if one.changed:
        rest = len(one.changed) - _SHOWN
        names = ", ".join(f"`{name}`" for name in one.changed[:_SHOWN])
        what = f"changed since: {names}" + (f" and {rest} more" if rest > 0 else "")
    else:
        what = "the digest differs, and the sign-off does not keep what it covered"
    items = {item.digest_name: item for item in study.launch.items.values()} if one.changed else {}
    return rule.at(
        one.sign_off.spot / "saw",
        f"what {study.launch.person(record.by)} signed for the gate `{decision.gate}` on "
        f"{say(record.date_)} has changed; {what}",
        help=f"the gate stays decided; tell {study.launch.person(record.by)} what changed"
        if decision.decided
        else "look at the change and sign again: gtm gate --digest",
        related=[(items[name].spot.at_key(), "changed since") for name in one.changed[:_SHOWN] if name in items],
        subject=decision.gate,
        severity=Severity.WARNING if decision.decided else Severity.ERROR,
    )
