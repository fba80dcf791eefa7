"""Knows how ready each item is: proven, said done, waived, not applicable, unknown or open, and why.

Proven means marked done, with an accepted proof that is there and fresh, and confirmed by a
second person where the playbook asks for one. It must not know gates or dates of work.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gtm.dates import add_days, say
from gtm.model import written
from gtm.model.launch import Item, Launch, Waiver
from gtm.model.measured import Measured

PROVEN, SAID_DONE, WAIVED, NOT_APPLICABLE, UNKNOWN, OPEN = (
    "proven",
    "said done",
    "waived",
    "not applicable",
    "unknown",
    "open",
)
CLASSES = (PROVEN, SAID_DONE, WAIVED, NOT_APPLICABLE, UNKNOWN, OPEN)
SETTLED = frozenset({PROVEN, WAIVED, NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Readiness:
    """One item: its class, in plain words what is missing, and the valid waiver if there is one."""

    kind: str
    missing: str = ""
    waiver: Waiver | None = None
    proof: written.Evidence | None = None

    @property
    def settled(self) -> bool:
        """Whether it closes no gate."""
        return self.kind in SETTLED


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items are in each class, and the working days of likely effort behind them."""

    proven: int = 0
    said_done: int = 0
    waived: int = 0
    not_applicable: int = 0
    unknown: int = 0
    open: int = 0
    effort: float = 0.0
    effort_proven: float = 0.0

    @property
    def total(self) -> int:
        return self.proven + self.said_done + self.waived + self.not_applicable + self.unknown + self.open

    @property
    def applicable(self) -> int:
        """Items that count: all but those that do not apply."""
        return self.total - self.not_applicable

    @property
    def settled(self) -> int:
        return self.proven + self.waived + self.not_applicable

    @property
    def done(self) -> int:
        """Of the items that count, those that close no gate: what to say beside `applicable`."""
        return self.proven + self.waived

    @property
    def left(self) -> int:
        return self.said_done + self.unknown + self.open


def judge(
    launch: Launch,
    clean: frozenset[str],
    holds: Callable[[str], bool],
    decided: Mapping[str, date],
) -> dict[str, Readiness]:
    """The readiness of every item.

    `clean` are slugs of checks that found nothing; `holds` says whether a workspace file exists;
    `decided` maps gates that were decided to the day, on which their proofs are judged.
    """
    waivers = {waiver.item: waiver for waiver in launch.waivers if waiver_fault(launch, waiver) is None}
    out: dict[str, Readiness] = {}
    early: list[Item] = []  # proven without a word from anybody
    for id, item in launch.items.items():
        later = item.market is not None and item.anchor > launch.date  # held by a gate of its market
        on = launch.as_of if later else min(decided.get(item.gate, launch.as_of), launch.as_of)
        found = _judge_one(launch, item, clean, holds, on)
        if not found.settled and id in waivers:
            found = Readiness(WAIVED, found.missing, waivers[id])
        out[id] = found
        if found.kind == PROVEN and item.state.status is None and item.needs:
            early.append(item)
    _hold_back(launch, early, out)
    return out


def _hold_back(launch: Launch, early: list[Item], out: dict[str, Readiness]) -> None:
    """A check (or metric) proves nothing before its time: while something the item needs is open."""
    held = True
    while held:
        held = False
        for item in [one for one in early if out[one.id].kind == PROVEN]:
            for need in item.needs:
                other = launch.items.get(need.on)
                if other is not None and other.status != "done" and not out[other.id].settled:
                    out[item.id] = Readiness(OPEN, f"nothing speaks against it, but it waits for {other.title}")
                    held = True
                    break


def _judge_one(launch: Launch, item: Item, clean: frozenset[str], holds: Callable[[str], bool], on: date) -> Readiness:
    state = item.state
    tool = tool_proof(item)
    if tool is not None and state.status is None:
        return _by_tool(launch, tool, clean, on)
    status = state.status
    if status is None:
        return Readiness(UNKNOWN, "nobody has said anything yet")
    if status == "not-applicable":
        if not item.must or confirmed(launch, item):
            return Readiness(NOT_APPLICABLE)
        return Readiness(OPEN, "marked not applicable; a second person has to confirm it")
    if status != "done":
        return Readiness(OPEN, _open_words(state))
    if state.finished is not None and state.finished > launch.as_of:
        return Readiness(OPEN, "finished in the future, so not done yet")
    proof, missing = best_proof(launch, item, clean, holds, on)
    if proof is None:
        return Readiness(SAID_DONE, missing)
    checker = item.definition.checked_by
    if checker and not (confirmed(launch, item) and launch.may_act_as(str(state.confirmed_by), checker)):
        return Readiness(SAID_DONE, f"waits for confirmation by {launch.role(item.definition.checked_by)}")
    return Readiness(PROVEN, proof=proof)


def _open_words(state: written.State) -> str:
    if state.status == "blocked":
        return f"blocked, waits for {state.waiting_on}" if state.waiting_on else "blocked"
    return "in work" if state.status == "doing" else "not started"


def tool_proof(item: Item) -> written.ProofByCheck | None:
    """The check or metric that proves an item by itself, if its definition names one."""
    for kind in item.definition.evidence or ():
        if not isinstance(kind, str):
            return kind
    return None


def _by_tool(launch: Launch, tool: written.ProofByCheck, clean: frozenset[str], on: date) -> Readiness:
    if tool.check is not None:
        if tool.check in clean:
            return Readiness(PROVEN, proof=written.Evidence(check=tool.check))
        return Readiness(OPEN, f"the check {tool.check} still finds something")
    reading = newest(launch, str(tool.metric), on)
    if reading is not None and reading.value is not None:
        return Readiness(PROVEN, proof=written.Evidence(metric=tool.metric, date_=reading.date_))
    return Readiness(OPEN, f"no reading of {tool.metric} yet")


def confirmed(launch: Launch, item: Item) -> bool:
    """Whether a second person (known, and not the owner) has confirmed the item by now."""
    state = item.state
    if state.confirmed_by is None or state.confirmed_by == item.owner or state.confirmed_by not in launch.people:
        return False
    return state.confirmed is None or state.confirmed <= launch.as_of


def best_proof(
    launch: Launch, item: Item, clean: frozenset[str], holds: Callable[[str], bool], on: date
) -> tuple[written.Evidence | None, str]:
    """The first piece of evidence that proves the item on a day, or why none does."""
    if not item.state.evidence:
        return None, "no proof is given"
    missing = ""
    for proof in item.state.evidence:
        fault = proof_fault(launch, item, proof, clean, holds, on)
        if not fault:
            return proof, ""
        missing = missing or fault
    return None, missing


def proof_fault(
    launch: Launch,
    item: Item,
    proof: written.Evidence,
    clean: frozenset[str],
    holds: Callable[[str], bool],
    on: date,
) -> str:
    """Why a piece of evidence proves nothing on a day; empty when it does."""
    kinds = accepted(item)
    if not any(sign.isprintable() and sign != " " for sign in proof.target):
        return "the proof names nothing"
    if proof.kind not in kinds:
        return f"a {proof.kind} is not accepted here: {', '.join(kinds)}"
    if proof.date_ is not None and proof.date_ > launch.as_of:
        return "the proof is dated in the future"
    if proof.file is not None and not holds(proof.file):
        return f"the file {proof.file} is not there"
    if proof.check is not None and proof.check not in clean:
        return f"the check {proof.check} still finds something"
    if proof.metric is not None:
        reading = newest(launch, proof.metric, on)
        if reading is None or reading.value is None:
            return f"no {'reading' if reading is None else 'value'} of {proof.metric} yet"
        return ""
    end = fresh_until(item, proof)
    if end is not None and end < on:
        return f"the proof is stale since {say(end)}"
    if item.definition.fresh_for is not None and made(item, proof) is None and proof.check is None:
        return "the proof has no date, and proofs age here"
    return ""


def accepted(item: Item) -> tuple[str, ...]:
    """The kinds of evidence an item accepts; link, file and ref where its definition is silent."""
    kinds = [kind for kind in item.definition.evidence or () if isinstance(kind, str)]
    return tuple(kinds) or ("link", "file", "ref")


def made(item: Item, proof: written.Evidence) -> date | None:
    """The day a proof speaks of: its own, the item's finish, or a later confirmation."""
    days = [day for day in (proof.date_ or item.state.finished, item.state.confirmed if item.standing else None) if day]
    return max(days) if days else None


def fresh_until(item: Item, proof: written.Evidence) -> date | None:
    """The last day a proof is fresh; None when it does not age or has no date."""
    length, day = item.definition.fresh_for, made(item, proof)
    if length is None or day is None or proof.check is not None or proof.metric is not None:
        return None
    return add_days(day, length.count)


def waiver_fault(launch: Launch, waiver: Waiver, on: date | None = None) -> str | None:
    """Why a waiver does not count today (or `on` an earlier day): a slug of the fault; None when it counts."""
    record = waiver.record
    on = on or launch.as_of
    if record.approved_by is None or record.approved is None or max(record.asked, record.approved) > on:
        return "unapproved"
    if record.asked_by not in launch.people:
        return "unknown-asker"
    if record.approved_by == record.asked_by:
        return "self-approved"
    approvers = launch.workspace.policy.waiver_approvers
    if not any(launch.may_act_as(record.approved_by, role) for role in approvers):
        return "without-role"
    if record.until < on:
        return "expired"
    return None


def newest(launch: Launch, metric: str, on: date) -> Measured | None:
    """The newest reading of a metric that is not later than a day; it may have no value."""
    for reading in reversed(launch.readings.get(metric, ())):
        if reading.date_ <= on:
            return reading
    return None


def count(items: Iterable[Item], readiness: Mapping[str, Readiness]) -> Counts:
    """The classes of some items, counted apart."""
    tally = dict.fromkeys(CLASSES, 0)
    effort = done = 0.0
    for item in items:
        kind = readiness[item.id].kind
        tally[kind] += 1
        days = likely(item)
        effort += days
        if kind == PROVEN:
            done += days
    return Counts(
        tally[PROVEN], tally[SAID_DONE], tally[WAIVED], tally[NOT_APPLICABLE], tally[UNKNOWN], tally[OPEN], effort, done
    )


def likely(item: Item) -> float:
    """Likely working days of an item: the team's estimate, the playbook's, else one day assumed."""
    effort = item.state.effort or item.definition.effort
    return effort.likely if effort is not None else 1.0
