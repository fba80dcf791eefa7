"""A waiver stands for an item that does not need it.

The item is settled, or does not apply to this launch. Delete the waiver, or let it end, so that
the list of exceptions stays true.
"""

from collections.abc import Iterator

from gtm.analysis.readiness import NOT_APPLICABLE, PROVEN
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM505", "waiver-without-need", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    removed = {one.id: one.reason for one in launch.removed} if launch.waivers else {}
    for waiver in launch.waivers:
        if waiver.record.until < launch.as_of:
            continue
        ready = study.readiness.get(waiver.item)
        base = waiver.item.partition("/")[0]
        if ready is None and base in removed:
            why = f"does not apply to this launch ({removed[base]})"
        elif ready is not None and ready.kind in {PROVEN, NOT_APPLICABLE}:
            why = f"is {ready.kind}"
        else:
            continue
        yield rule.at(
            waiver.spot / "item",
            f"the waiver for `{waiver.item}` is not needed: the item {why}",
            help="delete the waiver",
            subject=waiver.item,
        )
