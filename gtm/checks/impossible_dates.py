"""A gate cannot be reached on its date, even if everybody starts today.

The chain of items that takes longest is shown. Make one of its links shorter, start one without
what it waits for, move something out of the gate, or move the gate. A gate that is late only
because the gate before it is late is not said again.
"""

from collections.abc import Iterator

from gtm.analysis.focus import chain_titles
from gtm.analysis.gates import GateView
from gtm.analysis.snapshot import Study
from gtm.dates import say, say_working
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.source import Spot

rule = Rule("GTM307", "impossible-dates", Severity.WARNING)

_SHOWN = 6


def check(study: Study) -> Iterator[Diagnostic]:
    for view in study.gates.values():
        if view.passed or view.slack is None or view.slack >= 0:
            continue
        if not view.blockers or study.schedule.driver(view.id) in study.gates:
            continue
        yield _say(study, view, -view.slack)


def _say(study: Study, view: GateView, short: int) -> Diagnostic:
    chain = study.schedule.chain(view.id)
    titles = chain_titles(study.launch, study.graph, chain)
    links = [study.launch.items[id] for id in chain if id in study.launch.items]
    cut = f"{len(titles) - _SHOWN} more > " if len(titles) > _SHOWN else ""
    finish = f": {say(view.forecast)} is the earliest" if view.forecast else ""
    return rule.at(
        _place(study, view),
        f"the {view.title} gate is due {say(view.due)}, {say_working(short)} too early for its work{finish}",
        help=f"what takes longest: {cut}{' > '.join(titles[-_SHOWN:])}" if titles else "",
        related=[(item.spot.at_key(), item.title) for item in links[:1]],
        subject=view.id,
    )


def _place(study: Study, view: GateView) -> Spot:
    """Where the gate's date stands: in the launch if it differs there, else in the playbook."""
    launch, stage = study.launch, view.id.partition("/")[0]
    moved = {str(gate) for gate, day in (launch.written.gates or {}).items() if day is not None}
    if stage in moved:
        return launch.spot / "gates" / stage
    return launch.stages[stage].spot / "gate" / "due"
