"""Knows how each metric of a launch stands: its value, target, trend, age, owner, and a verdict in words.

Verdicts: reached, short, too early, too old, no value, not judged, declined. No value is never 0.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gtm.analysis.amounts import difference, number
from gtm.analysis.formulas import FORMULAS
from gtm.analysis.snapshot import Study
from gtm.dates import add_days, say
from gtm.link import units
from gtm.model import written
from gtm.model.launch import Launch
from gtm.model.measured import Measured

REACHED, SHORT, EARLY, OLD = "reached", "short", "too early", "too old"
NO_VALUE, NOT_JUDGED, DECLINED = "no value", "not judged", "declined"
VERDICTS = (REACHED, SHORT, EARLY, OLD, NO_VALUE, NOT_JUDGED, DECLINED)

KPIS: Mapping[int, str] = {
    1: "Product performance", 2: "Customer engagement", 3: "Customer ROI", 4: "Customer health score", 5: "Churn",
    6: "Net promoter score", 7: "Customer satisfaction", 8: "Monthly recurring revenue",
    9: "Average revenue per user", 10: "Customer lifetime value", 11: "First contact resolution",
    12: "Customer effort score", 13: "Product usage", 14: "Qualitative feedback",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """One metric on one day."""

    id: str
    metric: written.MetricWritten
    goal: written.Goal  # what this launch aims at: its own word, else the playbook's
    readings: tuple[Measured, ...]  # up to the day
    verdict: str
    words: str
    change: float | None  # since the value before
    trend: str  # better, worse, same, up, down; "" without two values
    owner: str | None
    gates: tuple[str, ...]
    tool: str | None  # what provides it here

    @property
    def newest(self) -> Measured | None:
        return self.readings[-1] if self.readings else None

    @property
    def value(self) -> float | None:
        return self.readings[-1].value if self.readings else None

    def age(self, as_of: date) -> int | None:
        """Days since it was read."""
        return (as_of - self.readings[-1].made).days if self.readings else None

    @property
    def progress(self) -> float | None:
        """Which part of the way from baseline to target is gone; below 0 on the way back."""
        start, end = self.goal.baseline, self.goal.target
        if start is None or end is None or start == end or self.value is None:
            return None
        return (self.value - start) / (end - start)


def kept(launch: Launch) -> bool:
    """Whether a launch keeps metrics at all; one that does not is asked for none."""
    return bool(launch.readings or launch.goals)


def standings(study: Study) -> list[Standing]:
    """Every metric of the launch, in the order of the fourteen, then the others."""
    launch = study.launch
    found = [standing(launch, id) for id in launch.metrics]
    return sorted(found, key=lambda one: one.metric.kpi or 99)


def standing(launch: Launch, id: str) -> Standing:
    """How one metric stands. Raises KeyError when there is none of that id."""
    metric = launch.metrics[id]
    goal = goal_of(launch, id)
    readings = tuple(one for one in launch.readings.get(id, ()) if one.date_ <= launch.as_of)
    verdict, words = judge(metric, goal, readings[-1] if readings else None, launch.as_of)
    change, trend = trend_of(metric, readings)
    holders = launch.holders(metric.role) if metric.role else ()
    provided = launch.provided.get(metric.capability or "")
    tool = None
    if provided is not None:
        known = launch.tools.get(provided.tool)
        tool = known.title if known is not None else provided.tool
    return Standing(
        id, metric, goal, readings, verdict, words, change, trend, holders[0] if holders else None,
        tuple(gates_of(launch, id)), tool,
    )  # fmt: skip


def gates_of(launch: Launch, id: str) -> Iterator[str]:
    """The gates that ask for a metric."""
    for stage in launch.stages.values():
        asked = stage.gate is not None and any(one.metric == id for one in stage.gate.conditions)
        if asked or launch.metrics[id].gate == stage.id:
            yield stage.id


def goal_of(launch: Launch, id: str) -> written.Goal:
    """What the launch aims at with a metric; the playbook's word where it says nothing."""
    metric, own = launch.metrics[id], launch.goals.get(id) or written.Goal()
    return written.Goal(
        own.baseline if own.baseline is not None else metric.baseline,
        own.target if own.target is not None else metric.target,
        own.sample if own.sample is not None else metric.sample,
        own.declined or metric.declined,
    )


def judge(metric: written.MetricWritten, goal: written.Goal, reading: Measured | None, as_of: date) -> tuple[str, str]:
    """The verdict on the newest reading, and the verdict in words."""
    if goal.declined is not None:
        return DECLINED, f"not tracked: {goal.declined}"
    if reading is None:
        return NO_VALUE, "no value: no reading yet"
    if reading.value is None:
        return NO_VALUE, f"no value: {reading.why or 'its formula is not known'}"
    if goal.sample is not None and (reading.sample is None or reading.sample < goal.sample):
        got = "no sample given" if reading.sample is None else str(reading.sample)
        return EARLY, f"too early, {got} of {goal.sample}" if reading.sample is not None else f"too early, {got}"
    if metric.period is not None and add_days(reading.made, metric.period.count) < as_of:
        return OLD, f"too old: {(as_of - reading.made).days} days, it counts for {metric.period.count}"
    if goal.target is None:
        return NOT_JUDGED, "no target is set"
    if metric.better is None:
        return NOT_JUDGED, "which direction is better is not said"
    left = goal.target - reading.value if metric.better == "higher" else reading.value - goal.target
    if left <= 0:
        return REACHED, "reached"
    return SHORT, f"short by {difference(left, metric.unit)}"


def trend_of(metric: written.MetricWritten, readings: tuple[Measured, ...]) -> tuple[float | None, str]:
    """The change against the value before, and what it means."""
    values = [one.value for one in readings if one.value is not None]
    if len(values) < 2 or readings[-1].value is None:
        return None, ""
    change = values[-1] - values[-2]
    if change == 0:
        return 0.0, "same"
    if metric.better is None:
        return change, "up" if change > 0 else "down"
    return change, "better" if (change > 0) == (metric.better == "higher") else "worse"


def bounds(metric: written.MetricWritten) -> tuple[float | None, float | None]:
    """The lowest and highest value a metric can have, in its unit."""
    if len(metric.scale) == 2:
        return metric.scale[0], metric.scale[1]
    if metric.formula is None:
        return None, None
    formula = FORMULAS[metric.formula]
    times = units.per_share(metric.unit) if formula.kind == "share" else 1.0
    low, high = formula.bounds
    return (None if low is None else low * times), (None if high is None else high * times)


def trend_words(one: Standing) -> str:
    """`+3, better since Fri 9 Oct 2026`; empty without two values."""
    if one.change is None:
        return ""
    before = [reading for reading in one.readings if reading.value is not None][-2]
    if one.trend == "same":
        return f"same as {say(before.date_)}"
    sign = "+" if one.change > 0 else "-"
    return f"{sign}{number(abs(one.change))}, {one.trend} than {say(before.date_)}"


def summary(found: list[Standing]) -> str:
    """How many metrics have which verdict."""
    tally = [(verdict, sum(one.verdict == verdict for one in found)) for verdict in VERDICTS]
    return ", ".join(f"{count} {verdict}" for verdict, count in tally if count)
