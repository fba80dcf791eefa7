"""A waiver was approved by somebody who may not approve waivers.

Those who may hold one of the roles in `policy.waiver_approvers` of gtm.yaml in this launch, or are
the deputy of somebody who does.
"""

from collections.abc import Iterator

from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM504", "waiver-approver-without-role", Severity.ERROR)
proves = True


def check(launch: Launch, _graph: LaunchGraph) -> Iterator[Diagnostic]:
    roles = launch.workspace.policy.waiver_approvers
    for waiver in launch.waivers:
        person = waiver.record.approved_by
        if person is None or person not in launch.people:
            continue
        if any(launch.may_act_as(person, role) for role in roles):
            continue
        titles = " or ".join(launch.role(role) for role in roles)
        yield rule.at(
            waiver.spot / "approved_by",
            f"{launch.person(person)} may not approve the waiver for `{waiver.item}`"
            + ("" if roles else ": nobody may, as gtm.yaml names no role for it"),
            help=f"ask the {titles}, or fill that role in launch.yaml"
            if roles
            else "name roles in gtm.yaml: policy: {waiver_approvers: [executive-sponsor]}",
            subject=waiver.item,
        )
