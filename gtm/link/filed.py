"""Knows the records that stand in files of their own: waivers, sign-offs, decisions, what-ifs, risks."""

from collections.abc import Mapping, Sequence
from typing import Any

from gtm.link import rules
from gtm.link.names import Names
from gtm.link.playbook import Playbook
from gtm.model import written
from gtm.model.launch import Asked, Decision, Item, Scenario, SignOff, Waiver
from gtm.schema.documents import Document
from gtm.source import Spot


def check_threads(documents: Sequence[Document], playbook: Playbook, names: Names) -> None:
    names.known["threads"] = {}
    names.collect(documents, "threads")
    for name, thread in names.known["threads"].items():
        for at, id in enumerate(thread.items):
            if id not in playbook.stages and playbook.moved.get(id, id) not in names.known["items"]:
                names.check("items", id, names.spots["threads", name] / "items" / at)


def _records(documents: Sequence[Document], key: str) -> list[tuple[str, Any, Spot]]:
    found = []
    for document in documents:
        record = document.records.get(key, {}).get("")
        if record is not None:
            name = document.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
            found.append((name, record, Spot(document.path, (key,))))
    return found


def waivers(
    documents: Sequence[Document], playbook: Playbook, items: Mapping[str, Item], names: Names
) -> tuple[Waiver, ...]:
    found = []
    for _, record, spot in _records(documents, "waiver"):
        base, slash, market = str(record.item).partition("/")
        base = playbook.moved.get(base, base)
        id = f"{base}{slash}{market}"
        if base not in playbook.definitions:
            names.check("items", base, spot / "item")
        elif id not in items and not slash and any(one.base == base for one in items.values()):
            ids = [one.id for one in items.values() if one.base == base]
            names.found.append(
                rules.BARE_ID.at(
                    spot / "item", f"`{id}` exists once a market", help=f"write one of {', '.join(ids)}", subject=id
                )
            )
        names.check("people", record.asked_by, spot / "asked_by")
        names.check("people", record.approved_by, spot / "approved_by")
        found.append(Waiver(id, record, spot))
    return tuple(found)


def sign_offs(documents: Sequence[Document], playbook: Playbook, names: Names) -> tuple[SignOff, ...]:
    found = []
    for _, record, spot in _records(documents, "sign-off"):
        names.check("stages", record.gate, spot / "gate")
        names.check("people", record.by, spot / "by")
        names.check("roles", record.as_, spot / "as")
        if record.decision == "conditional" and not record.conditions:
            names.found.append(
                rules.EMPTY_CHOICE.at(
                    spot / "decision",
                    "a conditional go names no condition",
                    help="write conditions: [{text, owner, due}]",
                )
            )
        for at, promise in enumerate(record.conditions):
            names.check("people", promise.owner, spot / "conditions" / at / "owner")
            base = str(promise.item).partition("/")[0]
            if promise.item is not None and playbook.moved.get(base, base) not in playbook.definitions:
                names.check("items", base, spot / "conditions" / at / "item")
        found.append(SignOff(record.gate, record, spot))
    # The last word counts; of two said on one day, the no.
    return tuple(sorted(found, key=lambda one: (one.record.date_, one.record.decision == "no-go", one.spot.path)))


def asked(documents: Sequence[Document], names: Names) -> tuple[Asked, ...]:
    found = []
    for _, record, spot in _records(documents, "review"):
        names.check("stages", record.gate, spot / "gate")
        names.check("roles", record.as_, spot / "as")
        for key in ("of", "asked_by"):
            names.check("people", getattr(record, key), spot / key)
        found.append(Asked(record.gate, record, spot))
    return tuple(sorted(found, key=lambda one: (one.record.asked, one.spot.path)))


def decisions(documents: Sequence[Document], names: Names) -> tuple[Decision, ...]:
    found = []
    for name, record, spot in _records(documents, "decision"):
        names.check("people", record.asked_by, spot / "asked_by")
        names.check("people", record.decides, spot / "decides")
        names.check("stages", record.gate, spot / "gate")
        names.check("metrics", record.metric, spot / "metric")
        found.append(Decision(name, record, spot))
    return tuple(found)


def scenarios(
    documents: Sequence[Document],
    playbook: Playbook,
    items: Mapping[str, Item],
    names: Names,
) -> dict[str, Scenario]:
    """What-ifs by the names of their files; an id that exists nowhere is a finding here, as everywhere."""
    found = {}
    for name, record, spot in _records(documents, "scenario"):
        ids = [(id, spot / key / id) for key in ("slip", "reassign") for id in getattr(record, key) or ()]
        ids += [(id, spot / "done" / at) for at, id in enumerate(record.done)]
        for id, place in ids:
            base = id.partition("/")[0]
            if id not in items and playbook.moved.get(base, base) not in playbook.definitions:
                names.check("items", base, place)
        for person in record.away or ():
            names.check("people", person, (spot / "away" / person).at_key())
        for id, person in (record.reassign or {}).items():
            names.check("people", person, spot / "reassign" / id)
        for at, market in enumerate(record.drop_markets):
            names.check("markets", market, spot / "drop_markets" / at)
        found[name] = Scenario(name, record, spot)
    return dict(sorted(found.items()))


def parts(documents: Sequence[Document], names: Names) -> dict[str, written.PartWritten]:
    """Parts of the product that other companies make, each with its place."""
    found: dict[str, written.PartWritten] = names.collect(documents, "parts")
    return found


def section(documents: Sequence[Document], key: str) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for document in documents:
        out.update(document.records.get(key, {}))
    return out
