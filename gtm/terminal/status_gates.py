"""Knows the table of gates on the first screen: how each stands, and what decides it.

It must not judge a gate; it puts into words what analysis found.
"""

from datetime import date

from gtm.analysis import chance, gates
from gtm.analysis.forecast import Forecast
from gtm.analysis.gates import GateView
from gtm.analysis.readiness import SAID_DONE
from gtm.analysis.snapshot import Study
from gtm.analysis.words import Names, column_day, many, short_day, short_name
from gtm.dates import never, say_working
from gtm.terminal.screen import Line, Segment, aligned, cut, joined, width

_MARKS = {"good": "✔", "care": "!", "bad": "✖", "calm": "·"}
_STATES = frozenset({"overdue", "no-go", "passed"})
_TIGHT = 2  # working days of slack that deserve a second look
_LEAST = 20  # cells for what decides a gate, however narrow the terminal


def section(study: Study, found: Forecast, names: Names, room: int | None) -> list[Line]:
    """One row a gate; those of later markets only while they are not passed."""
    shown = [view for view in study.gates.values() if view.market is None or not view.passed]
    if not shown:
        return []
    titles: tuple[str, ...] = ("GATE", "DUE", "STATE", "FORECAST", "CHANCE", "PROVEN")
    rows_of = [_row(study, found, view) for view in shown]
    if room is not None:  # the sign before the row and the chance say the state too; what decides it needs the room
        titles, rows_of = (*titles[:2], *titles[3:]), [_short(row) for row in rows_of]
    table = [[(text, "quiet") for text in titles], *rows_of]
    if room is not None:
        table = [[(cut(row[0][0], 18), row[0][1]), *row[1:]] for row in table]
    widths = [max(width(row[at][0]) for row in table) for at in range(len(titles))]
    left = None if room is None else room - 3 - sum(widths) - 2 * len(widths)
    last = ["WHAT DECIDES IT", *(decides(study, view, names, left) for view in shown)]
    rows = [[*row, (text, "quiet" if at == 0 else "")] for at, (row, text) in enumerate(zip(table, last, strict=True))]
    marks: list[Segment] = [("", ""), *((_MARKS[tone], tone) for _, tone in (standing(study, found, v) for v in shown))]
    margin = "" if room is None else " "
    body = aligned(rows, None if room is None else room - 3, frozenset({len(titles) - 1}))
    return [[(margin + (mark or " ") + " ", tone), *line] for (mark, tone), line in zip(marks, body, strict=True)]


def _short(row: list[Segment]) -> list[Segment]:
    """A row without its state, which takes the place of the chance where the chance says nothing."""
    state, chances = row[2], row[4]
    return [*row[:2], row[3], state if state[0] in _STATES else chances, *row[5:]]


def _row(study: Study, found: Forecast, view: GateView) -> list[Segment]:
    state, tone = standing(study, found, view)
    title = view.title if view.market is None else f"  {view.title}"
    counts = view.counts
    return [
        (title, ""),
        (column_day(view.due, study.launch.as_of), ""),
        (state, tone if tone != "calm" else "quiet"),
        (_forecast(study, view), ""),
        _chance(found, view),
        (f"{counts.proven}/{counts.applicable}", ""),
    ]


def standing(study: Study, found: Forecast, view: GateView) -> tuple[str, str]:
    """A gate's state in a word, and how serious it is: good, care, bad or calm."""
    launch = study.launch
    if view.passed:
        return "passed", "care" if view.decision is not None and view.decision.stale else "good"
    if view.decision is not None and view.decision.decision == "no-go":
        return "no-go", "bad"
    if view.due < launch.as_of:
        return "overdue", "bad"
    course = chance.course(found, view)
    if course in {gates.BEHIND, gates.LOST}:
        return str(course), "bad"
    if view.due > launch.date >= launch.as_of:
        return "not due", "calm"
    late = any(launch.items[id].due < launch.as_of for id in view.blockers)
    if launch.partial or late or view.due == launch.as_of or (view.slack or 0) <= _TIGHT:
        return course or "open", "care"
    return course or "open", "calm"


def _forecast(study: Study, view: GateView) -> str:
    as_of = study.launch.as_of
    if view.passed:
        day = view.decision.decided if view.decision is not None else None
        return f"GO {_padded(day, as_of)}" if day is not None else "GO"
    if view.forecast is None or not view.counts.total:
        return "-"
    return column_day(max(view.forecast, as_of), as_of)


def _chance(found: Forecast, view: GateView) -> Segment:
    """The chance of the due date, or a word where a percentage would say too much."""
    word, tone = chance.of_view(found, view)
    return (word, "quiet" if tone == chance.CALM else tone)


def _padded(day: date, as_of: date) -> str:
    return column_day(day, as_of).partition(" ")[2].rjust(6)


def decides(study: Study, view: GateView, names: Names, room: int | None) -> str:
    """What stands between a gate and its pass, first link first; who signed, when it is passed."""
    left = None if room is None else max(room, _LEAST)
    if view.passed:
        return _signed(study, view, names, left)
    if view.decision is not None and view.decision.decision == "no-go":
        by = [one.person for one in view.decision.signatures if one.sign_off.record.decision == "no-go"]
        return f"no-go by {names.everyone(by)}"
    links, gate = _chain(study, view)
    if links:
        slack = _slack(view)
        if left is not None and left - width(slack) < _LEAST:
            slack = ""
        return _links(study, links, None if left is None else left - width(slack)) + slack
    if gate:
        return f"waits for {study.gates[gate].title}" if gate in study.gates else f"waits for {gate}"
    return _unmet(study, view, left)


def _slack(view: GateView) -> str:
    """Nothing for a late gate: its two dates say it."""
    if view.slack is None or view.slack < 0:
        return ""
    return f"; slack {many(view.slack, 'day')}" if view.slack else "; no slack"


def _chain(study: Study, view: GateView) -> tuple[list[str], str]:
    """The driving chain behind the last gate on it, and that gate when nothing follows it."""
    chain = study.schedule.chain(view.id)[:-1]
    if not chain:
        return [], ""
    at = max((at for at, id in enumerate(chain) if id not in study.launch.items), default=-1)
    return chain[at + 1 :], chain[at] if at == len(chain) - 1 else ""


def _links(study: Study, links: list[str], room: int | None) -> str:
    """First links and the last: "tax codes > +3 > seller training"."""
    if room is None:
        return " > ".join(study.launch.items[id].title for id in links)
    texts = [short_name(id) for id in links]
    for kept in range(len(texts), 1, -1):
        rest = len(texts) - kept
        middle = [f"+{rest}"] if rest else []
        text = " > ".join([*texts[: kept - 1], *middle, texts[-1]])
        if width(text) <= room:
            return text
    more = f" > {len(texts) - 1} more" if len(texts) > 1 else ""
    return cut(texts[0], room - width(more)) + more if room - width(more) > 8 else cut(texts[0], room)


def _signed(study: Study, view: GateView, names: Names, room: int | None) -> str:
    decision = view.decision
    if decision is None or decision.decided is None:
        return "all must-haves settled; it asks for no signature"
    signers = dict.fromkeys(one.person for one in decision.signatures if not one.fault)
    listed = [names.person(one) for one in signers]
    parts = [f"signed by {joined(listed, None if room is None else room - 10, ', ')}"]
    open_ = [one for one in decision.promises if one.done is None or one.done > study.launch.as_of]
    if open_:
        parts.insert(0, many(len(open_), "condition") + " open")
    if decision.stale:
        parts.insert(0, "changed since it was signed")
    return "; ".join(parts)


def _unmet(study: Study, view: GateView, room: int | None) -> str:
    """What is missing when no work drives the date any more: proof, signatures, readings."""
    if not view.counts.total:
        return "no must-have applies, so there is nothing to judge"
    parts = []
    unproven = [id for id in view.blockers if study.readiness[id].kind == SAID_DONE]
    other = len(view.blockers) - len(unproven)
    if unproven:
        parts.append(f"proof of {_named(study, unproven, room)}")
    if other:
        parts.append(f"{many(other, 'open must-have')}")
    missing = [one for one in view.conditions if not one.met]
    roles = [study.launch.role(role) for one in missing if one.kind == "sign-off" for role in one.ids]
    if roles:
        parts.append(f"signature of {joined(roles, room, ', ')}")
    parts += [one.text for one in missing if one.kind in {"metric", "promise", "files"}]
    return "; ".join(parts)


def _named(study: Study, ids: list[str], room: int | None) -> str:
    if room is None:
        return ", ".join(study.launch.items[id].title for id in ids)
    return joined([short_name(id) for id in ids], room // 2, ", ")


def late_gates(study: Study) -> list[GateView]:
    """Main gates up to the launch that will not be, or were not, decided on their date."""
    launch = study.launch
    return [
        view
        for view in study.gates.values()
        if view.market is None
        and not view.passed
        and view.due <= launch.date
        and (view.due < launch.as_of or (view.forecast is not None and view.forecast > view.due))
    ]


def lateness(study: Study, view: GateView) -> str:
    """One late gate in words, with the first link of the chain that decides it."""
    launch = study.launch
    due = short_day(view.due, launch.as_of)
    if view.forecast is None:
        return f"{view.title} was due {due}"
    forecast = max(view.forecast, launch.as_of)
    likely = short_day(forecast, launch.as_of)
    if view.due < launch.as_of:
        return f"{view.title} was due {due}, likely now {likely}"
    links, _ = _chain(study, view)
    decided = f", decided by {short_name(links[0])}" if links else ""
    if never(forecast):
        return f"{view.title} is never reached as planned{f': gtm plan {view.id}' if links else ''}"
    days = max(launch.calendar.between(view.due, forecast), 1)
    return f"{view.title} will be {say_working(days)} late ({likely}){decided}"
