"""Knows how a decision on a gate is asked for, begun and sent back: one file a request, changed as it goes on.

It must not decide who may sign, and the signature itself is written elsewhere.
"""

from collections.abc import Mapping

from gtm.analysis import asking
from gtm.edit import approval, carry
from gtm.edit.answers import Unclear
from gtm.edit.change import Change
from gtm.model.launch import Asked


def ask(opened: carry.Opened, gate: str, role: str, of: str, asked_by: str | None) -> carry.Effect:
    """Ask for the decision of a role; again when it was sent back. Raises Unclear while it is pending."""
    launch = opened.snapshot.launch
    today = launch.as_of.isoformat()
    before = _newest(opened, gate, role)
    if before is None or before.state == asking.DECIDED:
        path = approval.path(launch.id, (gate, "review", role), launch.as_of, opened.files)
        return carry.effect(
            opened, [carry.Planned(path, None, approval.review(gate, role, of, asked_by, launch.as_of))]
        )
    if before.state != asking.NEEDS_WORK:
        raise Unclear(f"the {gate} gate was {before.text}; that is still open")
    again = {"of": of, "asked_by": asked_by or before.asked.record.asked_by, "asked": today}
    return _change(opened, before.asked, {**again, "started": None, "needs_work": None, "answered": None})


def start(opened: carry.Opened, gate: str, role: str) -> carry.Effect:
    """Say that somebody looks at it from today."""
    return _change(opened, _pending(opened, gate, role), {"started": opened.snapshot.launch.as_of.isoformat()})


def send_back(opened: carry.Opened, gate: str, role: str, work: str) -> carry.Effect:
    """Say what has to be done before it can be signed."""
    today = opened.snapshot.launch.as_of.isoformat()
    return _change(opened, _pending(opened, gate, role), {"needs_work": work, "answered": today})


def _newest(opened: carry.Opened, gate: str, role: str) -> asking.Asking | None:
    study = opened.snapshot.study
    found = asking.of_gate(study.launch, gate, study.decisions[gate].signatures)
    return next((one for one in found if one.asked.record.as_ == role), None)


def _pending(opened: carry.Opened, gate: str, role: str) -> Asked:
    found = _newest(opened, gate, role)
    if found is None or not found.pending:
        why = "nobody asked for it" if found is None else "it is decided"
        raise Unclear(f"no decision of {opened.snapshot.launch.role(role)} on the {gate} gate is pending: {why}")
    return found.asked


def _change(opened: carry.Opened, asked: Asked, values: Mapping[str, str | None]) -> carry.Effect:
    change = Change(asked.spot.route, values, (), approval.REVIEW_ORDER)
    return carry.plan(opened, {asked.spot.path: [change]})
