"""Knows the working part of the first screen: actions, teams, the week, decisions, how sure it is.

It must not choose what matters; the order comes from analysis.
"""

from collections.abc import Sequence

from gtm.analysis import chance, review
from gtm.analysis.amounts import number
from gtm.analysis.forecast import Forecast
from gtm.analysis.meeting import Slot
from gtm.analysis.readiness import newest
from gtm.analysis.snapshot import Study
from gtm.analysis.tasks import Task, one
from gtm.analysis.teams import TeamView, stale_proofs, week
from gtm.analysis.teams import teams as team_views
from gtm.analysis.words import (
    Names,
    consequence,
    due_words,
    many,
    order,
    short_day,
    short_name,
    waits_for,
)
from gtm.dates import add_days, say
from gtm.terminal.screen import Line, Segment, aligned, cut, joined, pad, width, wrapped

_HEADS = ("", "DO THIS FIRST", "DO THESE TWO FIRST", "DO THESE THREE FIRST")
_TEAMS = 8  # in detail on a terminal
_ENDING = 30  # days in which an ending waiver is worth a line after launch
_LABEL = 13


def first(study: Study, names: Names, room: int | None) -> list[Line]:
    """The actions that free most, each with its person, and what happens otherwise."""
    actions = study.focus.actions(3)
    if not actions:
        return []
    tasks = [one(study, action.id) for action in actions]
    who = [names.actor(task) for task in tasks]
    late = [many(task.days_late, "day") if task.late else "-" for task in tasks]
    frees = [_frees(action.frees, action.teams) for action in actions]
    sentences = [order(study, task) for task in tasks]
    head = _HEADS[len(actions)]
    if room is not None:
        who = [cut(name, 18) for name in who]
        right = _widest([*who, "WHO"]) + _widest([*late, "LATE"]) + _widest([*frees, "FREES"])
        left = room - right - 3 - 6
        sentences = [pad(cut(text, left), left) for text in sentences]
    columns: list[list[Segment]] = [[(head, "head"), ("WHO", "quiet"), ("LATE", "quiet"), ("FREES", "quiet")]]
    for at, sentence in enumerate(sentences):
        cells = (f"{at + 1} {sentence}", "bold"), (who[at], ""), (late[at], ""), (frees[at], "")
        columns.append(list(cells))
    rows = aligned(columns, None)
    found = [*_nobody(study, room), *rows[:1]]
    for row, task in zip(rows[1:], tasks, strict=True):
        found += [row, _below(study, task, names, room)]
    return found if room is None else [[(" ", ""), *row] for row in found]


def _nobody(study: Study, room: int | None) -> list[Line]:
    """On the first day nobody is named: one file mends that, before any single item."""
    if any(item.owner for item in study.launch.items.values()):
        return []
    text = f"NOBODY IS NAMED YET: fill people.yaml, then leads and roles in {study.launch.spot.path}"
    return [[(row, "care")] for row in wrapped(text, room - 2 if room else None)]


def _widest(texts: Sequence[str]) -> int:
    return max(map(width, texts))


def _frees(items: int, teams: int) -> str:
    return f"{many(items, 'item')}, {many(teams, 'team')}" if items else "its gate"


def _below(study: Study, task: Task, names: Names, room: int | None) -> Line:
    """The quiet line under an action: its id, who it waits for, what happens otherwise."""
    parts = [consequence(study, task)]
    if task.kind == "unblock":
        parts.append(f"waits for {waits_for(study, task, names)}")
    elif task.kind in {"prove", "confirm"} and task.missing:
        parts.append(task.missing)
    text = "; ".join(part for part in parts if part)
    if room is None:
        return [("  ", ""), (task.id, "quiet"), (f"  {text}", "")]
    id = cut(task.id, 44)
    return [("   ", ""), (id, "quiet"), ("  " + cut(text, room - width(id) - 6), "")]


def teams(study: Study, work: Sequence[Task], names: Names, room: int | None, rows: int | None) -> list[Line]:
    """Teams with late or blocked work in detail, the others on a line or two."""
    views = team_views(study, work)
    if room is None:
        return _all_teams(study, views, names)
    pressed = sorted((view for view in views if view.pressed), key=lambda view: (-view.late, -view.blocked))
    calm = _calm([view for view in views if not view.pressed], room, late=bool(pressed))
    left = max(min(_TEAMS, (rows or 0) - 1 - len(calm)), 2)
    limit = left if len(pressed) <= left else left - 1
    detail, rest = pressed[:limit], pressed[limit:]
    found = _table(study, detail, names, room) if detail else []
    if rest:
        lead = f" Late or blocked too ({len(rest)}): "
        parts = [f"{view.title} {_done(view)}, {view.late} late" for view in rest]
        listed = joined(parts, room - width(lead), " · ", "teams")
        found.append([(lead, "quiet"), (listed, "")])
    return [*found, *calm]


def _table(study: Study, views: Sequence[TeamView], names: Names, room: int | None) -> list[Line]:
    note = "NEXT   (done: all items before launch, not only must-haves)"
    if study.launch.as_of > study.launch.date:
        note = "NEXT   (done: all items)"
    head: list[Segment] = [("TEAM", "quiet"), ("DONE", "quiet"), ("LATE", "quiet"), (note, "quiet")]
    body = [_team(study, view, names, room) for view in views]
    found = aligned([head, *body], None if room is None else room - 1, frozenset({1, 2}))
    return found if room is None else [[(" ", ""), *line] for line in found]


def _team(study: Study, view: TeamView, names: Names, room: int | None) -> list[Segment]:
    late = str(view.late) if view.late else "-"
    return [
        (view.title if room is None else cut(view.title, 24), ""),
        (_done(view), ""),
        (late, "care" if view.late else "quiet"),
        (_upcoming(study, view.next, names, room), ""),
    ]


def _done(view: TeamView) -> str:
    return f"{view.counts.proven}/{view.counts.applicable}"


def _upcoming(study: Study, task: Task | None, names: Names, room: int | None) -> str:
    """A team's next step: who, what, when, and what it waits for."""
    if task is None:
        return "nothing open"
    due = due_words(task, study.launch.as_of)
    waits = waits_for(study, task, names, None if room is None else 1)
    head = f"{names.owner(task)}, {due}" + (f", waits for {waits}" if waits else "")
    return f"{head}: {task.title}"


def _all_teams(study: Study, views: Sequence[TeamView], names: Names) -> list[Line]:
    ranked = sorted(views, key=lambda view: (-view.late, -view.blocked))
    return _table(study, ranked, names, None) if views else []


def _calm(views: Sequence[TeamView], room: int, *, late: bool) -> list[Line]:
    """Teams with nothing late and nothing blocked, on two lines at most."""
    if not views:
        return []
    parts = [f"{view.title} {_done(view)}" for view in views]
    lead = f" {'Nothing late' if late else 'TEAMS, nothing late or blocked'} ({len(views)}): "
    left = room - width(lead)
    shown = next(n for n in range(len(parts), 0, -1) if n == 1 or _fits(parts[:n], left))
    found: list[Line] = [[(lead, "quiet"), (cut(" · ".join(parts[:shown]), left), "")]]
    if shown < len(parts):
        text = joined(parts[shown:], left, " · ", "teams")
        found.append([(" " * width(lead), ""), (text, "")])
    return found


def _fits(parts: Sequence[str], room: int) -> bool:
    return width(" · ".join(parts)) <= room


def footer(study: Study, found: Forecast, work: Sequence[Task], names: Names, room: int | None) -> list[Line]:
    """The week, what has to be decided, the threads, how sure it all is."""
    after = study.launch.as_of > study.launch.date
    return [
        *_labelled("NEXT 7 DAYS", [_week(study, work, names)], room),
        *_labelled("DECIDE", _decisions(study, names), room, 3),
        *(_labelled("GOALS", _goals(study), room, 2) if after else []),
        *(_labelled("ENDING", _ending(study), room, 2) if after else []),
        *_labelled("THREADS", _threads(study), room, 1),
        *_labelled("HOW SURE", [_sure(study, found)], room),
    ]


def _labelled(label: str, texts: Sequence[str], room: int | None, limit: int = 1) -> list[Line]:
    """Texts behind a label; what is left out is counted on the last line."""
    shown = list(texts) if room is None else list(texts[:limit])
    hidden = len(texts) - len(shown)
    found: list[Line] = []
    for at, text in enumerate(shown):
        head = pad(label if at == 0 else "", _LABEL)
        more = f" · {hidden} more" if hidden and at == len(shown) - 1 else ""
        if room is None:
            found.append([(head, "quiet"), (text, "")])
        else:
            line = cut(text, room - _LABEL - 1 - len(more)) + more
            found.append([(" " + head, "quiet"), (line, "")])
    return found


def _week(study: Study, work: Sequence[Task], names: Names) -> str:
    found = week(study, work)
    if not found.due:
        return "nothing is due"
    text = f"{len(found.due)} due"
    if found.stuck:
        text += f", {found.stuck} of them cannot start yet"
    if found.busiest is not None and found.busiest[1] > 2:
        person, count = found.busiest
        more = "" if names.roles else f": gtm tasks --owner {person}"
        text += f" · {names.person(person)} has {count}{more}"
    return text


def _decisions(study: Study, names: Names) -> list[str]:
    """Everything that waits for somebody's decision, most costly first."""
    agenda, launch = review.agenda(study), study.launch
    as_of = launch.as_of
    found = [
        f"condition overdue on {study.graph.title(gate)}: {promise.text} "
        f"({names.person(promise.owner)}, due {short_day(promise.due, as_of)})"
        for gate, promise in agenda.promises
    ]
    for waiver in agenda.waivers:
        until = short_day(waiver.record.until, as_of)
        title = study.graph.title(waiver.item)
        asker = names.person(waiver.record.asked_by)
        found.append(f"waiver until {until}, asked by {asker}, no answer yet: {title}")
    for decision in agenda.decisions:
        record = decision.record
        who = names.person(record.decides) if record.decides else "nobody named to decide"
        due = f", by {short_day(record.due, as_of)}" if record.due else ""
        found.append(f"{who}{due}: {record.title}")
    for signing in agenda.signings:
        view = signing.gate
        slots = ", ".join(_slot(slot) for slot in signing.slots)
        due = "decided" if view.passed else f"due {short_day(view.due, as_of)}"
        found.append(f"{view.title} sign-offs, {due}: {slots}")
    return found


def _slot(slot: Slot) -> str:
    asked = f" ({'; '.join(one.text for one in slot.asked)})" if slot.asked else ""
    return f"{slot.state} {slot.roles}{asked}"


def _threads(study: Study) -> list[str]:
    """Threads that are not through, the tightest first: how far, and where they stand."""
    found = []
    for thread in study.launch.threads.values():
        ids = [id for id in thread.items if id in study.launch.items]
        open_ = [id for id in ids if not study.readiness[id].settled]
        if open_:
            slot = study.schedule.slots.get(open_[0])
            tight = slot.slack if slot is not None and slot.slack is not None else 10_000
            through = f"{len(ids) - len(open_)} of {len(ids)} through"
            found.append((tight, f"{thread.title}: {through}, now at {short_name(open_[0])}"))
    return [text for _, text in sorted(found, key=lambda pair: pair[0])]


def _sure(study: Study, found: Forecast) -> str:
    """Whose estimates the dates rest on: those of the forecast, so that its confidence explains itself."""
    of = found.estimates
    stale = stale_proofs(study)
    old = f" · {many(stale, 'proof')} too old" if stale else ""
    if not of.total:
        return f"no estimate is open{old}"
    parts = [chance.rests_on(study, found)]
    if of.playbook:
        parts.append(many(of.playbook, "default"))
    if of.assumed:
        parts.append(f"{of.assumed} assumed 1 day")
    word = "low confidence: " if chance.low(found) else ""
    return word + ", ".join(parts) + old


def _goals(study: Study) -> list[str]:
    """Metrics with a target against their newest reading; after launch only."""
    found = []
    for id, metric in study.launch.metrics.items():
        reading = newest(study.launch, id, study.launch.as_of)
        if metric.target is None and reading is None:
            continue
        goal = f", goal {metric.target:g}" if metric.target is not None else ""
        value = "no reading yet" if reading is None else f"no value: {reading.why}"
        if reading is not None and reading.value is not None:
            value = f"{number(reading.value)} on {say(reading.date_)}"
        found.append(f"{metric.title}: {value}{goal}")
    return found


def _ending(study: Study) -> list[str]:
    """Waivers in force whose end is near; after launch only."""
    as_of = study.launch.as_of
    limit = add_days(as_of, _ENDING)
    waivers = [r.waiver for r in study.readiness.values() if r.waiver is not None]
    return [
        f"waiver for {study.graph.title(one.item)} ends {short_day(one.record.until, as_of)}"
        for one in sorted(waivers, key=lambda one: one.record.until)
        if one.record.until <= limit
    ]
