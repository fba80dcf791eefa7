"""Knows how one gate looks as lines of text: verdict, conditions, blockers, signatures, changes.

It must not judge: everything it says was found by analysis.
"""

from collections.abc import Iterator, Sequence

from gtm.analysis import chance, meeting, ways
from gtm.analysis.conditions import Condition
from gtm.analysis.forecast import Forecast
from gtm.analysis.gates import GateView
from gtm.analysis.rewording import Rewording
from gtm.analysis.snapshot import Study
from gtm.analysis.verified import Finding
from gtm.dates import say, say_working
from gtm.terminal.ink import mark, paint
from gtm.terminal.plain import clean

_EDITED = 12  # edited texts shown
_KINDS = {
    "must-haves": "must-haves", "earlier-gate": "earlier gate", "metric": "metric", "sign-off": "sign-off",
    "promise": "promise", "files": "files",
}  # fmt: skip


def lines(
    study: Study,
    found: Forecast,
    view: GateView,
    color: bool,
    authors: Sequence[Finding] | None = None,
    edited: tuple[Sequence[Rewording], str] = ((), ""),
) -> Iterator[str]:
    """The answer of `gtm gate`, line by line.

    `authors` is what git says of who signed, where it was asked; `edited` are the words that changed
    since the gate was signed, and why they cannot be told.
    """
    launch = study.launch
    name = f"{clean(study.graph.title(view.id))} · {clean(launch.title)}"
    yield f"{paint(name, 'strong', color)} · as of {say(launch.as_of)}"
    word = chance.course(found, view)
    course = f" · {word.upper()}" if word else ""
    doubt = "" if all(one.sure for one in authors or ()) else ", BUT NOT VERIFIED"
    good = meeting.stands(view) and not doubt
    yield paint(meeting.verdict(view).upper() + doubt + course, "good" if good else "bad", color)
    yield meeting.sentence(study, view)
    yield meeting.when(study, view)
    likely = chance.of_gate(study, found, view.id)
    if likely:
        yield clean(likely)
    if launch.partial:
        yield f"PARTIAL: no gate passes while these are unread: {clean(', '.join(launch.unread))}"
    yield ""
    yield "CONDITIONS"
    for condition in view.conditions:
        yield _condition(condition, color)
    yield from _blockers(study, view, color)
    yield from _sign_offs(study, view, color)
    yield from _authors(study, authors, color)
    yield from _promises(study, view, color)
    yield from _waivers(study, view, color)
    yield from _changes(study, view, color)
    yield from _edited(view, edited, color)
    yield from _markets(study, view, color)


def _condition(condition: Condition, color: bool) -> str:
    sign = "  ahead" if condition.ahead else mark(condition.met, f"{condition.word:<4}", color) + " "
    return f"  {sign} {_KINDS.get(condition.kind, condition.kind):<12}  {clean(condition.text)}"


def _blockers(study: Study, view: GateView, color: bool) -> Iterator[str]:
    found = meeting.blockers(study, view)
    if not found:
        return
    launch = study.launch
    yield ""
    yield f"BLOCKERS ({len(found)} must-have{'' if len(found) == 1 else 's'} open)"
    for one in found:
        item = one.item
        yield f"  {mark(False, 'open', color)}  {clean(ways.name(study, item.id))}  {paint(item.id, 'quiet', color)}"
        lead = " (as team lead)" if item.owner_from == "lead" else ""
        who = f"{launch.person(item.owner)}{lead}" if item.owner else f"no owner ({launch.role(item.role)} not filled)"
        late = f", {say_working(one.late)} late" if one.late else ""
        yield f"           {clean(one.missing)} · {clean(who)} · due {say(item.due)}{late}"


def _sign_offs(study: Study, view: GateView, color: bool) -> Iterator[str]:
    found = meeting.slots(study, view)
    extra = list(meeting.not_counted(study, view))
    if not found and not extra:
        return
    yield ""
    yield "SIGN-OFFS"
    for slot in found:
        said = slot.said or (
            f"to be given by {' or '.join(slot.holders)}" if slot.holders else "nobody holds this role"
        )
        yield f"  {mark(slot.state == meeting.GIVEN, f'{slot.state:<7}', color)}  {clean(slot.roles)}: {clean(said)}"
        for one in slot.asked:
            yield f"             {clean(one.text)}"
        for change in slot.changes:
            yield f"             changed since: {clean(change)}"
    for text in extra:
        yield f"  {mark(False, 'ignored', color)}  {clean(text)}"


def _authors(study: Study, authors: Sequence[Finding] | None, color: bool) -> Iterator[str]:
    if authors is None:
        return
    sure = sum(one.sure for one in authors)
    yield ""
    yield f"WHO SIGNED, AS GIT HAS IT ({sure} of {len(authors)} verified{'' if authors else ': nobody signed'})"
    for one in authors:
        claim = one.claim
        who = f"{study.launch.person(claim.person)} {claim.verb} {study.graph.title(claim.about)}"
        yield f"  {mark(one.sure, f'{one.state:<14}', color)}  {clean(who)}: {clean(one.text)}"


def _promises(study: Study, view: GateView, color: bool) -> Iterator[str]:
    found = meeting.promises(study, view)
    if not found:
        return
    yield ""
    yield "PROMISES"
    number = 0
    for gate, promise in found:
        number += gate.id == view.id
        place = f"{number}. " if gate.id == view.id else ""
        good, state = meeting.promise_state(study.launch, promise)
        otherwise = f"; else: {promise.if_missed}" if promise.if_missed and "kept" not in state else ""
        owner = study.launch.person(promise.owner)
        item = study.launch.items.get(promise.item or "")
        about = f", about {item.title}" if item is not None else ""
        text = f"{place}{promise.text} ({gate.title} gate{about}): {owner}, {state}{otherwise}"
        yield f"  {mark(good, 'holds' if good else 'late ', color)}  {clean(text)}"


def _waivers(study: Study, view: GateView, color: bool) -> Iterator[str]:
    good, bad = meeting.waivers(study, view)
    if not good and not bad:
        return
    launch = study.launch
    yield ""
    yield "WAIVERS"
    for waiver in good:
        text = f"{ways.name(study, waiver.item)} until {say(waiver.record.until)}: {waiver.record.reason}"
        yield f"  {mark(True, 'in force', color)}  {clean(text)}  {paint(waiver.item, 'quiet', color)}"
    for waiver, why in bad:
        asked = f"asked by {launch.person(waiver.record.asked_by)} on {say(waiver.record.asked)}"
        text = f"{ways.name(study, waiver.item)}: {why}; {asked}"
        yield f"  {mark(False, 'open    ', color)}  {clean(text)}  {paint(waiver.item, 'quiet', color)}"


def _changes(study: Study, view: GateView, color: bool) -> Iterator[str]:
    decision = view.decision
    if decision is None or decision.decided is None:
        return
    yield ""
    yield f"SINCE THE DECISION OF {say(decision.decided).upper()}"
    if decision.stale:
        for change in meeting.changes(study, decision.changed):
            yield f"  {paint('material', 'bad', color)}  {clean(change)}"
    else:
        yield "  nothing material has changed"


def _edited(view: GateView, edited: tuple[Sequence[Rewording], str], color: bool) -> Iterator[str]:
    if view.decision is None or not any(one.wording and not one.fault for one in view.decision.signatures):
        return
    found, why = edited
    yield ""
    yield "WORDS EDITED SINCE IT WAS SIGNED (the signature holds)"
    if not found:
        reason = f"; which, only git can tell: {why}" if why else ""
        yield f"  titles, questions or answers were edited{clean(reason)}"
    for one in found[:_EDITED]:
        yield f"  {clean(one.title)}  {paint(clean(one.id), 'quiet', color)}"
        yield f"    {clean(one.text)}"
    if len(found) > _EDITED:
        yield f"  and {len(found) - _EDITED} more texts"


def _markets(study: Study, view: GateView, color: bool) -> Iterator[str]:
    found = meeting.later_markets(study, view)
    if not found:
        return
    yield ""
    yield "LATER MARKETS (each with a gate of its own)"
    for market in found:
        left = len(market.blockers)
        count = f"{left} must-have{'' if left == 1 else 's'} open" if left else "every must-have settled"
        text = f"{market.id}: {market.verdict}, {count}, {meeting.dates(study, market)}"
        yield f"  {mark(market.passed or market.may_pass, clean(text), color)}"
