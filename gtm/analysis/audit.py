"""Knows what an auditor asks of a launch: who decided what, on what, when, and the exact state of every item.

It says only what the files record and what we hold it to be; it must not know how a record is drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gtm.analysis import meeting
from gtm.analysis.digest import Digest, digest
from gtm.analysis.readiness import Readiness, waiver_fault
from gtm.analysis.snapshot import Study
from gtm.analysis.veil import Veil
from gtm.model import written
from gtm.model.launch import Decision, Item, SignOff, Waiver

_WORDS = {
    "": "counts",
    "role": "does not count: the person does not hold the role",
    "unseen": "does not count: it does not say what was seen",
    "future": "does not count: dated in the future",
    "early": "does not count: dated before what it says was seen",
}


@dataclass(frozen=True, slots=True)
class Signed:
    """One sign-off as filed, and whether it counts; `changed` is what is not as it was signed."""

    sign_off: SignOff
    standing: str
    changed: tuple[str, ...]

    @property
    def record(self) -> written.SignOffWritten:
        return self.sign_off.record


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence as recorded; what a team holds itself is not in `target`."""

    kind: str
    target: str
    day: date | None
    note: str | None
    held: bool


@dataclass(frozen=True, slots=True)
class Recorded:
    """One item: what was written about it, and what we hold it to be."""

    item: Item
    ready: Readiness
    held: str  # held by TEAM, for sensitive items; else empty
    proofs: tuple[Proof, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Event:
    """One act with its day, for the log: who did what about which item or gate, and in which file it stands."""

    day: date
    who: str | None
    did: str
    about: str
    path: str


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole pack."""

    log: tuple[Event, ...]
    digests: dict[str, Digest]  # of every main gate, as of now
    signed: dict[str, tuple[Signed, ...]]  # by gate
    waivers: tuple[tuple[Waiver, str], ...]
    decisions: tuple[Decision, ...]
    items: tuple[Recorded, ...]


def audit(study: Study) -> Audit:
    """Everything that was decided, and the state it was decided on."""
    launch, veil = study.launch, Veil(study.launch)
    signed = {
        gate: tuple(Signed(one.sign_off, _standing(one.fault, one.material), one.changed) for one in found.signatures)
        for gate, found in study.decisions.items()
    }
    return Audit(
        tuple(sorted(_events(study), key=lambda one: (one.day, one.path, one.did, one.about))),
        {gate: digest(study.graph, gate) for gate in study.decisions},
        signed,
        tuple((one, waiver_fault(launch, one) or "counts") for one in _by_end(launch.waivers)),
        launch.decisions,
        tuple(_recorded(study, veil, item) for item in study.graph.items),
    )


def _by_end(waivers: tuple[Waiver, ...]) -> list[Waiver]:
    return sorted(waivers, key=lambda one: (one.record.until, one.item, one.spot.path))


def _standing(fault: str, material: bool) -> str:
    return "stale: what was signed has changed" if material and not fault else _WORDS.get(fault, fault)


def _recorded(study: Study, veil: Veil, item: Item) -> Recorded:
    held = veil.held(item) if item.definition.sensitive else ""
    proofs = tuple(_proof(veil, item, one) for one in item.state.evidence or ())
    return Recorded(item, study.readiness[item.id], held, proofs, item.spot.path)


def _proof(veil: Veil, item: Item, one: written.Evidence) -> Proof:
    if veil.hides(item, one):
        return Proof(one.kind, veil.held(item), one.date_, None, True)
    return Proof(one.kind, one.target, one.date_, one.note, False)


def _events(study: Study) -> Iterator[Event]:
    launch = study.launch
    for sign in launch.sign_offs:
        role = launch.role(sign.record.as_)
        yield Event(sign.record.date_, sign.record.by, f"{sign.record.decision} as {role}", sign.gate, sign.spot.path)
        for promise in sign.record.conditions:
            if promise.done is not None:
                yield Event(promise.done, promise.owner, f"kept: {promise.text}", sign.gate, sign.spot.path)
    for waiver in launch.waivers:
        record, path = waiver.record, waiver.spot.path
        yield Event(record.asked, record.asked_by, "waiver asked", waiver.item, path)
        if record.approved is not None and record.approved_by is not None:
            yield Event(record.approved, record.approved_by, "waiver approved", waiver.item, path)
    for one in launch.decisions:
        if one.record.chosen is not None and one.record.date_ is not None:
            about = str(one.record.item or one.record.gate or "")
            chosen = (one.record.choices or {}).get(one.record.chosen)
            text = chosen.text if chosen is not None else str(one.record.chosen)
            did = f"decided “{one.record.title}”: {text}"
            yield Event(one.record.date_, one.record.decides, did, about, one.spot.path)
    for item in study.graph.items:
        if item.state.confirmed is not None:
            yield Event(item.state.confirmed, item.state.confirmed_by, "confirmed", item.id, item.spot.path)


def promises(study: Study, one: Signed) -> Iterator[tuple[written.Promise, str]]:
    """The conditions of a sign-off, each with how it stands."""
    for promise in one.record.conditions:
        yield promise, meeting.promise_state(study.launch, promise)[1]


def said(item: Item) -> dict[str, str | None]:
    """The words that were written about an item, by key."""
    state = item.state
    return {"answer": state.answer, "reason": state.reason, "waiting_on": state.waiting_on, "note": state.note}
