"""A waiver has ended, and its item is still open.

The item counts as open again. Finish it, or ask for a new waiver in a file of its own.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM501", "waiver-expired", Severity.ERROR)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for waiver in launch.waivers:
        ready = study.readiness.get(waiver.item)
        if ready is None or ready.settled or waiver.record.until >= launch.as_of:
            continue
        yield rule.at(
            waiver.spot / "until",
            f"the waiver for `{waiver.item}` ended on {say(waiver.record.until)}, and the item is still open",
            help="finish the item, or ask for a new waiver",
            related=[(launch.items[waiver.item].spot.at_key(), ready.missing or "still open")],
            subject=waiver.item,
        )
