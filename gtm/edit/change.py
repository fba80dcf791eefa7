"""Knows how a wanted change of entries becomes another text of their file, proven by reading it back.

Every step is spliced, read again and compared with the data that was meant; anything else raises
`ByHand`, with the lines a person can write instead. It must not know where files lie or launches.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from gtm import syntax
from gtm.diagnostics import Severity
from gtm.edit import splice, style
from gtm.edit.sheet import Sheet, Splice, Unsure
from gtm.source import Route, clean

STATE_ORDER = (
    "status", "owner", "due", "started", "finished", "waiting_on", "expected", "reason", "effort", "left", "wait",
    "confirmed_by", "confirmed", "answer", "evidence", "note",
)  # fmt: skip
PROSE = frozenset({"answer", "reason", "note", "ask", "why", "proof", "needs_work"})
_BARE = frozenset({
    "status", "owner", "due", "started", "finished", "expected", "effort", "left", "wait", "confirmed_by",
    "confirmed", "level", "role", "gate", "tier", "needs", "when", "unless", "fresh_for", "approved_by", "approved",
    "done", "of", "asked_by", "asked", "answered",
})  # fmt: skip
_MANY = 6  # steps from which on they are made together
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Change:
    """What to write below `route` of one file: values by key (None empties one), and proofs to add."""

    route: Route
    values: Mapping[str, Any] = field(default_factory=dict)
    proofs: Sequence[Mapping[str, str]] = ()
    order: Sequence[str] = STATE_ORDER


class ByHand(Exception):
    """A change that cannot be made safely; `lines` is what to write instead."""

    def __init__(self, path: str, reason: str, lines: Sequence[str]) -> None:
        super().__init__(reason)
        self.path, self.lines = path, tuple(lines)


def edit(path: str, content: bytes, changes: Sequence[Change]) -> bytes:
    """The file's bytes with all changes made. Raises ByHand, and then nothing is to be written."""
    text, faults = syntax.decode(path, content)
    wanted = [line for change in changes for line in by_hand(change)]
    if text is None:
        raise ByHand(path, faults[0].message, wanted)
    rows, found = syntax.read(path, text)
    wrong = next((one for one in found if one.severity is Severity.ERROR), None)
    if rows is None or wrong is not None:
        where = f"line {wrong.span.line}: {wrong.message}; {wrong.help}" if wrong else "it cannot be read"
        raise ByHand(path, where, wanted)
    steps = [step for change in changes for step in _steps(change)]
    text, steps = _at_once(path, text, steps) if len(steps) >= _MANY else (text, steps)
    for step in steps:
        text = _make(path, text, step)
    return bytes_like(content, text)


@dataclass(frozen=True, slots=True)
class _Step:
    """One value of a change: put at its route, or added to the list there."""

    route: Route
    value: Any
    change: Change
    more: bool = False

    def done(self, data: Any) -> bool:
        if not _there(data, self.route):
            return False
        there, wanted = _at(data, self.route), _plain(self.value)
        if self.more:  # the same proof said twice is one proof
            return isinstance(there, list) and all(one in there for one in wanted)
        return bool(there == wanted)

    def splice(self, sheet: Sheet, dressed: Any) -> Splice:
        order = self.change.order
        if self.more:
            return splice.append(sheet, self.route, dressed[0], order)
        return splice.put(sheet, self.route, dressed, order)


def _steps(change: Change) -> Iterator[_Step]:
    for key, value in sorted(change.values.items(), key=lambda one: _rank(change.order, one[0])):
        yield _Step((*change.route, key), value, change)
    for proof in change.proofs:
        entry = {name: style.Bare(one) if name == "date" else one for name, one in proof.items()}
        yield _Step((*change.route, "evidence"), [entry], change, more=True)


def _rank(order: Sequence[str], key: str) -> int:
    return order.index(key) if key in order else len(order)


def _at_once(path: str, text: str, steps: list[_Step]) -> tuple[str, list[_Step]]:
    """Many steps at entries that are there in one go, proven together, and the steps that are left.

    Each step alone reads the file again. When together they do not say what was meant, all are left.
    """
    sheet = Sheet.read(text)
    splices, left, meant = [], [], sheet.data
    try:
        for step in steps:
            if not _there(sheet.data, step.change.route):
                left.append(step)
            elif not step.done(sheet.data):
                dressed = _dresses(sheet, step.route, step.value)[0]
                splices.append(step.splice(sheet, dressed))
                meant = intended(meant, step.route, dressed, more=step.more)
        new = splice.spliced(text, splices)
    except Unsure:
        return text, steps
    rows, found = syntax.read(path, new)
    good = rows is not None and rows.data == meant and not any(one.severity is Severity.ERROR for one in found)
    return (new, left) if good else (text, steps)


def _make(path: str, text: str, step: _Step) -> str:
    """One value, spliced and proven; what cannot stand as lines is tried in quotes."""
    reason = "it cannot be read"
    with suppress(Unsure):
        sheet = Sheet.read(text)
        if step.done(sheet.data):
            return text
        reason = ""
        for dressed in _dresses(sheet, step.route, step.value):
            new, why = _tried(path, sheet, step, dressed)
            if new is not None:
                return new
            reason = reason or why
    raise ByHand(path, reason, by_hand(step.change))


def _tried(path: str, sheet: Sheet, step: _Step, dressed: Any) -> tuple[str | None, str]:
    """The text with one value in one style; None, and why, when it does not say what is meant."""
    try:
        new = splice.spliced(sheet.text, [step.splice(sheet, dressed)])
        meant = intended(sheet.data, step.route, dressed, more=step.more)
    except Unsure as unsure:
        return None, str(unsure)
    rows, found = syntax.read(path, new)
    if rows is None or any(one.severity is Severity.ERROR for one in found):
        return None, "read back, the changed text would not be understood"
    if rows.data == meant or (dressed is None and rows.data == _without(meant, step.route)):
        return new, ""
    return None, "read back, the changed text would say something else"


def _dresses(sheet: Sheet, route: Route, value: Any) -> list[Any]:
    """The ways to write a value, the best first."""
    best = _dressed(sheet, route, value)
    return [best, style.Quoted(value)] if isinstance(best, style.Text) else [best]


def _dressed(sheet: Sheet, route: Route, value: Any) -> Any:
    """The value in the style its key is written in; prose in lines ends with a line end."""
    if isinstance(value, str):
        key = route[-1]
        if key in _BARE:
            return style.Bare(value)
        return _prose(sheet, route, value) if key in PROSE else value
    if isinstance(value, list):
        return [style.Bare(one) if isinstance(one, str) else one for one in value]
    return value


def _prose(sheet: Sheet, route: Route, value: str) -> Any:
    if value.endswith("\n") or not value:
        return style.Text(value)
    if sheet.flow(route[:-1]) or sheet.within_flow(route[:-1]):
        return value
    place = sheet.places.get(route)
    stands = place is not None and sheet.text[place.start : place.start + 1] == "|"
    if stands or "\n" in value or len(value) > style.LONG:
        longer = style.Text(value + "\n")
        return longer if style.fits_block(longer) else value
    return style.Text(value)


def intended(data: Any, route: Route, value: Any, *, more: bool = False) -> Any:
    """The data as it is meant to be, with plain values; the given data stays as it is."""
    if value is None and not _there(data, route):
        return data
    whole: Any = dict(_mapping(data))
    here: Any = whole
    steps: Sequence[Any] = route[:-1]
    for step in steps:
        there = here[step] if isinstance(here, list) else here.get(step)
        here[step] = list(there) if isinstance(there, list) else dict(_mapping(there))
        here = here[step]
    plain = _plain(value)
    here[route[-1]] = [*(here.get(route[-1]) or []), *plain] if more else plain
    return whole


def _mapping(data: Any) -> Mapping[Any, Any]:
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise Unsure("a value stands where keys belong")
    return data


def _there(data: Any, route: Route) -> bool:
    for step in route:
        if not (step in range(len(data)) if isinstance(data, list) else isinstance(data, dict) and step in data):
            return False
        data = data[step]
    return True


def _at(data: Any, route: Route) -> Any:
    for step in route:
        data = data[step]
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return None if value is None else str(value)


def _without(data: Any, route: Route) -> Any:
    """The data without the key that a route ends with: emptied in brackets, a key goes away."""
    first, *rest = route
    if not rest:
        return {key: value for key, value in data.items() if key != first}
    return {**data, first: _without(data[first], tuple(rest))}


def by_hand(change: Change) -> list[str]:
    """The lines a person would write, below the keys they belong to."""
    lines = [
        f"{'  ' * depth}{f'# in entry {step + 1}' if isinstance(step, int) else f'{style.key(step)}:'}"
        for depth, step in enumerate(change.route)
    ]
    column = 2 * len(change.route)
    for name, value in sorted(change.values.items(), key=lambda one: _rank(change.order, one[0])):
        lines += style.pair(name, _dress_alone(name, value), column, 2, "\n").split("\n")
    if change.proofs:
        lines.append(" " * column + "evidence:")
        lines += [line for one in change.proofs for line in style.entry(dict(one), column + 2, "\n").split("\n")]
    return [clean(line) for line in lines]


def _dress_alone(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return style.Bare(value) if name in _BARE else value
    return value


def text_of(content: bytes) -> str | None:
    """A file's text without a byte order mark; None when it is not UTF-8 or too large."""
    return syntax.decode("", content)[0]


def bytes_like(old: bytes, text: str) -> bytes:
    """A text as bytes, with a byte order mark where the old ones have it."""
    return (_BOM if old.startswith(_BOM) else b"") + text.encode()
