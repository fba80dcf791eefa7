"""Knows what the section "When" shows, and draws the curve of the launch gate. It must not compute a chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from gtm.analysis import chance
from gtm.analysis.chance import Driver
from gtm.analysis.forecast import Forecast, GateForecast, Mover
from gtm.analysis.snapshot import Study
from gtm.analysis.words import short_day
from gtm.reports.html.text import lines

_WIDE, _HIGH, _LEFT, _RIGHT, _TOP, _FOOT = 760, 220, 88, 120, 26, 30
_LEVELS = ((0.1, "1 in 10"), (0.5, "5 in 10"), (0.9, "9 in 10"))
_NEAR = 70  # between two labels of days


@dataclass(frozen=True, slots=True)
class When:
    """The section: the answer, dates by share of runs, what drives the launch gate, whose doubt moves it."""

    gate: str
    title: str
    sentence: str
    low: bool
    rows: tuple[GateForecast, ...]
    drivers: tuple[Driver, ...]
    movers: tuple[Mover, ...]
    curve: Markup
    how: str


def when(study: Study, found: Forecast) -> When | None:
    """What the section shows; None once nothing that is open decides the launch."""
    one = chance.launch_gate(found)
    if one is None:
        return None
    low = chance.low(found)
    return When(
        one.id,
        study.gates[one.id].title,
        chance.sentence(study, found, one),
        low,
        tuple(row for row in found.gates.values() if row.p50 is not None),
        chance.drivers(found),
        chance.movers(found),
        curve(study, found, one),
        chance.how(found),
    )


def curve(study: Study, found: Forecast, one: GateForecast) -> Markup:
    """In how many of ten runs the launch gate is reached by each day; empty when it is one day in all runs."""
    points = found.curve
    if len(points) < 2:
        return Markup("")
    launch, title = study.launch, lines(study.gates[one.id].title)
    days = {one.due: f"due {short_day(one.due, launch.as_of)}"}
    days[launch.date] = f"launch {short_day(launch.date, launch.as_of)}"
    first = min(points[0][0], *days).toordinal() - 1
    last = max(points[-1][0], *days).toordinal() + 1
    about = (
        f"A line that rises from left to right: {title} is reached by {short_day(points[0][0], launch.as_of)} "
        f"in the earliest runs and by {short_day(points[-1][0], launch.as_of)} in the latest; "
        f"it is due {short_day(one.due, launch.as_of)}, and the launch is on {short_day(launch.date, launch.as_of)}."
    )
    return Markup(
        '<svg class="curve" role="img" aria-labelledby="curve-title curve-about" viewBox="0 0 {wide} {high}">'
        '<title id="curve-title">{title}: in how many of 10 runs it is reached by each day</title>'
        '<desc id="curve-about">{about}</desc>{levels}{marks}<path class="line" d="{path}"/>{axis}</svg>'
    ).format(
        wide=_WIDE, high=_HIGH, title=title, about=about, levels=_levels(), path=_path(points, first, last),
        marks=Markup("").join(_mark(day, text, first, last, at) for at, (day, text) in enumerate(sorted(days.items()))),
        axis=_axis(points, study, first, last),
    )  # fmt: skip


def _x(day: date, first: int, last: int) -> float:
    return _LEFT + (_WIDE - _LEFT - _RIGHT) * (day.toordinal() - first) / (last - first)


def _y(share: float) -> float:
    return _HIGH - _FOOT - (_HIGH - _TOP - _FOOT) * share


def _path(points: Sequence[tuple[date, float]], first: int, last: int) -> str:
    """Steps: the share holds from one day on which runs end to the next."""
    parts = [f"M{_LEFT} {_y(0):.1f}"]
    for day, share in points:
        parts.append(f"H{_x(day, first, last):.1f}V{_y(share):.1f}")
    return "".join(parts) + f"H{_WIDE - _RIGHT}"


def _levels() -> Markup:
    line = Markup('<path class="level" d="M{x} {y:.1f}H{end}"/><text x="{at}" y="{base:.1f}" class="end">{text}</text>')
    return Markup("").join(
        line.format(x=_LEFT, y=_y(share), end=_WIDE - _RIGHT, at=_LEFT - 8, base=_y(share) + 4, text=text)
        for share, text in _LEVELS
    )


def _mark(day: date, text: str, first: int, last: int, at: int) -> Markup:
    """A day that counts, as an upright line with its name; neighbours do not write over each other."""
    x = _x(day, first, last)
    side = "end" if at == 0 else "start"
    return Markup(
        '<path class="mark" d="M{x:.1f} {top}V{foot}"/><text x="{on:.1f}" y="{y}" class="{side}">{text}</text>'
    ).format(
        x=x, top=_TOP - 8, foot=_HIGH - _FOOT, on=x + (-5 if side == "end" else 5), y=_TOP - 10, side=side, text=text
    )


def _axis(points: Sequence[tuple[date, float]], study: Study, first: int, last: int) -> Markup:
    """The first and the last day of the runs and those between that have room."""
    text = Markup('<text x="{x:.1f}" y="{y}" class="middle">{day}</text>')
    rule = Markup('<path class="axis" d="M{x} {y}H{end}"/>').format(x=_LEFT, y=_HIGH - _FOOT, end=_WIDE - _RIGHT)
    shown: list[Markup] = [rule]
    taken = float("-inf")
    for day, _ in points:
        x = _x(day, first, last)
        if x - taken >= _NEAR:
            shown.append(text.format(x=x, y=_HIGH - 10, day=short_day(day, study.launch.as_of)))
            taken = x
    return Markup("").join(shown)
