"""Knows tasks as a Markdown page: a heading a team and a person, a table of their tasks.

It must not choose or order the tasks, and nothing from a file may become Markdown or HTML.
"""

import re
from collections.abc import Sequence

from gtm.analysis.snapshot import Study
from gtm.analysis.tasks import Task, by_person, by_team, summary
from gtm.analysis.words import Names, due_words, order, waits_for
from gtm.dates import say
from gtm.source import clean

_SPECIAL = re.compile(r"[\\`*_{}\[\]#!|~<>&@]|:(?=\S)")
_HEAD = "| | Due | Slack | Frees | Task | Waits for |\n|---|---|--:|--:|---|---|"


def render(study: Study, tasks: Sequence[Task], about: str) -> str:
    """The page; `about` says in words what was asked for."""
    launch, names = study.launch, Names(study)
    asked = f" for {about}" if about else ""
    parts = [f"# {text(launch.title)}: tasks{text(asked)}", f"As of {say(launch.as_of)}. {_intro(tasks)}"]
    if launch.partial:
        unread = ", ".join(text(path) for path in launch.unread)
        parts.append(f"**Partial:** could not be read in full: {unread}")
    for team, work in by_team(study, tasks):
        parts.append(f"## {text(launch.team(team))}")
        parts.append(f"{summary(work)}.")
        for person, part in by_person(work):
            parts.append(f"### {text(names.person(person).capitalize() if person is None else names.person(person))}")
            parts.append("\n".join([_HEAD, *(_row(study, task, names) for task in part)]))
    return "\n\n".join(parts) + "\n"


def _intro(tasks: Sequence[Task]) -> str:
    if not tasks:
        return "Nothing is open here."
    return (
        f"{summary(tasks)}. Slack: working days a task can slip before it moves its gate. "
        "Frees: open items that wait for it."
    )


def _row(study: Study, task: Task, names: Names) -> str:
    slack = "" if task.slack is None else str(task.slack)
    waits = waits_for(study, task, names) or (task.missing if task.kind in {"prove", "confirm", "keep"} else "")
    title = f"{text(order(study, task))} `{task.id}`"
    due = due_words(task, study.launch.as_of)
    cells = (task.group, due, slack, str(task.unlocks), title, text(waits))
    return f"| {' | '.join(cells)} |"


def text(value: str) -> str:
    """Text of a file as Markdown that shows exactly that text."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", clean(value))
