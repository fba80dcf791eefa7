"""Knows how each team stands in each stage: one touchpoint a cell, empty ones with their reason.

It must not know how a cell is drawn.
"""

from dataclasses import dataclass

from gtm.analysis.readiness import Counts
from gtm.analysis.snapshot import Study
from gtm.model.launch import Item

SETTLED, UNDER_WAY, LATE, BLOCKED, SILENT = "settled", "under way", "late", "blocked", "no word yet"
NO_PART, GAP, NONE_APPLIES, OUTSIDE = "no part", "gap", "none applies", "-"


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One team in one stage. `reason` says why it is empty, where somebody or a rule says so."""

    stage: str
    team: str
    state: str
    items: tuple[Item, ...]
    counts: Counts
    late: int  # open items after their due date
    reason: str = ""


def touchpoints(study: Study) -> dict[tuple[str, str], Touchpoint]:
    """Every cell of stage and team, teams and stages in the order of the playbook."""
    launch = study.launch
    cells: dict[tuple[str, str], list[Item]] = {(stage, team): [] for team in launch.teams for stage in launch.stages}
    for item in study.graph.items:
        cells.setdefault((item.stage, item.team), []).append(item)
    removed: dict[tuple[str, str], int] = {}
    for one in launch.removed:
        removed[one.stage, one.team] = removed.get((one.stage, one.team), 0) + 1
    return {
        at: _filled(study, *at, items) if items else _empty(study, *at, removed.get(at, 0))
        for at, items in cells.items()
    }


def _filled(study: Study, stage: str, team: str, items: list[Item]) -> Touchpoint:
    counts = study.counts(items)
    open_ = [item for item in items if not study.readiness[item.id].settled]
    late = sum(item.due < study.launch.as_of for item in open_)
    if not open_:
        state = SETTLED
    elif late:
        state = LATE
    elif any(item.status == "blocked" for item in open_):
        state = BLOCKED
    else:
        state = SILENT if counts.unknown == counts.total else UNDER_WAY
    return Touchpoint(stage, team, state, tuple(items), counts, late)


def _empty(study: Study, stage: str, team: str, removed: int) -> Touchpoint:
    launch = study.launch
    reasons = {str(at): reason for at, reason in (launch.written.no_part or {}).items()}
    reason = reasons.get(f"{stage}.{team}")
    if f"{stage}.{team}" in reasons:
        state, reason = NO_PART, reason or "no reason is given"
    elif team in launch.teams and stage in launch.teams[team].stages:
        state = NONE_APPLIES if removed else GAP
        reason = f"{removed} removed by their rules" if removed else "the team has a part here, and no item"
    else:
        state = OUTSIDE
    return Touchpoint(stage, team, state, (), Counts(), 0, reason or "")
