"""Knows the text of the files that hold one decision each: a sign-off, a waiver. It must not judge."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gtm.analysis.accepted import Signing
from gtm.analysis.digest import Digest
from gtm.edit import style
from gtm.model import written

REVIEW_ORDER = ("gate", "as", "of", "asked_by", "asked", "started", "needs_work", "answered")
PROMISE_ORDER = ("text", "owner", "due", "item", "done", "evidence", "if_missed")
WAIVER_ORDER = ("item", "reason", "instead", "asked_by", "asked", "approved_by", "approved", "until")


@dataclass(frozen=True)
class Promise:
    """A condition attached to a go."""

    text: str
    owner: str
    due: date
    if_missed: str | None = None
    item: str | None = None  # the open must-have it is about


@dataclass(frozen=True)
class Signed:
    """A decision on a gate, ready to be written."""

    gate: str
    decision: str
    by: str
    role: str
    on: date
    promises: Sequence[Promise] = ()
    note: str | None = None


def signing(signed: Signed) -> Signing:
    """What a sign-off about to be written adds to what is signed: the items it leaves open under a condition."""
    found = [
        written.Promise(_prose(one.text) or "", one.owner, one.due, one.item) for one in signed.promises if one.item
    ]
    return Signing(signed.role, tuple(found))


def sign_off(signed: Signed, seen: Digest) -> bytes:
    """The file of a sign-off: what was decided, and the digest and fingerprints of what was seen."""
    fields: dict[str, Any] = {
        "gate": style.Bare(signed.gate),
        "decision": signed.decision,
        "by": style.Bare(signed.by),
        "as": style.Bare(signed.role),
        "date": signed.on.isoformat(),
        "saw": seen.text,
        "conditions": [_promise(one) for one in signed.promises],
        "note": _prose(signed.note),
        "covers": dict(seen.entries),
    }
    return _file("sign-off", fields)


def _promise(one: Promise) -> dict[str, Any]:
    fields = {"text": _prose(one.text), "owner": style.Bare(one.owner), "due": one.due.isoformat(),
              "item": style.Bare(one.item) if one.item else None, "if_missed": _prose(one.if_missed)}  # fmt: skip
    return {key: value for key, value in fields.items() if value}


def review(gate: str, role: str, of: str, asked_by: str | None, on: date) -> bytes:
    """The file that asks for a decision; the sign-off of that role is the answer."""
    fields = {"gate": style.Bare(gate), "as": style.Bare(role), "of": style.Bare(of),
              "asked_by": style.Bare(asked_by) if asked_by else None, "asked": on.isoformat()}  # fmt: skip
    return _file("review", fields)


def waiver(item: str, reason: str, instead: str | None, by: str, on: date, until: date) -> bytes:
    """The file that asks for an exception; it counts when somebody else has approved it."""
    fields = {"item": style.Bare(item), "reason": _prose(reason), "instead": _prose(instead),
              "asked_by": style.Bare(by), "asked": on.isoformat(), "until": until.isoformat()}  # fmt: skip
    return _file("waiver", fields)


def _prose(text: str | None) -> str | None:
    """Free text: on its line, or as lines of its own when it has several."""
    known = (text or "").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    plain = known.replace("\r\n", "\n")
    return f"{plain}\n" if "\n" in plain and style.fits_block(f"{plain}\n") else plain or None


def _file(top: str, fields: Mapping[str, Any]) -> bytes:
    kept = {key: value for key, value in fields.items() if value}
    return (style.mapping({top: kept}, 0, "\n") + "\n").encode()


def path(launch: str, parts: Iterable[str], on: date, taken: Iterable[str]) -> str:
    """A file name of its own in the launch's decisions: with the day, then a number, when it is taken."""
    there = set(taken)
    stem = f"launches/{launch}/decisions/{'-'.join(part for part in parts if part)}"
    names = [stem, f"{stem}-{on.isoformat()}", *(f"{stem}-{on.isoformat()}-{number}" for number in range(2, 1000))]
    return next(f"{name}.yaml" for name in names if not {f"{name}.yaml", f"{name}.yml"} & there)
