"""Knows how a plan looks: a chain with a sentence a link, the gates with their slack, a list of items.

On a terminal there are bars; in a pipe plain columns with dates. It must not compute dates.
"""

from collections.abc import Sequence
from datetime import date

from gtm.analysis import load, plan, plan_words, ways
from gtm.analysis.capacity import Levelled, Reach
from gtm.analysis.gates import GateView
from gtm.analysis.plan import Link
from gtm.analysis.snapshot import Study
from gtm.analysis.words import column_day, from_today, late_days, many, short_day, short_name
from gtm.dates import never, say, say_working
from gtm.terminal import plan_tables
from gtm.terminal.bars import Scale, scale
from gtm.terminal.screen import Line, Paper, Segment, cut, joined, pad, wrapped

_BAR = 34
_LINKS = 12  # links of a chain that fit one screen with their sentences
_PRESSING = 8


def chain(study: Study, id: str, paper: Paper, levelled: Levelled | None, whole: bool) -> list[Line]:
    """What drives one item or gate, link by link; on a terminal the last links unless `whole`."""
    links = plan.chain(study, id, levelled)
    lines = _chain_head(study, id, links, paper, levelled)
    if not links:
        return [*lines, [("It waits in or behind a loop, so it has no dates; gtm check shows the loop.", "bad")]]
    cutting = paper.cuts and not whole and len(links) > _LINKS
    shown = links[-_LINKS:] if cutting else links
    ruler = _ruler(study, shown, paper)
    lines.append([])
    if ruler is not None:
        lines.append([(" " * ((paper.columns or 0) - ruler.room) + ruler.head(study.launch.as_of), "quiet")])
    if cutting:
        lines.append([(f"   {len(links) - _LINKS} earlier links: gtm plan {id} --all", "quiet")])
    numbers = {link.id: at for at, link in enumerate(links, start=1)}
    due = study.gates[id].due if id in study.gates else None
    for link in shown:
        lines += _link(study, link, numbers, ruler, paper, due)
    return lines


def _chain_head(study: Study, id: str, links: Sequence[Link], paper: Paper, levelled: Levelled | None) -> list[Line]:
    launch, view = study.launch, study.gates.get(id)
    limits = " with owners' limits" if levelled is not None else ""
    name = cut(ways.name(study, id), None if paper.columns is None else paper.columns - 50)
    lines: list[Line] = [
        [
            (f"{cut(launch.title, 20)} · ", ""),
            (name, "head"),
            (f" · what sets its date{limits} · as of {say(launch.as_of)}", ""),
        ]
    ]
    lines += plan_tables.partial(study)
    if not links:
        return lines
    facts = _gate_facts(study, view, links[-1]) if view is not None else _item_facts(study, id, links[-1])
    late = view is not None and not view.passed and links[-1].finish > view.due
    lines += [[(text, "care" if late and not at else "")] for at, text in enumerate(wrapped(facts, paper.columns))]
    behind = plan.upstream(study, id)
    sure = plan_words.how_sure(plan.sources(study, behind)) if behind else ""
    text = plan_words.total(links)
    return [*lines, *([(one, "quiet")] for one in wrapped(" · ".join(filter(None, [text, sure])), paper.columns))]


def _gate_facts(study: Study, view: GateView, last: Link) -> str:
    as_of = study.launch.as_of
    due = f"due {short_day(view.due, as_of)}"
    if view.passed or last.why == plan.DECIDED:
        return f"{due} · decided {short_day(last.finish, as_of)}: {view.verdict}"
    forecast = f"forecast {short_day(max(last.finish, as_of), as_of)}"
    return f"{due} · {forecast} · {plan_words.margin(study, view, last)}"


def _item_facts(study: Study, id: str, last: Link) -> str:
    as_of, slot = study.launch.as_of, study.schedule.slots[id]
    if study.readiness[id].settled:
        return f"settled {short_day(last.finish, as_of)}"
    parts = [f"forecast {short_day(last.finish, as_of)}"]
    if slot.latest_start is not None and slot.latest_finish is not None and slot.slack is not None:
        start, end = short_day(slot.latest_start, as_of), short_day(slot.latest_finish, as_of)
        parts.append(f"must start by {start}, be done by {end}")
        gate = study.graph.title(slot.gate)
        parts.append(f"{say_working(-slot.slack)} too late for the {gate}" if slot.slack < 0
                     else f"{say_working(slot.slack)} of slack to the {gate}")  # fmt: skip
    else:
        parts.append("no gate waits for it")
    return " · ".join(parts)


def _ruler(study: Study, links: Sequence[Link], paper: Paper) -> Scale | None:
    if paper.columns is None:
        return None
    dues = [study.gates[link.id].due for link in links if link.id in study.gates]
    days = [max(day, study.launch.as_of) for link in links for day in (link.start, link.finish)] + dues
    days.append(study.launch.as_of)
    return scale(days, min(_BAR, paper.columns // 3), paper.signs)


def _link(
    study: Study, link: Link, numbers: dict[str, int], ruler: Scale | None, paper: Paper, due: date | None
) -> list[Line]:
    room = paper.columns
    number = f"{numbers[link.id]:>2} "
    after = f"step {numbers[link.after]}" if link.after in numbers else ""
    text = plan_words.sentence(study, link, after)
    name = ways.name(study, link.id)
    if ruler is None or room is None:
        quiet = f"  {link.id}" if link.item is not None else ""
        return [[(number, "quiet"), (name, "bold"), (quiet, "quiet")], [("   " + text, "")]]
    left = room - ruler.room - 5
    since = study.launch.as_of if link.why == plan.EXPECTED else link.start
    bar = ruler.point(link.finish, due) if link.item is None else ruler.bar(link, since, due)
    late = due is not None and link.finish > due
    first: Line = [(number, "quiet"), (pad(cut(name, left), left) + "  ", "bold"), (bar, "care" if late else "good")]
    return [first, *([("   " + one, "quiet")] for one in wrapped(text, room - 3))]


def overview(study: Study, paper: Paper, levelled: Levelled | None) -> list[Line]:
    """Every gate with its slack, dates promised before, what must start when, who has too much."""
    launch = study.launch
    title = cut(launch.title, None if paper.columns is None else paper.columns - 60)
    when = f" · plan · launch {say(launch.date)}, {from_today(launch.date, launch.as_of)} · as of {say(launch.as_of)}"
    lines: list[Line] = [[(title, "head"), (when, "")], *plan_tables.partial(study)]
    for one in plan.slips(study):
        lines += [[(text, "quiet")] for text in wrapped(plan_words.slip(one), paper.columns)]
    lines += [[], *_gates(study, paper, levelled)]
    if levelled is not None:
        lines += _people(study, paper, levelled)
    else:
        lines += _starts(study, paper)
    lines += _weeks(study, paper, levelled is not None)
    sure = plan_words.how_sure(plan.sources(study, plan.open_items(study)))
    return [
        *lines,
        [],
        *([(row, "")] for row in wrapped(f"HOW SURE  all open work, {sure}", paper.columns)),
        [(_hint(study, levelled), "quiet")],
    ]


def _hint(study: Study, levelled: Levelled | None) -> str:
    left = [view for view in study.gates.values() if view.slack is not None and study.schedule.driver(view.id)]
    gate = min(left, key=lambda view: view.slack or 0).id if left else None
    rest = " · gtm plan --owner NAME" + ("" if levelled is not None else " · gtm plan --capacity")
    return f"Next: gtm plan {gate}{rest}" if gate else f"Next:{rest[2:]}"


def _gates(study: Study, paper: Paper, levelled: Levelled | None) -> list[Line]:
    as_of = study.launch.as_of
    head = [
        "GATE",
        "DUE",
        "FORECAST",
        *(["WITH LIMITS"] if levelled is not None else []),
        "SLACK",
        "WHAT SETS ITS DATE",
    ]
    rows: list[list[Segment]] = [[(one, "quiet") for one in head]]
    for view in study.gates.values():
        reach = levelled.gates.get(view.id) if levelled is not None else None
        rows.append([
            (view.title, "bold"), (column_day(view.due, as_of), ""), (_forecast(study, view), ""),
            *([(column_day(reach.shared, as_of) if reach else "-", "")] if levelled is not None else []),
            _slack(study, view, reach), (_deciding(study, view, paper), ""),
        ])  # fmt: skip
    return plan_tables.table(rows, paper, ["WHAT SETS ITS DATE"])


def _forecast(study: Study, view: GateView) -> str:
    as_of = study.launch.as_of
    decided = view.decision.decided if view.decision is not None else None
    if decided is not None:
        return f"decided {short_day(decided, as_of).partition(' ')[2]}"
    if view.forecast is None:
        return "none: a loop"
    return "passed" if view.passed else column_day(max(view.forecast, as_of), as_of)


def _slack(study: Study, view: GateView, reach: Reach | None) -> Segment:
    slack = view.slack
    if view.passed or slack is None:
        return "-", "quiet"
    if reach is not None:
        slack = study.launch.calendar.between(reach.shared, view.due)
    day = reach.shared if reach is not None else view.forecast
    if day is not None and never(day):
        return "never", "bad"
    if slack < 0:
        return f"{late_days(-slack)} late", "bad"
    return many(slack, "day"), "care" if slack <= 2 else "good"


def _deciding(study: Study, view: GateView, paper: Paper) -> str:
    if view.passed:
        return view.verdict
    ids = study.schedule.chain(view.id)[:-1]
    at = max((at for at, id in enumerate(ids) if id in study.gates), default=-1)
    items = [study.launch.items[id] for id in ids[at + 1 :]]
    first = [study.graph.title(ids[at])] if at >= 0 else []
    if not ids:
        return "nothing still to do: proofs and sign-offs" if view.forecast else ""
    names = [*first, *(short_name(item.id) if paper.cuts else item.title for item in items)]
    if paper.cuts and len(names) > 3:
        names = [names[0], f"+{len(names) - 2}", names[-1]]
    return " > ".join(names)


def _starts(study: Study, paper: Paper) -> list[Line]:
    found = plan.pressing(plan.rows(study, plan.open_items(study)))
    if not found:
        return []
    more = f", {len(found) - _PRESSING} more: gtm plan --format json" if len(found) > _PRESSING else ""
    shown = found[:_PRESSING] if paper.cuts else found
    title = f"MUST START BY (least slack first{more if paper.cuts else ''})"
    return [[], [(title, "head")], *plan_tables.listed(study, shown, paper, owner=True)]


def _people(study: Study, paper: Paper, levelled: Levelled) -> list[Line]:
    """Gates that are late only because somebody has too much to do at a time, and the work that shows it."""
    late = [reach for reach in levelled.gates.values() if reach.late_by_people]
    if not late:
        text = "No gate moves, though everybody works on no more items at a time than people.yaml says."
        if any(reach.shared > reach.alone for reach in levelled.gates.values()):
            text = "Limits move some dates, but no gate past its own."
        return [[], *([(one, "")] for one in wrapped(text, paper.columns))]
    lines: list[Line] = [[], [("LATE ONLY BECAUSE OF PEOPLE", "head")]]
    for reach in late:
        days = study.launch.calendar.between(reach.due, reach.shared)
        busy = [link for link in plan.chain(study, reach.id, levelled) if link.why == plan.OWNER and link.item]
        names = dict.fromkeys(study.launch.person(link.item.owner) for link in busy if link.item)
        who = f", because {joined(list(names), None, ' and ')} cannot do everything at once" if names else ""
        text = f"{study.graph.title(reach.id)} would be {say_working(days)} late{who}; gtm plan {reach.id} --capacity"
        lines += [[(one, "care")] for one in wrapped(text, paper.columns)]
    return lines


def _weeks(study: Study, paper: Paper, everything: bool) -> list[Line]:
    """Weeks that hold less than the work that must be done in them, the heaviest first."""
    found = load.overloads(load.weeks(study))
    if not found:
        return [[], [("No week ahead holds more work than its owner has days.", "")]] if everything else []
    limit = None if everything or not paper.cuts else plan_tables.PEAKS
    title = "TOO MUCH IN A WEEK at the last moment: begin earlier, or hand over"
    shown = found[:limit]
    more = f" ({len(found) - len(shown)} more)" if len(shown) < len(found) else ""
    return [[], [(title, "head"), (more, "quiet")], *plan_tables.weeks(study, shown, paper)]
