"""Knows which gates were decided, by whom and on what: sign-offs against slots and digests.

A gate is decided when every slot is filled by a go (or conditional go) and all of them saw the
same material digest. The decision then stands for ever; what changed since is listed beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gtm.analysis import accepted
from gtm.analysis.digest import Digest, digest
from gtm.analysis.readiness import Readiness
from gtm.graph import LaunchGraph
from gtm.model import written
from gtm.model.launch import Gate, Launch, SignOff

GO = frozenset({"go", "conditional"})


@dataclass(frozen=True, slots=True)
class Signature:
    """One sign-off held against what it signed: `fault` says why it does not count, if so."""

    sign_off: SignOff
    fault: str = ""  # "", "role", "unseen", "future", "early"
    material: bool = False  # the meaning changed since
    wording: bool = False  # the words changed since
    changed: tuple[str, ...] = ()  # what changed, as far as the sign-off lets it be known

    @property
    def person(self) -> str:
        return self.sign_off.record.by

    @property
    def valid(self) -> bool:
        """Whether it counts for a decision still to be made."""
        return not self.fault and not self.material


@dataclass(frozen=True, slots=True)
class SlotState:
    """One sign-off the gate asks for, and who gave it."""

    slot: written.SignOffSlot
    signatures: tuple[Signature, ...]
    filled: bool  # by signatures valid now


@dataclass(frozen=True, slots=True)
class GateDecision:
    """What was decided on a gate so far."""

    gate: str
    digest: Digest | None
    signatures: tuple[Signature, ...]
    slots: tuple[SlotState, ...]
    decided: date | None
    decision: str  # "go", "conditional", "no-go", or "" while nothing is decided
    changed: tuple[str, ...]  # material changes since the decision
    reworded: bool
    promises: tuple[written.Promise, ...]  # of the decision; while nothing is decided, of all valid signatures
    accepted: frozenset[str] = frozenset()  # open items that a valid condition covers, and that are not due yet

    @property
    def stale(self) -> bool:
        """Whether the meaning of what was decided has changed since."""
        return self.decided is not None and any(one.material for one in self.signatures if not one.fault)


def decide(graph: LaunchGraph) -> dict[str, GateDecision]:
    """The decision of every main gate."""
    launch = graph.launch
    return {gate.id: _decide(graph, gate, [s for s in launch.sign_offs if s.gate == gate.id]) for gate in launch.gates}


def _decide(graph: LaunchGraph, gate: Gate, sign_offs: Sequence[SignOff]) -> GateDecision:
    launch = graph.launch
    now = digest(graph, gate.id) if sign_offs else None
    latest: dict[str, Signature] = {}
    signatures = []
    for sign_off in sign_offs:
        signature = _hold(launch, sign_off, now)
        signatures.append(signature)
        if not signature.fault:
            latest[sign_off.record.as_] = signature
    slots = tuple(_slot(slot, latest) for slot in gate.sign_offs)
    refused = any(one.sign_off.record.decision == "no-go" for one in latest.values())
    agreed = None if refused else _agreed(gate, latest)
    decision = ""
    if refused:
        decision = "no-go"
    elif agreed:
        conditional = any(one.sign_off.record.decision == "conditional" for one in agreed)
        decision = "conditional" if conditional else "go"
    given = agreed or tuple(one for one in latest.values() if one.valid)  # a promise binds from its signature on
    promises = tuple(p for one in given for p in one.sign_off.record.conditions)
    return GateDecision(
        gate.id,
        now,
        tuple(signatures),
        slots,
        max(one.sign_off.record.date_ for one in agreed) if agreed else None,
        decision,
        tuple(dict.fromkeys(name for one in agreed or () for name in one.changed)),
        any(one.wording for one in agreed or ()),
        promises,
        _accepted(launch, gate.id, latest, agreed or ()),
    )


def _accepted(
    launch: Launch, gate: str, latest: Mapping[str, Signature], agreed: Sequence[Signature]
) -> frozenset[str]:
    """The items that conditions leave open: of signatures valid now, and of those the gate was decided with.

    Of the latter, when stale, only where the conditions themselves are still those that were signed.
    """
    ids = {id(one) for one in agreed if one.changed and f"gate {gate}" not in one.changed}
    given = [one.sign_off.record for one in latest.values() if one.valid or id(one) in ids]
    promises = [promise for one in given if one.decision == "conditional" for promise in one.conditions]
    return accepted.in_time(launch, promises)


def kept(
    launch: Launch, decided: Mapping[str, GateDecision], readiness: Mapping[str, Readiness]
) -> dict[str, GateDecision]:
    """The same decisions, with promises about items kept when those are settled."""
    return {
        id: replace(one, promises=tuple(accepted.kept(launch, promise, readiness) for promise in one.promises))
        for id, one in decided.items()
    }


def _hold(launch: Launch, sign_off: SignOff, now: Digest | None) -> Signature:
    """One sign-off against the present digest."""
    record = sign_off.record
    if record.date_ > launch.as_of:
        return Signature(sign_off, "future")
    if launch.written.created is not None and record.date_ < launch.written.created:
        return Signature(sign_off, "early")
    if not launch.may_act_as(record.by, record.as_):
        return Signature(sign_off, "role")
    saw = parse(record.saw)
    if record.decision == "no-go" and saw is None:
        return Signature(sign_off)  # nobody has to have seen anything to refuse
    if saw is None or now is None:
        return Signature(sign_off, "unseen")
    material, wording = saw
    changed = not now.material.startswith(material)
    if not changed and now.newest is not None and now.newest[0] > record.date_:
        return Signature(sign_off, "early")  # nobody can have seen what happened later
    return Signature(
        sign_off,
        "",
        changed,
        bool(wording) and not now.wording.startswith(wording),
        _differences(launch, record.covers or {}, now.entries) if changed else (),
    )


def parse(saw: str | None) -> tuple[str, str] | None:
    """The material and wording part of `saw:`; None when it is no digest of version 1."""
    parts = (saw or "").split(":")
    if len(parts) not in (2, 3) or parts[0] != "1":
        return None
    material, wording = parts[1], parts[2] if len(parts) == 3 else ""
    if not 12 <= len(material) <= 64 or any(c not in "0123456789abcdef" for c in material + wording):
        return None
    return material, wording


def _differences(launch: Launch, covers: Mapping[str, str], entries: Mapping[str, str]) -> tuple[str, ...]:
    """What is not as it was signed, by present ids."""
    if not covers:
        return ()
    present = {item.digest_name: item.id for item in launch.items.values()}
    changed = (name for name in {*covers, *entries} if covers.get(name) != entries.get(name))
    return tuple(sorted(present.get(name, name) for name in changed))


def _slot(slot: written.SignOffSlot, latest: Mapping[str, Signature]) -> SlotState:
    roles = [slot.role] if slot.role else list(slot.any_of)
    given = tuple(latest[role] for role in roles if role in latest)
    good = [one for one in given if one.valid and one.sign_off.record.decision in GO]
    people = {one.person for one in good}
    return SlotState(slot, given, len(people) >= _quorum(slot))


def _quorum(slot: written.SignOffSlot) -> int:
    """How many persons must sign; never none, whatever is written."""
    return 1 if slot.role else max(slot.quorum, 1)


def _agreed(gate: Gate, latest: Mapping[str, Signature]) -> tuple[Signature, ...] | None:
    """Signatures that fill every slot and all saw the same; None when there are none."""
    if not gate.sign_offs:
        return None
    seen: dict[str, list[Signature]] = {}
    for one in latest.values():
        saw = parse(one.sign_off.record.saw)
        if saw is not None and one.sign_off.record.decision in GO:
            seen.setdefault(saw[0][:12], []).append(one)
    for together in seen.values():
        roles = {one.sign_off.record.as_: one for one in together}
        chosen: list[Signature] = []
        for slot in gate.sign_offs:
            names = [slot.role] if slot.role else list(slot.any_of)
            given = [roles[name] for name in names if name in roles]
            if len({one.person for one in given}) < _quorum(slot):
                break
            chosen.extend(given)
        else:
            return tuple({id(one): one for one in chosen}.values())  # a signature may hold mappings: no hash
    return None
