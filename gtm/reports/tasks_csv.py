"""Knows tasks as CSV for spreadsheets. It must not let a cell be taken for a formula."""

import csv
import io
from collections.abc import Sequence

from gtm.analysis.snapshot import Study
from gtm.analysis.tasks import Task
from gtm.source import clean

COLUMNS = (
    "id", "title", "team", "stage", "gate", "level", "state", "late", "due", "days_late",
    "slack_days", "unlocks", "to_do", "owner", "owner_name", "acts", "acts_name", "needs_open",
    "waiting_on", "expected", "missing",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # full-width ones as well


def render(study: Study, tasks: Sequence[Task]) -> str:
    """One row a task, in the order given; days are working days."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for task in tasks:
        writer.writerow([_cell(value) for value in _row(study, task)])
    return out.getvalue()


def _row(study: Study, task: Task) -> tuple[str | int | None, ...]:
    launch = study.launch
    return (
        task.id, task.title, task.team, task.stage, task.gate, "must" if task.must else "advice",
        task.state, "yes" if task.late else "no", task.due.isoformat(), task.days_late, task.slack,
        task.unlocks, task.kind, task.owner, launch.person(task.owner) if task.owner else None,
        task.acts, launch.person(task.acts) if task.acts else None, " ".join(task.needs_open),
        task.waiting_on, task.expected.isoformat() if task.expected else None, task.missing,
    )  # fmt: skip


def _cell(value: str | int | None) -> str | int:
    """A cell that stays what it is: text that a spreadsheet would compute gets a quote before it."""
    if value is None or isinstance(value, int):
        return "" if value is None else value
    text = clean(value).strip()
    return f"'{text}" if text.startswith(_FORMULA) else text
