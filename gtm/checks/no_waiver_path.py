"""Nobody here may approve a waiver, so no rule has an exception.

Where no exception can be asked for, rules are broken in silence. Name roles under `policy:
waiver_approvers:` in gtm.yaml, and fill one of them in launch.yaml. Only launches that know their audience
or ask for a waiver hear of it.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM666", "no-waiver-path", Severity.ADVICE)
pitfalls = ("P6",)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    if launch.audience is None and not launch.waivers:
        return
    roles = launch.workspace.policy.waiver_approvers
    begun = not roles or any((launch.written.roles or {}).values())  # empty roles are told of elsewhere
    if begun and not any(launch.holders(role) for role in roles):
        yield rule.at(
            launch.spot / "roles" if roles else launch.spot.at_key(),
            f"nobody holds a role that may approve waivers: {', '.join(launch.role(role) for role in roles)}"
            if roles
            else "no role may approve a waiver",
            help=f"fill `{roles[0]}` under `roles:`"
            if roles
            else "write policy: {waiver_approvers: [executive-sponsor]} in gtm.yaml",
        )
