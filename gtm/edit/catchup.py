"""Knows the sheet on which teams say quickly what is done, what is not for them, what is still to do.

One row an item nobody has spoken about yet; written as CSV for a spreadsheet, read back however
the spreadsheet saved it. It must not know disks or commands.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gtm.analysis.readiness import UNKNOWN, accepted, tool_proof
from gtm.analysis.snapshot import Study
from gtm.dates import parse_day
from gtm.edit import wanted
from gtm.edit.answers import Unclear
from gtm.edit.wanted import Wanted
from gtm.model.launch import Item
from gtm.source import clean

ASKED = ("state", "proof", "proof_by", "finished", "owner", "reason")
TOLD = ("id", "title", "team", "due", "must", "question", "accepted")
STATES: Mapping[str, str] = {
    "done": "done", "d": "done", "yes": "done", "y": "done", "x": "done", "ok": "done",
    "not for us": "not-applicable", "not-for-us": "not-applicable", "not-applicable": "not-applicable",
    "not applicable": "not-applicable", "n/a": "not-applicable", "na": "not-applicable", "n": "not-applicable",
    "to do": "todo", "todo": "todo", "t": "todo", "still to do": "todo", "open": "todo",
    "doing": "doing", "in work": "doing",
}  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Answer:
    """What a person said about one item."""

    state: str
    proof: str = ""
    proof_by: str = ""
    finished: str = ""
    owner: str = ""
    reason: str = ""


def unspoken(study: Study, team: str | None) -> list[Item]:
    """Items nobody has said anything about and that a person has to prove, by team and due date."""
    order = {id: at for at, id in enumerate(study.launch.teams)}
    found = [
        item
        for item in study.launch.items.values()
        if study.readiness[item.id].kind == UNKNOWN and tool_proof(item) is None and team in (None, item.team)
    ]
    return sorted(found, key=lambda item: (order.get(item.team, len(order)), item.due, item.id))


def sheet(study: Study, items: Iterable[Item]) -> str:
    """The CSV to fill in; the mark at its start tells spreadsheets that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*ASKED[:1], *TOLD, *ASKED[1:]])
    for item in items:
        told = (item.id, item.title, study.launch.team(item.team), item.due.isoformat(),
                "must" if item.must else "advice", item.definition.ask or "", " or ".join(accepted(item)))  # fmt: skip
        writer.writerow(["", *(_cell(text) for text in told), *("" for _ in ASKED[1:])])
    return "\ufeff" + out.getvalue()


def _cell(text: str) -> str:
    """A cell that a spreadsheet will not compute."""
    line = clean(text).strip()
    return f"'{line}" if line.startswith(_FORMULA) else line


def read(content: bytes, study: Study, names: Mapping[str, str]) -> tuple[dict[str, Wanted], list[str]]:
    """What a filled sheet asks for by item, and every row that cannot be meant."""
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")
    if "\ufffd" in text:
        return {}, ["the sheet is not UTF-8: save it as `CSV UTF-8`"]
    head = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    missing = [name for name in ("id", "state") if name not in (rows.fieldnames or ())]
    if missing:
        return {}, [f"the first row has no column `{missing[0]}`: start from gtm catch-up --sheet FILE"]
    found: dict[str, Wanted] = {}
    faults = []
    for number, row in enumerate(rows, 2):
        id = (row.get("id") or "").strip()
        try:
            answer = _row(row)
            if answer is not None:
                item = _item(id, study, found)
                found[id] = meant(answer, item, study, names)
        except Unclear as unclear:
            faults.append(f"row {number}: {unclear}")
    return found, faults


def _item(id: str, study: Study, found: Mapping[str, Wanted]) -> Item:
    if id not in study.launch.items or id in found:
        raise Unclear(f"`{clean(id)}` is {'there twice' if id in found else 'no item of this launch'}")
    return study.launch.items[id]


def _row(row: Mapping[str, Any]) -> Answer | None:
    said = {name: (row.get(name) or "").strip().removeprefix("'") for name in ASKED}
    if not said["state"]:
        if any(said.values()):
            raise Unclear("the state is empty; write done, not for us or to do")
        return None
    return Answer(**said)


def meant(answer: Answer, item: Item, study: Study, names: Mapping[str, str]) -> Wanted:
    """The values that an answer stands for. Raises Unclear."""
    status = STATES.get(answer.state.casefold())
    if status is None:
        raise Unclear(f"`{clean(answer.state)}` is no state; write done, not for us or to do")
    values: dict[str, Any] = {"status": status}
    if status == "not-applicable" and not answer.reason:
        raise Unclear("why is it not for us? Write a reason")
    if answer.reason:
        values["reason"] = answer.reason
    if answer.owner:
        values["owner"] = wanted.one_person(answer.owner, names)
    for key, text in (("finished", answer.finished), ("due", answer.proof_by)):
        if text:
            values[key] = _day(text)
    proofs = (_proof(answer.proof, item),) if answer.proof else ()
    said = Wanted(values, proofs)
    return wanted.finished(said, item, study.launch.as_of)


def _day(text: str) -> str:
    day = parse_day(text)
    if day is None:
        raise Unclear(f"`{clean(text)}` is not a date; write 2027-01-31")
    return day.isoformat()


def _proof(text: str, item: Item) -> Mapping[str, str]:
    """A proof as people write it: an address is a link, other words say where it is kept."""
    try:
        return wanted.proof(text)
    except Unclear:
        kinds = accepted(item)
        if "ref" not in kinds:
            raise Unclear(f"the proof has to be a {' or '.join(kinds)}, such as {kinds[0]}:…") from None
        return {"ref": text}
