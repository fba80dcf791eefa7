"""A team was asked who the best customers are and has not answered.

Until it has, nobody knows how far the teams agree, and a gate that asks for the agreement stays
shut. An answer dated after today does not count yet.
"""

from collections.abc import Iterator

from gtm.analysis import clientele, profile
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM636", "icp-unanswered", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for one in clientele.of(study).icp:
        if one.unanswered:
            teams = [launch.team(view.team) for view in one.unanswered]
            late = [launch.team(view.team) for view in one.unanswered if view.late]
            dated = f"; the answer of {profile.listed(late)} is dated after today" if late else ""
            yield rule.at(
                one.unanswered[0].spot.at_key(),
                f"{profile.listed(teams)} {'has' if len(teams) == 1 else 'have'} not said who "
                f"{one.record.title} is{dated}",
                help=f"write the traits of their best customers under `views: {{{one.unanswered[0].team}: …}}`",
                related=[(view.spot, f"{launch.team(view.team)} too") for view in one.unanswered[1:6]],
                subject=one.id,
            )
        elif len(one.views) < 2:
            yield rule.at(
                one.spot.at_key(),
                f"fewer than two teams are asked who {one.record.title} is",
                help="name under `asked:` the teams that meet customers: [product, sales, customer-success]",
                subject=one.id,
                severity=Severity.ADVICE,
            )
