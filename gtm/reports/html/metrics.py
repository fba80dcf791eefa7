"""Knows what the section of metrics shows, and draws the small chart of each. It must not judge a value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from gtm.analysis import standing
from gtm.analysis.amounts import amount
from gtm.analysis.snapshot import Study
from gtm.analysis.standing import KPIS, Standing, trend_words
from gtm.dates import say

_TONES = {
    standing.REACHED: "good", standing.SHORT: "care", standing.EARLY: "care", standing.OLD: "care",
    standing.NO_VALUE: "bad", standing.NOT_JUDGED: "calm", standing.DECLINED: "calm",
}  # fmt: skip
_WIDE, _HIGH, _EDGE = 120, 32, 3
_POINTS = 60  # of one chart; the newest


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One line of the table of metrics."""

    one: Standing
    tone: str
    more: str  # the verdict in words, without the word that stands before them
    value: str
    target: str
    baseline: str
    progress: str
    age: str
    trend: str
    owner: str | None
    chart: Markup


@dataclass(frozen=True, slots=True)
class Metrics:
    """The section: its rows, what is missing, and whether goals stand against actuals."""

    rows: tuple[MetricRow, ...]
    summary: str
    untracked: tuple[str, ...]
    unprovided: tuple[str, ...]
    after: bool


def metrics(study: Study) -> Metrics | None:
    """What the section shows; None for a launch that keeps no metrics."""
    launch = study.launch
    if not launch.metrics or not standing.kept(launch):
        return None
    found = standing.standings(study)
    shown = [one for one in found if one.readings or one.gates or one.id in launch.goals]
    known = {metric.kpi for metric in launch.metrics.values()} - {None}
    wanted = dict.fromkeys(one.metric.capability for one in shown if one.metric.capability)
    lacking = [
        launch.capabilities[id].title for id in wanted if id in launch.capabilities and id not in launch.provided
    ]
    return Metrics(
        tuple(_row(study, one) for one in shown),
        standing.summary(shown),
        tuple(title for kpi, title in KPIS.items() if known and kpi not in known),
        tuple(lacking) if launch.provided else (),
        launch.as_of >= launch.date,
    )


def _row(study: Study, one: Standing) -> MetricRow:
    unit, age, gone = one.metric.unit, one.age(study.launch.as_of), one.progress
    return MetricRow(
        one,
        _TONES[one.verdict],
        one.words.removeprefix(one.verdict).lstrip(" ,:"),
        _amount(one.value, unit),
        _amount(one.goal.target, unit),
        _amount(one.goal.baseline, unit),
        "–" if gone is None else f"{100 * gone:.0f} %",
        "–" if age is None else "today" if age == 0 else f"{age} days",
        trend_words(one) or "–",
        one.owner,
        chart(one),
    )


def _amount(value: float | None, unit: str | None) -> str:
    return "–" if value is None else amount(value, unit)


def chart(one: Standing) -> Markup:
    """A small line of the newest values, with the target as a dashed line; empty without two values."""
    points = [(reading.date_.toordinal(), reading.value) for reading in one.readings if reading.value is not None]
    points = points[-_POINTS:]
    if len(points) < 2:
        return Markup("")
    values = [value for _, value in points]
    target = one.goal.target
    low, high = min([*values, *_near(target)]), max([*values, *_near(target)])
    places = [(_across(day, points), _up(value, low, high)) for day, value in points]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    goal = Markup("")
    if target is not None:
        y = _up(target, low, high)
        goal = Markup('<path class="goal" d="M0 {0:.1f}H{1}"/>').format(y, _WIDE)
    first = date.fromordinal(points[0][0])
    about = (
        f"{len(points)} values from {_amount(values[0], one.metric.unit)} on {say(first)} "
        f"to {_amount(values[-1], one.metric.unit)}"
    )
    return Markup(
        '<svg class="spark" role="img" aria-label="{about}" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">'
        '<title>{about}</title>{goal}<polyline points="{line}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="2.5"/></svg>'
    ).format(about=about, wide=_WIDE, high=_HIGH, goal=goal, line=line, x=places[-1][0], y=places[-1][1])


def _near(target: float | None) -> Sequence[float]:
    return [] if target is None else [target]


def _across(day: int, points: Sequence[tuple[int, float]]) -> float:
    start, end = points[0][0], points[-1][0]
    return _EDGE + (_WIDE - 2 * _EDGE) * (day - start) / (end - start)


def _up(value: float, low: float, high: float) -> float:
    if high == low:
        return _HIGH / 2
    return _HIGH - _EDGE - (_HIGH - 2 * _EDGE) * (value - low) / (high - low)
