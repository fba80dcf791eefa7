"""Knows how a list of tasks looks: by team and person, late first, then ready, then waiting.

It must not choose or order the tasks.
"""

from collections.abc import Sequence

from gtm.analysis.snapshot import Study
from gtm.analysis.tasks import Task, by_person, by_team, summary
from gtm.analysis.words import Names, due_words, order, waits_for
from gtm.dates import say
from gtm.terminal.screen import Line, Segment, aligned, cut, joined, width

_STYLES = {"late": "care", "ready": "good", "waiting": "quiet"}


def lines(study: Study, tasks: Sequence[Task], paper_columns: int | None, about: str) -> list[Line]:
    """The whole list; `about` says in words what was asked for."""
    launch, room = study.launch, paper_columns
    asked = f" · {about}" if about else ""
    title = launch.title if room is None else cut(launch.title, max(room - 60, 12))
    found: list[Line] = [[(title, "head"), (f" · tasks{asked} · as of {say(launch.as_of)}", "")]]
    if launch.partial:
        listed = joined(launch.unread, None if room is None else room - 40, ", ")
        found.append([(f"PARTIAL: {len(launch.unread)} unread: ", "bad"), (listed, "")])
    if launch.written.closed is not None:
        found.append([("This launch is closed; what follows was left open.", "quiet")])
    if not tasks:
        return [*found, [], [("Nothing is open here.", "good")]]
    found.append([(summary(tasks), "")])
    names = Names(study)
    head, body = _rows(study, tasks, room)
    for team, work in by_team(study, tasks):
        found += [[], [(launch.team(team), "head"), (f"   {summary(work)}", "quiet")], head]
        for person, part in by_person(work):
            found.append([("  " + _whose(names, person, part), "bold")])
            for task in part:
                indent = sum(width(text) for text, _ in body[task.id][:-1])
                found += [body[task.id], *_below(study, task, names, room, indent)]
    return [*found, [], _legend(room)]


def _rows(study: Study, tasks: Sequence[Task], room: int | None) -> tuple[Line, dict[str, Line]]:
    """The heading of the columns, and the row of every task by its id; all equally wide."""
    rows: list[list[Segment]] = [[("", ""), ("due", "quiet"), ("slack", "quiet"), ("frees", "quiet")]]
    for task in tasks:
        slack = "-" if task.slack is None else str(task.slack)
        cells = [due_words(task, study.launch.as_of), slack, str(task.unlocks)]
        rows.append([(task.group, _STYLES[task.group]), *((cell, "") for cell in cells)])
    for at, row in enumerate(rows):
        if room is None:
            row.append((tasks[at - 1].id, "quiet") if at else ("", ""))
        row.append((order(study, tasks[at - 1]), "") if at else ("", ""))
    body = aligned(rows, None if room is None else room - 4, frozenset({2, 3}))
    lines: list[Line] = [[("    ", ""), *line] for line in body]
    return lines[0], {task.id: line for task, line in zip(tasks, lines[1:], strict=True)}


def _whose(names: Names, person: str | None, tasks: Sequence[Task]) -> str:
    if person is not None:
        return names.person(person)
    acts = list(dict.fromkeys(task.acts for task in tasks if task.acts))
    return f"Nobody yet ({names.everyone(acts)} can name an owner)" if acts else "Nobody yet"


def _below(study: Study, task: Task, names: Names, room: int | None, indent: int) -> list[Line]:
    """What a task waits for, or what is missing; on a terminal also its id."""
    waits = waits_for(study, task, names)
    text = f"waits for {waits}" if waits else ""
    if task.kind in {"prove", "confirm", "keep"}:
        text = f"{text}; {task.missing}" if text else task.missing
    if room is None:
        return [[(" " * indent, ""), (text, "quiet")]] if text else []
    id, left = cut(task.id, room - indent), room - indent
    if text and width(id) + 2 + width(text) > left:
        return [[(" " * indent, ""), (id, "quiet")], [(" " * indent + cut(text, left), "")]]
    return [[(" " * indent, ""), (id, "quiet"), (f"  {text}" if text else "", "")]]


def _legend(room: int | None) -> Line:
    text = "slack: working days it can slip before it moves its gate; frees: open items behind it"
    return [(text if room is None else cut(text, room), "quiet")]
