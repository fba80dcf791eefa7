"""Knows how a team's form is refreshed: its `#:` lines written anew, its items in the order they press.

Only `#:` lines change and whole entries move; what people wrote, comments included, stays to the
letter. It must not know disks or commands.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from gtm import syntax
from gtm.analysis.snapshot import Study
from gtm.edit import form
from gtm.edit.sheet import Sheet, Unsure
from gtm.model.launch import Item

_OURS = re.compile(r"[ \t]*#:")


@dataclass(frozen=True)
class Tidied:
    """The refreshed text, and why the order was kept when it was."""

    text: str
    kept: str = ""


@dataclass(frozen=True)
class _Entry:
    """One item's lines in the file, line ends included, and the blank lines behind them."""

    id: str
    lines: tuple[str, ...]
    gap: tuple[str, ...]


def is_form(text: str) -> bool:
    """Whether a file has lines that are ours to refresh."""
    return any(_OURS.match(line) for line in text.splitlines())


def tidy(text: str, study: Study) -> Tidied:
    """A team's form with fresh `#:` lines, late and next items first. Raises Unsure."""
    sheet = Sheet.read(text)
    entries, start, end = _entries(sheet)
    if not entries:
        return Tidied(text)
    names = {item.digest_name: item for item in study.launch.items.values()} | dict(study.launch.items)
    fresh = [_refreshed(sheet, one, study, names.get(one.id)) for one in entries]
    kept = "comments stand between its items" if _headings(sheet, start, end) else ""
    for order in [fresh] if kept else [_ordered(fresh, study, names), fresh]:
        new = text[:start] + _joined(order, sheet.eol, final=end >= len(text)) + text[end:]
        if _same(text, new):
            return Tidied(new, kept)
        kept = kept or "its items cannot be moved safely"
    raise Unsure("its comments cannot be refreshed safely")


def _entries(sheet: Sheet) -> tuple[list[_Entry], int, int]:
    """The entries below `items:` and where they begin and end."""
    items = sheet.get(("items",)) if isinstance(sheet.data, dict) else None
    if not isinstance(items, dict) or not items or sheet.flow(("items",)):
        return [], 0, 0
    ids = list(items)
    starts = [sheet.places["items", id].key_start for id in ids]
    column = sheet.column(starts[0])
    if any(sheet.column(at) != column for at in starts):
        raise Unsure("its items are not indented alike")
    starts = [sheet.line_start(at) for at in starts]
    last = sheet.next_line(sheet.below(sheet.content_end(("items", ids[-1])), column))
    stops = [*starts[1:], last]
    return [_cut(id, sheet.text[a:b]) for id, a, b in zip(ids, starts, stops, strict=True)], starts[0], last


def _cut(id: str, text: str) -> _Entry:
    lines = text.splitlines(keepends=True)
    end = next((at for at in range(len(lines), 0, -1) if lines[at - 1].strip()), 1)
    return _Entry(id, tuple(lines[:end]), tuple(lines[end:]))


def _headings(sheet: Sheet, start: int, end: int) -> bool:
    """Whether a person's comment stands between entries, as a heading would."""
    column = sheet.column(sheet.places["items", next(iter(sheet.get(("items",))))].key_start)
    return any(re.match(rf" {{0,{column}}}#", line) for line in sheet.text[start:end].splitlines())


def _refreshed(sheet: Sheet, entry: _Entry, study: Study, item: Item | None) -> _Entry:
    """The entry with the `#:` lines between its id and its first key written anew."""
    route = ("items", entry.id)
    value = sheet.get(route)
    place = sheet.places[route]
    inline = sheet.text[place.key_end : sheet.line_end(place.key_end)].partition("#")[0].strip(" \t")
    if item is None or inline != ":":
        return entry
    begin = sheet.line_start(place.key_start)
    first = sheet.places[(*route, next(iter(value)))].key_start if isinstance(value, dict) and value else None
    head = len(sheet.text[begin:first].splitlines()) - 1 if first is not None else len(entry.lines)
    lines = entry.lines[1:head]
    at = next((n for n, line in enumerate(lines) if _OURS.match(line)), 0)
    own = [line for line in lines if not _OURS.match(line)]
    at -= sum(bool(_OURS.match(line)) for line in lines[:at])
    column = sheet.column(first) if first is not None else sheet.column(place.key_start) + 2
    ours = [f"{' ' * column}#: {line}{sheet.eol}" for line in form.about(study, item)]
    first_line = entry.lines[0] if entry.lines[0].endswith(("\n", "\r")) else entry.lines[0] + sheet.eol
    return _Entry(entry.id, (first_line, *own[:at], *ours, *own[at:], *entry.lines[head:]), entry.gap)


def _ordered(entries: list[_Entry], study: Study, names: Mapping[str, Item]) -> list[_Entry]:
    """Open items before settled ones, the earliest due first; the blank lines stay where they were."""

    def rank(entry: _Entry) -> tuple[int, int, bool, int]:
        item = names.get(entry.id)
        if item is None:
            return 2, 0, False, 0
        settled = study.readiness[item.id].settled
        return int(settled), item.due.toordinal(), not item.must, study.graph.index[item.id]

    moved = sorted(entries, key=rank)
    return [_Entry(one.id, one.lines, there.gap) for one, there in zip(moved, entries, strict=True)]


def _joined(entries: list[_Entry], eol: str, *, final: bool) -> str:
    """The entries as text; only the last line of the file may lack its line end."""
    bare = final and not any(one.gap for one in entries[-1:])
    ended = any(not one.lines[-1].endswith(("\n", "\r")) for one in entries)
    lines = [line for one in entries for line in (*one.lines, *one.gap)]
    whole = [line if line.endswith(("\n", "\r")) else line + eol for line in lines]
    text = "".join(whole)
    return text.removesuffix(eol) if bare and ended else text


def _same(old: str, new: str) -> bool:
    """Whether two texts say the same, and hold the same lines but for ours."""
    before, after = syntax.places(old), syntax.places(new)
    if before is None or after is None or before[0] != after[0]:
        return False
    return _lines(old) == _lines(new)


def _lines(text: str) -> Counter[str]:
    return Counter(line for line in text.splitlines() if not _OURS.match(line))
