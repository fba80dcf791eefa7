"""Knows how a plan is drawn as a Gantt chart in SVG: bars of work and wait, slack, gates, today.

One string, the same for the same plan; titled, described, escaped, without scripts, styles or
links; it reads in black and white. It must not compute dates.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gtm.analysis import plan, plan_words, ways
from gtm.analysis.capacity import Levelled
from gtm.analysis.plan import Link, Row
from gtm.analysis.snapshot import Study
from gtm.analysis.words import many, short_day
from gtm.dates import MONTHS, add_days, never, say
from gtm.model.launch import Item
from gtm.source import clean

_LABEL, _CHART, _ROW, _HEAD, _FOOT = 330, 610, 22, 52, 30
_WIDTH = _LABEL + _CHART + 20
_LONGEST, _BOLD = 46, 40  # letters of a label, and of a bold one; the whole text is its tooltip
_WEEKS = 20  # above so many, the axis shows months
_INK, _QUIET, _RULE, _BAR, _CRITICAL = "#1a1a1a", "#595959", "#d0d0d0", "#8fb3d9", "#1f4e79"


@dataclass(frozen=True, slots=True)
class _Bar:
    """One row of the chart; `gate` is a single day. `said` is its tooltip."""

    label: str
    said: str
    start: date
    worked: date
    finish: date
    latest: date | None = None
    since: date | None = None  # it waits for something from outside since then
    critical: bool = False
    gate: bool = False
    due: date | None = None


def render(
    study: Study, target: str | None, items: Sequence[Item], levelled: Levelled | None = None, listed: bool = False,
    prefix: str = "gantt",
) -> str:  # fmt: skip
    """The chain of a target, else (or when `listed`) the open ones of some items, and the gates.

    `prefix` begins the ids in the drawing, so that several can stand on one page.
    """
    launch = study.launch
    if target is not None and not listed:
        links = plan.chain(study, target, levelled)
        bars = [_of_link(study, link) for link in links]
        title = f"{launch.title}: what sets the date of {ways.name(study, target)}"
        about = " ".join(plan_words.sentence(study, link) for link in links)
    else:
        rows = plan.rows(study, items, levelled)
        bars = _by_gate(study, rows, levelled)
        title = f"{launch.title}: plan of {many(len(rows), 'item')}"
        about = f"{many(sum(row.todo for row in rows), 'item')} to do, and every gate still to pass with its due date."
    about += f" As of {say(launch.as_of)}; the launch is on {say(launch.date)}."
    return _svg(bars, title, about, launch.as_of, launch.date, prefix)


def _of_link(study: Study, link: Link) -> _Bar:
    said = plan_words.sentence(study, link)
    today = study.launch.as_of
    if link.item is None:
        day = max(link.finish, today) if link.why != plan.DECIDED else link.finish
        return _Bar(ways.name(study, link.id), said, day, day, day, gate=True, due=study.gates[link.id].due)
    return _work(study, link, study.schedule.slots[link.id].latest_finish, critical=True)


def _work(study: Study, link: Link, latest: date | None, critical: bool) -> _Bar:
    said, name = plan_words.sentence(study, link), ways.name(study, link.id)
    since = study.launch.as_of if link.why == plan.EXPECTED else None
    return _Bar(name, said, link.start, link.worked, link.finish, latest, since, critical)


def _of_row(study: Study, row: Row) -> _Bar:
    return _work(study, plan.link(study, row.item.id, row.turn), row.latest_finish, row.critical)


def _by_gate(study: Study, rows: Sequence[Row], levelled: Levelled | None) -> list[_Bar]:
    """What is to do before each gate, what starts first on top, and the gate below it."""
    work: dict[str, list[_Bar]] = {}
    for row in rows:
        if row.todo:
            work.setdefault(study.graph.gate_of(row.item), []).append(_of_row(study, row))
    found: list[_Bar] = []
    for id, view in study.gates.items():
        found += sorted(work.get(id, []), key=lambda bar: (bar.start, bar.finish, bar.label))
        links = plan.chain(study, id, levelled)
        if links and not view.passed:
            found.append(_of_link(study, links[-1]))
    return found


def _svg(bars: Sequence[_Bar], title: str, about: str, today: date, launch: date, prefix: str) -> str:
    days = [today, launch, *(day for bar in bars for day in (bar.start, bar.finish, bar.due) if day is not None)]
    known = [day for day in days if not never(day)]
    axis = _Axis(min(known), add_days(max(known), 28 if len(known) < len(days) else 0))
    height = _HEAD + _ROW * len(bars) + _FOOT
    bottom = height - _FOOT
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
            f'height="{height}" role="img" aria-labelledby="{prefix}-title {prefix}-about" '
            'font-family="sans-serif" font-size="12">'
        ),
        f'<title id="{prefix}-title">{_text(title)}</title>',
        f'<desc id="{prefix}-about">{_text(about)}</desc>',
        (
            f'<defs><pattern id="{prefix}-wait" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<path d="M0 6L6 0" stroke="{_INK}" stroke-width="1"/></pattern></defs>'
        ),
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        *axis.ticks(bottom, axis.x(today)),
        *_moment(axis.x(today), bottom, 12, f"today, {short_day(today, today)}", "4 2"),
        *_moment(axis.x(launch), bottom, 26, f"launch, {short_day(launch, today)}", "none"),
    ]
    for at, bar in enumerate(bars):
        parts += _row(axis, bar, _HEAD + at * _ROW, prefix)
    return "\n".join([*parts, *_legend(height - 11, prefix), "</svg>"]) + "\n"


class _Axis:
    """Days as places on the drawing."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = add_days(first, -1), add_days(last, 2)
        self.span = max((self.last - self.first).days, 1)

    def x(self, day: date) -> float:
        """The left edge of a day; what never comes lies at the right end."""
        return round(_LABEL + min((day - self.first).days, self.span) * _CHART / self.span, 1)

    def ticks(self, bottom: int, today: float) -> list[str]:
        """A thin line and a date for each week, or month where weeks would be too many; none under today."""
        found: list[str] = []
        space = 0.0
        for day in self._days():
            x = self.x(day)
            found.append(f'<path d="M{x} {_HEAD - 6}V{bottom}" stroke="{_RULE}" stroke-width="1"/>')
            if space <= x <= _WIDTH - 44 and not x < today < x + 40:  # 44: the room of its letters
                name = MONTHS[day.month - 1]
                name = f"{day.day} {name}" if self.span <= _WEEKS * 7 else f"{name} {day.year}"
                found.append(f'<text x="{x + 2}" y="{_HEAD - 10}" fill="{_QUIET}" font-size="10">{name}</text>')
                space = x + 52
        return found

    def _days(self) -> list[date]:
        weeks = self.span <= _WEEKS * 7
        step = max(self.span // 3660, 1)  # a plan over decades gets a line every so many months
        day = self.first + timedelta(-self.first.weekday() % 7) if weeks else self.first.replace(day=1)
        found: list[date] = []
        while day < self.last and len(found) < 200:
            if day >= self.first:
                found.append(day)
            if weeks:
                day = add_days(day, 7)
            else:
                month = day.month + step
                if day.year + (month - 1) // 12 > date.max.year:
                    break
                day = date(day.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
        return found


def _moment(x: float, bottom: int, y: int, name: str, dashes: str) -> list[str]:
    anchor = "end" if x > _WIDTH - 90 else "start"
    return [
        f'<path d="M{x} {y - 8}V{bottom}" stroke="{_INK}" stroke-width="1.5" stroke-dasharray="{dashes}"/>',
        (
            f'<text x="{x + (-3 if anchor == "end" else 3)}" y="{y}" fill="{_INK}" font-size="11" '
            f'text-anchor="{anchor}">{_text(name)}</text>'
        ),
    ]


def _row(axis: _Axis, bar: _Bar, top: int, prefix: str) -> list[str]:
    weight = ' font-weight="bold"' if bar.gate or bar.critical else ""
    said = f"{bar.label}: {bar.said}"
    middle = top + _ROW // 2
    parts = [
        f"<g><title>{_text(said)}</title>",
        (
            f'<text x="{_LABEL - 8}" y="{middle + 4}" text-anchor="end" fill="{_INK}" unicode-bidi="plaintext"{weight}>'
            f"{_text(_cut(bar.label, _BOLD if weight else _LONGEST))}</text>"
        ),
    ]
    if bar.gate:
        parts += _diamond(axis, bar, middle)
    else:
        parts += _stretch(axis, bar, top, prefix)
    return [*parts, "</g>"]


def _diamond(axis: _Axis, bar: _Bar, middle: int) -> list[str]:
    x = axis.x(add_days(bar.finish, 1))
    found = [f'<path d="M{x} {middle - 7}L{x + 7} {middle}L{x} {middle + 7}L{x - 7} {middle}Z" fill="{_INK}"/>']
    if bar.due is not None:
        due = axis.x(add_days(bar.due, 1))
        low, high = min(x, due), max(x, due)
        found.append(f'<path d="M{low} {middle}H{high}" stroke="{_INK}" stroke-width="1" stroke-dasharray="2 2"/>')
        found.append(f'<path d="M{due} {middle - 8}V{middle + 8}" stroke="{_INK}" stroke-width="3"/>')
    return found


def _stretch(axis: _Axis, bar: _Bar, top: int, prefix: str) -> list[str]:
    start, worked = axis.x(bar.start), axis.x(add_days(bar.worked, 1))
    finish, height = axis.x(add_days(bar.finish, 1)), _ROW - 8
    fill = _CRITICAL if bar.critical else _BAR
    box = f'y="{top + 4}" height="{height}" stroke="{_INK}" stroke-width="0.75"'
    found = []
    if bar.since is not None and bar.since < bar.start:
        since = axis.x(bar.since)
        found.append(f'<rect x="{since}" width="{round(start - since, 1)}" {box} fill="url(#{prefix}-wait)"/>')
    found.append(f'<rect x="{start}" width="{max(round(worked - start, 1), 2)}" {box} fill="{fill}"/>')
    if finish > worked:
        found.append(f'<rect x="{worked}" width="{round(finish - worked, 1)}" {box} fill="url(#{prefix}-wait)"/>')
    if bar.latest is not None:
        latest = min(axis.x(add_days(bar.latest, 1)), _LABEL + _CHART)
        if latest > finish:
            line = f"M{finish} {top + _ROW // 2}H{latest}"
            found.append(f'<path d="{line}" stroke="{_QUIET}" stroke-width="1.5" stroke-dasharray="1 3"/>')
    return found


def _legend(y: int, prefix: str) -> list[str]:
    """What each mark means, left to right."""
    box = f'y="{y - 9}" width="22" height="11" stroke="{_INK}" stroke-width="0.75"'
    signs = [
        (f'<rect x="10" {box} fill="{_CRITICAL}"/>', 38, "work that sets a gate's date"),
        (f'<rect x="225" {box} fill="{_BAR}"/>', 253, "other work"),
        (f'<rect x="340" {box} fill="url(#{prefix}-wait)"/>', 368, "wait"),
        (f'<path d="M420 {y - 3}h24" stroke="{_QUIET}" stroke-width="1.5" stroke-dasharray="1 3"/>', 450, "slack"),
        (f'<path d="M507 {y - 10}l7 7l-7 7l-7 -7Z" fill="{_INK}"/>', 522, "gate can be decided"),
        (f'<path d="M668 {y - 10}v14" stroke="{_INK}" stroke-width="3"/>', 678, "gate is due"),
    ]
    return [f'{sign}<text x="{x}" y="{y}" fill="{_INK}" font-size="11">{_text(name)}</text>' for sign, x, name in signs]


def _cut(text: str, longest: int) -> str:
    text = clean(text)
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _text(text: str) -> str:
    """Text from files as XML may hold it."""
    kept = "".join(one for one in clean(text) if one not in "\ufffe\uffff" and not "\ud800" <= one <= "\udfff")
    return html.escape(kept)
