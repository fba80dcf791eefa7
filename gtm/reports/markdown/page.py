"""Knows the parts of the report in their order, and what each shows. It must not judge."""

import re
from collections.abc import Iterator, Mapping

from gtm.analysis import chance, extract, meeting, review, tasks
from gtm.analysis.extract import Scope
from gtm.analysis.forecast import Forecast
from gtm.analysis.gates import GateView
from gtm.analysis.readiness import waiver_fault
from gtm.analysis.snapshot import Snapshot, Study
from gtm.analysis.veil import Veil
from gtm.dates import say
from gtm.model import written
from gtm.model.launch import Item, Launch
from gtm.reports.markdown import more
from gtm.reports.markdown.heat import heat
from gtm.reports.markdown.journey import journey
from gtm.reports.markdown.personas import personas
from gtm.reports.markdown.profile import profiles
from gtm.reports.markdown.scale import scale
from gtm.reports.markdown.text import md, person, table, title
from gtm.reports.markdown.when import when

_ID = re.compile(r"[\w./: …-]+")


def report(
    snapshot: Snapshot, found: Forecast, effects: Mapping[str, str] | None = None, scope: Scope | None = None,
    commit: str = "", since: str = "",
) -> str:  # fmt: skip
    """The report as text; `effects` says by scenario what a choice would do, `scope` makes it an extract.

    `since` is what changed since the last review, in a sentence.
    """
    study, about = snapshot.study, scope or Scope()
    parts = (heat, _gaps, _tasks, _threads, _items, _removed, _waivers, _sign_offs)
    chapters = [
        _head(snapshot, about, commit), _verdict(snapshot, found, since), _agenda(snapshot, effects or {}, about),
        _gates(snapshot, found, about), *([] if about else [more.watch(study), when(study, found), more.plan(study)]),
        *(part(snapshot, about) for part in parts), more.standing(study, about),
        *([] if about else [more.metrics(study), personas(study), profiles(study), journey(study), scale(study),
             _risks(snapshot)]),
        _decisions(snapshot, about), _method(snapshot, found),
    ]  # fmt: skip
    return "\n".join(line for part in chapters for line in (*part, "")).rstrip("\n") + "\n"


def _head(snapshot: Snapshot, scope: Scope, commit: str) -> Iterator[str]:
    launch = snapshot.launch
    yield f"# {md(launch.title)}: launch review"
    yield ""
    example = ", an example whose today stands still" if launch.workspace.example_as_of else ""
    of = f" · {commit}" if commit else ""
    yield f"Launch {say(launch.date)} · tier {launch.written.tier} · as of {say(launch.as_of)}{example}{of}"
    if scope:
        number = f"{len(extract.items(snapshot.study, scope))} of {len(launch.items)} items"
        yield f"\n**Extract: {md(scope.words(launch))}**, {number}. The verdict is about the whole launch."
    if launch.closed:
        yield f"\nThis launch is closed. It is shown as it was on {say(launch.as_of)}."
    if launch.partial:
        yield "\n**This report is partial.** These files could not be read in full, so no gate can pass:\n"
        yield from (f"- {md(path)}" for path in launch.unread)


def _verdict(snapshot: Snapshot, likely: Forecast, since: str) -> Iterator[str]:
    study = snapshot.study
    found = review.verdict(study, chance.launch_course(study, likely), chance.said(study, likely))
    yield f"## {found.word}\n"
    yield md(found.sentence)
    yield f"\n{md(since)}\n" if since else ""
    for reason in found.reasons:
        words = "; ".join(md(word) for word in reason.words)
        chain = " › ".join(title(study, id) for id in reason.chain)
        more = f" › {reason.more} more" if reason.more else ""
        hangs = f". Its date hangs on {chain}{more}" if chain else ""
        yield f"- **{md(reason.gate.title)}**, due {say(reason.gate.due)}: {words}{hangs}"


def _agenda(snapshot: Snapshot, effects: Mapping[str, str], scope: Scope) -> Iterator[str]:
    study, launch = snapshot.study, snapshot.launch
    found = extract.agenda(study, scope, review.agenda(study)) if scope else review.agenda(study)
    yield "## To decide in this meeting\n"
    if found.empty:
        yield "Nothing waits for a decision today."
    for one in found.decisions:
        yield f"- **{md(one.record.title)}** {_who_decides(launch, one.record)}"
        yield from _choices(one.record, effects)
    for waiver in found.waivers:
        ask = waiver.record
        yield (
            f"- **Waiver asked: {title(study, waiver.item)}** until {say(ask.until)}."
            f" Asks {person(launch, ask.asked_by)}: {md(ask.reason)}"
        )
    for signing in found.signings:
        slots = "; ".join(f"{one.state}: {md(one.roles)}" for one in signing.slots)
        yield f"- **Sign-offs of {md(signing.gate.title)}**, due {say(signing.gate.due)}: {slots}"
    for gate, promise in found.promises:
        yield f"- **Overdue condition of {title(study, gate)}**: {md(promise.text)}, due {say(promise.due)}"
    if found.unowned:
        titles = "; ".join(title(study, item.id) for item in found.unowned)
        yield f"- **Open must-haves without an owner, {len(found.unowned)}**: {titles}"
    if found.roles:
        yield f"- **Roles that nobody fills, {len(found.roles)}**: {', '.join(map(md, found.roles))}"


def _who_decides(launch: Launch, record: written.DecisionWritten) -> str:
    asks = f"Asks {person(launch, record.asked_by)}. " if record.asked_by else ""
    decides = f"Decides {person(launch, record.decides)}. " if record.decides else ""
    return f"{asks}{decides}{f'By {say(record.due)}.' if record.due else ''}".strip()


def _choices(record: written.DecisionWritten, effects: Mapping[str, str]) -> Iterator[str]:
    for key, choice in (record.choices or {}).items():
        mark = " (chosen)" if key == record.chosen else " (proposed)" if key == record.proposed else ""
        effect = effects.get(choice.scenario or "", "")
        yield f"  - {md(choice.text)}{mark}{f': {md(effect)}' if effect else ''}"


def _gates(snapshot: Snapshot, found: Forecast, scope: Scope) -> Iterator[str]:
    study = snapshot.study
    yield "## Gates\n"
    heads = ("Gate", "Result", "Due", "Forecast", "Chance", "Must-haves proven", "Signed by", "Changed since decision")
    yield from table(heads, (_gate(study, found, view) for view in study.gates.values() if scope.gate(view.id)))


def _gate(study: Study, found: Forecast, view: GateView) -> tuple[str, ...]:
    decision = view.decision
    signed = "; ".join(md(one.said) for one in meeting.slots(study, view) if one.said) or "-"
    changed = "-"
    if decision is not None and decision.decided is not None:
        changes = meeting.changes(study, decision.changed) if decision.stale else ()
        changed = "; ".join(map(md, changes)) or ("wording only" if decision.reworded else "nothing")
    word = chance.course(found, view)
    course = f", {word}" if word else ""
    forecast = say(view.forecast) if view.forecast and not view.passed else "-"
    waived = f", {view.counts.waived} waived" if view.counts.waived else ""
    counts = f"{view.counts.proven} of {view.counts.applicable}{waived}"
    likely, _ = chance.of_view(found, view)
    result = f"{meeting.verdict(view)}{course}"
    return md(view.title), result, say(view.due), forecast, md(likely), counts, signed, changed


def _gaps(snapshot: Snapshot, scope: Scope) -> Iterator[str]:
    yield "## Gaps\n"
    gaps = extract.gaps(snapshot.study, scope, snapshot.gaps) if scope else snapshot.gaps
    if not gaps:
        yield "None."
    veil = Veil(snapshot.launch)
    for one in gaps:
        yield f"- {one.severity.word}: {_marked(veil(one.message))} ({md(str(one.span))})"


def _marked(message: str) -> str:
    """A message of ours: its `ids` stay code where they are nothing but an id or a key."""
    return "".join(
        f"`{part}`" if at % 2 and _ID.fullmatch(part) else md(part, edges=True) if part else ""
        for at, part in enumerate(message.split("`"))
    )


def _tasks(snapshot: Snapshot, scope: Scope) -> Iterator[str]:
    study, launch = snapshot.study, snapshot.launch
    yield "## Tasks by team"
    by_team: dict[str, list[tasks.Task]] = {team: [] for team in launch.teams}
    for task in tasks.tasks(study):
        if scope.holds(launch.items[task.id]):
            by_team.setdefault(task.team, []).append(task)
    for team, found in by_team.items():
        if found:
            yield f"\n### {md(launch.team(team))}\n"
            yield from (f"- [ ] {_task(study, task)}" for task in tasks.ordered(found))


def _task(study: Study, task: tasks.Task) -> str:
    launch = study.launch
    late = f", **{task.days_late} working day{'' if task.days_late == 1 else 's'} late**" if task.days_late else ""
    waits = f", waits for {title(study, task.needs_open[0])}" if task.needs_open else ""
    more = f" and {len(task.needs_open) - 1} more" if len(task.needs_open) > 1 else ""
    who = person(launch, task.owner)
    return f"{title(study, task.id)} ({task.id}): {who}, due {say(task.due)}{late}{waits}{more}"


def _threads(snapshot: Snapshot, scope: Scope) -> Iterator[str]:
    study = snapshot.study
    yield "## Threads"
    passing = set(extract.threads(study, scope))
    for name, thread in snapshot.launch.threads.items():
        if name not in passing:
            continue
        here = [item for id in thread.items for item in study.graph.items if item.base == id]
        if here:
            yield f"\n### {md(thread.title)}\n"
            yield from (f"1. {title(study, item.id)}: {_state(study, item)}" for item in here)


def _state(study: Study, item: Item) -> str:
    kind = study.readiness[item.id].kind
    return item.status.replace("-", " ") if kind == "open" else "no word yet" if kind == "unknown" else kind


def _items(snapshot: Snapshot, scope: Scope) -> Iterator[str]:
    study, launch = snapshot.study, snapshot.launch
    yield "## All items\n"
    yield from table(("Item", "Team", "Owner", "Due", "State"), (
        (f"{title(study, item.id)} ({item.id})", md(launch.team(item.team)), person(launch, item.owner),
         say(item.due), _state(study, item))
        for item in study.graph.items if scope.holds(item)
    ))  # fmt: skip


def _removed(snapshot: Snapshot, scope: Scope) -> Iterator[str]:
    yield "## What does not apply\n"
    removed = [one for one in snapshot.launch.removed if extract.concerned(scope, one)]
    if not removed:
        yield "Every item of the playbook applies."
    for one in sorted(removed, key=lambda one: (one.rule, one.id)):
        yield f"- {md(one.title)} ({one.id}): {md(one.reason)}"


def _waivers(snapshot: Snapshot, scope: Scope) -> Iterator[str]:
    study, launch = snapshot.study, snapshot.launch
    yield "## Waivers\n"
    counts = study.counts(list(study.before_launch))
    yield (
        f"Settled must-haves before launch: {counts.done} of {counts.applicable} with waivers, {counts.proven} without."
    )
    here = extract.items(study, scope)
    shown = [one for one in launch.waivers if not scope or one.item in here]
    if shown:
        yield ""
    for one in sorted(shown, key=lambda one: (one.record.until, one.item)):
        record, fault = one.record, waiver_fault(launch, one)
        approved = f"approved by {person(launch, record.approved_by)}" if record.approved_by else "not approved"
        counted = "" if fault is None else " (does not count)"
        yield f"- {title(study, one.item)}: until {say(record.until)}, {approved}{counted}. {md(record.reason)}"


def _sign_offs(snapshot: Snapshot, scope: Scope) -> Iterator[str]:
    study = snapshot.study
    yield "## Sign-offs\n"
    for view in (one for one in study.gates.values() if scope.gate(one.id)):
        for slot in meeting.slots(study, view):
            said = f": {md(slot.said)}" if slot.said else ""
            asked = "".join(f"; {md(one.text)}" for one in slot.asked)
            yield f"- {md(view.title)}, {md(slot.roles)}: {slot.state}{said}{asked}"
        for line in meeting.not_counted(study, view):
            yield f"- {md(view.title)}: does not count: {md(line)}"
        for promise in view.decision.promises if view.decision else ():
            words = meeting.promise_state(study.launch, promise)[1]
            yield f"- {md(view.title)}, condition: {md(promise.text)}, {person(study.launch, promise.owner)}, {words}"


def _risks(snapshot: Snapshot) -> Iterator[str]:
    launch = snapshot.launch
    yield "## Risks and the way back\n"
    for one in launch.no_way_back:
        yield f"- No way back after {say(one.date_)}{f' {md(one.time)}' if one.time else ''}: {md(one.text)}"
    if launch.stop:
        stop = launch.stop
        tried = f"last tried {say(stop.proven)}" if stop.proven else "never tried"
        who = f"{person(launch, stop.owner)}; decides {person(launch, stop.decides)}"
        yield f"- If we must stop: {md(stop.how)} ({who}; {tried})"
    else:
        yield "- No stop plan is written down."
    for risk in launch.risks.values():
        words = f"chance {risk.chance or '?'}, effect {risk.effect or '?'}"
        yield f"- {md(risk.title)}: {words}. {md(risk.response or 'No response is written down')}"
    for part in launch.parts.values():
        instead = part.fallback or part.escrow or "no fallback and no escrow"
        by = f" by {md(part.vendor)}" if part.vendor else ""
        yield f"- Part of another company: {md(part.title)}{by}: {md(instead)}"


def _decisions(snapshot: Snapshot, scope: Scope) -> Iterator[str]:
    launch = snapshot.launch
    yield "## Decision log\n"
    log = [one for one in launch.decisions if not scope or extract.concerns(snapshot.study, scope, one)]
    if not log:
        yield "No decision is logged yet."
    for one in log:
        record = one.record
        when = f" on {say(record.date_)}" if record.date_ else ""
        yield f"- **{md(record.title)}**: {f'decided{when}' if record.chosen else 'open'}"
        yield from _choices(record, {})


def _method(snapshot: Snapshot, found: Forecast) -> Iterator[str]:
    sure = found.estimates
    yield "## How this is counted\n"
    yield (
        "Proven means marked done, with an accepted proof that is there and fresh. Only proven, waived and confirmed"
        " not applicable settle an item. Forecasts use likely efforts in working days and assume that people can work"
        f" on several items at once. {md(chance.rests_on(snapshot.study, found))},"
        f" {sure.playbook} come from the playbook and {sure.assumed} are assumed to take one day."
    )
