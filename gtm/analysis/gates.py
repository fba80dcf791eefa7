"""Knows whether each gate may pass: every condition with its own verdict, and the gate's course.

Verdicts: passed, passed with conditions, not passed, not due. Courses: ahead, on course, behind,
date lost, from the schedule of likely and of best efforts. No percentage ever passes a gate.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gtm.analysis.conditions import Condition, asked, must_haves, promises, sign_offs
from gtm.analysis.decisions import GateDecision
from gtm.analysis.readiness import Counts, Readiness, count, tool_proof, waiver_fault
from gtm.analysis.schedule import Schedule
from gtm.graph import LaunchGraph
from gtm.model.launch import Gate, Item, Launch

PASSED, CONDITIONAL, NOT_PASSED, NOT_DUE = "passed", "passed with conditions", "not passed", "not due"
AHEAD, ON_COURSE, BEHIND, LOST = "ahead", "on course", "behind", "date lost"
_EARLY = 10  # working days of slack that make a gate "ahead"


@dataclass(frozen=True, slots=True)
class GateView:
    """One gate on one day."""

    id: str
    title: str
    due: date
    verdict: str
    course: str | None
    may_pass: bool
    conditions: tuple[Condition, ...]
    blockers: tuple[str, ...]  # open must-haves, in the order of the launch
    counts: Counts  # of its must-haves
    decision: GateDecision | None
    forecast: date | None  # when its last must-have can be done with likely efforts
    slack: int | None  # working days between the two
    market: str | None = None

    @property
    def passed(self) -> bool:
        return self.verdict in {PASSED, CONDITIONAL}


def judge(
    graph: LaunchGraph,
    readiness: Mapping[str, Readiness],
    decisions: Mapping[str, GateDecision],
    plan: Schedule,
    clean: frozenset[str] = frozenset(),
) -> dict[str, GateView]:
    """Every gate of the launch in order, later markets' gates after their stage's.

    `clean` are slugs of checks that found nothing.
    """
    launch = graph.launch
    musts: dict[str, list[Item]] = {leg.id: [] for leg in graph.legs}
    for item in graph.items:
        if item.must:
            musts.setdefault(graph.gate_of(item), []).append(item)
    views: dict[str, GateView] = {}
    earlier: dict[str | None, GateView] = {}
    for leg in graph.legs:
        gate = launch.stages[leg.stage].gate
        assert gate is not None
        before = earlier.get(leg.market) or earlier.get(None)
        decision = decisions.get(leg.id)
        view = _gate(launch, gate, leg.id, leg.market, musts[leg.id], readiness, decision, before, plan, clean)
        views[leg.id] = earlier[leg.market] = view
    return views


def _gate(
    launch: Launch,
    gate: Gate,
    id: str,
    market: str | None,
    musts: list[Item],
    readiness: Mapping[str, Readiness],
    decision: GateDecision | None,
    before: GateView | None,
    plan: Schedule,
    clean: frozenset[str],
) -> GateView:
    blockers = tuple(item.id for item in musts if not readiness[item.id].settled)
    counts = count(musts, readiness)
    conditions = [must_haves(counts, blockers, decision.accepted if decision is not None else frozenset())]
    if before is not None:
        conditions.append(_earlier(before))
    if market is None:
        conditions += _decisive(launch, gate, decision, clean)
    if launch.partial:
        conditions.append(
            Condition(
                "files",
                False,
                f"{len(launch.unread)} file{'s' * (len(launch.unread) > 1)} could not be read in full",
                launch.unread,
            )
        )
    due = launch.gate_due(id.partition("/")[0], market) or gate.due
    may_pass = all(condition.met for condition in conditions)
    stands = decision is not None and _stands(launch, decision, conditions, blockers, before)
    verdict = _verdict(launch, decision, due, may_pass, stands)
    forecast = plan.finish(id)
    slack = launch.calendar.between(forecast, due) if forecast is not None else None
    title = gate.title if market is None else f"{gate.title} ({market})"
    course = None if verdict in {PASSED, CONDITIONAL} else _foreseen(launch, id, due, slack, blockers, plan)
    return GateView(
        id, title, due, verdict, course, may_pass, tuple(conditions), blockers, counts,
        decision, forecast, slack, market,
    )  # fmt: skip


def _decisive(launch: Launch, gate: Gate, decision: GateDecision | None, clean: frozenset[str]) -> Iterator[Condition]:
    """What only the launch's own gates ask for: metrics and checks, signatures, kept promises."""
    on = decision.decided if decision is not None and decision.decided is not None else launch.as_of
    for one in gate.conditions:
        yield asked(launch, one, on, clean)
    if decision is not None:
        yield from sign_offs(launch, decision)
        yield from promises(launch, decision)


def _foreseen(
    launch: Launch, id: str, due: date, slack: int | None, blockers: tuple[str, ...], plan: Schedule
) -> str | None:
    """The course of a gate that is not passed; None without a forecast."""
    forecast = plan.finish(id)
    if forecast is None:
        return None
    late = any(launch.items[one].due < launch.as_of for one in blockers)
    best = plan.best.get(id, forecast) if forecast > due else forecast
    return _course(launch, due, forecast, best, slack, late)


def _verdict(launch: Launch, decision: GateDecision | None, due: date, may_pass: bool, stands: bool) -> str:
    if decision is not None and stands:
        return CONDITIONAL if decision.decision == "conditional" else PASSED
    no_signatures = decision is None or not decision.slots
    if no_signatures and may_pass:
        return PASSED
    refused = decision is not None and decision.decision == "no-go"
    return NOT_DUE if due > launch.as_of and not refused else NOT_PASSED


def _stands(
    launch: Launch,
    decision: GateDecision,
    conditions: list[Condition],
    blockers: tuple[str, ...],
    before: GateView | None,
) -> bool:
    """Whether a decision holds: what happened since does not undo it, what was amiss already on its day does."""
    if decision.decided is None:
        return False
    excused = {"sign-off", "check"}  # everybody saw the same, which may have changed; a check speaks of today only
    if before is not None and before.decision is not None and before.decision.decided is not None:
        excused.add("earlier-gate")
    if blockers and not set(blockers).difference(_since(launch, decision, blockers), decision.accepted):
        excused.add("must-haves")
    return all(one.met or one.kind in excused for one in conditions)


def _since(launch: Launch, decision: GateDecision, blockers: tuple[str, ...]) -> set[str]:
    """Those blockers that may have opened after the decision.

    Changed since, waived on its day, or proven by a check, which speaks of today only.
    """
    excused = {one.item for one in launch.waivers if waiver_fault(launch, one, decision.decided) is None}
    excused.update(id for id in blockers if tool_proof(launch.items[id]) is not None)
    if decision.stale:
        return excused.union(decision.changed)  # without `covers` nobody knows which, so none is excused
    return excused


def _earlier(before: GateView) -> Condition:
    """A decision stands for ever, but what was opened again since lets no later gate pass."""
    changed = bool(before.blockers) and before.decision is not None and before.decision.stale
    text = f"{before.title} gate {before.verdict}"
    if before.passed and changed:
        text = f"{text}; since then it has changed, and must-haves are open"
    return Condition("earlier-gate", before.passed and not changed, text, (before.id,))


def _course(launch: Launch, due: date, forecast: date | None, best: date, slack: int | None, late: bool) -> str | None:
    if forecast is None:
        return None
    if best > due or due < launch.as_of:
        return LOST
    if forecast > due:
        return BEHIND
    if slack is not None and slack >= _EARLY and not late:
        return AHEAD
    return ON_COURSE
