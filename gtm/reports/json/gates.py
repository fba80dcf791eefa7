"""Knows how a gate is spelled as JSON: its conditions, its decision, its signatures.

It must not judge it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from gtm.analysis import asking, meeting
from gtm.analysis.chance import course
from gtm.analysis.decisions import GateDecision, Signature, SlotState
from gtm.analysis.digest import digest
from gtm.analysis.forecast import Forecast
from gtm.analysis.gates import GateView
from gtm.analysis.readiness import waiver_fault
from gtm.analysis.rewording import Rewording
from gtm.analysis.snapshot import Snapshot, Study
from gtm.analysis.verified import Finding
from gtm.model import written
from gtm.model.launch import Launch, Removed, Waiver
from gtm.reports.json.items import counts, head, named, person, row
from gtm.reports.json.outlook import chance, confidence
from gtm.reports.json.text import day, dump, slack

RULES = ("tier", "when", "unless", "since", "market", "persona")


def gate(
    snapshot: Snapshot,
    found: Forecast,
    view: GateView,
    authors: Sequence[Finding] | None = None,
    edited: Sequence[Rewording] = (),
) -> str:
    """The answer of `gtm gate`: one gate with everything that decides it; `authors` and `edited` are from git."""
    study, launch = snapshot.study, snapshot.launch
    gone = [one for one in launch.removed if one.gate == view.id and one.must]
    counting, others = meeting.waivers(study, view)
    return dump(
        {
            **head(launch),
            "id": view.id,
            "title": view.title,
            "market": view.market,
            "counts": counts(view.counts),
            **verdict(study, found, view),
            "digest": None if view.market else digest(study.graph, view.id).text,
            "waivers": [waiver(study, one) for one in [*counting, *(one for one, _ in others)]],
            "removed": removed(gone),
            "confidence": confidence(found.gates[view.id]),
            "chain": [named(study, id) for id in study.schedule.chain(view.id)],
            "authors": None if authors is None else [_author(launch, one) for one in authors],
            "edited": [_edited(one) for one in edited],
        }
    )


def _edited(one: Rewording) -> dict[str, Any]:
    old, new = (None, None) if one.hidden else (one.old, one.new)
    return {"id": one.id, "title": one.title, "field": one.field, "before": old, "after": new, "text": one.text}


def _author(launch: Launch, one: Finding) -> dict[str, Any]:
    claim = one.claim
    return {
        "kind": claim.kind,
        "about": claim.about,
        **person(launch, claim.person, "person"),
        "path": claim.spot.path,
        "state": one.state,
        "text": one.text,
        "commit": one.commit,
        "signature": one.signature or None,
    }


def verdict(study: Study, found: Forecast, view: GateView) -> dict[str, Any]:
    """Whether a gate may pass, and every condition with its own verdict."""
    launch = study.launch
    slots = view.decision.slots if view.decision is not None else ()
    asked = asking.of_gate(launch, view.id, view.decision.signatures) if view.decision is not None else ()
    likely = found.gates[view.id]
    return {
        "verdict": view.verdict,
        "course": course(found, view),
        "may_pass": view.may_pass,
        "due": day(view.due),
        "forecast": day(view.forecast),
        "slack_days": slack(view.slack, view.forecast),
        "p50": day(likely.p50),
        "p80": day(likely.p80),
        "p95": day(likely.p95),
        "on_time_probability": chance(likely.on_time),
        "conditions": [
            {"kind": one.kind, "met": one.met, "text": one.text, "ids": list(one.ids)} for one in view.conditions
        ],
        "blockers": [row(study, launch.items[id]) for id in view.blockers],
        "decision": _decision(launch, view.decision) if view.decision is not None else None,
        "sign_offs": [_slot(launch, one, asked) for one in slots],
    }


def _decision(launch: Launch, decision: GateDecision) -> dict[str, Any]:
    return {
        "decision": decision.decision or None,
        "decided": day(decision.decided),
        "stale": decision.stale,
        "reworded": decision.reworded,
        "changed": list(decision.changed),
        "promises": [_promise(launch, one) for one in decision.promises],
        "signatures": [_signature(launch, one) for one in decision.signatures],
    }


def _promise(launch: Launch, promise: written.Promise) -> dict[str, Any]:
    return {
        "text": promise.text,
        **person(launch, promise.owner),
        "due": day(promise.due),
        "done": day(promise.done),
        "holds": meeting.promise_state(launch, promise)[0],
        "if_missed": promise.if_missed,
        "item": promise.item,
    }


def _slot(launch: Launch, state: SlotState, asked: Iterable[asking.Asking]) -> dict[str, Any]:
    roles = [state.slot.role] if state.slot.role else list(state.slot.any_of)
    return {
        "roles": [{"id": role, "title": launch.role(role)} for role in roles],
        "quorum": 1 if state.slot.role else state.slot.quorum,
        "filled": state.filled,
        "signed_by": [{"id": one.person, "name": launch.person(one.person)} for one in state.signatures],
        "asked": [_asked(launch, one) for one in asked if one.asked.record.as_ in roles],
    }


def _asked(launch: Launch, one: asking.Asking) -> dict[str, Any]:
    record = one.asked.record
    return {
        "role": record.as_,
        "state": one.state,
        **person(launch, record.of, "of"),
        "asked": day(record.asked),
        "days": one.days,
        "needs_work": record.needs_work if one.state == asking.NEEDS_WORK else None,
    }


def _signature(launch: Launch, one: Signature) -> dict[str, Any]:
    record = one.sign_off.record
    return {
        **person(launch, record.by, "by"),
        "role": record.as_,
        "role_title": launch.role(record.as_),
        "date": day(record.date_),
        "decision": record.decision,
        "valid": one.valid,
        "fault": one.fault or None,
        "stale": one.material,
        "reworded": one.wording,
        "changed": list(one.changed),
        "note": record.note,
    }


def waiver(study: Study, one: Waiver) -> dict[str, Any]:
    """An exception as filed, and whether it counts today."""
    launch, record = study.launch, one.record
    fault = waiver_fault(launch, one)
    return {
        **named(study, one.item),
        "reason": record.reason,
        "instead": record.instead,
        **person(launch, record.asked_by, "asked_by"),
        "asked": day(record.asked),
        **person(launch, record.approved_by, "approved_by"),
        "approved": day(record.approved),
        "until": day(record.until),
        "counts": fault is None,
        "fault": fault,
    }


def removed(gone: Iterable[Removed]) -> dict[str, int]:
    """How many items do not apply, by the rule that took them out."""
    found = [one.rule for one in gone]
    return {rule: found.count(rule) for rule in RULES}
