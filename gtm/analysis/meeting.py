"""Knows what a gate meeting needs on the table: blockers, signatures, waivers, promises, changes.

It gathers what other analysis found about one gate, in words; it must not judge anew or print.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gtm.analysis import asking
from gtm.analysis.decisions import GO, Signature, SlotState
from gtm.analysis.gates import GateView
from gtm.analysis.readiness import SAID_DONE, waiver_fault
from gtm.analysis.snapshot import Study
from gtm.dates import never, say, say_working
from gtm.model import written
from gtm.model.launch import Decision, Item, Launch, Waiver
from gtm.source import Spot

GIVEN, STALE, MISSING, REFUSED = "given", "stale", "missing", "no-go"
UNSEEN = "it does not say what was seen: add the lines of gtm gate --digest"

_WAIVER_WORDS = {
    "unapproved": "asked, nobody has approved it",
    "self-approved": "approved by the person who asked; somebody else has to",
    "unknown-asker": "asked by somebody who is not in people.yaml",
    "without-role": "approved by somebody who may not approve waivers",
    "expired": "its end has passed",
}


@dataclass(frozen=True, slots=True)
class Blocker:
    """An open must-have of a gate: what is missing and working days late (0 when it is not)."""

    item: Item
    missing: str
    late: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A sign-off the gate asks for: given, stale, missing or no-go; who may give it; what was said."""

    roles: str
    holders: tuple[str, ...]
    state: str
    said: str
    changes: tuple[str, ...]
    asked: tuple[asking.Asking, ...] = ()  # what was asked of these roles and is not decided yet


def blockers(study: Study, view: GateView) -> tuple[Blocker, ...]:
    """The open must-haves of a gate, the earliest due first."""
    launch = study.launch
    found = []
    for id in view.blockers:
        item = launch.items[id]
        late = launch.calendar.between(item.due, launch.as_of) if item.due < launch.as_of else 0
        found.append(Blocker(item, missing(study, id), late))
    return tuple(sorted(found, key=lambda one: (one.item.due, one.item.id)))


def missing(study: Study, id: str) -> str:
    """What an open item lacks, in words."""
    ready = study.readiness[id]
    return f"said done, but {ready.missing}" if ready.kind == SAID_DONE else ready.missing


def stands(view: GateView) -> bool:
    """Whether the gate may pass now, or was passed and nothing material has changed since."""
    stale = view.decision is not None and view.decision.stale
    return not stale and (view.may_pass or view.passed)


def verdict(view: GateView) -> str:
    """The verdict in words; a decision whose meaning has changed since is never called a plain pass."""
    return f"{view.verdict}, then changed" if view.passed and not stands(view) else view.verdict


def slots(study: Study, view: GateView) -> tuple[Slot, ...]:
    """Every sign-off the gate asks for, in the order of the playbook."""
    if view.decision is None or view.market is not None:
        return ()
    asked = asking.of_gate(study.launch, view.id, view.decision.signatures)
    return tuple(_slot(study, one, [found for found in asked if found.pending]) for one in view.decision.slots)


def _slot(study: Study, one: SlotState, asked: Sequence[asking.Asking]) -> Slot:
    launch = study.launch
    roles = [one.slot.role] if one.slot.role else list(one.slot.any_of)
    names = " or ".join(launch.role(role) for role in roles)
    if len(roles) > 1:
        names = f"{one.slot.quorum} of {len(roles)}: {names}"
    holders = tuple(dict.fromkeys(launch.person(who) for role in roles for who in launch.holders(str(role))))
    changed: dict[str, None] = {}
    for signature in one.signatures:
        if signature.material:
            changed.update(dict.fromkeys(changes(study, signature.changed)))
    said = "; ".join(_said(launch, signature) for signature in one.signatures)
    waiting = tuple(found for found in asked if found.asked.record.as_ in roles)
    return Slot(names, holders, _state(one), said, tuple(changed), waiting)


def _state(one: SlotState) -> str:
    if any(signature.sign_off.record.decision not in GO for signature in one.signatures):
        return REFUSED
    if one.filled:
        return GIVEN
    return STALE if any(signature.material for signature in one.signatures) else MISSING


def _said(launch: Launch, signature: Signature) -> str:
    record = signature.sign_off.record
    note = f" ({record.note})" if record.note else ""
    return f"{record.decision} by {launch.person(record.by)} on {say(record.date_)}{note}"


def not_counted(study: Study, view: GateView) -> Iterator[str]:
    """Sign-offs that are filed and do not count, each with its reason."""
    launch = study.launch
    for signature in view.decision.signatures if view.decision else ():
        record = signature.sign_off.record
        if signature.fault:
            why = {
                "role": f"{launch.person(record.by)} does not hold the role {launch.role(record.as_)}",
                "future": "it is dated in the future",
                "early": "it is dated before what it says was seen",
            }.get(signature.fault, UNSEEN)
            yield f"{_said(launch, signature)}: {why}"


def changes(study: Study, names: tuple[str, ...]) -> tuple[str, ...]:
    """What changed since a signature, in words; `names` are entries of the digest."""
    if not names:
        return ("which part changed cannot be told: the sign-off has no `covers`",)
    items = {item.digest_name: item for item in study.launch.items.values()}
    out = []
    for name in names:
        item = items.get(name)
        if item is not None:
            out.append(f"{item.title} ({item.id})")
        elif name == "launch":
            out.append("the launch date")
        elif name.startswith("gate "):
            out.append(f"what the {study.graph.title(name[5:])} asks for")
        else:
            out.append(f"{name}, which is no longer part of it")
    return tuple(out)


def waivers(study: Study, view: GateView) -> tuple[list[Waiver], list[tuple[Waiver, str]]]:
    """Waivers for items of the gate and all it waits for: those that count, and the others with why."""
    graph, launch = study.graph, study.launch
    scope = {graph.ids[at] for at in graph.above(graph.index[view.id])}
    good: list[Waiver] = []
    bad: list[tuple[Waiver, str]] = []
    for waiver in launch.waivers:
        item = launch.items.get(waiver.item)
        if item is None or (item.id not in scope and graph.gate_of(item) != view.id):
            continue
        fault = waiver_fault(launch, waiver)
        if fault is None:
            good.append(waiver)
        elif not study.readiness[item.id].settled:
            bad.append((waiver, _WAIVER_WORDS.get(fault, fault)))
    return good, bad


def decisions(study: Study, view: GateView) -> tuple[Decision, ...]:
    """Logged decisions about the gate or its items that nobody has taken yet."""
    graph, items = study.graph, study.launch.items
    found = []
    for decision in study.launch.decisions:
        record = decision.record
        about = items.get(str(record.item)) if record.item else None
        here = record.gate == view.id or (about is not None and graph.gate_of(about) == view.id)
        later = record.date_ is not None and record.date_ > study.launch.as_of
        if here and (record.chosen is None or later):
            found.append(decision)
    return tuple(found)


def promises(study: Study, view: GateView) -> tuple[tuple[GateView, written.Promise], ...]:
    """Promises made at this gate and the gates before it."""
    found: list[tuple[GateView, written.Promise]] = []
    for other in study.gates.values():
        if other.decision is not None and other.market is None:
            found.extend((other, promise) for promise in other.decision.promises)
        if other.id == view.id:
            break
    return tuple(found)


def placed_promises(view: GateView) -> tuple[tuple[Spot, written.Promise], ...]:
    """The promises of a gate's decision in their order, each with the place it is written at."""
    if view.decision is None:
        return ()
    places = {}
    for one in view.decision.signatures:
        for at, promise in enumerate(one.sign_off.record.conditions if not one.fault else ()):
            places[promise.text, promise.owner, promise.due] = one.sign_off.spot / "conditions" / at
    return tuple((places[one.text, one.owner, one.due], one) for one in view.decision.promises)


def promise_state(launch: Launch, promise: written.Promise) -> tuple[bool, str]:
    """Whether a promise still holds, and how it stands in words."""
    if promise.done is not None and promise.done <= launch.as_of:
        return True, f"kept on {say(promise.done)}"
    if promise.due < launch.as_of:
        return False, f"overdue since {say(promise.due)}"
    return True, f"due {say(promise.due)}"


def later_markets(study: Study, view: GateView) -> tuple[GateView, ...]:
    """The gates of the same stage for markets that launch later."""
    return tuple(v for v in study.gates.values() if v.market and v.id.startswith(f"{view.id}/"))


def sentence(study: Study, view: GateView) -> str:
    """The verdict on a gate in one sentence for people."""
    decision = view.decision
    stale = decision is not None and decision.stale
    if view.passed and decision is not None and decision.decided is not None:
        with_conditions = " with conditions" if decision.decision == "conditional" else ""
        since = ", and what was signed has changed since" if stale else ""
        return f"Passed{with_conditions} on {say(decision.decided)}{since}."
    if view.passed:
        return "Passed: everything it waits for is there, and it asks for no signature."
    if decision is not None and decision.decision == "no-go":
        return "Not passed: somebody with a say decided no-go."
    missing = [condition for condition in view.conditions if not condition.met]
    unsigned = [one for one in missing if one.kind == "sign-off"]
    if missing and len(unsigned) == len(missing):
        return f"Ready to be decided: only {_many(len(unsigned), 'sign-off')} missing."
    open_musts = len(view.blockers)
    what = f"{_many(open_musts, 'must-have')} open" if open_musts else f"{_many(len(missing), 'condition')} not met"
    word = "Not passed" if view.due <= study.launch.as_of else "Not ready yet"
    return f"{word}: {what}."


def _many(count: int, word: str) -> str:
    """A count with its word and the verb that fits: 1 sign-off is, 3 sign-offs are."""
    return f"{count} {word} is" if count == 1 else f"{count} {word}s are"


def when(study: Study, view: GateView) -> str:
    """`dates` as a sentence, without its full stop."""
    return f"It {'was' if view.passed else 'is'} {dates(study, view)}"


def dates(study: Study, view: GateView) -> str:
    """When the gate is due and can be passed, in words, with weekdays."""
    text = f"due {say(view.due)}"
    if view.passed:
        return text
    if view.forecast is None:
        return f"{text}; no forecast, because some of its work waits for itself"
    launch = study.launch
    if not view.blockers and view.forecast <= launch.as_of:
        ago = launch.calendar.between(view.due, launch.as_of)
        return f"{text}, {say_working(ago)} ago; its work is done" if ago > 0 else f"{text}; its work is done"
    if never(view.forecast):
        return f"{text}; its work never ends as planned: gtm plan {view.id}"
    late = launch.calendar.between(view.due, view.forecast)
    days = say_working(abs(late))
    after = f"{days} late" if late > 0 else f"{days} before" if late < 0 else "on the day"
    return f"{text}; its work can be done by {say(view.forecast)}, {after}"
