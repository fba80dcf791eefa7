"""Knows what a reviewer of a change wants judged: what gets worse, who has to agree, what comes next.

It must not know how that is drawn; sentences are plain text, and names in them come from files.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gtm.analysis import gates, tasks
from gtm.analysis.diff import MATERIAL, Difference, GateChange
from gtm.analysis.diff_items import REMOVED
from gtm.analysis.forecast import LOW
from gtm.analysis.readiness import SETTLED
from gtm.analysis.tasks import Task
from gtm.analysis.words import many, short_day, short_name
from gtm.diagnostics import Severity

_COURSES = (gates.AHEAD, gates.ON_COURSE, gates.BEHIND, gates.LOST)
_MUCH = 0.05  # of a chance that falls; less may be luck
_FEW = 3


@dataclass(frozen=True, slots=True)
class Approval:
    """Who should agree to the change, and why they."""

    people: tuple[str, ...]  # ids; empty when nobody is named
    why: str


def worse(found: Difference) -> tuple[str, ...]:
    """What gets worse, the gravest first; empty when nothing does."""
    return tuple(_worse(found)) if found.before is not None else ()


def _worse(found: Difference) -> Iterator[str]:
    assert found.before is not None
    was, launch = found.before.launch, found.after.launch
    unread = [path for path in launch.unread if path not in was.unread]
    if unread:
        yield f"{some(unread)} cannot be read in full, so no gate can pass"
    errors = sum(one.severity is Severity.ERROR for one in found.faults)
    if errors:
        yield many(errors, "new error")
    if launch.date > was.date:
        yield f"the launch moves from {short_day(was.date, launch.as_of)} to {short_day(launch.date, launch.as_of)}"
    for change in found.gates:
        text = _gate_worse(found, change)
        if text:
            yield text
    yield from _sign_offs(found)
    opened = [
        short_name(one.id)
        for one in found.items
        if one.was in SETTLED and one.now is not None and one.now not in SETTLED
    ]
    if opened:
        yield f"{many(len(opened), 'item')} no longer settled: {some(opened)}"
    if found.blocked:
        names = some([short_name(one.id) for one in found.blocked])
        yield f"{many(len(found.blocked), 'item')} cannot go on: {names}"


def _sign_offs(found: Difference) -> Iterator[str]:
    launch = found.after.launch
    for one in found.touched:
        if one.kind == MATERIAL:
            what = f": {some([short_name(id) for id in one.items])}" if one.items else ""
            gate = found.after.study.graph.title(one.gate)
            yield f"the sign-off of {launch.person(one.person)} on the {gate} gets stale{what}"


def _gate_worse(found: Difference, change: GateChange) -> str:
    """The worst that happens to one gate."""
    was, now = change.before, change.after
    if was is None or now is None:
        return f"the {change.title} gate is taken out" if now is None else ""
    if was.passed and not now.passed:
        return f"{change.title} is no longer passed"
    if was.forecast is not None and now.forecast is None and not now.passed:
        return f"{change.title} has no date any more"
    if was.forecast is not None and now.forecast is not None and now.forecast > was.forecast and not now.passed:
        return f"{change.title} {moved(found, change)}"
    if was.may_pass and not now.may_pass:
        return f"{change.title} could pass and cannot any more"
    if was.course and now.course and _COURSES.index(now.course) > _COURSES.index(was.course):
        return f"{change.title} was {was.course} and is {now.course}"
    before, after = change.chance_before, change.chance_after
    if fair(found) and before is not None and after is not None and before - after >= _MUCH:
        return f"{change.title} {chances(found, change)}"
    return ""


def moved(found: Difference, change: GateChange) -> str:
    """`2 working days later (Fri 5 Feb → Tue 9 Feb)`, for a gate with a date on both sides."""
    assert change.before is not None
    assert change.after is not None
    first, second = change.before.forecast, change.after.forecast
    assert first is not None
    assert second is not None
    launch = found.after.launch
    days, kind = launch.calendar.between(min(first, second), max(first, second)), "working day"
    if not days:
        days, kind = abs((second - first).days), "day"
    way = "later" if second > first else "earlier"
    return f"{many(days, kind)} {way} ({short_day(first, launch.as_of)} → {short_day(second, launch.as_of)})"


def chances(found: Difference, change: GateChange) -> str:
    """`46 % → 63 % for Tue 2 Feb`."""
    assert change.after is not None
    when = short_day(change.after.due, found.after.launch.as_of)
    return f"{percent(change.chance_before)} → {percent(change.chance_after)} for {when}"


def fair(found: Difference) -> bool:
    """Whether the estimates of both sides carry a percentage."""
    return all(side is not None and side.forecast.confidence != LOW for side in found.sides)


def percent(share: float | None) -> str:
    """A chance as people say it; never a certainty that is none."""
    if share is None:
        return "-"
    if 0 < share < 0.01:
        return "< 1 %"
    return "> 99 %" if 0.99 < share < 1 else f"{round(share * 100)} %"


def some(names: Sequence[str], limit: int = _FEW) -> str:
    """The first names, and how many more."""
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return f"{', '.join(names[:limit])}{more}"


def approvals(found: Difference) -> tuple[Approval, ...]:
    """Who should agree: the lead of each team whose items changed, or the deputy of an owner who leads."""
    return (*_leads(found), *_seconds(found), *_waivers(found))


def _leads(found: Difference) -> Iterator[Approval]:
    launch = found.after.launch
    owners: dict[str, set[str | None]] = {}
    for one in found.written:
        if one.kind != REMOVED:
            owners.setdefault(one.item.team, set()).add(one.item.owner)
    for team in [id for id in launch.teams if id in owners]:
        lead, title = launch.lead(team), launch.team(team)
        if lead is None:
            yield Approval((), f"{title} has no lead in this launch")
        elif owners[team] == {lead}:
            deputy = launch.people[lead].deputy if lead in launch.people else None
            why = f"{title}; {launch.person(lead)} owns what changed and cannot approve it"
            yield Approval((deputy,) if deputy else (), f"deputy for {why}" if deputy else f"somebody else of {why}")
        else:
            yield Approval((lead,), f"leads {title}")


def _seconds(found: Difference) -> Iterator[Approval]:
    """Items that are said to be done and wait for a second person."""
    launch, waiting = found.after.launch, dict[str, list[str]]()
    for one in found.written:
        role = one.item.definition.checked_by
        if one.kind != REMOVED and role and "confirmation" in found.after.study.readiness[one.id].missing:
            waiting.setdefault(role, []).append(short_name(one.id))
    for role, names in waiting.items():
        yield Approval(launch.holders(role), f"confirms as {launch.role(role)}: {some(names)}")


def _waivers(found: Difference) -> Iterator[Approval]:
    launch = found.after.launch
    touched = {one.id for one in found.records if one.kind == "waiver"}
    asked = [one for one in launch.waivers if one.item in touched and one.record.approved_by is None]
    for one in asked:
        roles = launch.workspace.policy.waiver_approvers
        people = dict.fromkeys(person for role in roles for person in launch.holders(role))
        others = tuple(person for person in people if person != one.record.asked_by)
        yield Approval(others, f"answers the waiver for {short_name(one.item)}")


def following_tasks(found: Difference) -> tuple[Task, ...]:
    """The next task of each person whose items changed; a few."""
    study = found.after.study
    people = dict.fromkeys(one.item.owner for one in found.written if one.kind != REMOVED)
    everything = tasks.ordered(tasks.tasks(study)) if people else []
    out: dict[str, Task] = {}
    for person in people:
        mine = (one for one in everything if person is not None and one.person == person)
        task = next(mine, None)
        if task is not None:
            out.setdefault(task.id, task)
    return tuple(out.values())[:_FEW]
