"""Two teams write nearly the same trait in different words, so it counts as two.

Give it an id and a name under `traits:` of the profile, and let both teams write the id.
"""

from collections.abc import Iterator
from itertools import combinations

from gtm.analysis import clientele
from gtm.analysis.profile import Agreement, Named
from gtm.analysis.snapshot import Study
from gtm.analysis.traits import fold, nearly
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM638", "icp-near-traits", Severity.ADVICE)
_MOST = 60  # traits that are compared with each other: nobody's ideal customer has more


def check(study: Study) -> Iterator[Diagnostic]:
    for one in clientele.of(study).icp:
        for first, second in combinations(one.traits[:_MOST], 2):
            apart = not {*first.teams} & {*second.teams}
            if apart and nearly(fold(first.title), fold(second.title)):
                yield _said(one, first, second)


def _said(one: Agreement, first: Named, second: Named) -> Diagnostic:
    views = {team: view for view in one.views for team in (view.team,)}
    here = views[(second.teams or second.turned)[0]]
    there = views[(first.teams or first.turned)[0]]
    return rule.at(
        here.spot,
        f"`{second.title}` and `{first.title}` may mean the same, and count as two",
        help="give it one id under `traits:` of the profile, and write that id in both views",
        related=[(there.spot, "the other one")],
        subject=one.id,
    )
