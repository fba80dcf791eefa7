"""A metric or an item needs a capability that no tool provides here.

Say in company/tools.yaml, under `provides:`, which tool does it. It is a warning once the company
has said so for other capabilities, advice before. Which tool it is matters to nobody but you.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.analysis.standing import goal_of, kept
from gtm.analysis.words import many
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.source import Spot

rule = Rule("GTM609", "tool-missing", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    if not launch.provided and not kept(launch):
        return
    users: dict[str, list[tuple[Spot, str]]] = {}
    for id, metric in launch.metrics.items():
        if metric.capability is not None and goal_of(launch, id).declined is None:
            users.setdefault(metric.capability, []).append((launch.spots["metrics", id] / "capability", id))
    for item in study.graph.items:
        for at, name in enumerate(item.definition.capabilities or ()):
            users.setdefault(name, []).append((item.defined / "capabilities" / at, item.id))
    for name, known in launch.capabilities.items():
        if name in users and name not in launch.provided:
            places = users[name]
            yield rule.at(
                places[0][0],
                f"no tool provides {known.title}, which {many(len(places), 'metric or item', 'metrics and items')} "
                f"{'needs' if len(places) == 1 else 'need'}",
                help=f"write `{name}: {{tool: …}}` under `provides:` in company/tools.yaml",
                related=[(spot, f"`{id}` too") for spot, id in places[1:6]],
                subject=places[0][1],
                severity=Severity.WARNING if launch.provided else Severity.ADVICE,
            )
