"""Knows how "why is it not ready" looks as lines of text: what to do, by whom, and what it holds up.

It must not judge: everything it says was found by analysis.
"""

from collections.abc import Iterator

from gtm.analysis import meeting, served, ways
from gtm.analysis.focus import Action, Why
from gtm.analysis.readiness import NOT_APPLICABLE, WAIVED, Readiness
from gtm.analysis.snapshot import Study
from gtm.dates import say, say_working
from gtm.model.launch import Item, Removed
from gtm.terminal.ink import mark, paint
from gtm.terminal.plain import clean

_VERBS = {
    "name": "Name an owner", "prove": "Bring the proof", "confirm": "Have it confirmed",
    "unblock": "Unblock", "finish": "Finish", "start": "Start",
}  # fmt: skip
_NEAREST = 3


def lines(study: Study, why: Why, limit: int, color: bool) -> Iterator[str]:
    """The answer of `gtm why` for an item or gate of the launch; at most `limit` actions, 0 for all."""
    title = clean(ways.name(study, why.id))
    yield f"{paint(title, 'strong', color)}  {paint(why.id, 'quiet', color)} · as of {say(study.launch.as_of)}"
    if study.launch.partial:
        yield f"PARTIAL: unread: {clean(', '.join(study.launch.unread))}"
    if why.id in study.launch.items:
        for sentence in served.sentences(study.launch, study.launch.items[why.id]):
            yield clean(f"{sentence}.")
    if why.settled:
        yield f"{mark(True, 'settled', color)}: {clean(_settled(study, why.id))}"
    else:
        yield from _open(study, why, limit, color)
    yield from _blocks(study, why)


def _settled(study: Study, id: str) -> str:
    item = study.launch.items.get(id)
    if item is None:
        return meeting.sentence(study, study.gates[id])
    return _settled_item(study, item, study.readiness[id])


def _settled_item(study: Study, item: Item, ready: Readiness) -> str:
    launch = study.launch
    if ready.kind == WAIVED and ready.waiver is not None:
        record = ready.waiver.record
        return f"waived until {say(record.until)}, approved by {launch.person(record.approved_by)}: {record.reason}"
    if ready.kind == NOT_APPLICABLE:
        return f"not applicable: {item.state.reason or 'no reason given'}"
    proof = ready.proof
    if proof is None:
        return "proven"
    if proof.check is not None:
        return f"proven: the check {proof.check} finds nothing"
    where = f"held by {launch.team(item.team)}" if proof.restricted or item.definition.sensitive else proof.target
    dated = f" of {say(proof.date_)}" if proof.date_ else ""
    return f"proven by the {proof.kind}{dated}: {where}"


def _open(study: Study, why: Why, limit: int, color: bool) -> Iterator[str]:
    item = study.launch.items.get(why.id)
    if item is not None:
        late = f", {say_working(_late(study, item))} late" if item.due < study.launch.as_of else ""
        yield f"{mark(False, 'open', color)}: {clean(meeting.missing(study, why.id))} · due {say(item.due)}{late}"
    else:
        view = study.gates[why.id]
        yield f"{mark(False, view.verdict, color)}: {meeting.sentence(study, view)} {meeting.when(study, view)}"
        for condition in view.conditions:
            if not condition.met and condition.kind != "must-haves":
                yield f"  {mark(False, 'open', color)}  {clean(condition.text)}"
    yield from _actions(study, why, limit, color)
    chain = [clean(ways.name(study, id)) for id in study.schedule.chain(why.id)]
    if len(chain) > 1:
        yield ""
        yield f"WHAT SETS ITS DATE: {' > '.join(chain)}"


def _late(study: Study, item: Item) -> int:
    return study.launch.calendar.between(item.due, study.launch.as_of)


def _actions(study: Study, why: Why, limit: int, color: bool) -> Iterator[str]:
    if not why.open:
        if why.waiting:
            yield ""
            yield "Its open items wait for each other in a loop; gtm check shows it."
        return
    if [one.id for one in why.open] == [why.id]:
        yield "It waits for nothing else."
    elif why.waiting:
        verb = "waits" if len(why.waiting) == 1 else "wait"
        yield f"{_count(len(why.waiting), 'open item')} on the way to it {verb} for what is below."
    yield ""
    yield "WHO CAN ACT NOW (what frees most comes first)"
    shown = why.open[:limit] if limit else why.open
    found = ways.ways(study, why.id, [action.id for action in shown])
    for number, action in enumerate(shown, start=1):
        yield from _action(study, action, number, found.get(action.id, ()), color)
    left = len(why.open) - len(shown)
    if left:
        yield f"  … and {left} more: gtm why {why.id} --all"


def _action(study: Study, action: Action, number: int, way: tuple[str, ...], color: bool) -> Iterator[str]:
    item = study.launch.items[action.id]
    verb = paint(_VERBS.get(action.kind, "Act"), "warn" if action.days_late else "strong", color)
    yield f"{number:>3} {verb}: {clean(ways.name(study, item.id))}  {paint(item.id, 'quiet', color)}"
    late = f", {say_working(action.days_late)} late" if action.days_late else ""
    facts = [
        _who(study, action, item),
        f"due {say(item.due)}{late}",
        _slack(study, action),
        _frees(action),
    ]
    yield f"      {clean(' · '.join(filter(None, facts)))}"
    if action.kind not in {"name", "start"}:
        yield f"      {clean(meeting.missing(study, item.id))}"
    if len(way) > 1:
        yield f"      leads to: {' > '.join(clean(ways.name(study, id)) for id in way[1:])}"


def _who(study: Study, action: Action, item: Item) -> str:
    launch = study.launch
    if action.acts is None:
        return f"nobody leads {launch.team(item.team)} in this launch yet"
    if item.owner is None:
        return f"turn to {launch.person(action.acts)}, who leads {launch.team(item.team)}"
    return launch.person(action.acts) + (" (as team lead)" if item.owner_from == "lead" else "")


def _slack(study: Study, action: Action) -> str:
    if action.slack is None:
        return ""
    slot = study.schedule.slots.get(action.id)
    gate = study.graph.title(slot.gate) if slot and slot.gate else "its gate"
    if action.slack < 0:
        return f"{say_working(-action.slack)} too late for the {gate}"
    return f"{say_working(action.slack)} of slack" if action.slack else f"no slack: each day moves the {gate}"


def _frees(action: Action) -> str:
    if not action.frees:
        return "holds up no other item"
    return f"frees {_count(action.frees, 'item')} in {_count(action.teams, 'team')}"


def _blocks(study: Study, why: Why) -> Iterator[str]:
    found = ways.blocked(study, why.blocks)
    if not why.blocks or why.settled:
        return
    launch = study.launch
    yield ""
    yield f"WHAT WAITS FOR IT ({len(why.blocks)})"
    if found.gates:
        gates = [f"{ways.name(study, id)} (due {say(study.gates[id].due)})" for id in found.gates]
        yield f"  gates: {clean(', '.join(gates))}"
    for team, items in found.teams:
        near = ", ".join(ways.name(study, item.id) for item in items[:_NEAREST])
        more = f" and {len(items) - _NEAREST} more" if len(items) > _NEAREST else ""
        yield f"  {clean(launch.team(team))} {len(items)}: {clean(near)}{more}"


def removed(study: Study, one: Removed, color: bool) -> Iterator[str]:
    """The answer for an item that does not apply to this launch."""
    launch = study.launch
    yield f"{paint(clean(one.title), 'strong', color)}  {paint(one.id, 'quiet', color)} · as of {say(launch.as_of)}"
    yield clean(f"It does not apply to {launch.title}. Rule `{one.rule}`: {one.reason}.")
    passed = ways.heirs(study, one.id)
    if not passed:
        yield "No other item has to wait for something else because of it."
        return
    yield "What waited for it now waits for what it waited for:"
    for item, on in passed:
        ids = paint(f"{item.id} > {on}", "quiet", color)
        yield f"  {clean(ways.name(study, item.id))} waits for {clean(ways.name(study, on))}  {ids}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
