"""Knows how the agenda of a gate meeting reads: Markdown, to be read out in ten minutes.

What has to be decided comes first. It must not compute; analysis gathered what it says.
"""

import re
from collections.abc import Iterator

from gtm.analysis import meeting, ways
from gtm.analysis.gates import GateView
from gtm.analysis.snapshot import Study
from gtm.dates import say, say_working
from gtm.model.launch import Decision
from gtm.source import clean

_SPEAKS = re.compile(r"([\\`*_{}\[\]<>|~!&$])")
_CALLS = re.compile(r"([@#])(?=\w)")  # would call a person or link an issue
_STARTS = re.compile(r"^([-+=]|\d+(?=[.)]))")


def render(study: Study, view: GateView) -> str:
    """The agenda for deciding one gate."""
    launch = study.launch
    lines = [
        f"# {md(study.graph.title(view.id))}: agenda",
        "",
        f"**{meeting.sentence(study, view)}** {meeting.when(study, view)}.",
        "",
        f"{md(launch.title)}, launch on {say(launch.date)}. As of {say(launch.as_of)}.",
    ]
    if launch.partial:
        lines += ["", f"**Some files could not be read, so no gate can pass:** {md(', '.join(launch.unread))}"]
    parts = (
        ("To decide", list(_decide(study, view))),
        ("Conditions", list(_conditions(view))),
        ("Blockers by team", list(_blockers(study, view))),
        ("Waivers in force", list(_waivers(study, view))),
        ("Promises", list(_promises(study, view))),
        ("Changed since the decision", list(_changes(study, view))),
    )
    for title, entries in parts:
        if entries or title == "To decide":
            lines += ["", f"## {title}", "", *(entries or ["Nothing: no decision is asked for today."])]
    return "\n".join(lines) + "\n"


def md(text: str) -> str:
    """Text of a file as plain words of Markdown: no markup, no mention, no link to an issue."""
    safe = _SPEAKS.sub(r"\\\1", clean(text).strip())
    return _STARTS.sub(r"\\\1" if not safe[:1].isdigit() else "\\1\u2060", _CALLS.sub("\\1\u2060", safe))


def _decide(study: Study, view: GateView) -> Iterator[str]:
    number = 0
    for entry in (*_asked(study, view), *_signatures(study, view), *_logged(study, view), *_nobody(study, view)):
        number += not entry.startswith(" ")
        yield entry if entry.startswith(" ") else f"{number}. {entry}"


def _asked(study: Study, view: GateView) -> Iterator[str]:
    launch = study.launch
    for waiver, why in meeting.waivers(study, view)[1]:
        record = waiver.record
        yield f"**Waiver: {md(ways.name(study, waiver.item))}** ({waiver.item}) until {say(record.until)}: {why}"
        yield f"   - {md(launch.person(record.asked_by))} asks: {md(record.reason)}"
        if record.instead:
            yield f"   - Meanwhile: {md(record.instead)}"
        roles = ", ".join(md(launch.role(role)) for role in launch.workspace.policy.waiver_approvers)
        yield f"   - May approve: {roles or 'nobody yet; name roles under policy: waiver_approvers in gtm.yaml'}"


def _signatures(study: Study, view: GateView) -> Iterator[str]:
    for slot in meeting.slots(study, view):
        if slot.state == meeting.GIVEN:
            continue
        holders = " or ".join(map(md, slot.holders)) or "nobody holds this role"
        yield f"**Sign-off {slot.state}: {md(slot.roles)}** ({holders})"
        if slot.said:
            yield f"   - Given: {md(slot.said)}"
        for one in slot.asked:
            yield f"   - {md(one.text)}"
        for change in slot.changes:
            yield f"   - Changed since: {md(change)}"
    for text in meeting.not_counted(study, view):
        yield f"**Sign-off that does not count:** {md(text)}"


def _logged(study: Study, view: GateView) -> Iterator[str]:
    for decision in meeting.decisions(study, view):
        yield from _choices(study, decision)


def _choices(study: Study, decision: Decision) -> Iterator[str]:
    record, launch = decision.record, study.launch
    who = [
        f"{word} {md(launch.person(id))}" for word, id in (("asks", record.asked_by), ("decides", record.decides)) if id
    ]
    due = [f"by {say(record.due)}"] if record.due else []
    yield f"**{md(record.title)}** {', '.join([*who, *due])}".rstrip()
    for name, choice in (record.choices or {}).items():
        proposed = " (proposed)" if name == record.proposed else ""
        yield f"   - {md(name)}: {md(choice.text)}{proposed}"
    if record.leave:
        yield f"   - Would a customer leave for it? {md(record.leave)}"


def _nobody(study: Study, view: GateView) -> Iterator[str]:
    for one in meeting.blockers(study, view):
        item = one.item
        if item.owner is None:
            role = f"; the role {md(study.launch.role(item.role))} is empty" if item.role else ""
            yield f"**Who takes: {md(ways.name(study, item.id))}** ({item.id}), due {say(item.due)}{role}"


def _conditions(view: GateView) -> Iterator[str]:
    for condition in view.conditions:
        yield f"- {'ahead' if condition.ahead else '✔ met' if condition.met else '✖ open'}: {md(condition.text)}"


def _blockers(study: Study, view: GateView) -> Iterator[str]:
    launch = study.launch
    teams: dict[str, list[str]] = {}
    for one in meeting.blockers(study, view):
        item = one.item
        late = f", {say_working(one.late)} late" if one.late else ""
        who = md(launch.person(item.owner))
        text = f"  - {md(ways.name(study, item.id))}: {md(one.missing)}; {who}, due {say(item.due)}{late}"
        teams.setdefault(item.team, []).append(text)
    for team in sorted(teams, key=lambda id: (-len(teams[id]), id)):
        yield f"- **{md(launch.team(team))}** ({len(teams[team])})"
        yield from teams[team]


def _waivers(study: Study, view: GateView) -> Iterator[str]:
    launch = study.launch
    for waiver in meeting.waivers(study, view)[0]:
        record = waiver.record
        approved = f"approved by {md(launch.person(record.approved_by))}"
        title = md(ways.name(study, waiver.item))
        yield f"- {title} until {say(record.until)}: {md(record.reason)}; {approved}"


def _promises(study: Study, view: GateView) -> Iterator[str]:
    for gate, promise in meeting.promises(study, view):
        good, state = meeting.promise_state(study.launch, promise)
        owner = md(study.launch.person(promise.owner))
        otherwise = f"; else {md(promise.if_missed)}" if promise.if_missed and not state.startswith("kept") else ""
        yield f"- {'✔' if good else '✖'} {md(promise.text)} ({md(gate.title)}): {owner}, {state}{otherwise}"


def _changes(study: Study, view: GateView) -> Iterator[str]:
    decision = view.decision
    if decision is None or decision.decided is None:
        return
    if decision.stale:
        for change in meeting.changes(study, decision.changed):
            yield f"- Material: {md(change)}"
    else:
        yield "- Nothing material"
    if decision.reworded:
        yield "- Wording: titles, questions or answers were edited"
