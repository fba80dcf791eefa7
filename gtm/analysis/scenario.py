"""Knows how a what-if changes what the files say: records in memory, before they are linked.

Nothing is written anywhere. A change is laid over the launch as it was compiled, so that it can ask
for plans and calendars. It must not know what follows from a change.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from gtm.analysis.readiness import accepted
from gtm.analysis.snapshot import Study
from gtm.clock import Clock
from gtm.dates import Length, add_days
from gtm.model import written
from gtm.model.launch import Item, Launch
from gtm.schema.documents import Document
from gtm.schema.kinds import KINDS
from gtm.source import Route, Spot

_DAY = Clock.DAY
_PROOF = "what-if"


def apply(documents: Sequence[Document], study: Study, changes: written.Scenario) -> tuple[Document, ...]:
    """The documents as they would be. The changes must be sound: gtm.analysis.scenario_words says what is wrong."""
    launch = study.launch
    edited = _Documents(documents, launch)
    for person, ranges in (changes.away or {}).items():
        edited.at(launch.spots["people", person], _absent(ranges or ()))
    if changes.date_ is not None or changes.drop_markets:
        edited.at(launch.spot, lambda one: _launch(one, changes, launch.as_of))
    states: dict[str, written.State] = {}
    for id, owner in (changes.reassign or {}).items():
        states[id] = replace(launch.items[id].state, owner=owner)
        edited.owner(launch.items[id], owner)
    for id, length in (changes.slip or {}).items():
        if length is not None and id not in changes.done:
            states[id] = _slipped(study, launch.items[id], states.get(id, launch.items[id].state), length)
    for id in changes.done:
        item = launch.items[id]
        states[id] = _done(launch, item, states.get(id, item.state))
        if "ref" not in accepted(item):
            edited.at(item.defined, lambda one: replace(one, evidence=(*(one.evidence or ()), "ref")))
    for id, state in states.items():
        edited.state(launch.items[id], state)
    return edited.documents


def _absent(more: tuple[written.Days, ...]) -> Callable[[written.Person], written.Person]:
    return lambda person: replace(person, away=(*person.away, *more))


def joined(kept: written.Scenario, more: written.Scenario) -> written.Scenario:
    """Two what-ifs as one; where both speak about the same, the second counts."""
    first, second = kept.away or {}, more.away or {}
    away = {person: (*(first.get(person) or ()), *(second.get(person) or ())) for person in {**first, **second}}
    return written.Scenario(
        kept.title or more.title,
        {**(kept.slip or {}), **(more.slip or {})},
        tuple(dict.fromkeys((*kept.done, *more.done))),
        away,
        tuple(dict.fromkeys((*kept.drop_markets, *more.drop_markets))),
        more.date_ or kept.date_,
        {**(kept.reassign or {}), **(more.reassign or {})},
    )


def _launch(record: written.LaunchWritten, changes: written.Scenario, today: date) -> written.LaunchWritten:
    markets = {name: at for name, at in (record.markets or {}).items() if name not in changes.drop_markets}
    record = replace(record, markets=markets if record.markets is not None else None)
    if changes.date_ is None or changes.date_ == record.date_:
        return record
    before = written.Baseline(record.date_, today, "what if")
    return replace(record, date_=changes.date_, baseline=(*record.baseline, before))


def _slipped(study: Study, item: Item, state: written.State, length: Length) -> written.State:
    """The state of an item that takes so much longer: more work, a longer wait, or a later arrival."""
    stretch, finish = study.schedule.stretch(item.id), study.schedule.finish(item.id)
    if stretch is None or finish is None or not length.count:
        return state
    calendar = study.launch.person_calendars.get(item.owner or "", study.launch.calendar)
    working = length.count if length.working else calendar.between(finish, add_days(finish, length.count))
    wait = state.wait or item.definition.wait
    if state.expected is not None and not stretch.effort:  # what it waits for comes later
        later = calendar.add(finish, length.count) if length.working else add_days(finish, length.count)
        return replace(state, expected=later)
    arrives = state.expected is not None and item.status != "todo"
    if not length.working and not arrives and (wait is None or not wait.working):
        return replace(state, wait=Length(length.count + (wait.count if wait is not None else 0)))
    spent = 0
    if state.started is not None and item.status in {"doing", "blocked"}:
        spent = max(stretch.clock.work(Clock.opening(state.started), Clock.opening(study.launch.as_of)), 0)
    return _more_work(item, state, working, (spent + stretch.effort) / _DAY)


def _more_work(item: Item, state: written.State, days: int, likely: float) -> written.State:
    """So many more working days than what is `likely` in all, as planned today."""
    if state.left is not None:
        return replace(state, left=state.left + days)
    known = state.effort or item.definition.effort or written.Effort(1, 1, 1)
    more = likely + days - known.likely
    return replace(state, effort=written.Effort(known.optimistic + more, known.likely + more, known.pessimistic + more))


def _done(launch: Launch, item: Item, state: written.State) -> written.State:
    """Done and proven today, confirmed by whoever may confirm it."""
    proof = written.Evidence(ref=_PROOF, date_=launch.as_of)
    state = replace(state, status="done", finished=launch.as_of, evidence=(proof, *(state.evidence or ())))
    checker = confirming(launch, item, state.owner or item.owner)
    return replace(state, confirmed_by=checker, confirmed=launch.as_of) if checker is not None else state


def confirming(launch: Launch, item: Item, owner: str | None) -> str | None:
    """Who could confirm an item that wants a second person; None when nobody can, or nobody has to."""
    role = item.definition.checked_by
    if role is None:
        return None
    holders = launch.holders(role)
    deputies = (launch.people[one].deputy for one in holders if one in launch.people)
    return next((one for one in (*holders, *deputies) if one is not None and one != owner), None)


class _Documents:
    """The documents of a workspace, with some records replaced."""

    def __init__(self, documents: Sequence[Document], launch: Launch) -> None:
        self._documents = list(documents)
        self._launch = launch
        self._moved: dict[str, str] = {}
        for document in documents:
            self._moved.update({str(old): str(new) for old, new in document.records.get("moved", {}).items()})

    @property
    def documents(self) -> tuple[Document, ...]:
        return tuple(self._documents)

    def at(self, spot: Spot, change: Callable[[Any], Any]) -> None:
        """Replace the record at a spot; an item that a persona adds stands deep inside one."""
        if spot.route[0] == "audience":
            change = partial(_deep, spot.route[1:], change)
            spot = Spot(spot.path, spot.route[:1])
        section, name = str(spot.route[0]), str(spot.route[1]) if len(spot.route) > 1 else ""
        for at, document in enumerate(self._documents):
            if document.path == spot.path and name in document.records.get(section, {}):
                record = change(document.records[section][name])
                self._documents[at] = _with(document, section, {name: record})

    def state(self, item: Item, state: written.State) -> None:
        """Replace the state of an item, or give it one."""
        spot = item.stated
        if spot is not None and (not item.standing or spot.path.startswith("company/")):
            self.at(spot, lambda _: state)
            return
        kind = "company-items" if item.standing else "launch-items"
        folder = "company" if item.standing else f"launches/{self._launch.id}"
        shape = next(one for one in KINDS if one.name == kind)
        self._documents.append(
            Document(f"{folder}/({_PROOF} {item.digest_name}).yaml", shape, {"items": {item.id: state}})
        )

    def owner(self, item: Item, owner: str | None) -> None:
        """The owner a launch says for a standing item stands apart from its state."""
        if not item.standing:
            return
        prefix = f"launches/{self._launch.id}/"
        for document in list(self._documents):
            if document.path.startswith(prefix):
                for name in document.records.get("items", {}):
                    if self._present(name) == item.id:
                        self.at(Spot(document.path, ("items", name)), lambda one: replace(one, owner=owner))

    def _present(self, name: str) -> str:
        seen: set[str] = set()
        base, slash, market = name.partition("/")
        while base in self._moved and base not in seen:
            seen.add(base)
            base = self._moved[base]
        return f"{base}{slash}{market}"


def _deep(route: Route, change: Callable[[Any], Any], record: Any) -> Any:
    """A record with what stands at a route inside it replaced."""
    if not route:
        return change(record)
    step, rest = route[0], route[1:]
    if isinstance(record, Mapping):
        return {**record, step: _deep(rest, change, record[step])}
    return replace(record, **{str(step): _deep(rest, change, getattr(record, str(step)))})


def _with(document: Document, section: str, changed: Mapping[str, Any]) -> Document:
    records = {**document.records[section], **changed}
    return replace(document, records={**document.records, section: records})
