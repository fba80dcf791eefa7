"""A must-have is owned only because somebody leads the team.

Its own role is not filled, so the team's lead answers for it. That is fine for a while; when the
item is due soon, fill the role in launch.yaml under `roles:`, or write `owner:` at the item.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM402", "fallback-owner", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for item in study.pressing:
        if item.owner_from == "lead" and item.must:
            yield rule.at(
                item.spot.at_key(),
                f"`{item.id}` falls to {launch.person(item.owner)}, who leads the team: "
                f"{launch.role(item.role)} is not filled",
                help=f"fill `{item.role}` in launch.yaml, or write `owner: {item.owner}` there",
                subject=item.id,
            )
