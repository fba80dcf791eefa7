"""The teams of a stage work side by side: nothing in it waits for another team.

Work that meets nowhere meets first at the customer. Say under `needs:` what one team hands to another.
Stages with few items are not asked.
"""

from collections import Counter
from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM667", "teams-apart", Severity.WARNING)
pitfalls = ("P7",)

_FEW = 6  # items of a stage, counted once a market; with fewer, apart is no wonder


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    joined: set[str] = set()
    sizes: Counter[str] = Counter()
    teams: dict[str, set[str]] = {}
    for item in study.graph.items:
        if item.stage in joined:
            continue
        sizes[item.stage] += 1
        teams.setdefault(item.stage, set()).add(item.team)
        others = (launch.items.get(need.on) for need in item.needs)
        if any(other is not None and other.team != item.team for other in others):
            joined.add(item.stage)
    for id, stage in launch.stages.items():
        if id not in joined and sizes[id] >= _FEW and len(teams[id]) > 1:
            yield rule.at(
                stage.spot.at_key(),
                f"{stage.title}: {len(teams[id])} teams have {sizes[id]} items, and none waits for another team",
                help="say under `needs:` what one team hands to another",
                subject=id,
            )
