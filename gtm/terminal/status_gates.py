"""Knows the table of gates on the first screen: how each stands, and what decides it.

It must not judge a gate; it puts into words what analysis found.
"""

from datetime import date

from gtm.analysis import gates
from gtm.analysis.gates import GateView
from gtm.analysis.readiness import SAID_DONE
from gtm.analysis.snapshot import Study
from gtm.dates import say_working
from gtm.terminal.screen import Line, Segment, aligned, cut, joined, width
from gtm.terminal.words import Names, column_day, many, short_day, short_name

_MARKS = {"good": "✔", "care": "!", "bad": "✖", "calm": "·"}
_TIGHT = 2  # working days of slack that deserve a second look
_SHOWN = 36  # cells kept free for the columns before the last one, at the very least


def section(study: Study, names: Names, room: int | None) -> list[Line]:
    """One row a gate; those of later markets only while they are not passed."""
    shown = [view for view in study.gates.values() if view.market is None or not view.passed]
    if not shown:
        return []
    head: list[Segment] = [
        (text, "quiet")
        for text in ("", "GATE", "DUE", "STATE", "FORECAST", "PROVEN", "WHAT DECIDES IT")
    ]
    rows = [_row(study, view, names, room) for view in shown]
    if room is None:
        return aligned([head, *rows], None, frozenset({5}))
    found = aligned([head, *rows], room - 1, frozenset({5}))
    return [[(" ", ""), *line] for line in found]


def _row(study: Study, view: GateView, names: Names, room: int | None) -> list[Segment]:
    state, tone = standing(study, view)
    as_of = study.launch.as_of
    style = tone if tone != "calm" else "quiet"
    title = view.title if view.market is None else f"  {view.title}"
    counts = view.counts
    return [
        (_MARKS[tone], style),
        (title if room is None else cut(title, 16), ""),
        (column_day(view.due, as_of), ""),
        (state, style),
        (_forecast(study, view), ""),
        (f"{counts.proven}/{counts.applicable}", ""),
        (decides(study, view, names, room), ""),
    ]


def standing(study: Study, view: GateView) -> tuple[str, str]:
    """A gate's state in a word, and how serious it is: good, care, bad or calm."""
    launch = study.launch
    if view.passed:
        return "passed", "care" if view.decision is not None and view.decision.stale else "good"
    if view.decision is not None and view.decision.decision == "no-go":
        return "no-go", "bad"
    if view.due < launch.as_of:
        return "overdue", "bad"
    if view.course in {gates.BEHIND, gates.LOST}:
        return str(view.course), "bad"
    if view.due > launch.date >= launch.as_of:
        return "not due", "calm"
    late = any(launch.items[id].due < launch.as_of for id in view.blockers)
    if launch.partial or late or view.due == launch.as_of or (view.slack or 0) <= _TIGHT:
        return view.course or "open", "care"
    return view.course or "open", "calm"


def _forecast(study: Study, view: GateView) -> str:
    as_of = study.launch.as_of
    if view.passed:
        day = view.decision.decided if view.decision is not None else None
        return f"GO {_padded(day, as_of)}" if day is not None else "GO"
    if view.forecast is None or not view.counts.total:
        return "-"
    return column_day(max(view.forecast, as_of), as_of)


def _padded(day: date, as_of: date) -> str:
    return column_day(day, as_of).partition(" ")[2].rjust(6)


def decides(study: Study, view: GateView, names: Names, room: int | None) -> str:
    """What stands between a gate and its pass, first link first; who signed, when it is passed."""
    left = None if room is None else max(room - 62, _SHOWN - 8)
    if view.passed:
        return _signed(study, view, names)
    if view.decision is not None and view.decision.decision == "no-go":
        by = [
            one.person
            for one in view.decision.signatures
            if one.sign_off.record.decision == "no-go"
        ]
        return f"no-go by {names.everyone(by)}"
    links, gate = _chain(study, view)
    if links:
        slack = f"; {_slack(view)}" if view.slack is not None else ""
        return _links(study, links, None if left is None else left - width(slack)) + slack
    if gate:
        return (
            f"waits for {study.gates[gate].title}" if gate in study.gates else f"waits for {gate}"
        )
    return _unmet(study, view, left)


def _slack(view: GateView) -> str:
    assert view.slack is not None
    if view.slack < 0:
        return f"{many(-view.slack, 'day')} late"
    return f"slack {many(view.slack, 'day')}" if view.slack else "no slack"


def _chain(study: Study, view: GateView) -> tuple[list[str], str]:
    """The driving chain behind the last gate on it, and that gate when nothing follows it."""
    chain = study.schedule.chain(view.id)[:-1]
    if not chain:
        return [], ""
    at = max((at for at, id in enumerate(chain) if id not in study.launch.items), default=-1)
    return chain[at + 1 :], chain[at] if at == len(chain) - 1 else ""


def _links(study: Study, links: list[str], room: int | None) -> str:
    """First links and the last: "tax codes > 3 more > seller training"."""
    if room is None:
        return " > ".join(study.launch.items[id].title for id in links)
    texts = [short_name(id) for id in links]
    for kept in range(len(texts), 1, -1):
        rest = len(texts) - kept
        middle = [f"{rest} more"] if rest else []
        text = " > ".join([*texts[: kept - 1], *middle, texts[-1]])
        if width(text) <= room:
            return text
    more = f" > {len(texts) - 1} more" if len(texts) > 1 else ""
    return cut(texts[0], room - width(more)) + more


def _signed(study: Study, view: GateView, names: Names) -> str:
    decision = view.decision
    if decision is None or decision.decided is None:
        return "all must-haves settled; it asks for no signature"
    signers = dict.fromkeys(one.person for one in decision.signatures if not one.fault)
    parts = [f"signed by {names.everyone(list(signers))}"]
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
    roles = [
        study.launch.role(role) for one in missing if one.kind == "sign-off" for role in one.ids
    ]
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
    """One late gate in words."""
    launch = study.launch
    due = short_day(view.due, launch.as_of)
    if view.forecast is None:
        return f"{view.title} was due {due}"
    forecast = max(view.forecast, launch.as_of)
    days = say_working(max(launch.calendar.between(view.due, forecast), 1))
    verb = "was due" if view.due < launch.as_of else "is due"
    return (
        f"{view.title} {verb} {due} and will be {days} late ({short_day(forecast, launch.as_of)})"
    )
