"""Knows how the audit pack is spelled as JSON: the record an auditor can keep and compare. It must not judge."""

from typing import Any

from gtm.analysis.audit import Audit, Recorded, Signed, promises, said
from gtm.analysis.snapshot import Snapshot, Study
from gtm.analysis.veil import Veil
from gtm.model.launch import Decision, Launch, Waiver
from gtm.reports.json.items import counts, named, person
from gtm.reports.json.text import day, dump


def audit(snapshot: Snapshot, found: Audit, version: str, commit: str | None) -> str:
    """The pack; `commit` says of which commit it is, with what was not committed, null outside of git."""
    study, launch = snapshot.study, snapshot.launch
    text = dump(
        {
            "launch": launch.id,
            "title": launch.title,
            "date": day(launch.date),
            "as_of": day(launch.as_of),
            "commit": commit,
            "version": version,
            "partial": launch.partial,
            "unread": list(launch.unread),
            "verdict": study.verdict,
            "completeness": counts(study.counts(list(study.before_launch))),
            "log": [
                {"date": day(one.day), **person(launch, one.who, "by"), "did": one.did, "about": one.about,
                 "path": one.path}
                for one in found.log
            ],
            "gates": [_gate(study, found, gate) for gate in found.signed],
            "waivers": [_waiver(study, one, standing) for one, standing in found.waivers],
            "decisions": [_decision(launch, one) for one in found.decisions],
            "items": [_item(study, one) for one in found.items],
            "removed": [
                {"id": one.id, "title": one.title, "rule": one.rule, "reason": one.reason, "must": one.must}
                for one in launch.removed
            ],
        }
    )  # fmt: skip
    return Veil(launch).json(text)


def _gate(study: Study, found: Audit, id: str) -> dict[str, Any]:
    view, decided, now = study.gates.get(id), study.decisions[id], found.digests[id]
    return {
        **named(study, id),
        "due": day(view.due) if view is not None else None,
        "verdict": view.verdict if view is not None else None,
        "decided": day(decided.decided),
        "decision": decided.decision or None,
        "changed": list(decided.changed),
        "digest": now.text,
        "conditions": [{"kind": one.kind, "met": one.met, "text": one.text} for one in view.conditions] if view else [],
        "sign_offs": [_signed(study, one) for one in found.signed[id]],
    }


def _signed(study: Study, one: Signed) -> dict[str, Any]:
    record, launch = one.record, study.launch
    return {
        **person(launch, record.by, "by"),
        "role": record.as_,
        "role_title": launch.role(record.as_),
        "date": day(record.date_),
        "decision": record.decision,
        "standing": one.standing,
        "saw": record.saw,
        "covers": [{"of": name, "fingerprint": mark} for name, mark in sorted((record.covers or {}).items())],
        "changed": list(one.changed),
        "note": record.note,
        "conditions": [
            {"text": promise.text, **person(launch, promise.owner), "due": day(promise.due),
             "done": day(promise.done), "if_missed": promise.if_missed, "standing": words}
            for promise, words in promises(study, one)
        ],
        "path": one.sign_off.spot.path,
    }  # fmt: skip


def _waiver(study: Study, one: Waiver, standing: str) -> dict[str, Any]:
    record, launch = one.record, study.launch
    item = launch.items.get(one.item)
    return {
        "item": one.item,
        "title": item.title if item is not None else None,
        "reason": record.reason,
        "instead": record.instead,
        **person(launch, record.asked_by, "asked_by"),
        "asked": day(record.asked),
        **person(launch, record.approved_by, "approved_by"),
        "approved": day(record.approved),
        "until": day(record.until),
        "standing": standing,
        "path": one.spot.path,
    }


def _decision(launch: Launch, one: Decision) -> dict[str, Any]:
    record = one.record
    return {
        "id": one.name,
        "title": record.title,
        "gate": record.gate,
        "item": record.item,
        **person(launch, record.asked_by, "asked_by"),
        **person(launch, record.decides, "decides"),
        "choices": [{"id": key, "text": choice.text} for key, choice in (record.choices or {}).items()],
        "proposed": record.proposed,
        "chosen": record.chosen,
        "date": day(record.date_),
        "reason": record.reason,
        "path": one.spot.path,
    }


def _item(study: Study, one: Recorded) -> dict[str, Any]:
    item, launch, state = one.item, study.launch, one.item.state
    return {
        **named(study, item.id),
        "team": item.team,
        "stage": item.stage,
        "gate": item.gate,
        "must": item.must,
        **person(launch, item.owner),
        "due": day(item.due),
        "status": item.status,
        "readiness": one.ready.kind,
        "missing": one.held if one.held and one.ready.missing else one.ready.missing or None,
        "started": day(state.started),
        "finished": day(state.finished),
        **person(launch, state.confirmed_by, "confirmed_by"),
        "confirmed": day(state.confirmed),
        **{key: one.held if one.held and text else text for key, text in said(item).items()},
        "proofs": [
            {"kind": proof.kind, "target": proof.target, "date": day(proof.day), "note": proof.note, "held": proof.held}
            for proof in one.proofs
        ],
        "path": one.path,
    }  # fmt: skip
