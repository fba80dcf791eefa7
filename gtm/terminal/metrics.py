"""Knows how metrics look: a row each with value, target, trend, age, owner and verdict, or one in full.

It must not judge a value.
"""

from collections.abc import Sequence

from gtm.analysis import standing
from gtm.analysis.amounts import amount, number
from gtm.analysis.formulas import FORMULAS
from gtm.analysis.metrics import inputs_of, weights
from gtm.analysis.snapshot import Study
from gtm.analysis.standing import KPIS, Standing, trend_words
from gtm.analysis.words import many
from gtm.dates import say
from gtm.model.measured import Measured
from gtm.terminal.screen import Line, Segment, aligned, cut, wrapped

_STYLES = {
    standing.REACHED: "good", standing.SHORT: "care", standing.EARLY: "care", standing.OLD: "care",
    standing.NO_VALUE: "care", standing.NOT_JUDGED: "", standing.DECLINED: "quiet",
}  # fmt: skip
_SHOWN = 24  # readings of one metric


def lines(study: Study, found: Sequence[Standing], room: int | None, everything: bool) -> list[Line]:
    """All metrics; those nobody speaks of in this launch are counted, unless `everything` is asked for."""
    launch = study.launch
    title = launch.title if room is None else cut(launch.title, max(room - 40, 12))
    head: list[Line] = [[(title, "head"), (f" · metrics · as of {say(launch.as_of)}", "")]]
    if not launch.metrics:
        return [*head, [("This workspace keeps no metrics; they would stand in playbook/metrics.yaml.", "quiet")]]
    if launch.partial:
        head.append([(f"PARTIAL: {many(len(launch.unread), 'file')} could not be read: gtm check says where", "bad")])
    shown = [one for one in found if everything or one.readings or one.gates or one.id in launch.goals]
    if not shown:
        return [*head, [("No metric is asked for here.", "quiet")]]
    head.append([(standing.summary(shown), "")])
    after = launch.as_of >= launch.date
    if room is None:
        rows = [_heading(after)] + [_row(study, one, after) for one in shown]
    else:
        rows = [[(name, "quiet") for name in _NARROW], *(_narrow(study, one) for one in shown)]
    out = [*head, [], *aligned(rows, room, frozenset({2, 3, 4}))]
    hidden = len(found) - len(shown)
    if hidden:
        out.append([(f"{many(hidden, 'more metric')} without a reading, a goal or a gate: gtm metrics --all", "quiet")])
    return [*out, *_missing(study, room)]


def _heading(after: bool) -> list[Segment]:
    names = ["", "", "value", "target", "age", "owner", "trend"]
    if after:
        names[4:4] = ["was", "of the way"]
    return [(name, "quiet") for name in [*names, "metric"]]


def _row(study: Study, one: Standing, after: bool) -> list[Segment]:
    launch, metric = study.launch, one.metric
    age = one.age(launch.as_of)
    cells: list[Segment] = [
        (one.words, _STYLES[one.verdict]),
        (one.id, "quiet"),
        (amount(one.value, metric.unit) if one.value is not None else "-", ""),
        (amount(one.goal.target, metric.unit) if one.goal.target is not None else "-", ""),
    ]
    if after:
        was, gone = one.goal.baseline, one.progress
        cells += [
            (number(was) if was is not None else "-", ""),
            (f"{100 * gone:.0f} %" if gone is not None else "-", ""),
        ]
    cells.append((f"{age} d" if age is not None else "-", ""))
    return [*cells, (_owner(study, one), ""), (trend_words(one) or "-", ""), (metric.title, "")]


_NARROW = ("", "", "value", "target", "age", "trend", "owner")


def _narrow(study: Study, one: Standing) -> list[Segment]:
    """The same for a terminal, where a row must not be wider than the screen."""
    cells = _row(study, one, False)
    (words, style), (id, quiet), value, target, age, owner, _, _ = cells
    short = words.partition(":")[0] if one.verdict == standing.NO_VALUE else words  # `gtm metrics ID` says why
    return [(cut(short, 26), style), (cut(id, 18), quiet), value, target, age, (one.trend or "-", ""), owner]


def _owner(study: Study, one: Standing) -> str:
    if one.owner is not None:
        return study.launch.person(one.owner)
    return f"nobody ({study.launch.role(one.metric.role)})" if one.metric.role else "nobody"


def _missing(study: Study, room: int | None) -> list[Line]:
    """Measures of the fourteen that nothing tracks, and capabilities nobody provides."""
    launch = study.launch
    known = {metric.kpi for metric in launch.metrics.values()} - {None}
    lines: list[Line] = []
    left = [title for kpi, title in KPIS.items() if kpi not in known] if known else []
    if left:
        lines += [[(text, "care")] for text in wrapped(f"Not tracked of the fourteen: {', '.join(left)}", room)]
    wanted = dict.fromkeys(one.capability for one in launch.metrics.values() if one.capability)
    lacking = [
        launch.capabilities[id].title for id in wanted if id in launch.capabilities and id not in launch.provided
    ]
    if lacking and launch.provided:
        lines += [[(text, "care")] for text in wrapped(f"No tool provides: {', '.join(lacking)}", room)]
    return [[], *lines] if lines else []


def one(study: Study, found: Standing, room: int | None) -> list[Line]:
    """One metric in full: meaning, formula with its inputs, goal, and its readings, the newest first."""
    metric = found.metric
    out: list[Line] = [[(metric.title, "head"), (f"  {found.id}", "quiet")]]
    out += [[(text, "")] for text in wrapped(metric.about or "", room) if text]
    out += [[], [(found.words, _STYLES[found.verdict])], []]
    out += aligned([[(name, "quiet"), (text, "")] for name, text in _facts(study, found) if text], room)
    if metric.formula is not None:
        out += [[], [("How it is computed", "head")], [("  " + _formula(found), "")]]
        out += aligned([[("  " + name, ""), (text, "")] for name, text in _inputs(study, found)], room)
    out += [[], [("Readings", "head")]]
    if not found.readings:
        return [*out, [("  none yet", "quiet")]]
    newest = list(reversed(found.readings))
    out += aligned([_reading(found, reading) for reading in newest[:_SHOWN]], room, frozenset({1}))
    if len(newest) > _SHOWN:
        out.append([(f"  {many(len(newest) - _SHOWN, 'older reading')} not shown", "quiet")])
    return out


def _facts(study: Study, one: Standing) -> list[tuple[str, str]]:
    launch, metric, goal = study.launch, one.metric, one.goal
    kpi = f"{metric.kpi}: {KPIS.get(metric.kpi, '')}" if metric.kpi is not None else ""
    where = metric.source or ""
    if metric.capability is not None:
        known = launch.capabilities.get(metric.capability)
        title = known.title if known else metric.capability
        where = f"{title}: {one.tool or 'no tool provides it'}"
    age = one.age(launch.as_of)
    value = "" if one.value is None else f"{amount(one.value, metric.unit)}, {age} days old"
    target = "" if goal.target is None else f"{amount(goal.target, metric.unit)}, {metric.better or '?'} is better"
    left = one.progress
    return [
        ("value", value),
        ("trend", trend_words(one)),
        ("baseline", "" if goal.baseline is None else amount(goal.baseline, metric.unit)),
        ("target", target),
        ("of the way", "" if left is None else f"{100 * left:.0f} %"),
        ("sample", "" if goal.sample is None else f"from {goal.sample} on"),
        ("period", "" if metric.period is None else f"counts for {metric.period.count} days"),
        ("owner", _owner(study, one)),
        ("source", where),
        ("gates", ", ".join(launch.stages[id].title for id in one.gates)),
        ("of the fourteen", kpi),
    ]


def _formula(one: Standing) -> str:
    metric = one.metric
    if metric.formula == "health":
        return " + ".join(f"{number(weight)} x {name}" for name, weight in weights(metric).items())
    words = FORMULAS[metric.formula].words if metric.formula else ""
    return f"{words}, in {metric.unit}" if metric.unit else words


def _inputs(study: Study, one: Standing) -> list[tuple[str, str]]:
    metric, newest = one.metric, one.newest
    found = []
    for name in inputs_of(metric):
        other = (metric.uses or {}).get(name)
        entry = study.launch.metrics.get(other) if other else None
        about = entry.title if entry is not None else (metric.inputs or {}).get(name) or ""
        value = number(newest.inputs[name]) if newest is not None and name in newest.inputs else "-"
        found.append((name, f"{value}  {about}".rstrip()))
    return found


def _reading(one: Standing, reading: Measured) -> list[Segment]:
    value = amount(reading.value, one.metric.unit) if reading.value is not None else "no value"
    more = [
        reading.why,
        f"sample {reading.sample}" if reading.sample is not None else "",
        reading.source or "",
        reading.note or "",
        f"{reading.path}:{reading.line}" if reading.line else reading.path,
    ]
    return [("  " + say(reading.date_), ""), (value, ""), (", ".join(part for part in more if part), "quiet")]
