"""A metric or a reading gives an input that the formula does not have, or has no formula at all.

A misspelt input would silently be missing. `gtm metrics ID` shows the formula and its inputs.
"""

from collections.abc import Iterator

from gtm.analysis.metrics import inputs_of
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity, did_you_mean
from gtm.source import Span, Spot

rule = Rule("GTM612", "metric-unknown-input", Severity.ERROR)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for id, metric in launch.metrics.items():
        known = inputs_of(metric)
        spot = launch.spots["metrics", id]
        if metric.formula is None and metric.uses:
            yield _say(id, next(iter(metric.uses)), spot / "uses", known)
        for key in ("inputs", "uses"):
            for name in getattr(metric, key) or ():
                if metric.formula is not None and name not in known:
                    yield _say(id, name, (spot / key / name).at_key(), known)
        said: set[str] = set()
        for reading in launch.readings.get(id, ()):
            for name in reading.inputs:
                if name not in known and name not in said:
                    said.add(name)
                    inner = isinstance(reading.spot, Spot)
                    place = Spot(reading.path, (*reading.route, "inputs", name), key=True) if inner else reading.spot
                    yield _say(id, name, place, known)


def _say(id: str, name: str, spot: Spot | Span, known: tuple[str, ...]) -> Diagnostic:
    said = f"`{name}` is no input of `{id}`" if known else f"`{id}` has no formula that takes inputs"
    help = did_you_mean(name, known) if known else "write `formula:` in playbook/metrics.yaml, or a `value:`"
    return rule.at(spot, said, help=help, subject=id)
