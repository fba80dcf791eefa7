"""Knows how the register of gaps is ordered and what each gap puts at risk. It must not find any."""

from collections.abc import Iterable

from gtm.analysis.snapshot import Study
from gtm.analysis.words import many
from gtm.dates import say_working
from gtm.diagnostics import Diagnostic, Severity

MOST = 150  # rows a table of gaps shows; `gtm check` has them all


def register(study: Study, gaps: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The most dangerous first: how serious, then how little slack. What is about no single item stands
    with what has no slack; where it is an error it comes first, since it holds up everything.
    """
    return tuple(sorted(gaps, key=lambda one: (-one.severity, *_near(study, one), one.order)))


def danger(study: Study, subject: str) -> str:
    """Which gate it would move, and how near that is; empty where no gate waits."""
    item = study.launch.items.get(subject)
    if item is None or subject not in study.schedule.slots:
        return ""
    slot = study.schedule.slots[subject]
    if slot.slack is None or not slot.gate or study.readiness[subject].settled:
        return ""
    gate = study.graph.title(slot.gate)
    if slot.slack < 0:
        return f"{say_working(-slot.slack)} too late for the {gate}"
    return f"{many(slot.slack, 'working day') if slot.slack else 'no day'} of slack to the {gate}"


def _near(study: Study, one: Diagnostic) -> tuple[int, int]:
    if one.subject not in study.graph.index:
        return (0, 0) if one.severity == Severity.ERROR else (1, 0)
    slot = study.schedule.slots.get(one.subject)
    return (2, 0) if slot is None or slot.slack is None or not slot.gate else (1, slot.slack)
