"""Knows what the page shows, in its forms: the whole report, an extract, one sheet of paper.

It must not judge anything about the launch.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from gtm.analysis import chance, extract, meeting, review
from gtm.analysis.extract import Scope
from gtm.analysis.forecast import Forecast
from gtm.analysis.rewording import Rewording
from gtm.analysis.snapshot import Snapshot
from gtm.analysis.touchpoints import touchpoints
from gtm.analysis.veil import Veil
from gtm.reports.html import (
    burnup,
    chart,
    frame,
    gaps,
    journey,
    lanes,
    metrics,
    personas,
    profile,
    scale,
    short,
    text,
    view,
    when,
)
from gtm.reports.html.cut import cut
from gtm.reports.html.frame import PLAIN, Setting
from gtm.reports.html.rows import MANY, Rows

_CODE = re.compile(r"`([^`\n]+)`")


def render(
    snapshot: Snapshot, found: Forecast, answer: str = "{}\n",
    effects: Mapping[str, str] | None = None, draw: chart.Draw | None = None, setting: Setting = PLAIN,
    scope: Scope | None = None, past: burnup.Past | None = None,
    edited: Mapping[str, Sequence[Rewording]] | None = None,
) -> str:  # fmt: skip
    """The page as text. `answer` is the same launch as JSON, to be embedded; `effects` says by
    scenario what a choice would do; `draw` makes the Gantt chart of some items; `scope` makes it an extract;
    `past` is what git remembers of the launch, `edited` by gate the words that changed since it was signed.
    """
    facts = _facts(snapshot, found, scope or Scope())
    study = snapshot.study
    drawn: dict[str, Any] = {"chart": None, "lanes": None, "burnup": None}
    if not scope:
        drawn = {
            "chart": chart.chart(study, draw), "lanes": lanes.section(study), "burnup": burnup.section(found, past),
        }  # fmt: skip
    if scope:
        facts = cut(facts, study, scope)
    data = facts["veil"].json(answer)
    template = "extract.html.j2" if scope else "report.html.j2"
    facts |= {"effects": effects or {}, "edited": edited or {}, **drawn}
    page = frame.page(template, facts, setting, data, "report.js")
    return frame.unlinked(page) if scope else page


def summary(
    snapshot: Snapshot, found: Forecast, effects: Mapping[str, str] | None = None, setting: Setting = PLAIN
) -> str:
    """The launch on one sheet of paper."""
    facts = _facts(snapshot, found, Scope())
    sheet = short.sheet(snapshot.study, facts["agenda"], effects or {})
    page = frame.page("summary.html.j2", {**facts, "sheet": sheet, "clip": short.clip}, setting)
    return frame.unlinked(page)


def _facts(snapshot: Snapshot, found: Forecast, scope: Scope) -> dict[str, Any]:
    study, launch = snapshot.study, snapshot.launch
    veil, days = Veil(launch), text.Days(launch.as_of)
    cells = extract.cells(study, scope, touchpoints(study)) if scope else touchpoints(study)
    listed = [cells[stage, team] for stage in launch.stages for team in _teams(cells) if (stage, team) in cells]
    # A team's extract is what a reader without scripts is sent to: it is never packed.
    rows = Rows(study, days, veil, scope.team is None and sum(len(one.items) for one in listed) > MANY)

    def title(id: str) -> str:
        return text.title(study, id)

    def marked(words: str) -> Markup:
        return _marked(veil(words))

    def danger(subject: str) -> str:
        return gaps.danger(study, subject)

    return {
        "veil": veil, "scope": scope, "promises": short.promises(study), "promise_state": meeting.promise_state,
        "log": launch.decisions,
        "study": study, "launch": launch, "graph": study.graph, "days": days, "marked": marked, "title": title,
        "danger": danger, "most_gaps": gaps.MOST,
        "anchor": text.anchor, "person": launch.person, "missing": rows.missing,
        "verdict": review.verdict(study, chance.launch_course(study, found), chance.said(study, found)),
        "agenda": review.agenda(study), "gaps": gaps.register(study, snapshot.gaps),
        "before": study.counts(list(study.before_launch)), "gates": view.gate_rows(study, found), "cells": cells,
        "teams": _teams(cells), "work": view.team_tasks(study), "threads": view.threads(study),
        "many": rows.many, "rows": rows.table(listed), "details": rows.packed(listed),
        "removed": view.removed_groups(launch), "waivers": view.waivers(study), "meeting": meeting,
        "standing": view.standing(study),
        "metrics": metrics.metrics(study), "personas": personas.personas(study),
        "profiles": profile.profiles(study), "journey": journey.journey(study),
        "scale": scale.scale(study),
        "when": when.when(study, found), "outlook": chance.outlook,
        "sure": found.estimates, "rests_on": chance.rests_on(study, found),
    }  # fmt: skip


def _teams(cells: Mapping[tuple[str, str], Any]) -> list[str]:
    return list(dict.fromkeys(team for _, team in cells))


def _marked(words: str) -> Markup:
    """A message of ours, its `ids` set as code."""
    code = Markup("<code>{}</code>")
    parts = map(text.lines, _CODE.split(words))
    out = Markup("").join(code.format(part) if at % 2 else part for at, part in enumerate(parts))
    return Markup('<span dir="auto">{}</span>').format(out)
