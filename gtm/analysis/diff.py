"""Knows what differs between two states of a launch by meaning: items, gates, gaps, who can start.

Two sides judged on the same day; order, formatting and comments are no difference. It must not know
where the two came from, and it words nothing.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from gtm.analysis import chance
from gtm.analysis.comparison import Side
from gtm.analysis.decisions import Signature
from gtm.analysis.diff_items import CHANGED, ItemChange, item_changes
from gtm.analysis.diff_records import RecordChange, record_changes
from gtm.analysis.gates import GateView
from gtm.analysis.readiness import Counts
from gtm.analysis.snapshot import Snapshot, Study
from gtm.diagnostics import Diagnostic, Severity

MATERIAL, WORDING = "material", "wording"


@dataclass(frozen=True, slots=True)
class GateChange:
    """A gate that is not as it was; a side is None where the gate is not there.

    `facts` names what changed: verdict, course, forecast, due, may_pass, counts, chance.
    """

    id: str
    title: str
    before: GateView | None
    after: GateView | None
    chance_before: float | None
    chance_after: float | None
    facts: tuple[str, ...]

    @property
    def sides(self) -> tuple[tuple[GateView | None, float | None], ...]:
        return (self.before, self.chance_before), (self.after, self.chance_after)


@dataclass(frozen=True, slots=True)
class Turn:
    """An open item that can start now, or cannot any more; `waits` is what it waits for then."""

    id: str
    owner: str | None
    waits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """A sign-off whose ground changed: materially, or only in its words; `items` as far as known."""

    gate: str
    person: str
    role: str
    kind: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """Everything that differs. `before` is None when the launch was not there, or could not be compiled."""

    before: Snapshot | None
    after: Snapshot
    sides: tuple[Side | None, Side]
    files: frozenset[str]  # that differ in bytes
    items: tuple[ItemChange, ...]
    records: tuple[RecordChange, ...]
    gates: tuple[GateChange, ...]
    freed: tuple[Turn, ...]
    blocked: tuple[Turn, ...]
    opened: tuple[Diagnostic, ...]  # gaps
    closed: tuple[Diagnostic, ...]
    faults: tuple[Diagnostic, ...]  # new findings of any kind, the most serious first
    touched: tuple[Touched, ...]

    @property
    def written(self) -> tuple[ItemChange, ...]:
        """The items about which something was written."""
        return tuple(one for one in self.items if not one.follows)

    @property
    def following(self) -> tuple[ItemChange, ...]:
        """The items that only moved along with something else."""
        return tuple(one for one in self.items if one.follows)

    @property
    def completeness(self) -> tuple[Counts | None, Counts]:
        """The must-haves before the launch, on both sides."""
        counts = [one.study.counts(list(one.study.before_launch)) if one else None for one in (self.before, self.after)]
        assert counts[1] is not None
        return counts[0], counts[1]

    @property
    def empty(self) -> bool:
        """Whether nothing differs by meaning."""
        return self.before is not None and not (
            self.items or self.records or self.gates or self.opened or self.closed or self.faults
            or self.before.launch.unread != self.after.launch.unread
        )  # fmt: skip

    @property
    def fixes(self) -> tuple[Diagnostic, ...]:
        """What the author should mend: new findings, and those about what was touched in the files touched."""
        touched = {one.id for one in self.written}
        new = set(self.faults)
        return tuple(
            one
            for one in self.after.diagnostics
            if one.severity >= Severity.WARNING
            and (
                one in new
                or (one.span.path in self.files and (one.subject in touched or one.severity is Severity.ERROR))
            )
        )


def compare(
    before: Snapshot | None, after: Snapshot, sides: tuple[Side | None, Side], files: Collection[str]
) -> Difference:
    """What differs from one state to the other; `sides` are the same two with their forecasts."""
    old = before.study if before is not None else None
    items = item_changes(old, after.study)
    renamed = {one.before.id: one.after.id for one in items if one.before is not None and one.after is not None}
    new, gone = _told(before, after, renamed)
    gaps = {id(one) for side in (before, after) if side is not None for one in side.gaps}
    freed, blocked = _turns(old, after.study, renamed)
    return Difference(
        before,
        after,
        sides,
        frozenset(files),
        items,
        record_changes(old.launch if old is not None else None, after.launch),
        tuple(_gates(sides)) if old is not None else (),
        freed,
        blocked,
        tuple(one for one in new if id(one) in gaps) if old is not None else (),
        tuple(one for one in gone if id(one) in gaps),
        tuple(sorted(new, key=lambda one: (-one.severity, one.order))),
        tuple(_touched(old, after.study)) if old is not None else (),
    )


def _told(
    before: Snapshot | None, after: Snapshot, renamed: Mapping[str, str]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Findings that are new and findings that are gone: by code and subject, not by line."""

    def key(one: Diagnostic) -> tuple[str, str]:
        return one.rule.code, renamed.get(one.subject, one.subject) or f"{one.span.path} {one.message}"

    old = list(before.diagnostics) if before is not None else []
    had, have = Counter(map(key, old)), Counter(map(key, after.diagnostics))
    new, gone = have - had, had - have

    def some(found: list[Diagnostic], wanted: Counter[tuple[str, str]]) -> Iterator[Diagnostic]:
        for one in reversed(found):  # of several alike, the last ones are the new ones
            if wanted[key(one)] > 0:
                wanted[key(one)] -= 1
                yield one

    return list(some(list(after.diagnostics), new))[::-1], list(some(old, gone))[::-1]


def _gates(sides: tuple[Side | None, Side]) -> Iterator[GateChange]:
    first, second = sides
    assert first is not None
    old, new = first.study.gates, second.study.gates
    for id in [*new, *(id for id in old if id not in new)]:
        was, now = _steered(first, old.get(id)), _steered(second, new.get(id))
        chances = [side.forecast.gates[id].on_time if id in side.forecast.gates else None for side in (first, second)]
        facts = tuple(_changed(was, now, chances[0], chances[1]))
        if facts:
            title = next(one.title for one in (now, was) if one is not None)
            yield GateChange(id, title, was, now, chances[0], chances[1], facts)


def _steered(side: Side, view: GateView | None) -> GateView | None:
    """A gate with the course that its forecast allows, as every other answer says it."""
    return replace(view, course=chance.course(side.forecast, view)) if view is not None else None


def _changed(was: GateView | None, now: GateView | None, before: float | None, after: float | None) -> Iterator[str]:
    if was is None or now is None:
        yield "verdict"
        return
    for name in ("verdict", "course", "forecast", "due", "may_pass", "counts"):
        if getattr(was, name) != getattr(now, name):
            yield name
    if before is not None and after is not None and round(before, 2) != round(after, 2):
        yield "chance"


def _turns(before: Study | None, after: Study, renamed: Mapping[str, str]) -> tuple[tuple[Turn, ...], tuple[Turn, ...]]:
    """Open items that wait for nothing now and did before, and the other way round."""
    if before is None:
        return (), ()
    back = {new: old for old, new in renamed.items()}
    freed, blocked = [], []
    for at, item in enumerate(after.graph.items):
        was = before.launch.items.get(back.get(item.id, item.id))
        if was is None or not after.focus.open[at] or item.status == "done":
            continue
        had, has = _waits(before, was.id), _waits(after, item.id)
        if had and not has:
            freed.append(Turn(item.id, item.owner))
        elif has and not had and not before.readiness[was.id].settled:
            blocked.append(Turn(item.id, item.owner, has))
    return tuple(freed), tuple(blocked)


def _waits(study: Study, id: str) -> tuple[str, ...]:
    """What an open item waits for: open needs, and somebody outside."""
    item = study.launch.items[id]
    outside = (item.state.waiting_on or "outside",) if item.status == "blocked" else ()
    return (*study.focus.needs_open(item), *outside)


def _touched(before: Study, after: Study) -> Iterator[Touched]:
    """Sign-offs that stand in both, and whose ground is not what it was."""
    for gate, decision in before.decisions.items():
        now = after.decisions.get(gate)
        later = {_which(one): one for one in now.signatures} if now is not None else {}
        for one in decision.signatures:
            other = later.get(_which(one))
            if other is None or one.fault or other.fault or one.sign_off.record.decision == "no-go":
                continue
            role = after.launch.role(one.sign_off.record.as_)
            if other.material and not one.material:
                yield Touched(gate, one.person, role, MATERIAL, other.changed)
            elif other.wording and not one.wording:
                yield Touched(gate, one.person, role, WORDING)


def _which(one: Signature) -> tuple[str, str, str, str]:
    record = one.sign_off.record
    return record.by, record.as_, record.date_.isoformat(), record.saw or ""


def lowered(found: Difference) -> tuple[str, ...]:
    """Ids of items of which less is asked than before: taken out while open, or made advice."""
    less = []
    for one in found.written:
        was, now = one.before, one.after
        if was is None or not was.must or one.was in {"proven", "not applicable"}:
            continue
        if now is None or (one.kind == CHANGED and not now.must):
            less.append(one.id)
    return tuple(less)
