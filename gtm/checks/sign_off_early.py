"""A signature is dated before what it says was seen.

Nobody can have seen a proof, an end of work or a waiver of a later day, nor a launch that was not
set up yet. The signature does not count: whoever signed looks again and signs with the day of that.
"""

from collections.abc import Iterator

from gtm.analysis.decisions import GateDecision, Signature
from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM513", "sign-off-early", Severity.ERROR)


def check(study: Study) -> Iterator[Diagnostic]:
    for decision in study.decisions.values():
        for one in decision.signatures:
            if one.fault == "early":
                yield _say(study, decision, one)


def _say(study: Study, decision: GateDecision, one: Signature) -> Diagnostic:
    launch, record = study.launch, one.sign_off.record
    created = launch.written.created
    who = f"{launch.person(record.by)} signed the gate `{decision.gate}` on {say(record.date_)}, before"
    if created is not None and record.date_ < created:
        why = f"the launch was set up on {say(created)}"
        related = [(launch.spot / "created", "set up")]
    else:
        assert decision.digest is not None
        assert decision.digest.newest is not None
        day, id = decision.digest.newest
        why = f"something it covers: `{id}` has a date of {say(day)}"
        related = [(launch.items[id].spot.at_key(), "happened later")]
    return rule.at(
        one.sign_off.spot / "date",
        f"{who} {why}; it does not count",
        help="mend whichever date is wrong, or look again and sign anew: gtm sign",
        related=related,
        subject=decision.gate,
    )
