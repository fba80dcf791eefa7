"""Knows how likely the dates are: the open work played through many times with uncertain efforts.

What is uncertain: every effort, by its own spread (gtm.analysis.sampling), and a common factor by
which everybody needs longer or shorter in a run, because teams are late together. What is not:
done work, waits, lags, expected arrivals, absences. Owners can do everything at once, unless their
capacity is asked for. The same files, day, seed and number of runs give the same answer, with numpy or without.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from itertools import groupby

from gtm.analysis import sampling, simulate_pure
from gtm.analysis.capacity import level
from gtm.analysis.estimates import Estimates, estimates
from gtm.analysis.open_work import DAY, FARTHEST, Days, Network, network, tables
from gtm.analysis.snapshot import Study
from gtm.clock import Clock
from gtm.dates import add_days

RUNS, PURE_RUNS, SEED = 10_000, 1_000, 1
LOW, FAIR = "low", "fair"
OPEN, PASSED, LOOP, NEVER = "open", "passed", "loop", "never"
_TORNADO = 10
_CURVE = 100  # points of the curve at most


@dataclass(frozen=True, slots=True)
class GateForecast:
    """One gate. Dates are None once it is passed, behind a loop, and where 20 years do not suffice.

    `estimates` are those of the open work it waits for, directly or not.
    """

    id: str
    due: date
    state: str  # open, passed, loop, never
    p10: date | None = None
    p50: date | None = None
    p80: date | None = None
    p90: date | None = None
    p95: date | None = None
    on_time: float | None = None  # share of runs that reach it by its due date; None once passed or behind a loop
    estimates: Estimates = Estimates()

    @property
    def confidence(self) -> str:
        """Low while fewer than half of the estimates it rests on are the teams' own."""
        return LOW if self.estimates.few else FAIR


@dataclass(frozen=True, slots=True)
class ItemForecast:
    """One open item: the share of runs in which it drives the launch gate, and its own gate."""

    id: str
    criticality: float
    gate_criticality: float


@dataclass(frozen=True, slots=True)
class Mover:
    """Whose uncertainty moves the launch gate: `days` is the mean date of that gate in the fifth of

    runs in which this takes longest less that in the fifth in which it is shortest, in working
    days. The id is empty for the common factor.
    """

    id: str
    days: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What came out, with what it rests on. `launch` is the chance that the launch gate is reached by T.

    `estimates` are those the launch gate rests on: what is only needed after launch says nothing
    about the date. Once that gate is passed they are those of all open work.
    """

    gates: Mapping[str, GateForecast]
    items: Mapping[str, ItemForecast]
    gate: str | None  # the launch gate
    launch: float | None
    tornado: tuple[Mover, ...]
    curve: tuple[tuple[date, float], ...]  # chance that the launch gate is reached by each day
    estimates: Estimates
    runs: int
    seed: int
    distribution: str
    sigma: float
    engine: str  # numpy or pure
    capacity: bool  # whether owners are limited

    @property
    def confidence(self) -> str:
        """Low while fewer than half of these estimates are the teams' own."""
        return LOW if self.estimates.few else FAIR


def forecast(
    study: Study,
    runs: int | None = None,
    seed: int = SEED,
    distribution: str = sampling.PERT,
    sigma: float = sampling.SIGMA,
    engine: str | None = None,
    capacity: bool = False,
) -> Forecast:
    """Play the open work of a launch through. Without numpy fewer runs, unless a number is given.

    With `capacity` nobody works on more items at a time than they can, and everybody takes them in
    the order of gtm.analysis.capacity's plan, in every run.
    """
    engine = engine or ("numpy" if find_spec("numpy") is not None else "pure")
    runs = runs or (RUNS if engine == "numpy" else PURE_RUNS)
    work = network(study, level(study).hands if capacity else ())
    factors = sampling.factors(seed, runs, sigma)
    work, days = _bounded(work, max(factors))
    outcome = _run(engine)(work, days, factors, seed, distribution)
    ordered = {gate: sorted(found) for gate, found in outcome.finish.items()}
    goal = study.go_gate.id if study.go_gate is not None else None
    never = days[0].never
    behind = {gate: _estimates(study, work, [at]) for gate, at in work.gates.items()}
    return Forecast(
        _gates(study, ordered, never, behind),
        _items(study, work, outcome, goal, runs),
        goal,
        _by(study, ordered[goal], study.launch.date) if goal in ordered else None,
        _tornado(work, days[0], outcome, goal, factors, seed, engine),
        _curve(study, ordered[goal], never) if goal in ordered else (),
        behind[goal] if goal in behind else _estimates(study, work, range(len(work.tasks))),
        runs,
        seed,
        distribution,
        sigma,
        engine,
        capacity,
    )


def _run(engine: str) -> Callable[[Network, Sequence[Days], Sequence[float], int, str], simulate_pure.Outcome]:
    if engine == "pure":
        return simulate_pure.run
    from gtm.analysis import simulate_numpy

    return simulate_numpy.run


def _bounded(work: Network, most: float) -> tuple[Network, list[Days]]:
    """Calendars long enough for the worst run there can be; what would end later never ends."""
    worst = [task.effort.high if task.effort is not None else 0.0 for task in work.tasks]
    size = 366
    while True:
        size = min(size * 2, FARTHEST)
        days = tables(work, size)
        never = days[0].never
        tasks = tuple(task._replace(floor=min(task.floor, never)) for task in work.tasks)
        bounded = Network(work.now, tasks, work.gates, work.calendars)
        finish, _ = simulate_pure.walk(bounded, days, worst, most)
        if size >= FARTHEST or max(finish, default=0) < never:
            return bounded, days


def _day(study: Study, instant: int) -> date:
    """The day on which something is over: today at the earliest, since it is open."""
    return max(add_days(study.launch.as_of, (instant - 1) // DAY), study.launch.as_of)


def _by(study: Study, ordered: Sequence[int], day: date) -> float:
    """The share of runs that are over by a day."""
    if day < study.launch.as_of:
        return 0.0
    end = Clock.closing(day) - Clock.opening(study.launch.as_of)
    from bisect import bisect_right

    return bisect_right(ordered, end) / len(ordered)


def _reached(study: Study, ordered: Sequence[int], percent: int, never: int) -> date | None:
    """The day by which a share of the runs is over."""
    instant = ordered[max(-(-len(ordered) * percent // 100) - 1, 0)]
    return _day(study, instant) if instant < never else None


def _gates(
    study: Study, ordered: Mapping[str, Sequence[int]], never: int, behind: Mapping[str, Estimates]
) -> dict[str, GateForecast]:
    found = {}
    for id, view in study.gates.items():
        runs = ordered.get(id)
        if runs is None:
            passed = view.passed or study.graph.index[id] not in study.graph.stuck
            found[id] = GateForecast(id, view.due, PASSED if passed else LOOP)
            continue
        p10, p50, p80, p90, p95 = (_reached(study, runs, percent, never) for percent in (10, 50, 80, 90, 95))
        state = NEVER if p50 is None else OPEN
        found[id] = GateForecast(id, view.due, state, p10, p50, p80, p90, p95, _by(study, runs, view.due), behind[id])
    return found


def _items(
    study: Study, work: Network, outcome: simulate_pure.Outcome, goal: str | None, runs: int
) -> dict[str, ItemForecast]:
    found = {}
    driving = outcome.driving
    for at, task in enumerate(work.tasks):
        item = study.launch.items.get(task.id)
        if item is not None:
            own = study.graph.gate_of(item)
            shares = (driving.get((at, gate), 0) / runs for gate in (goal or "", own))
            found[task.id] = ItemForecast(task.id, *shares)
    return found


def _tornado(
    work: Network,
    usual: Days,
    outcome: simulate_pure.Outcome,
    goal: str | None,
    factors: Sequence[float],
    seed: int,
    engine: str,
) -> tuple[Mover, ...]:
    """The items that drive the launch gate most often, and the common factor, by how far they move it."""
    if goal is None or goal not in outcome.finish:
        return ()
    dates = [usual.position(min(one, usual.never)) / DAY for one in outcome.finish[goal]]
    often = [
        (-hits, work.tasks[at].id)
        for (at, gate), hits in outcome.driving.items()
        if gate == goal and work.tasks[at].effort is not None
    ]
    ids = [id for _, id in sorted(often)[: _TORNADO * 4]]
    swing = simulate_pure.swing
    if engine != "pure":
        from gtm.analysis import simulate_numpy

        swing = simulate_numpy.swing
    movers = [
        Mover(id, days) for id, days in zip(ids, swing([sampling.key(seed, id) for id in ids], dates), strict=True)
    ]
    movers.append(Mover("", _common(factors, dates)))
    movers = [one for one in movers if one.days > 0.05]
    return tuple(sorted(movers, key=lambda one: (-round(one.days, 2), one.id))[:_TORNADO])


def _common(factors: Sequence[float], dates: Sequence[float]) -> float:
    fifth = len(factors) // 5
    if not fifth or min(factors) == max(factors):
        return 0.0
    ranked = [day for _, day in sorted(zip(factors, dates, strict=True))]
    return (sum(ranked[-fifth:]) - sum(ranked[:fifth])) / fifth


def _curve(study: Study, ordered: Sequence[int], never: int) -> tuple[tuple[date, float], ...]:
    """Every day on which the launch gate is reached in some run, with the share reached by then."""
    days = [_day(study, one) for one in ordered if one < never]
    points, count = [], 0
    for day, same in groupby(days):
        count += sum(1 for _ in same)
        points.append((day, count / len(ordered)))
    step = -(-len(points) // _CURVE)
    kept = points[:: step or 1]
    return tuple(kept if not points or kept[-1] == points[-1] else [*kept, points[-1]])


def _estimates(study: Study, work: Network, ends: Iterable[int]) -> Estimates:
    """Whose estimates stand behind some tasks and all they wait for."""
    found, queue = set(ends), list(ends)
    for at in queue:
        for before, _ in work.tasks[at].before:
            if before not in found:
                found.add(before)
                queue.append(before)
    ids = [work.tasks[at].id for at in sorted(found) if work.tasks[at].effort is not None]
    return estimates((study.launch.items[id] for id in ids), study.readiness)
