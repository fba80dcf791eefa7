"""Knows the screen of `gtm history`: a line a commit with its burn-up, then what the lines say together.

On a terminal a bar shows what is settled and, at its end, the scope; in a pipe the numbers stand alone.
It must not compute anything.
"""

from collections.abc import Iterator

from gtm.analysis import since, story_words
from gtm.analysis.since import Since
from gtm.analysis.story import Story
from gtm.analysis.trend import Between, Point, Trend
from gtm.analysis.words import column_day, many, short_day, short_name
from gtm.dates import say
from gtm.terminal.screen import Line, Segment, aligned, wrapped

_BAR = 30  # cells of the widest bar
_BESIDE = 65  # cells of the columns before it, and its end
_HEADS = ("DAY", "COMMIT", "SETTLED", "LATE", "GAPS", "DECISION", "PASSED")
_OLD = 5
_NAMES = 6
_HOW = (
    "Each decision date follows from the likely efforts of its day; how likely it was is worked out for the two "
    "ends of --since only."
)


def lines(story: Story, room: int | None) -> list[Line]:
    """The whole answer."""
    found = story.trend
    launch = found.study.launch
    out: list[Line] = [[(launch.title, "head"), (f" · history · launch {say(launch.date)}", "quiet")]]
    out += [[(text, "care")] for note in story.notes for text in wrapped(note, room)]
    out += [[], *aligned(_rows(story, _cells(story, room)), room, frozenset({3, 4}))]
    faults = [one for one in found.points if not one.known]
    if faults:
        out.append([(f"{many(len(faults), 'commit')} could not be read and is not counted", "care")])
    for part in _parts(story):
        out += [[], *[[(row, "")] for text in part for row in _indented(text, room)]] if part else []
    return [*out, [], *[[(row, "quiet")] for row in wrapped(_HOW, room)]]


def _indented(text: str, room: int | None) -> list[str]:
    """A text in lines that all begin as its first one does."""
    margin = text[: len(text) - len(text.lstrip(" "))]
    return [margin + row for row in wrapped(text[len(margin) :], None if room is None else room - len(margin))]


def _cells(story: Story, room: int | None) -> int:
    """How wide the widest bar may be; 0 in a pipe, where there is none."""
    if room is None:
        return 0
    return max(min(_BAR, room - _BESIDE - (len(" review") if story.reviews else 0)), 4)


def _rows(story: Story, bars: int) -> list[list[Segment]]:
    found = story.trend
    heads = (*_HEADS, "SETTLED OF SCOPE │" if bars >= _BAR else "SCOPE │" if bars else "WHAT")
    rows: list[list[Segment]] = [[(text, "quiet") for text in heads]]
    most = max((one.counts.applicable for one in found.known), default=0)
    held = {one.commit for one in story.reviews}
    return rows + [_row(found, one, most, bars, one.commit in held) for one in found.points]


def _row(found: Trend, one: Point, most: int, bars: int, review: bool) -> list[Segment]:
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
    last = _bar(one, most, bars) if bars else (one.subject or "the files as they lie here")
    return [*head, *cells, (f"{last} review" if review and bars else f"{last} (review)" if review else last, "")]


def _bar(one: Point, most: int, cells: int) -> str:
    """What is settled as a bar, and where the scope ends."""
    if not most:
        return ""
    done, scope = (round(part * cells / most) for part in (one.counts.done, one.counts.applicable))
    return f"{'█' * done}{'░' * (scope - done)}│"


def _parts(story: Story) -> Iterator[list[str]]:
    """The paragraphs below the table."""
    found = story.trend
    yield _since(story.since, story) if story.since is not None else _between(found)
    yield [f"PACE  {story_words.pace(found)}"]
    fact = list(story_words.against_fact(story))
    yield ["FORECAST AND FACT", *(f"  {text}" for text in fact)] if fact else []
    yield _confirmed(found)
    if found.study.launch.partial:
        yield ["The files as they lie here could not be read in full; what stands in those is not counted."]


def _between(found: Trend) -> list[str]:
    between, known = found.between, found.known
    if between is None or len(known) < 2:
        return []
    parts = " · ".join(since.changes(between, found.study.launch.as_of))
    return [f"SINCE {say(known[0].day).upper()}  {parts or 'nothing changed'}"]


def _since(one: Since, story: Story) -> list[str]:
    decided = f" ({'; '.join(one.decided)})" if one.decided else ""
    out = [f"SINCE {say(one.day).upper()}{decided}  {since.sentence(one, story.trend.study.launch.as_of)}"]
    return [*out, *(f"  {text}" for text in _named(one.between))]


def _named(between: Between) -> Iterator[str]:
    kinds = (
        ("proven", between.proven),
        ("open again", between.reopened),
        ("became late", between.late),
        ("added", between.added),
        ("taken out", between.removed),
    )
    for word, ids in kinds:
        if ids:
            more = f" and {len(ids) - _NAMES} more" if len(ids) > _NAMES else ""
            yield f"{word}: {', '.join(short_name(id) for id in ids[:_NAMES])}{more}"


def _confirmed(found: Trend) -> list[str]:
    out = []
    dated = [one for one in found.ages if one.days is not None]
    if dated:
        oldest = "; ".join(f"{short_name(one.id)} {many(one.days or 0, 'day')}" for one in dated[:_OLD])
        out.append(f"LAST CONFIRMED  longest ago: {oldest}")
    undated = len(found.ages) - len(dated)
    if undated:
        out.append(f"{many(undated, 'settled item')} without any date of confirmation")
    return out
