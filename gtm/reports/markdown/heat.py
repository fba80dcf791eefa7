"""Knows the table of stages and teams as Markdown. It must not judge."""

from collections.abc import Iterator

from gtm.analysis import extract
from gtm.analysis.extract import Scope
from gtm.analysis.snapshot import Snapshot
from gtm.analysis.touchpoints import OUTSIDE, Touchpoint, touchpoints
from gtm.reports.markdown.text import md, table


def heat(snapshot: Snapshot, scope: Scope) -> Iterator[str]:
    study, launch = snapshot.study, snapshot.launch
    cells = extract.cells(study, scope, touchpoints(study)) if scope else touchpoints(study)
    yield "## Stages and teams\n"
    teams = dict.fromkeys(team for _, team in cells)
    rows = ((md(launch.team(team)), *(_cell(cells.get((stage, team))) for stage in launch.stages)) for team in teams)
    yield from table(("Team", *(md(stage.title) for stage in launch.stages.values())), rows)


def _cell(cell: Touchpoint | None) -> str:
    if cell is None or cell.state == OUTSIDE:
        return ""
    if not cell.items:
        return f"{cell.state}: {md(cell.reason)}"
    word = f"{cell.late} late" if cell.late else cell.state
    return f"{cell.counts.done}/{cell.counts.applicable} {word}"
