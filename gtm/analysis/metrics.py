"""Knows how values of metrics are computed from the inputs a launch gives, so that gates and views see values only.

A value that cannot be computed stays a reading without one, and says why. It judges no value.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from gtm.analysis import formulas
from gtm.analysis.formulas import FORMULAS, Formula
from gtm.link import units
from gtm.model import written
from gtm.model.launch import Launch
from gtm.model.measured import Measured

Series = Mapping[str, tuple[Measured, ...]]
SCORES = ("frequency", "breadth", "depth")
_EVENLY = dict.fromkeys(SCORES, 1 / 3)


def computed(launch: Launch) -> Launch:
    """The launch with the value of every reading that gives inputs, and of metrics made from others."""
    if not any(metric.formula for metric in launch.metrics.values()):
        return launch
    out: dict[str, tuple[Measured, ...]] = dict(launch.readings)
    for id in _order(launch.metrics):
        metric = launch.metrics[id]
        if metric.formula is None:
            continue
        if metric.formula == "agreement":
            out |= _agreed(launch, id, metric)
            continue
        own = tuple(_computed(metric, one) for one in out.get(id, ()))
        if metric.uses:
            own = _merged(own, composed(launch.metrics, metric, out))
        if own:
            out[id] = own
    return replace(launch, readings=out)


def _agreed(launch: Launch, id: str, metric: written.MetricWritten) -> Series:
    """How far teams agree on the ideal customer follows from their views; what was typed counts before the first."""
    if launch.audience is None:
        return {}
    from gtm.analysis import profile

    made = profile.measured(launch, metric)
    return {id: (*(one for one in launch.readings.get(id, ()) if one.date_ < made[0].date_), *made)} if made else {}


def inputs_of(metric: written.MetricWritten) -> tuple[str, ...]:
    """The inputs that a metric's formula takes."""
    if metric.formula is None:
        return ()
    return tuple(weights(metric)) if metric.formula == "health" else FORMULAS[metric.formula].inputs


def weights(metric: written.MetricWritten) -> dict[str, float]:
    """The weights of a health score; frequency, breadth and depth weigh the same where nothing is said."""
    given = {name: weight for name, weight in (metric.weights or {}).items() if weight is not None}
    return given or dict(_EVENLY)


def compute(metric: written.MetricWritten, inputs: Mapping[str, float]) -> tuple[float | None, str]:
    """The value of a metric from the inputs of its formula, in its unit; else None and why."""
    assert metric.formula is not None
    formula = FORMULAS[metric.formula]
    if metric.formula == "health":
        return _health(metric, inputs)
    given = {name: inputs[name] for name in formula.inputs if name in inputs}
    if len(given) < len(formula.inputs) or not given:
        return None, formulas.why_none(formula, given) if formula.inputs else "this formula counts single cases"
    more = {"horizon": metric.horizon} if metric.formula == "clv" else {}
    value = formula.compute(*(given[name] for name in formula.inputs), **more)
    if value is None:
        return None, formulas.why_none(formula, given)
    return _scaled(formula, metric, value), ""


def _health(metric: written.MetricWritten, inputs: Mapping[str, float]) -> tuple[float | None, str]:
    shares = weights(metric)
    value = formulas.health(inputs, shares)
    if value is not None:
        return value, ""
    missing = [name for name in shares if name not in inputs]
    if missing:
        return None, f"{' and '.join(missing)} not given"
    outside = next((name for name in shares if not 0 <= inputs[name] <= 100), None)
    return None, f"{outside} is not from 0 to 100" if outside else "its weights do not add to 1"


def _scaled(formula: Formula, metric: written.MetricWritten, value: float) -> float:
    return value * units.per_share(metric.unit) if formula.kind == "share" else value


def _computed(metric: written.MetricWritten, reading: Measured) -> Measured:
    """A reading with its value, where it gives inputs or single cases."""
    assert metric.formula is not None
    formula = FORMULAS[metric.formula]
    if reading.cases:
        value = formula.cases(reading.cases) if formula.cases is not None else None
        why = "" if value is not None else "the answers are outside the scale of this measure"
        return reading._replace(value=None if value is None else _scaled(formula, metric, value), why=why)
    if not reading.inputs:
        return reading
    value, why = compute(metric, reading.inputs)
    sample = reading.sample
    if sample is None and formula.counted and all(name in reading.inputs for name in formula.counted):
        sample = int(sum(reading.inputs[name] for name in formula.counted))
    day, _, _, source, path, line, route, inputs, cases, note, *_ = reading  # _replace takes four times as long
    return Measured(day, value, sample, source, path, line, route, inputs, cases, note, why)


def composed(
    metrics: Mapping[str, written.MetricWritten], metric: written.MetricWritten, series: Series
) -> Iterator[Measured]:
    """Values of a metric that is made from other metrics: a new one on each day one of them is read."""
    assert metric.formula is not None
    uses = {name: other for name, other in (metric.uses or {}).items() if other is not None and other in metrics}
    days: dict[date, dict[str, Measured]] = {}
    for name, other in uses.items():
        for reading in series.get(other, ()):
            days.setdefault(reading.date_, {})[name] = reading
    known: dict[str, Measured] = {}
    for day in sorted(days):
        known.update(days[day])
        if len(known) < len(uses):
            continue
        empty = [f"{metrics[uses[name]].title} has no value" for name, one in known.items() if one.value is None]
        inputs = {name: _input(metric, metrics[uses[name]], name, one) for name, one in known.items()}
        value, why = (None, empty[0]) if empty else compute(metric, inputs)
        samples = [one.sample for one in known.values() if one.sample is not None]
        newest = max(known.values(), key=lambda one: one.date_)
        yield Measured(
            day, value, min(samples, default=None), "computed", newest.path, newest.line, newest.route, inputs,
            why=why, oldest=min(one.made for one in known.values()),
        )  # fmt: skip


def _input(metric: written.MetricWritten, other: written.MetricWritten, name: str, reading: Measured) -> float:
    factor = units.factor(other.unit, "share") if (metric.formula, name) in formulas.SHARES else 1.0
    return (reading.value or 0.0) * (factor or 1.0)


def _merged(typed: Sequence[Measured], made: Iterator[Measured]) -> tuple[Measured, ...]:
    """Readings in order of days; what somebody typed goes before what was computed."""
    days = {one.date_: one for one in made} | {one.date_: one for one in typed}
    return tuple(days[day] for day in sorted(days))


def _order(metrics: Mapping[str, written.MetricWritten]) -> list[str]:
    """Metrics so that each stands behind those it uses; those in a circle are left out."""
    out: dict[str, None] = {}
    left = {id: {other for other in (one.uses or {}).values() if other in metrics} for id, one in metrics.items()}
    while left:
        free = [id for id, others in left.items() if not others - out.keys()]
        if not free:
            break
        for id in free:
            out[id] = None
            del left[id]
    return list(out)


def circles(metrics: Mapping[str, written.MetricWritten]) -> list[str]:
    """Metrics that are made from themselves, or from one that is."""
    ordered = set(_order(metrics))
    return [id for id in metrics if id not in ordered]
