"""Knows how to show what a signature would cover, before it is given. It must not judge or write."""

from collections.abc import Iterator

from gtm.analysis import meeting, ways
from gtm.analysis.decisions import Signature
from gtm.analysis.signing import Cover, roles_asked
from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.source import clean

_SHOWN = 12


def lines(study: Study, found: Cover) -> Iterator[str]:
    """What stands behind the gate today: counts, what is open, waived, and who signed before."""
    launch, view, counts = study.launch, found.view, found.counts
    yield f"{clean(view.title)} gate of {clean(launch.title)}, due {say(view.due)}, as of {say(launch.as_of)}"
    yield f"A signature now covers {len(found.items)} items (digest {found.digest.short}):"
    parts = [
        (counts.proven, "proven"), (counts.waived, "waived"), (counts.not_applicable, "not applicable"),
        (counts.said_done, "said done without proof"), (counts.open + counts.unknown, "open"),
    ]  # fmt: skip
    yield "  " + ", ".join(f"{count} {word}" for count, word in parts if count)
    for blocker in found.open[:_SHOWN]:
        item = blocker.item
        who = launch.person(item.owner) if item.owner else "no owner"
        yield f"  open    {clean(ways.name(study, item.id))}: {clean(blocker.missing)} ({clean(who)})  {clean(item.id)}"
    if len(found.open) > _SHOWN:
        yield f"  open    and {len(found.open) - _SHOWN} more must-haves: gtm gate {view.id}"
    yield from _unproven(study, found)
    for waiver in found.waived:
        end = say(waiver.record.until)
        yield f"  waived  {clean(ways.name(study, waiver.item))} until {end}: {clean(waiver.record.reason)}"
    for condition in view.conditions:
        if condition.kind not in {"must-haves", "sign-off"}:
            yield f"  {condition.word:<6}  {clean(condition.text)}"
    for gate, promise in found.promises:
        about = f" [{promise.item}]" if promise.item else ""
        who = f"{launch.person(promise.owner)}, {meeting.promise_state(launch, promise)[1]}"
        otherwise = f"; if missed: {promise.if_missed}" if promise.if_missed else ""
        text = f"{promise.text}{about} ({study.graph.title(gate)}): {who}{otherwise}"
        yield f"  promise {clean(text)}"
    for signature in found.earlier:
        yield f"  signed  {clean(_signed(study, signature))}"
        if signature.wording and not signature.material:
            yield f"  edited  words were edited since; gtm gate {view.id} shows which"
    yield from _no_way_back(study)
    asked = ", ".join(launch.role(role) for role in roles_asked(launch, view.id))
    yield f"To be signed by: {clean(asked) or 'nobody is asked'}. If any of this changes, the signature is stale."


def _unproven(study: Study, found: Cover) -> Iterator[str]:
    """What is only said to be done, besides the open must-haves above."""
    for item in found.unproven[:_SHOWN]:
        who = study.launch.person(item.owner) if item.owner else "no owner"
        why = f"done, but {study.readiness[item.id].missing} ({who})"
        yield f"  said    {clean(ways.name(study, item.id))}: {clean(why)}  {clean(item.id)}"
    if len(found.unproven) > _SHOWN:
        yield f"  said    and {len(found.unproven) - _SHOWN} more said done without proof"


def _no_way_back(study: Study) -> Iterator[str]:
    """When it can no longer be stopped, and how it is stopped until then."""
    launch = study.launch
    for moment in launch.no_way_back:
        if moment.date_ >= launch.as_of:
            at = f" {moment.time}" if moment.time else ""
            yield f"  no way back after {say(moment.date_)}{clean(at)}: {clean(moment.text)}"
    if launch.stop is not None:
        stop = launch.stop
        decides = f"; {launch.person(stop.decides)} decides" if stop.decides else ""
        tried = f"; tried on {say(stop.proven)}" if stop.proven else "; never tried"
        yield f"  to stop {clean(stop.how)} ({clean(launch.person(stop.owner))}{clean(decides)}{tried})"


def _signed(study: Study, signature: Signature) -> str:
    record, launch = signature.sign_off.record, study.launch
    state = {"role": ", does not count: the role is not held", "unseen": ", does not count: it names no digest",
             "future": ", does not count: it is dated in the future",
             "early": ", does not count: it is dated before what it saw"}.get(signature.fault, "")  # fmt: skip
    stale = f", stale: {', '.join(signature.changed[:5]) or 'what it covers'} changed" if signature.material else ""
    who = f"{launch.person(record.by)} as {launch.role(record.as_)}"
    return f"{record.decision} by {who} on {say(record.date_)}{state or stale}"
