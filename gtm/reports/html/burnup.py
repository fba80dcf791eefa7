"""Knows what the section "How we got here" shows: the burn-up, its numbers, and forecasts against facts.

It must not compute anything, and shows no word of a commit: a page may go to people who do not read git.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from gtm.analysis import chance, since, story_words
from gtm.analysis.forecast import Forecast
from gtm.analysis.since import Since
from gtm.analysis.story import Story
from gtm.analysis.trend import Point
from gtm.analysis.words import many
from gtm.dates import say
from gtm.reports.html.burnup_svg import Drawn, svg
from gtm.reports.html.text import lines


@dataclass(frozen=True, slots=True)
class Past:
    """What git remembers of a launch: its story, what changed since the last review, or why there is neither."""

    story: Story | None = None
    since: Since | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Burnup:
    """The section; `since` is the line of the first screen, empty without a review."""

    drawing: Markup
    points: tuple[Point, ...]
    pace: str
    facts: tuple[str, ...]
    notes: tuple[str, ...]
    since: str
    fault: str = ""


def section(found: Forecast, past: Past | None) -> Burnup | None:
    """What the section shows; None without git, or while there is only one day to look at."""
    if past is None:
        return None
    if past.story is None:
        return Burnup(Markup(""), (), "", (), (), "", past.fault) if past.fault else None
    told = past.story.trend
    if len({one.day for one in told.known}) < 2:
        return None
    as_of = told.study.launch.as_of
    faults = sum(not one.known for one in told.points)
    notes = [*past.story.notes]
    if faults:
        notes.append(f"{many(faults, 'commit')} could not be read and is left out.")
    return Burnup(
        svg(_drawn(found, past.story)),
        told.points,
        story_words.pace(told),
        tuple(story_words.against_fact(past.story)),
        tuple(notes),
        since.line(past.since, as_of) if past.since is not None else "",
    )


def _drawn(found: Forecast, story: Story) -> Drawn:
    told = story.trend
    launch, one = told.study.launch, chance.launch_gate(found)
    likely = None
    if one is not None and one.p10 is not None and one.p50 is not None and one.p90 is not None:
        likely = (one.p10, one.p50, one.p90)
    days = tuple(review.day for review in story.reviews)
    return Drawn(told.points, launch.date, lines(launch.title), _about(told.known, likely, told.projected, launch.date),
                 likely, told.projected, days)  # fmt: skip


def _about(known: Sequence[Point], likely: tuple[date, date, date] | None, pace: date | None, launch: date) -> str:
    """The drawing in words."""
    first, last = known[0], known[-1]
    text = (
        f"On {say(first.day)} {first.counts.done} of {many(first.counts.applicable, 'must-have')} were settled, "
        f"on {say(last.day)} {last.counts.done} of {last.counts.applicable}."
    )
    if likely is not None:
        text += f" The launch gate is reached between {say(likely[0])} and {say(likely[2])} in 8 of 10 runs."
    if pace is not None:
        text += f" At the pace of the last four weeks all are settled on {say(pace)}."
    return f"{text} The launch is on {say(launch)}."
