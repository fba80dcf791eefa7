"""Knows the screen of `gtm history`: a line a commit with its burn-up, then what the lines say together.

On a terminal a bar shows what is settled and, at its end, the scope; in a pipe the numbers stand alone.
It must not compute anything.
"""

from collections.abc import Iterator, Sequence

from gtm.analysis.trend import Point, Trend
from gtm.analysis.words import column_day, many, short_day, short_name
from gtm.dates import say
from gtm.terminal.screen import Line, Segment, aligned, wrapped

_BAR = 30  # cells of the widest bar
_HEADS = ("DAY", "COMMIT", "SETTLED", "LATE", "GAPS", "DECISION", "PASSED")
_OLD = 5


def lines(found: Trend, notes: Sequence[str], room: int | None) -> list[Line]:
    """The whole answer."""
    launch = found.study.launch
    out: list[Line] = [[(launch.title, "head"), (f" · history · launch {say(launch.date)}", "quiet")]]
    out += [[(text, "care")] for note in notes for text in wrapped(note, room)]
    out += [[], *aligned(_rows(found, room is not None), room, frozenset({3, 4}))]
    faults = [one for one in found.points if not one.known]
    if faults:
        out.append([(f"{many(len(faults), 'commit')} could not be read and is not counted", "care")])
    for text in _together(found):
        out += [[], *[[(row, "")] for row in wrapped(text, room)]] if text else []
    return out


def _rows(found: Trend, bars: bool) -> list[list[Segment]]:
    heads = (*_HEADS, "SETTLED OF SCOPE │" if bars else "WHAT")
    rows: list[list[Segment]] = [[(text, "quiet") for text in heads]]
    most = max((one.counts.applicable for one in found.known), default=0)
    return rows + [_row(found, one, most, bars) for one in found.points]


def _row(found: Trend, one: Point, most: int, bars: bool) -> list[Segment]:
    as_of = found.study.launch.as_of
    head: list[Segment] = [(column_day(one.day, as_of), ""), (one.commit[:7] or "now", "quiet")]
    if not one.known:
        blank: list[Segment] = [("?", "care")] * (len(_HEADS) - 2)
        return [*head, *blank, (one.fault, "care")]
    decision = short_day(one.forecast, as_of) if one.forecast is not None else "no date"
    passed = sum(verdict.startswith("passed") for verdict in one.gates.values())
    cells: list[Segment] = [
        (f"{one.counts.done}/{one.counts.applicable}", "bold"),
        (str(one.late), "bad" if one.late else "quiet"),
        (str(one.gaps), "quiet"),
        (decision, "bad" if one.course in {"behind", "date lost"} else ""),
        (f"{passed}/{len(one.gates)}", "quiet"),
    ]
    last = _bar(one, most) if bars else (one.subject or "the files as they lie here")
    return [*head, *cells, (last, "")]


def _bar(one: Point, most: int) -> str:
    """What is settled as a bar, and where the scope ends."""
    if not most:
        return ""
    done, scope = (round(part * _BAR / most) for part in (one.counts.done, one.counts.applicable))
    return f"{'█' * done}{'░' * (scope - done)}│"


def _together(found: Trend) -> Iterator[str]:
    launch, known = found.study.launch, found.known
    between = found.between
    if between is not None and len(known) > 1:
        parts = [
            f"{len(ids)} {word}"
            for ids, word in (
                (between.proven, "proven"),
                (between.reopened, "open again"),
                (between.added, "added"),
                (between.removed, "taken out"),
                (between.late, "became late"),
            )
            if ids
        ]
        if between.dates[0] != between.dates[1]:
            parts.append(f"launch {say(between.dates[0])} → {say(between.dates[1])}")
        yield f"SINCE {say(known[0].day).upper()}  {' · '.join(parts) or 'nothing changed'}"
    yield _pace(found)
    dated = [one for one in found.ages if one.days is not None]
    if dated:
        oldest = "; ".join(f"{short_name(one.id)} {many(one.days or 0, 'day')}" for one in dated[:_OLD])
        yield f"LAST CONFIRMED  longest ago: {oldest}"
    undated = len(found.ages) - len(dated)
    if undated:
        yield f"{many(undated, 'settled item')} without any date of confirmation"
    if launch.partial:
        yield "The files as they lie here could not be read in full; what stands in those is not counted."


def _pace(found: Trend) -> str:
    """The pace and where it leads, beside the forecast."""
    if found.pace is None:
        return "PACE  not known yet: the points lie too near together"
    launch = found.study.launch
    forecast = found.study.forecast
    text = f"PACE  {found.pace:.1f} must-haves settled a week over the last four weeks"
    if found.projected is not None:
        text += f"; at that pace all are settled on {say(found.projected)}"
    if forecast is not None:
        text += f"; the plan says {short_day(forecast, launch.as_of)}"
    return text
