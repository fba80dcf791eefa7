"""A condition of a go was not met by its date.

The gate was passed on a promise; with the promise overdue it is not passed any more. Meet it and
write `done:` (one that names an `item:` is met when that is settled), or decide again with a new sign-off.
"""

from collections.abc import Iterator

from gtm.analysis import accepted
from gtm.analysis.snapshot import Study
from gtm.dates import say, say_working
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM510", "condition-overdue", Severity.ERROR)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for decision in study.decisions.values():
        newest = {one.sign_off.record.as_: one for one in decision.signatures if not one.fault}
        for one in newest.values():
            for at, written in enumerate(one.sign_off.record.conditions):
                promise = accepted.kept(launch, written, study.readiness)
                if promise.done is not None or promise.due >= launch.as_of:
                    continue
                late = max(launch.calendar.between(promise.due, launch.as_of), 1)
                missed = f"; if missed: {promise.if_missed}" if promise.if_missed else ""
                way = "settle the item" if promise.item else "meet it and write `done: …`"
                yield rule.at(
                    one.sign_off.spot / "conditions" / at / "due",
                    f"a condition of the gate `{decision.gate}` is {say_working(late)} overdue: "
                    f"{promise.text} ({launch.person(promise.owner)}, {say(promise.due)})",
                    help=f"{way}, or decide again{missed}",
                    subject=decision.gate,
                )
