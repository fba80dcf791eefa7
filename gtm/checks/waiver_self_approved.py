"""A waiver was approved by the person who asked for it.

It does not count. Somebody else who may approve waivers has to answer.
"""

from collections.abc import Iterator

from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM503", "waiver-self-approved", Severity.ERROR)
proves = True


def check(launch: Launch, _graph: LaunchGraph) -> Iterator[Diagnostic]:
    for waiver in launch.waivers:
        record = waiver.record
        if record.approved_by is not None and record.approved_by == record.asked_by:
            yield rule.at(
                waiver.spot / "approved_by",
                f"the waiver for `{waiver.item}` was asked and approved by the same person",
                help="somebody else with a role in `policy.waiver_approvers` approves it",
                related=[(waiver.spot / "asked_by", "asked here")],
                subject=waiver.item,
            )
