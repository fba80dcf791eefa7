"""Knows how the burn-up is drawn: what was settled, how much there is, and where the forecast and the pace lead.

Only what is known is drawn: a commit that could not be read leaves a gap. It must not compute a chance.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from gtm.analysis.trend import Point
from gtm.analysis.words import short_day

_WIDE, _HIGH, _LEFT, _RIGHT, _TOP, _FOOT, _KEYS = 760, 270, 44, 24, 34, 30, 26
_NEAR = 104  # between two labels of days
_LATEST = 400  # days after today beyond which nothing is drawn


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn: points up to today, the launch, and where lines from today lead; None is not drawn."""

    points: tuple[Point, ...]
    launch: date
    name: str
    about: str
    likely: tuple[date, date, date] | None  # one, five and nine of ten runs
    projected: date | None  # at the pace of the last weeks
    reviews: tuple[date, ...]

    @property
    def known(self) -> tuple[Point, ...]:
        return tuple(one for one in self.points if one.known)

    @property
    def now(self) -> Point:
        return self.known[-1]


@dataclass(frozen=True, slots=True)
class _Plane:
    """Where days and numbers stand on the drawing."""

    first: int
    last: int
    most: int

    def x(self, day: date) -> float:
        return _LEFT + (_WIDE - _LEFT - _RIGHT) * (day.toordinal() - self.first) / (self.last - self.first)

    def y(self, number: int) -> float:
        return _floor() - (_floor() - _TOP) * number / self.most

    def holds(self, day: date) -> bool:
        return self.first <= day.toordinal() <= self.last


def _floor() -> int:
    return _HIGH - _FOOT - _KEYS


def svg(found: Drawn) -> Markup:
    """The drawing; empty while the points lie on one day, or nothing applies."""
    plane = _plane(found)
    if plane is None:
        return Markup("")
    found = replace(
        found,
        likely=found.likely if found.likely is not None and plane.holds(found.likely[2]) else None,
        projected=found.projected if found.projected is not None and found.projected > found.now.day else None,
    )
    parts = [
        *_levels(plane), *_band(found, plane), _steps(found.points, plane, scope=True), _steps(found.points, plane),
        *_reviews(found, plane), *_faults(found, plane), *_marks(found, plane), *_axis(found, plane), *_keys(found),
    ]  # fmt: skip
    return Markup(
        '<svg class="curve burnup" role="img" aria-labelledby="burnup-title burnup-about" viewBox="0 0 {w} {h}">'
        '<title id="burnup-title">{name}: must-haves before launch, settled and in all, by day</title>'
        '<desc id="burnup-about">{about}</desc>{parts}</svg>'
    ).format(w=_WIDE, h=_HIGH, name=found.name, about=found.about, parts=Markup("").join(parts))


def _plane(found: Drawn) -> _Plane | None:
    known = found.known
    most = max((one.counts.applicable for one in known), default=0)
    if not most or known[0].day == known[-1].day:
        return None
    ends = [found.points[-1].day, found.launch, *(found.likely or ()), *([found.projected] if found.projected else [])]
    limit = known[-1].day.toordinal() + _LATEST
    last = max((day.toordinal() for day in ends if day.toordinal() <= limit), default=known[-1].day.toordinal())
    return _Plane(known[0].day.toordinal(), last + 1, most)


def _levels(plane: _Plane) -> Iterator[Markup]:
    line = Markup('<path class="level" d="M{x} {y:.1f}H{end}"/><text x="{at}" y="{base:.1f}" class="end">{text}</text>')
    for number in sorted({0, plane.most // 2, plane.most}):
        y = plane.y(number)
        yield line.format(x=_LEFT, y=y, end=_WIDE - _RIGHT, at=_LEFT - 6, base=y + 4, text=number)


def _steps(points: Sequence[Point], plane: _Plane, scope: bool = False) -> Markup:
    """A line in steps: a number holds until the next one; it breaks where a commit could not be read."""
    parts: list[str] = []
    broken = True
    for one in points:
        if not one.known:
            broken = True
            continue
        x, y = plane.x(one.day), plane.y(one.counts.applicable if scope else one.counts.done)
        parts.append(f"M{x:.1f} {y:.1f}h0" if broken else f"H{x:.1f}V{y:.1f}")
        broken = False
    return Markup('<path class="{kind}" d="{path}"/>').format(kind="scope" if scope else "line", path="".join(parts))


def _band(found: Drawn, plane: _Plane) -> Iterator[Markup]:
    """From what is settled today to all of it: between one and nine of ten runs, and at the pace so far."""
    now = found.now
    x, y, top = plane.x(now.day), plane.y(now.counts.done), plane.y(now.counts.applicable)
    if found.likely is not None:
        early, half, late = (plane.x(day) for day in found.likely)
        yield Markup('<path class="band" d="M{x:.1f} {y:.1f}L{early:.1f} {top:.1f}H{late:.1f}Z"/>').format(
            x=x, y=y, early=early, top=top, late=late
        )
        yield Markup('<path class="likely" d="M{x:.1f} {y:.1f}L{half:.1f} {top:.1f}"/>').format(
            x=x, y=y, half=half, top=top
        )
    if found.projected is not None:
        days, end = found.projected.toordinal() - now.day.toordinal(), min(found.projected.toordinal(), plane.last)
        share = (end - now.day.toordinal()) / days
        yield Markup('<path class="pace" d="M{x:.1f} {y:.1f}L{end:.1f} {to:.1f}"/>').format(
            x=x, y=y, end=plane.x(date.fromordinal(end)), to=y + (top - y) * share
        )


def _reviews(found: Drawn, plane: _Plane) -> Iterator[Markup]:
    for day in dict.fromkeys(found.reviews):
        held = [one for one in found.known if one.day <= day]
        if held and plane.holds(day):
            x, y = plane.x(day), plane.y(held[-1].counts.done)
            yield Markup('<path class="review" d="M{x:.1f} {y:.1f}l5 5l-5 5l-5 -5Z"/>').format(x=x, y=y - 5)


def _faults(found: Drawn, plane: _Plane) -> Iterator[Markup]:
    for day in dict.fromkeys(one.day for one in found.points if not one.known):
        if plane.holds(day):
            yield Markup('<text x="{x:.1f}" y="{y}" class="middle">?</text>').format(x=plane.x(day), y=_floor() - 4)


def _marks(found: Drawn, plane: _Plane) -> Iterator[Markup]:
    """Today and the launch as upright lines; the earlier name stands before its line, the later one behind it."""
    today = found.now.day
    days = sorted(
        [(today, f"today {short_day(today, today)}"), (found.launch, f"launch {short_day(found.launch, today)}")]
    )
    for at, (day, text) in enumerate(days):
        if not plane.holds(day):
            continue
        x = plane.x(day)
        side = "end" if (at == 0 and x > _NEAR * 2) or x > _WIDE - 2 * _NEAR else "start"
        over = 12 if at and x > _WIDE - 2 * _NEAR else 0  # both names end before their lines: one above the other
        yield Markup(
            '<path class="mark" d="M{x:.1f} {top}V{foot}"/><text x="{on:.1f}" y="{y}" class="{side}">{text}</text>'
        ).format(x=x, top=_TOP - 8, foot=_floor(), on=x + (-5 if side == "end" else 5), y=_TOP - 10 - over, side=side,
                 text=text)  # fmt: skip


def _axis(found: Drawn, plane: _Plane) -> Iterator[Markup]:
    """Days that have room, from the first to the last."""
    yield Markup('<path class="axis" d="M{x} {y}H{end}"/>').format(x=_LEFT, y=_floor(), end=_WIDE - _RIGHT)
    days, wide = plane.last - plane.first, _WIDE - _LEFT - _RIGHT
    count = max(min(int(wide // _NEAR), days), 1)
    for at in range(count + 1):
        day = date.fromordinal(plane.first + round(days * at / count))
        side = "start" if not at else "end" if at == count else "middle"
        yield Markup('<text x="{x:.1f}" y="{y}" class="{side}">{text}</text>').format(
            x=plane.x(day), y=_floor() + 16, side=side, text=short_day(day, found.now.day)
        )


def _keys(found: Drawn) -> Iterator[Markup]:
    """What the lines mean; only those that are drawn."""
    keys = [("line", "settled", True), ("scope", "in all", True)]
    keys.append(("likely", "forecast, 1 to 9 of 10 runs", found.likely is not None))
    keys.append(("pace", "pace of the last four weeks", found.projected is not None))
    keys.append(("review", "a review", bool(found.reviews)))
    x = _LEFT
    for kind, text, drawn in keys:
        if not drawn:
            continue
        band = Markup('<path class="band" d="M{x} {y}h26v10h-26Z"/>').format(x=x, y=_HIGH - 16)
        path = f"M{x + 13} {_HIGH - 16}l5 5l-5 5l-5 -5Z" if kind == "review" else f"M{x} {_HIGH - 11}h26"
        yield Markup('{band}<path class="{kind}" d="{path}"/><text x="{at}" y="{base}">{text}</text>').format(
            band=band if kind == "likely" else "", kind=kind, path=path, at=x + 32, base=_HIGH - 7, text=text
        )
        x += 32 + 6 * len(text) + 26
