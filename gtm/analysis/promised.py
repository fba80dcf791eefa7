"""Knows the conditions of decided gates as work: who keeps which, until when, and what happens otherwise.

It must not know how tasks are chosen, ordered or shown.
"""

from collections.abc import Iterator

from gtm.analysis import meeting
from gtm.analysis.gates import GateView
from gtm.analysis.snapshot import Study
from gtm.analysis.tasks import READY, Task
from gtm.model import written
from gtm.model.launch import Launch

KIND = "keep"
_ELSEWHERE = "conditions"  # the heading for promises of people without a team


def tasks(study: Study) -> Iterator[Task]:
    """Every condition of a go that is not kept yet, as a task of who promised it."""
    as_of = study.launch.as_of
    for view in study.gates.values():
        for number, (_, promise) in enumerate(meeting.placed_promises(view), 1):
            if promise.done is None or promise.done > as_of:
                yield _task(study, view, number, promise)


def _task(study: Study, view: GateView, number: int, promise: written.Promise) -> Task:
    launch = study.launch
    known = promise.owner if promise.owner in launch.people else None
    late = launch.calendar.between(promise.due, launch.as_of) if promise.due < launch.as_of else 0
    return Task(
        id=f"{view.id}#{number}",
        title=promise.text,
        team=_team(launch, promise),
        stage=view.id,
        gate=view.id,
        must=True,
        kind=KIND,
        state=READY,
        owner=known,
        role=None,
        person=known,
        acts=known,
        due=promise.due,
        days_late=max(late, 1) if promise.due < launch.as_of else 0,
        slack=None,
        start_by=None,
        finish_by=promise.due,
        needs_open=(promise.item,) if promise.item is not None and promise.item in launch.items else (),
        waiting_on=None,
        expected=None,
        missing=_missing(study, view, promise),
        unlocks=0,
    )


def _team(launch: Launch, promise: written.Promise) -> str:
    led = [team for team, lead in (launch.written.leads or {}).items() if lead == promise.owner]
    person = launch.people.get(promise.owner)
    found = [one for one in (*led, *(person.teams if person is not None else ())) if one in launch.teams]
    return found[0] if found else _ELSEWHERE


def _missing(study: Study, view: GateView, promise: written.Promise) -> str:
    """What hangs on it: the gate that does not stand without it, and what was agreed."""
    otherwise = f"; if missed: {promise.if_missed}" if promise.if_missed else ""
    return f"condition of the {study.graph.title(view.id)}, which no longer stands once it is late{otherwise}"
