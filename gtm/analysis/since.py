"""Knows what changed from a review to now: what was proven, what slipped, and the chance before and after.

Both sides are judged on their own day, with the same runs and the same luck. It must not know git.
"""

from dataclasses import dataclass
from datetime import date

from gtm.analysis import chance, diff_review
from gtm.analysis.comparison import Side
from gtm.analysis.forecast import Forecast, forecast
from gtm.analysis.readiness import Counts
from gtm.analysis.snapshot import Study
from gtm.analysis.trend import Between, between
from gtm.analysis.words import many, short_day


@dataclass(frozen=True, slots=True)
class Since:
    """What changed from the state of a commit to now."""

    day: date
    commit: str
    decided: tuple[str, ...]  # in that review; empty where the day was only named
    between: Between
    counts: tuple[Counts, Counts]  # must-haves before the launch
    courses: tuple[str | None, str | None]
    chances: tuple[float | None, float | None]  # of the launch date of each side; None where estimates are too few
    outlooks: tuple[str, str]  # the same in words


def since(day: date, commit: str, decided: tuple[str, ...], before: Study, after: Study, found: Forecast) -> Since:
    """What changed since a commit; `found` is the forecast of now, whose runs and seed both sides get."""
    old = Side(before, forecast(before, found.runs, found.seed, engine=found.engine))
    sides = (old, Side(after, found))
    low = any(chance.low(one.forecast) for one in sides)
    chances = tuple(None if low or chance.launch_gate(one.forecast) is None else one.forecast.launch for one in sides)
    return Since(
        day,
        commit,
        decided,
        between(before, after),
        (before.counts(list(before.before_launch)), after.counts(list(after.before_launch))),
        (chance.launch_course(before, old.forecast), chance.launch_course(after, found)),
        (chances[0], chances[1]),
        (_outlook(sides[0], low), _outlook(sides[1], low)),
    )


def _outlook(side: Side, low: bool) -> str:
    one = chance.launch_gate(side.forecast)
    return chance.outlook(one, low)[0] if one is not None else "decided"


def changes(found: Between, as_of: date) -> tuple[str, ...]:
    """`14 proven`, `3 became late`, `launch Tue 16 Feb → Tue 2 Mar`; empty when nothing changed."""
    kinds = (
        (found.proven, "proven"),
        (found.reopened, "open again"),
        (found.added, "added"),
        (found.removed, "taken out"),
        (found.late, "became late"),
    )
    parts = [f"{len(ids)} {word}" for ids, word in kinds if ids]
    if found.dates[0] != found.dates[1]:
        parts.append(f"launch {short_day(found.dates[0], as_of)} → {short_day(found.dates[1], as_of)}")
    return tuple(parts)


def moved(one: Since) -> str:
    """`chance 78 % → 71 %`, or words where a percentage would say too much; empty without a chance."""
    before, after = one.chances
    if before is not None and after is not None:
        first, second = diff_review.percent(before), diff_review.percent(after)
        return f"chance {first} → {second}" if first != second else f"chance {second} as then"
    first, second = one.outlooks
    return f"outlook {first} → {second}" if first != second else f"outlook {second} as then"


def sentence(one: Since, as_of: date) -> str:
    """Everything in one line: `90 → 104 of 150 must-haves settled · 14 proven · chance 78 % → 71 %`."""
    first, second = one.counts
    scope = many(second.applicable, "must-have")
    before = f"{first.done}" if first.applicable == second.applicable else f"{first.done} of {first.applicable}"
    parts = [f"{before} → {second.done} of {scope} settled", *changes(one.between, as_of), moved(one)]
    return " · ".join(parts)


def line(one: Since, as_of: date) -> str:
    """The same as a sentence of its own."""
    return f"Since the review of {short_day(one.day, as_of)}: {sentence(one, as_of)}"
