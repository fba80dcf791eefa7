"""The call that hands customers over from sales does not carry all intake answers, or does not take place.

What is not handed over the customer has to explain a second time, and nobody knows the persona. Name all intake
questions under `carries:` of `handover:`, and keep its item in the plan.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.audience import audience_of

rule = Rule("GTM624", "handover-incomplete", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    audience = audience_of(launch)
    if audience is None or not audience.serves or not audience.intake:
        return
    if audience.handover is None:
        yield rule.at(
            launch.spots["audience", "serves"].at_key(),
            "no call hands the intake answers over from sales",
            help="write `handover: {item: …, carries: [" + ", ".join(audience.intake) + "]}`",
            severity=Severity.ADVICE,
        )
        return
    spot = launch.spots["audience", "handover"]
    lacking = [id for id in audience.intake if id not in audience.handover.carries]
    if lacking:
        yield rule.at(
            (spot / "carries").at_key(),
            f"the handover call does not carry {', '.join(f'`{id}`' for id in lacking)}",
            help=f"add {', '.join(lacking)} to `carries:`, and to the agenda of the call",
        )
    gone = next((one for one in launch.removed if one.id == audience.handover.item), None)
    if gone is not None:
        yield rule.at(
            spot / "item",
            f"the handover call is no part of this launch: {gone.reason}",
            help="name another item, or add one under `own:` of the launch",
            subject=gone.id,
        )
