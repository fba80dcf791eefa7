"""Knows what fits on one sheet of paper, and the conditions of the first screen, as values for the templates.

Every cut says how much was cut. It must not know markup.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from gtm.analysis import meeting, ways
from gtm.analysis.focus import Action
from gtm.analysis.gates import GateView
from gtm.analysis.readiness import waiver_fault
from gtm.analysis.review import Agenda
from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.model import written
from gtm.model.launch import Launch, Waiver

_ASKS, _GATES, _LINES, _ACTIONS = 5, 7, 2, 3
_CLIP = 150  # characters of what somebody wrote
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Promised:
    """A condition of a go: of which gate, whether it holds, and how it stands in words."""

    gate: GateView
    promise: written.Promise
    good: bool
    words: str

    @property
    def open(self) -> bool:
        return not self.words.startswith("kept")


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to decide, in a line or two."""

    label: str
    text: str
    more: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the sheet shows beside the verdict; the numbers say how much did not fit."""

    asks: tuple[Ask, ...]
    asks_left: int
    gates: int  # of the gates that there are
    actions: tuple[Action, ...]
    promises: tuple[Promised, ...]
    promises_left: int
    waivers: tuple[Waiver, ...]
    waivers_left: int
    no_way_back: tuple[written.NoWayBack, ...]
    no_way_back_left: int


def promises(study: Study) -> list[Promised]:
    """Every condition of every decided gate: the late ones first, then by date, the kept ones last."""
    found = [
        Promised(study.gates[id], one, *meeting.promise_state(study.launch, one))
        for id, decision in study.decisions.items()
        if id in study.gates
        for one in decision.promises
    ]
    return sorted(found, key=lambda one: (one.good, not one.open, one.promise.due, one.promise.text))


def sheet(study: Study, agenda: Agenda, effects: Mapping[str, str]) -> Sheet:
    """The launch cut to one page."""
    launch = study.launch
    asks, asks_left = _cut(list(_asks(study, agenda, effects)), _ASKS)
    open_, open_left = _cut([one for one in promises(study) if one.open], _LINES)
    holding = [one for one in launch.waivers if waiver_fault(launch, one) is None]
    waivers, waivers_left = _cut(sorted(holding, key=lambda one: (one.record.until, one.item)), _LINES)
    ahead = sorted((one for one in launch.no_way_back if one.date_ >= launch.as_of), key=lambda one: one.date_)
    moments, moments_left = _cut(ahead, _LINES)
    return Sheet(
        asks, asks_left, _GATES, tuple(study.focus.actions(_ACTIONS)), open_, open_left, waivers, waivers_left,
        moments, moments_left,
    )  # fmt: skip


def clip(text: str, limit: int = _CLIP) -> str:
    """What somebody wrote, at most so many characters, with a sign that more follows."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _cut(found: Sequence[Kept], limit: int) -> tuple[tuple[Kept, ...], int]:
    return tuple(found[:limit]), max(len(found) - limit, 0)


def _asks(study: Study, agenda: Agenda, effects: Mapping[str, str]) -> Iterator[Ask]:
    launch = study.launch
    for one in agenda.decisions:
        yield Ask("Question", one.record.title, _question(launch, one.record, effects))
    for waiver in agenda.waivers:
        ask = waiver.record
        who = f"{launch.person(ask.asked_by)} asks: {ask.reason}"
        yield Ask("Waiver", f"{ways.name(study, waiver.item)}, until {say(ask.until)}", who)
    for signing in agenda.signings:
        states = Counter(slot.state for slot in signing.slots)
        words = ", ".join(f"{number} {state}" for state, number in states.items())
        yield Ask("Sign-offs", f"{signing.gate.title} gate: {words}", "; ".join(slot.roles for slot in signing.slots))
    for gate, promise in agenda.promises:
        late = f"{launch.person(promise.owner)}, due {say(promise.due)}, for {study.graph.title(gate)}"
        yield Ask("Late condition", promise.text, late)
    if agenda.unowned or agenda.roles:
        number, empty = len(agenda.unowned), len(agenda.roles)
        parts = [f"{number} open must-have{'' if number == 1 else 's'} without an owner"] if number else []
        parts += [f"{empty} role{'' if empty == 1 else 's'} that nobody fills"] if empty else []
        titles = "; ".join(agenda.roles or [ways.name(study, item.id) for item in agenda.unowned])
        yield Ask("Owners", ", ".join(parts), titles)


def _question(launch: Launch, record: written.DecisionWritten, effects: Mapping[str, str]) -> str:
    parts = [
        f"{word} {launch.person(id)}" for word, id in (("asks", record.asked_by), ("decides", record.decides)) if id
    ]
    choice = (record.choices or {}).get(record.proposed or "")
    if choice is not None:
        effect = effects.get(choice.scenario or "", "")
        parts.append(f"proposed: {choice.text}{f' ({effect})' if effect else ''}")
    return "; ".join(parts)
