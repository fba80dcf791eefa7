"""Knows the one result object every view reads: a launch on one day with all that follows from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from gtm.analysis import attention, gates
from gtm.analysis.decisions import GateDecision
from gtm.analysis.focus import Focus
from gtm.analysis.gates import GateView
from gtm.analysis.readiness import Counts, Readiness, count
from gtm.analysis.schedule import Schedule
from gtm.diagnostics import Diagnostic, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Item, Launch

_WORST = (gates.LOST, gates.BEHIND, gates.ON_COURSE, gates.AHEAD)


@dataclass(frozen=True)
class Study:
    """What checks may look at: the launch, its graph, and everything analysis found before them."""

    launch: Launch
    graph: LaunchGraph
    readiness: Mapping[str, Readiness]
    decisions: Mapping[str, GateDecision]
    schedule: Schedule
    gates: Mapping[str, GateView]
    holds: Callable[[str], bool]
    fetch: Callable[[str], tuple[bytes, str]] = lambda _: (b"", "there is no such file")
    aside: dict[str, object] = field(default_factory=dict, compare=False)  # what is worked out where it is asked for

    @cached_property
    def focus(self) -> Focus:
        return Focus(self.graph, self.readiness, self.schedule, self.gates)

    @cached_property
    def undecided(self) -> tuple[Item, ...]:
        """The items whose gate is not passed yet."""
        return attention.undecided(self.graph, self.gates)

    @cached_property
    def pressing(self) -> tuple[Item, ...]:
        """Open items, not marked done, due soon or late, whose gate is not passed yet."""
        return tuple(attention.pressing(self.launch, self.undecided, self.readiness))

    @cached_property
    def done(self) -> tuple[Item, ...]:
        """Items marked done whose gate is not passed yet."""
        return tuple(item for item in self.undecided if item.state.status == "done")

    def counts(self, items: list[Item]) -> Counts:
        return count(items, self.readiness)

    @cached_property
    def go_gate(self) -> GateView | None:
        """The gate that decides the launch: the last one due on or before the launch date."""
        before = [view for view in self.gates.values() if view.market is None and view.due <= self.launch.date]
        return before[-1] if before else None

    @cached_property
    def before_launch(self) -> tuple[Item, ...]:
        """Must-haves that must be settled before the launch, without later markets'."""
        ids = {view.id for view in self.gates.values() if view.market is None and view.due <= self.launch.date}
        return tuple(item for item in self.graph.items if item.must and self.graph.gate_of(item) in ids)

    @cached_property
    def course(self) -> str | None:
        """The worst course among the gates still open up to the launch.

        A gate may have lost its own date while the launch can still keep its: that is behind.
        """
        found = {v.course for v in self.gates.values() if v.market is None and v.due <= self.launch.date and v.course}
        worst = next((course for course in _WORST if course in found), None)
        kept = self.forecast is not None and self.forecast <= self.launch.date
        return gates.BEHIND if worst == gates.LOST and kept else worst

    @cached_property
    def verdict(self) -> str:
        """go, go with conditions, no-go, or not due while the launch gate lies ahead."""
        gate = self.go_gate
        if self.launch.partial or gate is None or not self.graph.items:
            return "no-go" if gate is not None and gate.due <= self.launch.as_of else "not due"
        if gate.verdict == gates.PASSED:
            return "go"
        if gate.verdict == gates.CONDITIONAL:
            return "go with conditions"
        return "no-go" if gate.due <= self.launch.as_of or gate.verdict == gates.NOT_PASSED else "not due"

    @cached_property
    def forecast(self) -> date | None:
        """When the launch gate can be passed with likely efforts."""
        return self.go_gate.forecast if self.go_gate is not None else None


@dataclass(frozen=True)
class Snapshot:
    """One compiled launch: the study, and every diagnostic, placed and sorted."""

    study: Study
    diagnostics: tuple[Diagnostic, ...]

    @property
    def launch(self) -> Launch:
        return self.study.launch

    @cached_property
    def gaps(self) -> tuple[Diagnostic, ...]:
        """Diagnostics about the launch's readiness (families 4 and 5), the most serious first."""
        found = [one for one in self.diagnostics if one.rule.code[3] in "45"]
        return tuple(sorted(found, key=lambda one: (-one.severity, one.order)))

    def worst(self) -> Severity | None:
        return max((one.severity for one in self.diagnostics), default=None)
