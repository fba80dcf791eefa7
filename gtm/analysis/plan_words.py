"""Knows how the links of a plan are said, one plain sentence each. It must not know lines or colours."""

from collections.abc import Sequence

from gtm.analysis import ways
from gtm.analysis.estimates import Estimates
from gtm.analysis.gates import GateView
from gtm.analysis.plan import DECIDED, EXPECTED, NEED, NOT_BEFORE, OWNER, TODAY, Link, Slip
from gtm.analysis.snapshot import Study
from gtm.analysis.words import many, short_day
from gtm.dates import LONG, Length, never, say, say_working


def sentence(study: Study, link: Link, after: str = "") -> str:
    """What a link takes, whose it is, until when, and why it starts when it does.

    `after` is how to call what it starts after; else that is called by its title.
    """
    called = after or _called(study, link.after)
    if link.item is None:
        return _gate(study, link, called)
    if study.schedule.stretch(link.id) is None:
        return _over(study, link)
    parts = [_begins(study, link, called), *_takes(link)]
    end = short_day(link.finish, study.launch.as_of)
    if never(link.start):
        return f"{parts[0]}."
    same = link.why == EXPECTED and not link.days and link.wait is None
    ends = f"done {end}" if not never(link.finish) else "never done"
    return f"{', '.join(parts)}." if same else f"{'; '.join([parts[0], ', '.join([*parts[1:], ends])])}."


def _gate(study: Study, link: Link, called: str) -> str:
    view, as_of = study.gates[link.id], study.launch.as_of
    if link.why == DECIDED:
        return f"Decided {short_day(link.finish, as_of)}."
    if never(link.finish):
        why = f", as {called} is never {'done' if link.after in study.launch.items else 'decided'}" if called else ""
        return f"Can never be decided{why}; due {short_day(view.due, as_of)}."
    reached = f"Can be decided {short_day(max(link.finish, as_of), as_of)}"
    if called:
        reached += f", when {called} {_ends(study, link.after)}"
    return f"{reached}; due {short_day(view.due, as_of)}, {margin(study, view, link)}."


def _called(study: Study, id: str) -> str:
    name = ways.name(study, id) if id else ""
    return f"“{name}”" if id in study.launch.items else name and f"the {name}"


def _ends(study: Study, id: str) -> str:
    return "is done" if id in study.launch.items else "is decided"


def margin(study: Study, view: GateView, link: Link) -> str:
    """How a gate's date and the day it can be decided lie to each other."""
    slack = study.launch.calendar.between(max(link.finish, study.launch.as_of), view.due)
    if slack < 0:
        return f"{say_working(-slack)} late"
    return f"{say_working(slack)} of slack" if slack else "no slack"


def _over(study: Study, link: Link) -> str:
    if study.readiness[link.id].settled:
        return f"Settled {short_day(link.finish, study.launch.as_of)}."
    return f"Said done; missing for its gate: {study.readiness[link.id].missing}."


def _begins(study: Study, link: Link, called: str) -> str:
    """Who begins, when, and what decides that day."""
    launch, item = study.launch, link.item
    assert item is not None
    who = launch.person(item.owner) if item.owner is not None else "It has no owner yet and"
    day = short_day(link.start, launch.as_of)
    if never(link.start):
        return f"{who} {_never(link, called)}"
    if link.why == EXPECTED:
        whom = item.state.waiting_on or "somebody outside the launch"
        expected = short_day(item.state.expected, launch.as_of) if item.state.expected else "some day"
        return f"{who} waits for {whom}, expected {expected}"
    begun = item.state.started is not None or item.status == "doing"
    if link.why == TODAY and link.back is None:
        if link.start > launch.as_of:
            return f"{who} starts {day}, the next working day"
        return f"{who} is at it" if begun else f"{who} can start today"
    goes = "goes on" if begun else "starts"
    reason = {
        NEED: f"{_lag(link.lag)} {called} {_ends(study, link.after)}" if called else "",
        OWNER: f"after finishing {called}",
        NOT_BEFORE: "the earliest day allowed",
        TODAY: "",
    }[link.why]
    back = "back from an absence" if link.back is not None else ""
    return ", ".join(filter(None, [f"{who} {goes} {day}", reason, back]))


def _never(link: Link, called: str) -> str:
    """Why work never starts."""
    if link.back is not None:
        return "is away and not back within 60 years"
    return f"never starts, as {called} never ends" if called else "never starts"


def _lag(lag: Length | None) -> str:
    return "when" if lag is None or not lag.count else f"{length(lag)} after"


def length(lag: Length) -> str:
    """A wait or lag: 10 days, 2 working days."""
    return say_working(lag.count) if lag.working else many(lag.count, "day")


def _takes(link: Link) -> list[str]:
    parts = []
    if link.days:
        begun = link.item is not None and (link.item.state.left is not None or link.item.status in {"doing", "blocked"})
        left = " left" if begun else ""
        assumed = " (assumed)" if link.assumed and link.item is not None and link.item.state.left is None else ""
        parts.append(f"{days(link.days)} of work{left}{assumed}")
    if link.away:
        parts.append(f"{say_working(link.away)} away in between")
    if link.wait is not None and link.wait.count:
        parts.append(f"then {length(link.wait)} of waiting")
    return parts


def days(count: float) -> str:
    """Working days with at most one digit: 4 working days, 0.5 working days."""
    short = round(count, 1)
    return "1 working day" if short == 1 else f"{short:g} working days"


def total(links: Sequence[Link]) -> str:
    """What a chain takes together: steps, work, waits."""
    steps = [link for link in links if link.item is not None]
    work = sum(link.days for link in steps)
    waits = [length(link.wait) for link in steps if link.wait is not None and link.wait.count]
    waiting = f", waits of {' and '.join(waits)}" if waits else ""
    return f"{many(len(steps), 'step')}, {days(work)} of work{waiting}"


def how_sure(found: Estimates) -> str:
    """Whose estimates a date rests on."""
    if not found.total:
        return "nothing left to estimate"
    parts = [f"{found.own} the team's own", f"{found.playbook} the playbook's", f"{found.assumed} assumed (1 day each)"]
    return f"{many(found.total, 'estimate')}: {', '.join(parts if found.assumed else [*parts[:2], '0 assumed'])}"


def slip(one: Slip) -> str:
    """A date promised before against the one of now."""
    later = _later(one.planned_later)
    reason = f" ({one.reason})" if one.reason else ""
    likely = ""
    if one.likely_later is not None and one.likely_later != one.planned_later:
        near = one.likely_later <= LONG
        likely = f"; likely {_later(one.likely_later)}" if near else "; likely not within 20 years"
    return f"promised {say(one.promised)}, moved on {say(one.moved)}{reason}: now {later}{likely}"


def _later(count: int) -> str:
    if not count:
        return "the same day"
    return f"{say_working(abs(count))} {'later' if count > 0 else 'earlier'}"
