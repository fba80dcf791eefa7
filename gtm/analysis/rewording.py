"""Knows which words of what was signed were edited since, and how to show that in a line.

Two states of a launch are given; where the older one comes from is not known here. Words of sensitive
items are never shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from gtm.graph import LaunchGraph
from gtm.model.launch import Item

_AROUND = 4  # words kept on each side of a change
_LONGEST = 30  # words of one change that are shown
_FIELDS = ("title", "question", "why it matters", "wanted proof", "answer", "note")
_OPEN = frozenset({"title", "question", "why it matters", "wanted proof"})  # of the playbook, never sensitive


@dataclass(frozen=True, slots=True)
class Rewording:
    """One text of an item that is not as it was signed."""

    id: str
    title: str
    field: str
    old: str
    new: str
    hidden: bool = False

    @property
    def text(self) -> str:
        """`question: how far may a seller go [alone → without asking]`."""
        if self.hidden:
            return f"{self.field} edited (sensitive, not shown)"
        if not self.old or not self.new:
            return f"{self.field} {'written' if self.new else 'taken out'}: {_cut((self.new or self.old).split())}"
        return f"{self.field}: {difference(self.old, self.new)}"


def rewordings(before: LaunchGraph, now: LaunchGraph, gate: str) -> tuple[Rewording, ...]:
    """What was reworded behind a gate, in the order of the launch; what is new or gone is a change of meaning."""
    if gate not in now.index:
        return ()
    old = {item.digest_name: item for item in before.items}
    behind = {now.ids[at] for at in now.above(now.index[gate])}
    found: list[Rewording] = []
    for item in now.items:
        was = old.get(item.digest_name)
        if was is not None and item.id in behind:
            found.extend(_texts(was, item))
    return tuple(found)


def _texts(was: Item, item: Item) -> Iterator[Rewording]:
    hide = was.definition.sensitive or item.definition.sensitive
    for field, old, new in zip(_FIELDS, _words(was), _words(item), strict=True):
        if old != new:
            yield Rewording(item.id, item.title, field, old, new, hide and field not in _OPEN)


def _words(item: Item) -> tuple[str, ...]:
    d = item.definition
    return d.title, d.ask or "", d.why or "", d.proof or "", item.state.answer or "", item.state.note or ""


def difference(old: str, new: str) -> str:
    """Two texts as one: what gave way to what in square brackets, the rest cut to a few words around it."""
    first, second = old.split(), new.split()
    if first == second:
        return "blanks and lines only"
    steps = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    parts = [
        _kept(first[a:b], start=at == 0, end=at == len(steps) - 1)
        if kind == "equal"
        else _changed(first[a:b], second[c:d])
        for at, (kind, a, b, c, d) in enumerate(steps)
    ]
    return " ".join(parts)


def _kept(words: Sequence[str], *, start: bool, end: bool) -> str:
    """What stands between two changes: only what is next to them."""
    head = [] if start else words[:_AROUND]
    tail = [] if end else words[-_AROUND:]
    if len(words) <= len(head) + len(tail):
        return " ".join(words)
    return " ".join([*head, "…", *tail])


def _changed(old: Sequence[str], new: Sequence[str]) -> str:
    if not old:
        return f"[+ {_cut(new)}]"
    return f"[{_cut(old)} → {_cut(new)}]" if new else f"[- {_cut(old)}]"


def _cut(words: Sequence[str]) -> str:
    rest = len(words) - _LONGEST
    return " ".join(words) if rest <= 0 else f"{' '.join(words[:_LONGEST])} … and {rest} more words"
