"""Measures are tracked, and nobody has talked with a customer lately.

Numbers say that something changed, people say why. Hold interviews or read open answers, and keep count
of them: the measures with `kpi: 14`.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.analysis.standing import EARLY, NOT_JUDGED, REACHED, SHORT, Standing, standing
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM664", "numbers-over-people", Severity.WARNING)
pitfalls = ("P5",)

_PEOPLE = 14
_HEARD = {REACHED, SHORT, EARLY, NOT_JUDGED}  # there is a value, and it is not too old


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    numbered = {id: metric.kpi for id, metric in launch.metrics.items() if metric.kpi is not None}
    tracked = [id for id, kpi in numbered.items() if kpi != _PEOPLE and launch.readings.get(id)]
    people = [standing(launch, id) for id, kpi in numbered.items() if kpi == _PEOPLE] if tracked else []
    asked = [one for one in people if one.goal.declined is None]
    if asked and not any(_heard(one) for one in asked):
        newest = max((one.newest for one in asked if one.newest is not None), key=lambda one: one.date_, default=None)
        last = f"; the last word is of {say(newest.date_)}" if newest is not None else ""
        yield rule.at(
            newest.spot if newest is not None else launch.spots["metrics", asked[0].id].at_key(),
            f"{len(tracked)} measures are tracked, and no interview or open answer in time{last}",
            help=f"talk with customers, and read `{asked[0].id}` again",
            subject=asked[0].id,
        )


def _heard(one: Standing) -> bool:
    return one.verdict in _HEARD and bool(one.value)
