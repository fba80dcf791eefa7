"""Knows what each part of the page shows, as values for the templates. It must not know markup."""

from collections.abc import Iterator
from dataclasses import dataclass

from gtm.analysis import chance, gates, meeting, tasks
from gtm.analysis.forecast import Forecast
from gtm.analysis.gates import GateView
from gtm.analysis.readiness import fresh_until, made, waiver_fault
from gtm.analysis.snapshot import Study
from gtm.model.launch import Item, Launch, Removed, Waiver
from gtm.reports.html.text import title
from gtm.reports.html.words import state

_TONES = {gates.PASSED: "good", gates.CONDITIONAL: "care", gates.NOT_PASSED: "bad", gates.NOT_DUE: "calm"}
_COURSE_TONES = {gates.AHEAD: "good", gates.ON_COURSE: "good", gates.BEHIND: "care", gates.LOST: "bad"}
_RULES = {
    "tier": "The launch is too small for them",
    "when": "They ask for a trait the launch does not have",
    "unless": "A trait of the launch removes them",
    "since": "They came into force after the launch was set up",
    "market": "They exist once a market, and the launch names none",
    "persona": "A persona adds them that the launch does not serve",
}
_FAULTS = {
    "unapproved": "asked, not approved",
    "self-approved": "does not count: approved by the person who asked",
    "unknown-asker": "does not count: asked by somebody who is not in people.yaml",
    "without-role": "does not count: the approver holds no role that may approve",
    "expired": "ended",
}


@dataclass(frozen=True, slots=True)
class GateRow:
    """One line of the table of gates."""

    view: GateView
    word: str
    tone: str
    course: str
    course_tone: str
    chance: str
    chance_tone: str
    signed: tuple[meeting.Slot, ...]
    changed: tuple[str, ...]
    reworded: bool

    @property
    def decided(self) -> bool:
        return self.view.decision is not None and self.view.decision.decided is not None


def gate_rows(study: Study, found: Forecast) -> list[GateRow]:
    """Every gate, those of later markets after their stage's."""
    return [_gate_row(study, found, view) for view in study.gates.values()]


def _gate_row(study: Study, found: Forecast, view: GateView) -> GateRow:
    decision = view.decision
    word, tone = view.verdict, _TONES[view.verdict]
    if view.passed and decision is not None and decision.decided is not None:
        word = "go with conditions" if decision.decision == "conditional" else "go"
    stale = decision is not None and decision.stale
    if view.passed and stale:
        word, tone = f"{word}, then changed", "care"
    changed = meeting.changes(study, decision.changed) if decision is not None and stale else ()
    likely, weight = chance.of_view(found, view)
    course = chance.course(found, view) or ""
    return GateRow(
        view, word, tone, course, _COURSE_TONES.get(course, "calm"), likely, weight,
        meeting.slots(study, view), changed, decision is not None and decision.reworded,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TeamTasks:
    """A team's open work, as somebody should take it."""

    id: str
    tasks: tuple[tasks.Task, ...]

    @property
    def late(self) -> int:
        return sum(task.late for task in self.tasks)

    def count(self, state: str) -> int:
        return sum(task.state == state for task in self.tasks)


def team_tasks(study: Study) -> list[TeamTasks]:
    """Open work of every team that has some."""
    found: dict[str, list[tasks.Task]] = {team: [] for team in study.launch.teams}
    for task in tasks.tasks(study):
        found.setdefault(task.team, []).append(task)
    return [TeamTasks(team, tuple(tasks.ordered(own))) for team, own in found.items() if own]


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a thread: an item, a gate, or something that does not apply here."""

    id: str
    title: str
    letter: str
    word: str
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A named chain with how far it has come."""

    id: str
    title: str
    steps: tuple[Step, ...]
    settled: int
    total: int


def threads(study: Study) -> list[Thread]:
    """Every thread that has a step in this launch."""
    launch = study.launch
    by_base: dict[str, list[Item]] = {}
    for item in study.graph.items:
        by_base.setdefault(item.base, []).append(item)
    removed = {one.id: one for one in launch.removed}
    found = []
    for name, thread in launch.threads.items():
        steps = tuple(step for id in thread.items for step in _steps(study, str(id), by_base, removed))
        own = [step.item for step in steps if step.item is not None]
        if own:
            settled = sum(study.readiness[item.id].settled for item in own)
            found.append(Thread(name, thread.title, steps, settled, len(own)))
    return found


def _steps(study: Study, id: str, by_base: dict[str, list[Item]], removed: dict[str, Removed]) -> Iterator[Step]:
    if id in by_base:
        for item in by_base[id]:
            yield Step(item.id, title(study, item.id), *state(item, study.readiness[item.id]), item)
    elif id in study.gates:
        view = study.gates[id]
        yield Step(id, study.graph.title(id), "p" if view.passed else "o", view.verdict)
    elif id in removed:
        yield Step("", removed[id].title, "n", f"does not apply: {removed[id].reason}")


def removed_groups(launch: Launch) -> list[tuple[str, list[Removed]]]:
    """What does not apply, by the kind of rule that removed it."""
    groups: dict[str, list[Removed]] = {}
    for one in launch.removed:
        groups.setdefault(one.rule, []).append(one)
    return [(words, groups[rule]) for rule, words in _RULES.items() if rule in groups]


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """One waiver and whether it counts."""

    waiver: Waiver
    item: Item | None
    counts: bool
    word: str


def waivers(study: Study) -> list[WaiverRow]:
    """Every waiver that was asked for, the first to end first."""
    launch = study.launch
    found = []
    for one in sorted(launch.waivers, key=lambda one: (one.record.until, one.item, one.spot.path)):
        fault = waiver_fault(launch, one)
        item = launch.items.get(one.item)
        ready = study.readiness[item.id] if item is not None else None
        used = ready is not None and ready.waiver is not None
        word = _FAULTS.get(fault, fault) if fault else "holds" if used else "no longer needed"
        found.append(WaiverRow(one, item, fault is None, word))
    return found


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A company capability: how it stands, since when, until when."""

    item: Item
    letter: str
    word: str
    made: object
    until: object


def standing(study: Study) -> list[StandingRow]:
    """Company capabilities this launch builds on; what is not proven comes first."""
    found = []
    for item in study.graph.items:
        if item.standing:
            ready = study.readiness[item.id]
            proof = ready.proof
            found.append(StandingRow(
                item, *state(item, ready), made(item, proof) if proof else item.state.finished,
                fresh_until(item, proof) if proof else None,
            ))  # fmt: skip
    return sorted(found, key=lambda row: row.letter == "p")
