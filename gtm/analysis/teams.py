"""Knows how each team stands: how much of its work is proven, what is late, what comes next.

Counts are over all items under the gates up to the launch, advice included; after the launch over
all items. It must not know how teams are shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gtm.analysis.readiness import Counts, fresh_until
from gtm.analysis.snapshot import Study
from gtm.analysis.tasks import WAITING, Task, tasks, urgency
from gtm.dates import add_days
from gtm.model.launch import Item


@dataclass(frozen=True, slots=True)
class TeamView:
    """One team's part in a launch. `next` is what it should do, or get unblocked, first."""

    id: str
    title: str
    counts: Counts
    late: int
    blocked: int  # by somebody outside the launch
    next: Task | None

    @property
    def pressed(self) -> bool:
        return bool(self.late or self.blocked)


@dataclass(frozen=True, slots=True)
class Week:
    """What is due within some days; `stuck` of them cannot start yet."""

    due: tuple[Task, ...]
    stuck: int
    busiest: tuple[str, int] | None  # the person with most of it, and how many


def scope(study: Study) -> tuple[Item, ...]:
    """The items under gates up to the launch; all items once the launch date is over."""
    launch = study.launch
    if launch.as_of > launch.date:
        return study.graph.items
    gates = study.gates.values()
    early = {one.id for one in gates if one.market is None and one.due <= launch.date}
    return tuple(item for item in study.graph.items if study.graph.gate_of(item) in early)


def open_tasks(study: Study) -> tuple[Task, ...]:
    """The open items of the scope."""
    within = {item.id for item in scope(study)}
    return tuple(task for task in tasks(study) if task.id in within)


def teams(study: Study, open_: Iterable[Task]) -> tuple[TeamView, ...]:
    """Every team with a part, in the order of the playbook, from its open tasks."""
    work: dict[str, list[Task]] = {}
    for task in open_:
        work.setdefault(task.team, []).append(task)
    items: dict[str, list[Item]] = {}
    for item in scope(study):
        items.setdefault(item.team, []).append(item)
    order = [*study.launch.teams, *(team for team in items if team not in study.launch.teams)]
    found = [team for team in order if team in items]
    return tuple(_team(study, team, items[team], work.get(team, [])) for team in found)


def _team(study: Study, team: str, items: list[Item], work: list[Task]) -> TeamView:
    late = sum(task.late for task in work)
    blocked = sum(task.kind == "unblock" for task in work)
    first = min(work, key=urgency, default=None)
    return TeamView(team, study.launch.team(team), study.counts(items), late, blocked, first)


def week(study: Study, found: Iterable[Task], days: int = 7) -> Week:
    """Open work due from the as-of day on, within some days."""
    first = study.launch.as_of
    due = tuple(task for task in found if first <= task.due <= add_days(first, days))
    load: dict[str, int] = {}
    for task in due:
        if task.person is not None:
            load[task.person] = load.get(task.person, 0) + 1
    busiest = max(load.items(), key=lambda one: one[1], default=None)
    return Week(due, sum(task.state == WAITING for task in due), busiest)


def stale_proofs(study: Study) -> int:
    """How many items have a proof that was good once and is too old now."""
    day, readiness = study.launch.as_of, study.readiness
    return sum(_stale(item, day) for item in scope(study) if not readiness[item.id].settled)


def _stale(item: Item, day: date) -> bool:
    ends = [fresh_until(item, proof) for proof in item.state.evidence or ()]
    return any(end is not None and end < day for end in ends)


def empty_roles(study: Study, found: Iterable[Task]) -> tuple[str, ...]:
    """Roles that open work names and nobody holds, as titles."""
    launch = study.launch
    wanted = {task.role: None for task in found if task.role is not None and task.kind == "name"}
    return tuple(launch.role(role) for role in wanted if not launch.holders(role))
