"""Knows how far a decision on a gate has come: asked for, started, sent back as needing work, decided.

It must not know whether what was decided counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from gtm.analysis.decisions import Signature
from gtm.dates import say, say_working
from gtm.model.launch import Asked, Launch

ASKED, STARTED, NEEDS_WORK, DECIDED = "asked", "started", "needs work", "decided"


@dataclass(frozen=True, slots=True)
class Asking:
    """One decision that was asked for: its state, and that in words; `days` are working days since."""

    asked: Asked
    state: str
    days: int
    text: str

    @property
    def pending(self) -> bool:
        return self.state != DECIDED


def of_gate(launch: Launch, gate: str, signatures: Iterable[Signature]) -> tuple[Asking, ...]:
    """What was asked about a gate so far, the last word of each role."""
    given = list(signatures)
    newest = {one.record.as_: one for one in launch.asked if one.gate == gate and one.record.asked <= launch.as_of}
    return tuple(_asking(launch, one, given) for one in newest.values())


def _asking(launch: Launch, one: Asked, given: list[Signature]) -> Asking:
    record, as_of = one.record, launch.as_of
    answers = [signature.sign_off.record for signature in given if not signature.fault]
    decided = any(said.as_ == record.as_ and said.date_ >= record.asked for said in answers)
    days = max(launch.calendar.between(record.asked, as_of), 0)
    who = launch.person(record.of) if record.of else launch.role(record.as_)
    ago = f"asked of {who} on {say(record.asked)}, {say_working(days)} ago" if days else f"asked of {who} today"
    if decided:
        return Asking(one, DECIDED, days, ago)
    if record.needs_work and (record.answered is None or record.answered <= as_of):
        since = f" since {say(record.answered)}" if record.answered else ""
        return Asking(one, NEEDS_WORK, days, f"needs work{since}: {record.needs_work} ({ago})")
    if record.started is not None and record.started <= as_of:
        return Asking(one, STARTED, days, f"being looked at since {say(record.started)}, {ago}")
    return Asking(one, ASKED, days, ago)
