"""The teams do not agree enough on the ideal customer.

Each team looks for other customers, so messages, product and service pull in different directions.
`gtm icp` shows who agrees with whom and which traits only one team names: talk about those, then
let each team write its view anew. It is an error for a major launch (tier 1), a warning for others.
"""

from collections.abc import Iterator

from gtm.analysis import clientele, profile, profile_words
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM635", "icp-disagreement", Severity.WARNING)
pitfalls = ("P8",)


def check(study: Study) -> Iterator[Diagnostic]:
    for one in clientele.of(study).icp:
        short = one.threshold is not None and one.among is not None and one.among < one.threshold
        if not short:
            continue
        lowest = min(one.pairs, key=lambda pair: pair.score)
        teams = profile.listed([study.launch.team(team) for team in (lowest.one, lowest.other)])
        yield rule.at(
            one.spot.at_key(),
            f"the teams agree on {one.record.title} to {profile_words.score(one.among)} only, "
            f"{profile_words.score(one.threshold)} is wanted",
            help=f"start with {teams}, who agree least: gtm icp {one.id} shows the traits only one team names",
            subject=one.id,
            severity=Severity.ERROR if study.launch.written.tier == 1 else Severity.WARNING,
        )
