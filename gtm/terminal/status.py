"""Knows the first screen: verdict, gates, the actions that free most, teams, and what to decide.

Within 100 columns and 40 lines on a terminal; every cut says how much was cut. In a pipe nothing is
cut. It must not judge: every number comes from analysis.
"""

from datetime import datetime

from gtm.analysis import chance, review, whereabouts
from gtm.analysis.forecast import Forecast
from gtm.analysis.gates import GateView
from gtm.analysis.readiness import Counts
from gtm.analysis.snapshot import Snapshot, Study
from gtm.analysis.tasks import Task
from gtm.analysis.teams import empty_roles, open_tasks
from gtm.analysis.whereabouts import Whereabouts
from gtm.analysis.words import Names, from_today, many, short_day, short_name
from gtm.dates import never, say, say_working
from gtm.terminal import status_gates, status_work
from gtm.terminal.screen import Line, Paper, cut, joined, width, wrapped

_ROWS = 40
_LEAST = 20  # cells below which a list of names says nothing
_TONES = {review.GOOD: "good", review.CARE: "care", review.BAD: "bad", review.CALM: "bold"}


def lines(
    snapshot: Snapshot, found: Forecast, paper: Paper, roles: bool = False, where: Whereabouts | None = None,
    now: datetime | None = None,
) -> list[Line]:  # fmt: skip
    """The whole screen, section by section; `where` the files stand in git is said against the clock, `now`."""
    study = snapshot.study
    names, room = Names(study, roles), paper.columns
    work = open_tasks(study)
    top = [*_title(study, room), *_verdict(study, found, room), *_partial(study, room)]
    if not study.graph.items:
        return [*top, [], [("Next: gtm check · gtm explain empty-launch", "quiet")]]
    top += _counts(study, work, room)
    top += _git(study, where, now, room)
    gates = status_gates.section(study, found, names, room)
    first = status_work.first(study, names, room)
    last = [
        *status_work.footer(study, found, work, names, room),
        *_next(study, work, room),
    ]
    blanks = 3 if first else 2
    left = _ROWS - len(top) - len(gates) - len(first) - len(last) - blanks if room else None
    team = status_work.teams(study, work, names, room, left)
    whole = [*top, [], *gates, [], *first, *([[]] if first else []), *team]
    return [*whole, *([[]] if not room or len(whole) + len(last) < _ROWS else []), *last]


def _title(study: Study, room: int | None) -> list[Line]:
    launch = study.launch
    right = f"as of {say(launch.as_of)}"
    if launch.written.closed is not None and launch.written.closed <= launch.as_of:
        right = f"closed, judged {right}"
    elif launch.workspace.example_as_of is not None:
        right = f"example, judged {right}"
    when = from_today(launch.date, launch.as_of)
    left = f" · tier {launch.written.tier} · launch {say(launch.date)}, {when}"
    if room is None:
        return [[(launch.title, "head"), (left, ""), (f" · {right}", "quiet")]]
    title = cut(launch.title, max(room - width(left) - width(right) - 3, min(24, room - width(left) - 1)))
    blanks = room - width(title) - width(left) - width(right) - 1
    if blanks < 1:
        return [[(f" {title}", "head"), (left, "")], [(f"   {right}", "quiet")]]
    return [[(f" {title}", "head"), (left + " " * blanks, ""), (right, "quiet")]]


def _verdict(study: Study, found: Forecast, room: int | None) -> list[Line]:
    word, tone = headline(study, found)
    text = course(study, found)
    lead = "" if room is None else " "
    if room is None:
        return [[(word, tone), (f"   {text}" if text else "", "")]]
    rows = wrapped(f"{'x' * (width(word) + 3)} {text}", room - 1)
    rows = [rows[0].partition(" ")[2], *wrapped(" ".join(rows[1:]), room - 4)] if len(rows) > 1 else [text]
    if len(rows) > 3:
        rows[2:] = [cut(" ".join(rows[2:]), room - 4)]
    head = [(f"{lead}{word}   ", tone), (rows[0], "")]
    return [head, *([("   " + row, "")] for row in rows[1:])]


def headline(study: Study, likely: Forecast) -> tuple[str, str]:
    """The verdict in capitals, and its style."""
    found = review.verdict(study, chance.launch_course(study, likely))
    return found.word.upper(), _TONES[found.tone]


def course(study: Study, found: Forecast) -> str:
    """The dates in plain words: the chance, which gates are late by how much, what decides it, and the slack."""
    launch, gate = study.launch, study.go_gate
    if not study.graph.items:
        return "No item of the playbook applies to this launch, so there is nothing to judge."
    if gate is None:
        return "No gate is due on or before the launch date."
    if launch.as_of > launch.date:
        return _lifetime(study)
    late = status_gates.late_gates(study)
    parts = [part for part in [_chance(study, found, late)] if part]
    parts += [status_gates.lateness(study, view) for view in late[:2]]
    if len(late) > 2:
        parts.append(f"{many(len(late) - 2, 'more gate')} late")
    text = "; ".join(parts) + ". " if parts else ""
    return (text + _launch(study)).strip()


def _chance(study: Study, found: Forecast, late: list[GateView]) -> str:
    """The chance; and what decides the date, as long as no late gate says what decides its own."""
    text, id = chance.said(study, found), chance.first_driver(study, found)
    return f"{text}; decided by {short_name(id)}" if text and id is not None and not late else text


def _launch(study: Study) -> str:
    launch, gate = study.launch, study.go_gate
    if gate is None:
        return ""
    if gate.passed:
        changed = review.changed_since(study)
        if changed:
            return f"{gate.title} is passed, but what was signed has changed since: gtm gate {changed[-1].id}"
        return f"{gate.title} is passed, and nothing else decides the launch."
    if gate.forecast is None:
        return "Items wait for each other in a circle, so no date can be given: see gtm check."
    forecast = max(gate.forecast, launch.as_of)
    if never(forecast):
        return "The launch decision never comes as planned."
    if forecast > launch.date:
        days = say_working(launch.calendar.between(launch.date, forecast))
        return f"The launch decision falls on {say(forecast)}, {days} after the launch date."
    if forecast > gate.due or gate.slack is None:
        return f"The launch can still be decided on {short_day(forecast, launch.as_of)}."
    bear = f"{say_working(gate.slack)} of slack" if gate.slack > 0 else "no slack left"
    return f"The launch has {bear}."


def _lifetime(study: Study) -> str:
    days = (study.launch.as_of - study.launch.date).days
    return " ".join([f"{many(days, 'day')} ago.", *review.later(study)])


def _partial(study: Study, room: int | None) -> list[Line]:
    launch = study.launch
    if not launch.partial:
        return []
    count = len(launch.unread)
    lead = f"PARTIAL: {many(count, 'file')} could not be read in full, so no gate can pass:"
    if room is None:
        return [[(f"{lead} ", "bad"), (joined(launch.unread, None, ", "), "")]]
    listed = joined(launch.unread, room - 4, ", ")
    if count > 1 or width(lead) + width(listed) + 2 > room:
        return [[(" " + lead, "bad")], [("   " + listed, "")]]
    return [[(f" {lead} ", "bad"), (listed, "")]]


def _counts(study: Study, work: tuple[Task, ...], room: int | None) -> list[Line]:
    """How much is proven, and of what else the total is made; then what is late or has nobody."""
    counts = study.counts(list(study.before_launch))
    head = f"{counts.proven} of {counts.applicable} must-haves before launch proven{_shares(counts)}"
    kinds = (
        (counts.waived, "waived"),
        (counts.said_done, "said done, unproven"),
        (counts.open, "open"),
        (counts.unknown, "unknown"),
    )
    parts = [f"{number} {word}" for number, word in kinds if number]
    if counts.not_applicable:
        parts.append(f"{counts.not_applicable} more not applicable")
    whole = " · ".join([head, *parts])
    rows = [whole] if room is None or width(whole) < room else [head, " · ".join(parts)]
    rows.append(_troubles(study, work, room))
    left = None if room is None else room - 1
    margin = "" if room is None else " "
    return [[(margin + part, "")] for row in rows for part in wrapped(row, left)]


def _troubles(study: Study, work: tuple[Task, ...], room: int | None) -> str:
    late = sum(task.late for task in work)
    unowned = sum(task.owner is None for task in work)
    empty = empty_roles(study, work)
    parts = [f"{many(late, 'item')} late" if late else "nothing is late"]
    if unowned:
        parts.append(f"{many(unowned, 'item')} without an owner")
    if empty:
        taken = sum(map(width, parts)) + 3 * len(parts) + 18
        left = None if room is None else room - taken
        listed = f": {joined(empty, left, ', ')}" if left is None or left > _LEAST else ""
        parts.append(f"{many(len(empty), 'role')} empty{listed}")
    return joined(parts, None if room is None else room - 1)


def _git(study: Study, where: Whereabouts | None, now: datetime | None, room: int | None) -> list[Line]:
    """Branch and commit in quiet type; that newer commits were fetched already stands out."""
    if where is None:
        return []
    margin, as_of = "" if room is None else " ", study.launch.as_of
    behind = whereabouts.behind(where, as_of, now)
    text = " · ".join(whereabouts.said(where, as_of))
    quiet = cut(text, None if room is None else room - width(behind) - 4)
    return [[(f"{margin}{quiet}", "quiet"), *([(f" · {behind}", "care")] if behind else [])]]


def _shares(counts: Counts) -> str:
    """The score, with and without what was waived."""
    if not counts.applicable:
        return ""
    score = f", {counts.proven * 100 // counts.applicable} %"
    if not counts.waived:
        return score
    both = (counts.proven + counts.waived) * 100 // counts.applicable
    return f"{score} ({both} % with waivers)"


def _next(study: Study, work: tuple[Task, ...], room: int | None) -> list[Line]:
    gate = next((v for v in study.gates.values() if not v.passed and not v.market), None)
    parts = [f"gtm why {gate.id}", f"gtm gate {gate.id}"] if gate else []
    parts.append("gtm tasks --owner NAME" if work else "gtm report")
    if study.launch.partial:
        parts.insert(0, "gtm check")
    margin = "" if room is None else " "
    return [[(f"{margin}Next: {' · '.join(parts)}", "quiet")]]
