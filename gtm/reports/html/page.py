"""Knows how the page is put together: templates, style, script, the data, and a policy that lets
nothing else in. It must not judge anything about the launch.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from gtm import __version__, assets
from gtm.analysis import chance, meeting, review
from gtm.analysis.forecast import Forecast
from gtm.analysis.snapshot import Snapshot
from gtm.analysis.touchpoints import touchpoints
from gtm.analysis.veil import Veil
from gtm.dates import say
from gtm.reports.html import chart, metrics, text, view, when
from gtm.reports.html.packed import packed
from gtm.reports.html.rows import Rows

_CODE = re.compile(r"`([^`\n]+)`")
_INDENT = re.compile(r"\n *")  # no string of JSON holds a line end


def render(
    snapshot: Snapshot, found: Forecast, answer: str = "{}\n", by_role: bool = False,
    effects: Mapping[str, str] | None = None, draw: chart.Draw | None = None,
) -> str:  # fmt: skip
    """The page as text. `answer` is the same launch as JSON, to be embedded; `by_role` says that
    names were replaced by roles; `effects` says by scenario what a choice would do;
    `draw` makes the Gantt chart of some items.
    """
    launch = snapshot.launch
    veil, days = Veil(launch), text.Days(launch.as_of)
    templates = _templates()
    style, script = _read("report.css"), _read("report.js")
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    facts = _facts(snapshot, found, veil, days)
    return templates.get_template("report.html.j2").render(
        facts, effects=effects or {},
        chart=chart.chart(snapshot.study, draw), policy=policy, style=style, script=script,
        by_role=by_role, version=__version__, data=_data(veil.json(answer), bool(facts["many"])),
    )  # fmt: skip


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(assets.folder("templates")), autoescape=True, undefined=StrictUndefined,
        finalize=text.harmless, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True,
        auto_reload=False,
    )  # fmt: skip
    environment.globals.update(plural=text.plural, outside=text.outside, say=say, bdi=text.bdi)
    return environment


@cache
def _read(name: str) -> str:
    return Path(assets.folder("templates"), name).read_text("utf-8")


def _data(answer: str, many: bool) -> str:
    """JSON without indents, which cannot end the element it stands in; of `many` items packed."""
    answer = _INDENT.sub("", answer)
    if many:
        return packed(answer)
    for sign in "<>&\u2028\u2029":
        answer = answer.replace(sign, f"\\u{ord(sign):04x}")
    return answer


def _facts(snapshot: Snapshot, found: Forecast, veil: Veil, days: text.Days) -> Mapping[str, Any]:
    study, launch = snapshot.study, snapshot.launch
    cells = touchpoints(study)
    rows = Rows(study, days, veil)
    listed = [cells[stage, team] for stage in launch.stages for team in _teams(cells) if (stage, team) in cells]

    def title(id: str) -> str:
        return text.title(study, id)

    def marked(words: str) -> Markup:
        return _marked(veil(words))

    return {
        "study": study, "launch": launch, "graph": study.graph, "days": days, "marked": marked, "title": title,
        "anchor": text.anchor, "person": launch.person, "missing": rows.missing,
        "verdict": review.verdict(study, chance.launch_course(study, found)),
        "agenda": review.agenda(study), "gaps": snapshot.gaps,
        "before": study.counts(list(study.before_launch)), "gates": view.gate_rows(study, found), "cells": cells,
        "teams": _teams(cells), "work": view.team_tasks(study), "threads": view.threads(study),
        "many": rows.many, "rows": rows.table(listed), "details": rows.packed(listed),
        "removed": view.removed_groups(launch), "waivers": view.waivers(study), "meeting": meeting,
        "standing": view.standing(study),
        "metrics": metrics.metrics(study),
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
