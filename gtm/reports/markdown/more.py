"""Knows the parts of the report about what to watch, the plan, standing items and metrics. It must not judge."""

from collections.abc import Iterator
from datetime import date

from gtm.analysis import load, meeting, plan_words
from gtm.analysis import plan as plans
from gtm.analysis import standing as kept
from gtm.analysis.amounts import amount
from gtm.analysis.extract import Scope
from gtm.analysis.readiness import fresh_until, made, waiver_fault
from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.reports.markdown.plan import chains
from gtm.reports.markdown.text import md, person, table, title

_ROWS = 40  # of the plan, those with the least slack


def watch(study: Study) -> Iterator[str]:
    """Conditions of every go, and the moments after which there is no way back."""
    launch = study.launch
    yield "## What to watch\n"
    found = [(id, one) for id, decision in study.decisions.items() for one in decision.promises]
    if not found:
        yield "- No go carries a condition."
    for id, one in sorted(found, key=lambda pair: pair[1].due):
        _, words = meeting.promise_state(launch, one)
        otherwise = f". If missed: {md(one.if_missed)}" if one.if_missed and not words.startswith("kept") else ""
        yield f"- Condition of {title(study, id)}: {md(one.text)}, {person(launch, one.owner)}, {words}{otherwise}"
    for waiver in sorted(launch.waivers, key=lambda one: (one.record.until, one.item)):
        if waiver_fault(launch, waiver) is None:
            yield f"- Waived until {say(waiver.record.until)}: {title(study, waiver.item)}"
    for moment in sorted(launch.no_way_back, key=lambda one: one.date_):
        hour = f" {md(moment.time)}" if moment.time else ""
        yield f"- No way back after {say(moment.date_)}{hour}: {md(moment.text)}"


def plan(study: Study) -> Iterator[str]:
    """What is still to do before a gate, the least slack first, and each person's fullest week."""
    rows = plans.pressing(plans.rows(study, plans.open_items(study)))
    yield "## Plan\n"
    yield from (f"{md(plan_words.slip(one))}\n" for one in plans.slips(study))
    if not rows:
        yield "Nothing is to do before a gate."
        return
    yield from chains(study)
    left = len(rows) - _ROWS
    cut = f" The {_ROWS} items with the least slack; {left} more to do." if left > 0 else ""
    yield f"With likely efforts.{cut}\n"
    yield from table(("Item", "Who", "Start", "Finish", "Latest finish", "Slack"), (
        (title(study, row.item.id), person(study.launch, row.item.owner), _day(row.start), _day(row.finish),
         _day(row.latest_finish), "-" if row.slack is None else str(row.slack))
        for row in rows[:_ROWS]
    ))  # fmt: skip
    peaks = load.peaks(load.weeks(study))
    if peaks:
        yield "\nPeak weeks, if each item waits for its last moment:\n"
        yield from table(("Who", "Week of", "Working days of work", "Days there are"), (
            (person(study.launch, one.person), say(one.monday), f"{one.days:.1f}", f"{one.holds:.1f}") for one in peaks
        ))  # fmt: skip


def standing(study: Study, scope: Scope) -> Iterator[str]:
    """Company capabilities this launch builds on."""
    yield "## Standing items\n"
    items = [item for item in study.graph.items if item.standing and scope.holds(item)]
    if not items:
        yield "This launch builds on none."
    for item in items:
        ready = study.readiness[item.id]
        day = made(item, ready.proof) if ready.proof else item.state.finished
        end = fresh_until(item, ready.proof) if ready.proof else None
        words = ready.kind if ready.kind != "unknown" else "no word yet"
        since = f", {say(day)}" if day else ""
        yield f"- {title(study, item.id)}: {words}{since}{f', fresh until {say(end)}' if end else ''}"


def metrics(study: Study) -> Iterator[str]:
    """Every metric that is looked at, with its value, target and course."""
    launch = study.launch
    if not launch.metrics or not kept.kept(launch):
        return
    found = [one for one in kept.standings(study) if one.readings or one.gates or one.id in launch.goals]
    yield "## Metrics\n"
    yield f"{md(kept.summary(found))}.\n"
    yield from table(("Metric", "Verdict", "Value", "Target", "Course", "Owner"), (
        (md(one.metric.title), md(one.words), _amount(one.value, one.metric.unit),
         _amount(one.goal.target, one.metric.unit), md(kept.trend_words(one) or "-"), person(launch, one.owner))
        for one in found
    ))  # fmt: skip


def _day(day: date | None) -> str:
    return say(day) if day is not None else "-"


def _amount(value: float | None, unit: str | None) -> str:
    return "-" if value is None else md(amount(value, unit))
