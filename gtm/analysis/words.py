"""Knows how facts about a launch are put into words, alike in every view: dates, counts, people.

It must not know lines, colours or documents, and it computes nothing that analysis has not found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gtm.analysis import people
from gtm.analysis.snapshot import Study
from gtm.analysis.tasks import Task
from gtm.dates import LONG, never, say

NOBODY = "nobody yet"


def many(count: int, word: str, plural: str = "") -> str:
    """`1 item`, `3 items`."""
    return f"{count} {word if count == 1 else plural or word + 's'}"


def late_days(count: int) -> str:
    """How much too late something is, short: 1 day, 12 days, more than 20 years."""
    return many(count, "day") if count <= LONG else "more than 20 years"


def short_day(day: date, as_of: date) -> str:
    """A date with its weekday; the year only where it could be mistaken."""
    text = say(day)
    return text if never(day) or abs((day - as_of).days) > 300 else text.rsplit(" ", 1)[0]


def column_day(day: date, as_of: date) -> str:
    """The same for a column: the number of the day takes two cells."""
    weekday, _, rest = short_day(day, as_of).partition(" ")
    if not rest:
        return weekday
    return f"{weekday} {rest}" if day.day > 9 else f"{weekday}  {rest}"


def from_today(day: date, as_of: date) -> str:
    """`in 28 days`, `tomorrow`, `today`, `3 days ago`."""
    days = (day - as_of).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")


def short_name(id: str) -> str:
    """An item's slug as words: buy.finance.tax-codes/de becomes `tax codes (de)`."""
    slug, _, market = id.rsplit(".", 1)[-1].partition("/")
    words = slug.replace("-", " ")
    return f"{words} ({market})" if market else words


@dataclass(frozen=True, slots=True)
class Names:
    """How people are called on a screen: by name, or by what they are in this launch."""

    study: Study
    roles: bool = False

    def person(self, id: str | None, role: str | None = None, team: str | None = None) -> str:
        if id is None:
            return NOBODY
        launch = self.study.launch
        return people.role_name(launch, id, role, team) if self.roles else launch.person(id)

    def owner(self, task: Task) -> str:
        return self.person(task.person, task.role, task.team)

    def actor(self, task: Task) -> str:
        """Who can move a task; the launch manager's role where nobody is there to name an owner."""
        if task.acts is not None:
            return self.person(task.acts, task.role if task.acts == task.owner else None, task.team)
        roles = self.study.launch.roles
        return roles.get("launch-manager", NOBODY)

    def everyone(self, ids: Sequence[str]) -> str:
        return ", ".join(self.person(id) for id in ids)


def due_words(task: Task, as_of: date) -> str:
    """`8 days late`, `due today`, `due Fri 22 Jan`."""
    if task.late:
        return f"{many(task.days_late, 'day')} late"
    return "due today" if task.due == as_of else f"due {short_day(task.due, as_of)}"


def waits_for(study: Study, task: Task, names: Names, limit: int | None = None) -> str:
    """What a task waits for and from whom; empty when for nothing."""
    parts = []
    if task.state == "waiting" and task.kind == "unblock":
        blocked = study.launch.items.get(task.id)
        told = blocked is None or blocked.state.reason or blocked.state.expected
        text = task.waiting_on or ("somebody outside the launch" if told else "something nobody wrote down yet")
        when = f", expected {short_day(task.expected, study.launch.as_of)}" if task.expected else ""
        parts.append(f"{text}{when}")
    for id in task.needs_open:
        item = study.launch.items.get(id)
        if item is None:
            parts.append(f"the {study.graph.title(id)}")
        else:
            who = names.person(item.owner, item.role, item.team)
            parts.append(f'"{item.title}" ({who})' if limit is None else short_name(id))
    shown = parts if limit is None else parts[:limit]
    more = f", {len(parts) - len(shown)} more" if len(parts) > len(shown) else ""
    return "; ".join(shown) + more if limit is None else ", ".join(shown) + more


_VERBS = {
    "start": "Start",
    "finish": "Finish",
    "prove": "Bring proof",
    "confirm": "Confirm",
    "unblock": "Unblock",
    "keep": "Keep the promise",
}


def order(study: Study, task: Task) -> str:
    """What to do about a task, as a sentence that begins with its verb."""
    if task.kind != "name":
        return f"{_VERBS[task.kind]}: {task.title}"
    launch = study.launch
    empty = task.role is not None and not launch.holders(task.role)
    return f"Name {'the ' + launch.role(task.role) if empty else 'an owner'}: {task.title}"


def consequence(study: Study, task: Task) -> str:
    """What happens when nobody acts: which gate slips, and from when."""
    view = study.gates.get(study.schedule.slots[task.id].gate) if task.slack is not None else None
    if view is None or task.slack is None:
        return "no gate waits for it"
    if task.slack < 0:
        return f"makes {view.title} {late_days(-task.slack)} late"
    if task.slack == 0:
        return f"every further day moves {view.title} by a day"
    as_of = study.launch.as_of
    if task.kind in {"name", "start"} and task.start_by is not None:
        return f"must start by {short_day(task.start_by, as_of)}, or {view.title} slips"
    if task.finish_by is not None:
        return f"by {short_day(task.finish_by, as_of)}, or {view.title} slips"
    return ""
