"""The playbook, or the success strategy, was not gone through for longer than it holds.

Rules that nobody questions are followed against the customer. Go through them, drop what no longer helps,
and write the day: `reviewed:` under `policy:` in gtm.yaml or under `strategy:` in audience.yaml.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.dates import add_days, say
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM665", "playbook-unreviewed", Severity.ADVICE)
pitfalls = ("P6",)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    policy = launch.workspace.policy
    if policy.reviewed is not None:
        held = add_days(policy.reviewed, policy.review_every.count)
        if held < launch.as_of:
            yield rule.at(
                launch.spots["policy", "reviewed"],
                f"the playbook was last gone through on {say(policy.reviewed)}, which held until {say(held)}",
                help="go through it, and write the day under `reviewed:`",
            )
    if launch.audience is None:
        return
    from gtm.analysis.strategy import overdue, strategy_of

    strategy = strategy_of(launch)
    end = overdue(launch, strategy) if strategy is not None else None
    if end is not None:
        yield rule.at(
            launch.spots["audience", "strategy"] / "reviewed",
            f"the success strategy was to be gone through again by {say(end)}",
            help="go through it, and write the day under `reviewed:`",
        )
