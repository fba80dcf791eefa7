"""Knows sorted customers as CSV for spreadsheets. It must not let a cell be taken for a formula."""

import csv
import io

from gtm.analysis.customers import Customer, Sorted, reason
from gtm.model.audience import Audience
from gtm.source import clean

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # full-width ones as well


def render(audience: Audience, found: Sorted) -> str:
    """One row a customer, in the order of the file: a column for each kind of segment, one for those of no kind."""
    kinds = {id: one.of or "segments" for id, one in (audience.segments or {}).items() if one is not None}
    columns = tuple(dict.fromkeys(kinds.values()))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["line", "id", "name", "persona", "why", *columns])
    for one in found.customers:
        writer.writerow(_row(one, kinds, columns))
    return out.getvalue()


def _row(one: Customer, kinds: dict[str, str], columns: tuple[str, ...]) -> list[str | int]:
    inside: dict[str, list[str]] = {}
    for id, _ in one.segments:
        inside.setdefault(kinds[id], []).append(id)
    match = one.match
    why = match.why if match.persona is not None else reason(match.doubt, match.why)
    cells = [one.id, one.name, match.persona or "", why, *(" ".join(inside.get(of, ())) for of in columns)]
    return [one.line, *map(_cell, cells)]


def _cell(text: str) -> str:
    """Text that a spreadsheet would compute gets a quote before it."""
    plain = clean(text).strip()
    return f"'{plain}" if plain.startswith(_FORMULA) else plain
