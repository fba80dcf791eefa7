"""The launch date, or that of a market, is over, and the gate that decides it has not passed.

Every due date counts from a day that will not come again. Agree another date and keep the old one
under `baseline:`, sign the gate if the launch did happen, or close the launch (`closed: DATE`).
`gtm what-if --date DATE` shows what another date does before a file is changed.
"""

from collections.abc import Iterator

from gtm.analysis.gates import GateView
from gtm.analysis.snapshot import Study
from gtm.dates import say, say_working
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.source import Spot

rule = Rule("GTM425", "launch-date-past", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch, gate = study.launch, study.go_gate
    if gate is None or launch.closed:
        return
    if launch.date < launch.as_of and not gate.passed:
        yield _say(study, gate, launch.spot / "date")
    for market, day in launch.markets.items():
        view = study.gates.get(f"{gate.id}/{market}")
        if view is not None and day < launch.as_of and not view.passed:
            yield _say(study, view, launch.spot / "markets" / market)


def _say(study: Study, view: GateView, spot: Spot) -> Diagnostic:
    launch = study.launch
    day = launch.markets[view.market] if view.market else launch.date
    ago = max(launch.calendar.between(day, launch.as_of), 1)
    where = f" in `{view.market}`" if view.market else ""
    return rule.at(
        spot,
        f"the launch{where} was to be on {say(day)}, {say_working(ago)} ago, and the {view.title} gate has not passed",
        help="write a new date and keep the old one under `baseline:`, sign the gate, or write `closed:`",
        subject=view.id,
    )
