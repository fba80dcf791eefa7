"""Knows how the bytes of a file of customers (CSV, JSON or YAML) become a table to sort.

It must not know personas or segments.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from gtm.analysis.customers import UNUSABLE, Sorted, Trouble
from gtm.analysis.sorting import Sorter
from gtm.link import table
from gtm.link.cells import Fault
from gtm.link.table import Row, Table
from gtm.model.audience import Audience

_TOP = "customers"


def sort(audience: Audience, path: str, content: bytes) -> Sorted:
    """The customers of a file, sorted. Nothing is raised for what stands in it."""
    written = audience.customers
    delimiter, route = (written.delimiter, written.rows) if written is not None else (None, None)
    try:
        if path.casefold().endswith((".yaml", ".yml")):
            data, line_of = _yaml(path, content, route, written.id if written is not None else "id")
            return Sorter(audience, path, line_of).sort(data)
        heading = 0 if path.casefold().endswith(".json") else 1
        return Sorter(audience, path, heading=heading).sort(table.read(path, content, delimiter, route))
    except Fault as fault:
        return Sorted(path, troubles=(Trouble(0, UNUSABLE, f"the file {fault.message}", fault.help),), usable=False)


def named(audience: Audience | None, fetch: Callable[[str], tuple[bytes, str]]) -> Sorted | None:
    """The customers of the file that an audience names; None when it names none."""
    if audience is None or audience.customers is None or audience.customers.file is None:
        return None
    path = audience.customers.file
    content, fault = fetch(path)
    if fault:
        said = Trouble(0, UNUSABLE, f"the file cannot be read: {fault}", "put the file there, or mend the path")
        return Sorted(path, troubles=(said,), usable=False)
    return sort(audience, path, content)


def _yaml(path: str, content: bytes, route: str | None, id: str) -> tuple[Table, Callable[[int], int]]:
    """A YAML file as a table: a list of customers, or a mapping of ids to customers, below `customers:` or `rows:`."""
    from gtm import syntax

    text, _ = syntax.decode(path, content)
    rows, faults = (None, []) if text is None else syntax.read(path, text)
    if text is None or rows is None or rows.data is None:
        said = faults[0].message if faults else "is empty" if text is not None else "is not UTF-8"
        raise Fault(f"cannot be read: {said}" if faults else said, "mend it; gtm check says more of YAML files here")
    steps = route.split(".") if route else [_TOP] if isinstance(rows.data, dict) and _TOP in rows.data else []
    found: Any = rows.data
    for step in steps:
        found = found.get(step) if isinstance(found, dict) else None
    entries, keys = _entries(found, id)
    if entries is None:
        raise Fault("holds no customers", f"write `{_TOP}:` and below it an id each, or a list")
    header = tuple(dict.fromkeys((id, *(name for entry in entries for name in entry))))
    place: list[Any] = []

    def line_of(number: int) -> int:
        if not place:
            place.append(syntax.Locator(path, text))
        return int(place[0].span((*steps, keys[number - 1]), key=True).line)

    def cells() -> Iterator[Row]:
        for number, entry in enumerate(entries, start=1):
            yield number, [_cell(entry.get(name)) for name in header]

    return Table(header, cells()), line_of


def _entries(found: Any, id: str) -> tuple[Sequence[Mapping[str, Any]] | None, list[str | int]]:
    if isinstance(found, list) and all(isinstance(one, dict) for one in found):
        return found, list(range(len(found)))
    if isinstance(found, dict) and all(one is None or isinstance(one, dict) for one in found.values()):
        return [{id: key, **(one or {})} for key, one in found.items()], list(found)
    return None, []


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else ""
