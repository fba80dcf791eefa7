"""Knows what each open item asks of somebody now: late, ready or waiting, for what and for whom.

Frozen facts in the order of the launch; it must not know who asks or how it is shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gtm.analysis import people
from gtm.analysis.snapshot import Study
from gtm.analysis.timing import Slot
from gtm.model.launch import Item, Launch

READY, WAITING, LATE = "ready", "waiting", "late"
NOBODY = "nobody"  # asks for work without an owner
_FAR = 100_000
_COUNTED = 25_000  # nodes up to which reach is counted for every item


@dataclass(frozen=True, slots=True)
class Task:
    """One open item. `state` is ready or waiting; either can be late too.

    Slack and lateness in working days. `person` is whose list it stands on: the owner, or for a
    confirmation the second person; `acts` is who can move it now, which differs where there is
    no owner and somebody has to name one.
    """

    id: str
    title: str
    team: str
    stage: str
    gate: str
    must: bool
    kind: str  # name, prove, confirm, finish, start, unblock
    state: str
    owner: str | None
    role: str | None
    person: str | None
    acts: str | None
    due: date
    days_late: int
    slack: int | None
    start_by: date | None
    finish_by: date | None
    needs_open: tuple[str, ...]
    waiting_on: str | None  # somebody outside the launch
    expected: date | None
    missing: str
    unlocks: int

    @property
    def late(self) -> bool:
        return self.days_late > 0

    @property
    def group(self) -> str:
        """Under which heading it stands: late work apart from what is ready or waits."""
        return LATE if self.late else self.state


def tasks(study: Study) -> tuple[Task, ...]:
    """Every open item as a task, in the order of the launch."""
    still = study.focus.open
    return tuple(_task(study, at, item) for at, item in enumerate(study.graph.items) if still[at])


def one(study: Study, id: str) -> Task:
    """The task of one open item. Raises KeyError for an unknown id."""
    at = study.graph.index[id]
    return _task(study, at, study.graph.items[at])


def _task(study: Study, at: int, item: Item) -> Task:
    launch, focus = study.launch, study.focus
    kind = focus.kind(item)
    said = item.status in {"done", "not-applicable"}  # only a proof or a confirmation is missing
    needs = () if said else tuple(focus.needs_open(item))
    late = item.due < launch.as_of
    slot = study.schedule.slots.get(item.id)
    person, acts = _who(launch, item, kind)
    blocked = item.status == "blocked"
    return Task(
        id=item.id,
        title=item.title,
        team=item.team,
        stage=item.stage,
        gate=study.graph.gate_of(item),
        must=item.must,
        kind=kind,
        state=WAITING if needs or blocked else READY,
        owner=item.owner,
        role=item.role,
        person=person,
        acts=acts,
        due=item.due,
        days_late=max(launch.calendar.between(item.due, launch.as_of), 1) if late else 0,
        slack=_slack(launch, slot),
        start_by=_working(launch, slot.latest_start if slot else None),
        finish_by=_working(launch, slot.latest_finish if slot else None),
        needs_open=needs,
        waiting_on=item.state.waiting_on if blocked else None,
        expected=item.state.expected if blocked else None,
        missing=study.readiness[item.id].missing,
        unlocks=_unlocks(study, at),
    )


def _unlocks(study: Study, at: int) -> int:
    """How many open items wait for one, directly or not; in huge launches only directly.

    Searching below every item takes time with the square of their number.
    """
    if len(study.graph.ids) <= _COUNTED:
        return study.focus.unlocks(at)
    still = study.focus.open
    return len({edge.after for edge in study.graph.after[at] if still[edge.after]})


def _slack(launch: Launch, slot: Slot | None) -> int | None:
    """Working days left, counted from today at the earliest: a missing proof comes after the work."""
    if slot is None or slot.slack is None or slot.latest_finish is None:
        return None
    return min(slot.slack, launch.calendar.between(launch.as_of, slot.latest_finish))


def _working(launch: Launch, day: date | None) -> date | None:
    """The working day people would name: the last one that is not too late."""
    return launch.calendar.before(day) if day is not None else None


def _who(launch: Launch, item: Item, kind: str) -> tuple[str | None, str | None]:
    """On whose list an item stands, and who can move it."""
    if kind == "confirm":
        checker = item.definition.checked_by
        holders = launch.holders(checker) if checker else ()
        other = next((one for one in holders if one != item.owner), None)
        if other is None and checker is None:
            asked = (people.who_names(launch, item.team), *launch.holders("launch-manager"))
            other = next((one for one in asked if one not in (None, item.owner)), None)
        return other, other or item.owner
    if item.owner is None:
        return None, people.who_names(launch, item.team)
    return item.owner, item.owner


def urgency(task: Task) -> tuple[int, int, int, int, str]:
    """Late, ready, waiting, what can start first; in each by slack, what it frees and date."""
    place = (LATE, READY, WAITING).index(task.group) * 2
    if task.late and task.state == WAITING:
        place += 1  # somebody else moves first
    slack = task.slack if task.slack is not None else _FAR
    return place, slack, -task.unlocks, task.due.toordinal(), task.id


def ordered(found: Iterable[Task]) -> list[Task]:
    """Tasks as somebody should take them."""
    return sorted(found, key=urgency)


def select(
    found: Iterable[Task],
    *,
    team: str | None = None,
    person: str | None = None,
    stage: str | None = None,
    state: str = "all",
) -> list[Task]:
    """The tasks of a team, of a person (also where that person has to name an owner), of a stage.

    `late` cuts across ready and waiting: a late task is one of these too.
    """
    return [
        task
        for task in found
        if (team is None or task.team == team)
        and (person is None or _concerns(task, person))
        and (stage is None or task.stage == stage)
        and state in ("all", task.state, LATE if task.late else "all")
    ]


def _concerns(task: Task, person: str) -> bool:
    if person == NOBODY and task.owner is None:
        return True
    return person in (task.person, task.owner, task.acts)


def by_team(study: Study, found: Iterable[Task]) -> list[tuple[str, list[Task]]]:
    """Tasks by team in the order of the playbook, each team's in the order to take them."""
    groups: dict[str, list[Task]] = {}
    for task in ordered(found):
        groups.setdefault(task.team, []).append(task)
    order = [*study.launch.teams, *groups]
    return [(team, groups[team]) for team in dict.fromkeys(order) if team in groups]


def by_person(found: Iterable[Task]) -> list[tuple[str | None, list[Task]]]:
    """One team's tasks by person, whoever has the most urgent one first; nobody's come last."""
    groups: dict[str | None, list[Task]] = {}
    for task in found:
        groups.setdefault(task.person, []).append(task)
    return sorted(groups.items(), key=lambda pair: pair[0] is None)


def summary(found: Iterable[Task]) -> str:
    """`8 open: 3 late, 4 ready, 1 waiting`; every task is counted once."""
    tally = dict.fromkeys((LATE, READY, WAITING), 0)
    for task in found:
        tally[task.group] += 1
    parts = [f"{count} {group}" for group, count in tally.items() if count]
    return f"{sum(tally.values())} open: {', '.join(parts)}" if parts else "nothing open"
