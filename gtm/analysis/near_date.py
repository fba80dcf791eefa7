"""Knows what a launch date nearer than the playbook assumes means: dates past, a scale that helps.

It must not know who asks or where the answer is written.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gtm.analysis.snapshot import Study
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch


@dataclass(frozen=True, slots=True)
class Past:
    """A due date before the as-of date, of an item or a gate."""

    due: date
    title: str
    team: str | None


def past(study: Study) -> list[Past]:
    """Everything due before the as-of date, the earliest first."""
    launch = study.launch
    found = [Past(item.due, item.title, item.team) for item in study.graph.items]
    found += [Past(gate.due, f"{gate.title} gate", None) for gate in launch.gates]
    return sorted((one for one in found if one.due < launch.as_of), key=lambda one: (one.due, one.title))


def lead_days(study: Study) -> int:
    """Calendar days from the first due date to the launch date: what the playbook assumes."""
    launch = study.launch
    dues = [
        *(item.due for item in study.graph.items),
        *(gate.due for gate in launch.gates),
        launch.date,
    ]
    return (launch.date - min(dues)).days


def scale(launch: Launch, graph: LaunchGraph) -> float | None:
    """The `compress` that leaves no due date before the as-of date, rounded down to two digits.

    None when none is past, or when those that are have their T behind them too. Due dates move to
    working days, so the launch has to be linked with the result and asked again until it is None.
    """
    now, current = launch.as_of, launch.written.compress or 1.0
    dates = [(item.anchor, item.due) for item in graph.items]
    dates += [(launch.date, gate.due) for gate in launch.gates]
    short = [Fraction((anchor - now).days, (anchor - due).days) for anchor, due in dates if due < now < anchor]
    if not short:
        return None
    wanted = int(min(short) * round(current * 100))
    return max(min(wanted, round(current * 100) - 1), 1) / 100
