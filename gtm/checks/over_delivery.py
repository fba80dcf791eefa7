"""More is delivered than anybody asked for.

Work that was added after the scope was frozen (`added:` under `own:`), own items that name no reason,
persona or practice, and features that few use take time from what customers need. Say why they are worth
it, or drop them. Which item freezes the scope is told by a source with `pitfall: P4`.
"""

from collections.abc import Iterator
from datetime import date

from gtm.analysis.pitfalls import guards
from gtm.analysis.snapshot import Study
from gtm.analysis.standing import SHORT, standing
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.launch import Item, Launch

rule = Rule("GTM663", "over-delivery", Severity.WARNING)
pitfalls = ("P4",)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    own = [item for item in study.graph.items if item.own and item.status not in {"done", "not-applicable"}]
    frozen = _frozen(study) if own else None
    for item in own:
        added = item.definition.added
        if frozen is not None and added is not None and frozen < added:
            yield rule.at(
                item.defined / "added",
                f"`{item.id}` was added on {say(added)}, after the scope was frozen on {say(frozen)}",
                help="leave it for the next launch, or log who decided that it is worth it",
                subject=item.id,
            )
        elif launch.audience is not None and _unfounded(item):
            yield rule.at(
                item.defined.at_key(),
                f"`{item.id}` names no persona, outcome or risk behind it",
                help="write `why:` or `personas:`, or drop it",
                subject=item.id,
            )
    yield from _unused(launch)


def _frozen(study: Study) -> date | None:
    """The day the scope was frozen."""
    days = [item.state.finished for one in guards(study.graph, "P4") for item in one.items if item.status == "done"]
    return max((day for day in days if day is not None), default=None)


def _unfounded(item: Item) -> bool:
    asked = item.definition
    return not (asked.why or asked.personas or asked.basis)


def _unused(launch: Launch) -> Iterator[Diagnostic]:
    for id, metric in launch.metrics.items():
        if metric.formula == "feature-use" and launch.as_of >= launch.date:
            one = standing(launch, id)
            if one.verdict == SHORT and one.newest is not None:
                yield rule.at(
                    one.newest.spot,
                    f"{metric.title}: {one.words}; features are paid for that few use",
                    help="help users to the feature, or stop building on it",
                    subject=id,
                )
