"""Knows how the story of a launch is put into sentences: the pace, and what was expected of gates against what came.

It must not know lines, colours or documents.
"""

from collections.abc import Iterator
from datetime import date

from gtm.analysis.foretold import WEEKS, Foretold, Said, off
from gtm.analysis.story import Story
from gtm.analysis.trend import Trend
from gtm.analysis.words import many, short_day
from gtm.dates import say, say_working


def pace(found: Trend) -> str:
    """The pace and where it leads, beside the plan."""
    if found.pace is None:
        return "not known yet: the points lie too near together"
    study = found.study
    text = f"{found.pace:.1f} must-haves settled a week over the last four weeks"
    if found.projected is not None:
        text += f"; at that pace all are settled on {say(found.projected)}"
    if study.forecast is not None:
        text += f"; the plan says {short_day(study.forecast, study.launch.as_of)}"
    return text


def against_fact(story: Story) -> Iterator[str]:
    """A sentence for each gate that came otherwise than expected or was passed, then how far off it was on average."""
    as_of = story.trend.study.launch.as_of
    said = [text for text in (_gate(one, as_of) for one in story.foretold) if text]
    yield from said
    far = next(((weeks, one) for weeks in WEEKS if (one := off(story.foretold, weeks)) is not None), None)
    if said and far is not None:
        weeks, (days, gates) = far
        mean = f"{round(days, 1):g}"
        unit = "working day" if mean == "1" else "working days"
        yield f"Off by {mean} {unit} on average {many(weeks, 'week')} ahead, over {many(gates, 'gate')}"


def _gate(one: Foretold, as_of: date) -> str:
    if one.passed is None:
        return _moved(one, as_of)
    firsts: dict[Said, int] = {}
    for weeks, said in one.ahead:
        firsts.setdefault(said, weeks)
    parts = [
        f"expected {short_day(said.expected, as_of)} {many(weeks, 'week')} before; {_error(said.error or 0)}"
        for said, weeks in firsts.items()
    ]
    return f"{one.title}, passed {short_day(one.passed, as_of)}: {', '.join(parts)}" if parts else ""


def _moved(one: Foretold, as_of: date) -> str:
    """A gate that is still open and was expected on another day before."""
    first, last = one.said[0], one.said[-1]
    if first is last:
        return ""
    text = f"expected {short_day(first.expected, as_of)} on {short_day(first.day, as_of)}"
    now = f", {short_day(last.expected, as_of)} since {short_day(last.day, as_of)}"
    more = f", changed {len(one.said) - 1} times" if len(one.said) > 2 else ""
    return f"{one.title}, due {short_day(one.due, as_of)}: {text}{now}{more}"


def _error(days: int) -> str:
    if not days:
        return "it came to the day"
    return f"it came {say_working(abs(days))} {'later' if days > 0 else 'earlier'}"
