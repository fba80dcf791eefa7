"""One team looks for customers whom another would turn away, or whom the profile rules out.

That is more than a missing word: work for such customers is done by one team and undone by the other.
Decide it, and take the trait out of one of the two.
"""

from collections.abc import Iterator

from gtm.analysis import clientele, profile_words
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM637", "icp-contradiction", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    for one in clientele.of(study).icp:
        for trait in one.disputed:
            view = next(view for view in one.views if view.team == trait.teams[0])
            other = next((view for view in one.views if view.team in trait.turned), None)
            yield rule.at(
                view.spot,
                f"`{trait.title}`: {profile_words.dispute(study.launch, trait)}",
                help="decide it together, and take the trait out of `traits` or of `excludes`",
                related=[(other.spot, "turned away here")] if other is not None else [],
                subject=one.id,
            )
