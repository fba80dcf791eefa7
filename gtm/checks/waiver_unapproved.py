"""A waiver was asked for, and nobody has answered.

Until somebody with a role in `policy.waiver_approvers` approves it, the item counts as open. Write
`approved_by:` and `approved:`, or delete the file when the answer is no.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.dates import say, say_working
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM502", "waiver-unapproved", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for waiver in launch.waivers:
        record = waiver.record
        ready = study.readiness.get(waiver.item)
        if ready is None or ready.settled or not record.asked <= launch.as_of <= record.until:
            continue
        if record.approved_by is not None and record.approved is not None:
            continue
        days = launch.calendar.between(record.asked, launch.as_of)
        since = f", {say_working(days)} ago" if days else ""
        if record.approved_by is None:
            key, missing = "approved_by", "nobody has answered"
        else:
            key, missing = "approved", "it does not say when it was approved"
        yield rule.at(
            waiver.spot / key,
            f"the waiver for `{waiver.item}` was asked by {launch.person(record.asked_by)} on "
            f"{say(record.asked)}{since}; {missing}",
            help="write `approved_by:` and `approved:`, or delete the file if the answer is no",
            subject=waiver.item,
        )
