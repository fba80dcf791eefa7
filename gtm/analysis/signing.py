"""Knows what a signature on a gate would cover, and why one could not stand, before it is given.

It judges one person, one role and one decision on one day; it must not write or print.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gtm.analysis import accepted, meeting
from gtm.analysis.conditions import Condition
from gtm.analysis.decisions import GO, Signature
from gtm.analysis.digest import Digest, digest
from gtm.analysis.gates import GateView
from gtm.analysis.readiness import SAID_DONE, WAIVED, Counts
from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.model import written
from gtm.model.launch import Item, Launch, Waiver

_MUST = frozenset({"must-haves", "metric", "files", "promise"})


@dataclass(frozen=True)
class Cover:
    """What stands behind a gate now: everything a signature would be held against."""

    view: GateView
    digest: Digest
    items: tuple[Item, ...]  # all upstream of the gate
    counts: Counts
    open: tuple[meeting.Blocker, ...]
    waived: tuple[Waiver, ...]
    earlier: tuple[Signature, ...]  # signatures on this gate so far
    unproven: tuple[Item, ...] = ()  # said done without proof, and no blocker of the gate
    promises: tuple[tuple[str, written.Promise], ...] = ()  # conditions not kept yet, with the gate they belong to


def cover(study: Study, view: GateView) -> Cover:
    """What a signature on a main gate covers on the as-of day."""
    seen = digest(study.graph, view.id)
    names = {item.digest_name: item for item in study.launch.items.values()}
    items = tuple(names[name] for name in seen.entries if name in names)
    waived = [study.readiness[item.id].waiver for item in items if study.readiness[item.id].kind == WAIVED]
    earlier = view.decision.signatures if view.decision is not None else ()
    found = meeting.blockers(study, view)
    unproven = tuple(i for i in items if study.readiness[i.id].kind == SAID_DONE and i.id not in view.blockers)
    return Cover(
        view,
        seen,
        items,
        study.counts(list(items)),
        found,
        tuple(one for one in waived if one),
        earlier,
        unproven,
        tuple(_promises(study, view, earlier)),
    )


def _promises(study: Study, view: GateView, earlier: Sequence[Signature]) -> Iterator[tuple[str, written.Promise]]:
    """What was promised at this gate, by whoever signed so far, and at the gates before it; not yet kept."""
    launch = study.launch
    made = [(view.id, promise) for one in earlier if one.valid for promise in one.sign_off.record.conditions]
    made += [(gate.id, promise) for gate, promise in meeting.promises(study, view) if gate.id != view.id]
    for gate, promise in made:
        now = accepted.kept(launch, promise, study.readiness)
        if now.done is None or now.done > launch.as_of:
            yield gate, now


def roles_asked(launch: Launch, gate: str) -> tuple[str, ...]:
    """The roles a gate asks to sign, in the order of the playbook."""
    entry = launch.stages[gate].gate
    roles = [role for slot in (entry.sign_offs if entry else ()) for role in (slot.role, *slot.any_of) if role]
    return tuple(dict.fromkeys(roles))


def who_may(launch: Launch, role: str) -> str:
    """Who may act in a role, in words."""
    found = []
    for holder in launch.holders(role):
        deputy = launch.people[holder].deputy if holder in launch.people else None
        found.append(launch.person(holder) + (f" (deputy {launch.person(deputy)})" if deputy else ""))
    return " and ".join(found) or "nobody yet: name somebody under `roles:` in launch.yaml"


def not_entitled(launch: Launch, gate: str, person: str, role: str, decision: str) -> str:
    """Why this person cannot sign in this role; empty when they can."""
    asked = roles_asked(launch, gate)
    if decision in GO and role not in asked:
        listed = ", ".join(asked) or "nobody"
        return f"the {gate} gate asks {listed} to sign; as {role} it would not count"
    if not launch.may_act_as(person, role):
        return f"{launch.person(person)} does not hold the role {role}; {who_may(launch, role)} may sign"
    return ""


def cannot_stand(study: Study, found: Cover, person: str, role: str, decision: str) -> Iterator[str]:
    """Why a decision would not stand today, in words; nothing when it would."""
    if decision not in GO:
        return
    for condition in found.view.conditions:
        hard = condition.kind == "files" or decision == "go"
        if not condition.met and condition.kind in _MUST and hard:
            yield condition.text
    newest = found.digest.newest
    if newest is not None and newest[0] > study.launch.as_of:
        yield f"`{newest[1]}` has a date of {say(newest[0])}, later than this signature"
    for one in found.earlier:
        record = one.sign_off.record
        if (record.by, record.as_, record.decision) == (person, role, decision) and one.valid:
            yield f"{study.launch.person(person)} signed that already, and nothing material has changed since"


def still_open(found: Cover, decision: str, items: Sequence[str] = ()) -> Sequence[str]:
    """What keeps the gate shut even after a decision that may be given now, in words; `items` are in its conditions."""
    if decision not in GO:
        return ()
    kinds = {*_MUST, "earlier-gate"}
    unmet = [condition for condition in found.view.conditions if not condition.met and condition.kind in kinds]
    return [text for condition in unmet if (text := _until(found, condition, items))]


def sign_again(found: Cover, role: str, items: Sequence[str]) -> tuple[str, ...]:
    """Who signed already, and has to again once conditions open the gate for more items: they did not see those."""
    accepted = found.view.decision.accepted if found.view.decision is not None else frozenset()
    if not set(items) - accepted:
        return ()
    given = {one.sign_off.record.as_: one.person for one in found.earlier if one.valid}
    return tuple(dict.fromkeys(person for as_, person in given.items() if as_ != role))


def _until(found: Cover, condition: Condition, items: Sequence[str]) -> str:
    if condition.kind != "must-haves":
        return condition.text
    accepted = found.view.decision.accepted if found.view.decision is not None else frozenset()
    left = [id for id in found.view.blockers if id not in accepted and id not in items]
    if not left:
        return ""
    named = ", ".join(left[:3]) + (f" and {len(left) - 3} more" if len(left) > 3 else "")
    are = "s are" if len(left) > 1 else " is"
    return (
        f"{len(left)} must-have{are} open that no condition names ({named}); once settled, this signature is stale, "
        "so waive what may stay open, or name it in a condition with --item"
    )
