"""A goal, or a decision that was taken, rests on no number and no source.

Then nobody can tell whether it was met, or whether it was right. Name a `metric:`, or where else it is
read with `source:`. Decisions are asked only where somebody has begun a success strategy.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.analysis.strategy import goals, strategy_of
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM662", "goal-without-measure", Severity.WARNING)
pitfalls = ("P3",)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    strategy = strategy_of(launch)
    if strategy is None:
        return
    for one in goals(launch, strategy):
        if one.record.metric is None or one.source is None:
            lacks = "names no metric and no source" if one.source is None else "names no metric"
            if one.record.metric is None and one.source is not None:
                continue  # read somewhere, though not as a metric
            yield rule.at(
                (launch.spots["audience", "strategy"] / "goals" / one.id).at_key(),
                f"the goal `{one.id}` {lacks}",
                help="write `metric:` with an id of playbook/metrics.yaml, or `source:`",
                subject=one.id,
            )
    for decision in launch.decisions:
        record = decision.record
        if record.chosen is not None and record.metric is None and not (record.source or "").strip():
            yield rule.at(
                decision.spot / "chosen",
                f"the decision `{decision.name}` rests on no number and no source",
                help="write `metric:` or `source:`: a study, interviews, a test",
                subject=decision.name,
            )
