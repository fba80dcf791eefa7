"""Knows how a forecast is said: a chance, a word where a percentage would say too much, a sentence.

It must not know lines, colours or documents.
"""

from dataclasses import dataclass
from importlib.util import find_spec

from gtm.analysis import forecast as found_by
from gtm.analysis.estimates import Estimates
from gtm.analysis.forecast import Forecast, GateForecast, Mover, forecast
from gtm.analysis.gates import AHEAD, BEHIND, ON_COURSE, GateView
from gtm.analysis.snapshot import Study
from gtm.analysis.words import many, short_day

GOOD, CARE, BAD, CALM = "good", "care", "bad", "calm"
_BUDGET, _PURE_BUDGET, _FEWEST = 1_500_000, 100_000, 200
_DRIVERS = 8
_RARE = 0.005  # share of runs below which an item is not worth naming


def glance(study: Study) -> Forecast:
    """The forecast as part of a larger answer: fewer runs only where there is so much work that one would wait.

    A launch of the usual size gets the runs of `gtm forecast`, so that both say the same number.
    """
    fast = find_spec("numpy") is not None
    budget, most = (_BUDGET, found_by.RUNS) if fast else (_PURE_BUDGET, found_by.PURE_RUNS)
    work = sum(not one.settled for one in study.readiness.values())
    return forecast(study, min(most, max(_FEWEST, budget // max(work, 1))))


def percent(share: float | None) -> str:
    """A chance as people say it; never a certainty that is none."""
    if share is None:
        return "-"
    if 0 < share < 0.01:
        return "< 1 %"
    if 0.99 < share < 1:
        return "> 99 %"
    return f"{round(share * 100)} %"


def outlook(one: GateForecast, low: bool | None = None) -> tuple[str, str]:
    """The chance of a gate, or a word where a percentage would say too much; and how serious it is.

    `low` says whether it would; without it the gate's own estimates do.
    """
    if one.on_time is None:
        return ("decided" if one.state == found_by.PASSED else "no date", CALM)
    tone = GOOD if one.on_time >= 0.8 else BAD if one.on_time < 0.2 else CARE
    if not (one.confidence == found_by.LOW if low is None else low):
        return (percent(one.on_time), tone)
    if one.p90 is not None and one.p90 <= one.due:
        return ("in time", GOOD)
    if one.p10 is None or one.p10 > one.due:
        return ("late", BAD)
    return ("likely late", BAD) if one.p50 is None or one.p50 > one.due else ("may slip", CARE)


def of_view(found: Forecast, view: GateView) -> tuple[str, str]:
    """The same for a gate that is judged; `-` once it is passed, and where no must-have applies."""
    one = found.gates.get(view.id)
    if one is None or one.on_time is None or not view.counts.total:
        return ("-", CALM)
    return outlook(one)


def course(found: Forecast, view: GateView) -> str | None:
    """A gate's course, which no good word outlives once it is late in most runs.

    With likely efforts a date can hold to the day and still be missed more often than kept.
    """
    one = found.gates.get(view.id)
    if view.course not in {AHEAD, ON_COURSE} or one is None or one.on_time is None:
        return view.course
    if one.on_time < 0.5:
        return BEHIND
    return view.course if one.on_time >= 0.8 else ON_COURSE


def launch_course(study: Study, found: Forecast) -> str | None:
    """The same for the launch: the worst course among its gates, and none better than the study's own."""
    if study.course not in {AHEAD, ON_COURSE}:
        return study.course
    before = (view for view in study.gates.values() if view.market is None and view.due <= study.launch.date)
    words = {course(found, view) for view in before}
    return next((word for word in (BEHIND, ON_COURSE) if word in words), study.course)


def low(found: Forecast) -> bool:
    """Whether too few estimates are the teams' own for a percentage."""
    return found.confidence == found_by.LOW


def launch_gate(found: Forecast) -> GateForecast | None:
    """The forecast of the gate that decides the launch, while there is one and it can be reached."""
    one = found.gates.get(found.gate) if found.gate is not None else None
    return one if one is not None and one.state == found_by.OPEN else None


def said(study: Study, found: Forecast) -> str:
    """`71 % for Tue 16 Feb`, or the dates of the launch gate and "low confidence"; empty without a chance."""
    one, launch = launch_gate(found), study.launch
    if one is None or found.launch is None or not drivers(found):  # no work drives it any more
        return ""
    if not low(found):
        return f"{percent(found.launch)} for {short_day(launch.date, launch.as_of)}"
    return f"{study.gates[one.id].title} is reached {span(study, one)}, low confidence"


def sentence(study: Study, found: Forecast, one: GateForecast) -> str:
    """The answer about the launch gate in whole sentences."""
    name, as_of = study.gates[one.id].title, study.launch.as_of
    if low(found):
        return f"{name} is reached {span(study, one)}. {why_low(study, one)}"
    half = f" {name} is reached by {short_day(one.p50, as_of)} in half of the runs" if one.p50 is not None else ""
    most = f", by {short_day(one.p80, as_of)} in 8 of 10" if one.p80 is not None else ""
    return f"{percent(found.launch)} for {short_day(study.launch.date, as_of)}.{half}{most}."


def span(study: Study, one: GateForecast) -> str:
    """Between which days a gate is reached in 8 of 10 runs."""
    as_of = study.launch.as_of
    if one.p10 is None:
        return "later than in 20 years"
    if one.p90 is None:
        return f"on {short_day(one.p10, as_of)} at the earliest"
    if one.p10 == one.p90:
        return f"about {short_day(one.p10, as_of)}"
    return f"between {short_day(one.p10, as_of)} and {short_day(one.p90, as_of)}"


def of_gate(study: Study, found: Forecast, id: str) -> str:
    """One gate's chance as a sentence; empty where it has none."""
    one, as_of = found.gates.get(id), study.launch.as_of
    if one is None or one.state != found_by.OPEN or one.p50 is None:
        return ""
    word, _ = outlook(one)
    if one.confidence == found_by.LOW:
        return f"Forecast: {word}; it is reached {span(study, one)} in 8 of 10 runs. {why_low(study, one)}"
    most = f", by {short_day(one.p80, as_of)} in 8 of 10" if one.p80 is not None else ""
    return (
        f"Forecast: {word} for {short_day(one.due, as_of)}; "
        f"reached by {short_day(one.p50, as_of)} in half of the runs{most}."
    )


def why_low(study: Study, one: GateForecast) -> str:
    """Why there is no percentage."""
    return f"Low confidence: {_whose(one.estimates, study.gates[one.id].title)}."


def rests_on(study: Study, found: Forecast) -> str:
    """Whose estimates are behind the date: 30 of 45 open estimates before Use are the teams' own."""
    one = launch_gate(found)
    return _whose(found.estimates, study.gates[one.id].title if one is not None else "")


def _whose(of: Estimates, gate: str) -> str:
    before = f" before {gate}" if gate else ""
    return f"{of.own} of {many(of.total, 'open estimate')}{before} {'is' if of.total == 1 else 'are'} the teams' own"


@dataclass(frozen=True, slots=True)
class Driver:
    """An item that drives the launch gate, in how many of 100 runs."""

    id: str
    runs: int


def drivers(found: Forecast) -> tuple[Driver, ...]:
    """The items that drive the launch gate most often, the most frequent first."""
    often = [one for one in found.items.values() if one.criticality >= _RARE]
    often.sort(key=lambda one: (-one.criticality, one.id))
    return tuple(Driver(one.id, round(one.criticality * 100)) for one in often[:_DRIVERS])


def movers(found: Forecast) -> tuple[Mover, ...]:
    """Whose uncertainty moves the launch gate most."""
    return found.tornado[:_DRIVERS]


def first_driver(study: Study, found: Forecast) -> str | None:
    """The item that drives the launch gate most often among those that wait for nothing open."""
    ready = [
        (-one.criticality, one.id)
        for one in found.items.values()
        if one.criticality >= _RARE and not study.focus.needs_open(study.launch.items[one.id])
    ]
    return min(ready)[1] if ready else None


def how(found: Forecast) -> str:
    """How the forecast was made, in a sentence."""
    engine = "" if found.engine == "numpy" else ", without numpy"
    return (
        f"The open work was played through {found.runs:,} times (seed {found.seed}, {found.distribution}{engine}); "
        "efforts vary between their best and worst case, teams can be late together, and owners can do "
        "everything at once. Waits, lags and expected days are taken as said."
    )
