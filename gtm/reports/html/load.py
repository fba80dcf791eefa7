"""Draws who has how much work in which week: owners down, weeks across. It must not count work.

One string, the same for the same weeks; titled, described, escaped; what is too much is marked by
stripes and by words, never by colour alone.
"""

from collections.abc import Iterator

from markupsafe import Markup

from gtm.analysis.load import Grid, Week
from gtm.analysis.snapshot import Study
from gtm.analysis.words import many, short_day
from gtm.dates import MONTHS, add_days
from gtm.reports.html.text import lines

_NAME, _CELL, _ROW, _GAP, _HEAD, _FOOT = 228, 46, 26, 3, 36, 34
_LETTERS = 32  # of a name; the whole one is its tooltip
_TOLD = 5  # weeks in the description
_NAMED = 8  # items of a week in its tooltip


def drawing(study: Study, grid: Grid) -> Markup:
    """The picture; empty without work."""
    if not grid.rows:
        return Markup("")
    wide = max(_NAME + _CELL * len(grid.mondays) + 8, 560)
    high = _HEAD + _ROW * len(grid.rows) + _FOOT
    parts = [*_heads(study, grid), *(part for at, row in enumerate(grid.rows) for part in _row(study, at, *row))]
    return Markup(
        '<svg class="load" role="img" aria-labelledby="load-title load-about" viewBox="0 0 {wide} {high}" '
        'width="{wide}" height="{high}"><title id="load-title">Work by owner and week</title>'
        '<desc id="load-about">{about}</desc><defs><pattern id="load-over" width="6" height="6" '
        'patternUnits="userSpaceOnUse"><path d="M0 6L6 0"/></pattern></defs>{parts}{legend}</svg>'
    ).format(
        wide=wide, high=high, about=_about(study, grid), parts=Markup("").join(parts), legend=_legend(high - 12)
    )  # fmt: skip


def _about(study: Study, grid: Grid) -> str:
    """What the picture says, in words."""
    over = [week for _, row in grid.rows for week in row if week is not None and week.over]
    text = f"{many(len(grid.rows), 'person', 'people')}, {many(len(grid.mondays), 'week')}. "
    if not over:
        return text + "No week holds more work than its owner has days."
    over.sort(key=lambda week: (-week.over, week.monday, week.person))
    told = "; ".join(_said(study, week) for week in over[:_TOLD])
    more = f"; {len(over) - _TOLD} more" if len(over) > _TOLD else ""
    return f"{text}{many(len(over), 'week holds', 'weeks hold')} more work than there are days: {told}{more}."


def _said(study: Study, week: Week) -> str:
    name, monday = study.launch.person(week.person), short_day(week.monday, study.launch.as_of)
    return lines(f"{name}, week of {monday}, {_number(week.days)} of {_number(week.holds)} working days")


def _heads(study: Study, grid: Grid) -> Iterator[Markup]:
    """The Monday of each week; above it the launch in its week, else the month where it changes."""
    text = Markup('<text x="{x}" y="{y}" class="middle">{text}</text>')
    month = 0
    for at, monday in enumerate(grid.mondays):
        x = _x(at) + (_CELL - _GAP) / 2
        if monday <= study.launch.date < add_days(monday, 7):
            yield text.format(x=x, y=13, text="launch")
        elif monday.month != month:
            month = monday.month
            yield text.format(x=x, y=13, text=MONTHS[month - 1])
        yield text.format(x=x, y=28, text=monday.day)


def _row(study: Study, at: int, person: str, row: tuple[Week | None, ...]) -> Iterator[Markup]:
    name, y = lines(study.launch.person(person)), _HEAD + at * _ROW
    short = name if len(name) <= _LETTERS else name[: _LETTERS - 1].rstrip() + "…"
    yield Markup(
        '<g><title>{name}</title><text x="{x}" y="{y}" class="end" unicode-bidi="plaintext">{short}</text></g>'
    ).format(name=name, x=_NAME - 8, y=y + 16, short=short)
    for column, week in enumerate(row):
        box = Markup('x="{x}" width="{w}"').format(x=_x(column), w=_CELL - _GAP)
        frame = Markup('<rect class="week" {box} y="{y}" height="{h}"/>').format(box=box, y=y, h=_ROW - _GAP)
        yield frame if week is None else _cell(study, week, column, y, box, frame)


def _cell(study: Study, week: Week, column: int, y: int, box: Markup, frame: Markup) -> Markup:
    """A week as full as it is; stripes and both numbers where it holds more than it can."""
    full = _ROW - _GAP
    high = round(full * min(week.days / week.holds, 1.0), 1) if week.holds else full
    fill = Markup('<rect class="{kind}" {box} y="{y}" height="{h}"/>').format(
        kind="over" if week.over else "work", box=box, y=round(y + full - high, 1), h=high
    )
    text = f"{_number(week.days)} / {_number(week.holds)}" if week.over else _number(week.days)
    titles = ", ".join(study.graph.title(id) for id in week.items[:_NAMED])
    if len(week.items) > _NAMED:
        titles += f" and {len(week.items) - _NAMED} more"
    return Markup(
        '<g><title>{said}</title>{frame}{fill}<text x="{x}" y="{y}" class="middle{bold}">{text}</text></g>'
    ).format(
        said=f"{_said(study, week)}: {lines(titles)}", frame=frame, fill=fill, x=_x(column) + (_CELL - _GAP) / 2,
        y=y + 16, bold=" much" if week.over else "", text=text,
    )  # fmt: skip


def _legend(y: int) -> Markup:
    box = Markup('x="{x}" width="22"')
    return Markup(
        '<rect class="week" {one} y="{top}" height="14"/><rect class="work" {one} y="{mid}" height="7"/>'
        '<text x="36" y="{y}">working days of work, as full as the week is</text>'
        '<rect class="over" {two} y="{top}" height="14"/>'
        '<text x="358" y="{y}">more than there are: work / days</text>'
    ).format(one=box.format(x=8), two=box.format(x=330), top=y - 11, mid=y - 4, y=y)


def _x(column: int) -> int:
    return _NAME + column * _CELL


def _number(days: float) -> str:
    return f"{round(days, 1):g}"
