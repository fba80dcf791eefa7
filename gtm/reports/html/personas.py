"""Knows what the section of personas shows, as values for the templates. It names no customer and knows no markup."""

from collections.abc import Iterator
from dataclasses import dataclass

from gtm.analysis import clientele, portraits, served, standing
from gtm.analysis.customers import Sorted, reason
from gtm.analysis.phases import Cell, Matrix, title
from gtm.analysis.portraits import Portrait
from gtm.analysis.snapshot import Study
from gtm.model.audience import Audience, audience_of
from gtm.model.launch import Item


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A persona of the matrix, with a cell a phase."""

    id: str
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class PortraitView:
    """One persona that the launch serves."""

    one: Portrait
    changes: tuple[tuple[Item, str], ...]  # items it changes, each with what in words
    measures: tuple[tuple[str, str, str], ...]  # metrics: id, title, verdict in words
    evidence: str


@dataclass(frozen=True, slots=True)
class CustomersRow:
    """How many customers a persona has, in all and in each segment that is shown."""

    title: str
    count: int
    share: str
    segments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CustomersView:
    """The customers of the launch by persona."""

    found: Sorted
    columns: tuple[str, ...]
    rows: tuple[CustomersRow, ...]
    reasons: tuple[tuple[str, int], ...]  # why customers have no persona


@dataclass(frozen=True, slots=True)
class Personas:
    """The section."""

    summary: str
    phases: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    rules: tuple[tuple[bool, str], ...]
    views: tuple[PortraitView, ...]
    customers: CustomersView | None


def personas(study: Study) -> Personas | None:
    """What the section shows; None for a launch that serves no persona by name and keeps no customers."""
    launch, audience, whom = study.launch, audience_of(study.launch), clientele.of(study)
    matrix = whom.matrix
    if audience is None or not audience.personas:
        return None
    found = whom.customers
    if not audience.serves and found is None:
        return None
    shown = matrix if matrix is not None and matrix.chosen else None
    return Personas(
        portraits.summary(launch, shown) if shown is not None else "This launch names no persona it serves",
        tuple(title(audience, "phases", one) for one in shown.phases) if shown is not None else (),
        tuple(_rows(audience, shown)) if shown is not None else (),
        tuple(portraits.rule_words(audience)),
        tuple(_view(study, one) for one in portraits.portraits(launch) if one.served),
        _customers(audience, found) if found is not None else None,
    )


def _rows(audience: Audience, matrix: Matrix) -> Iterator[MatrixRow]:
    for persona in matrix.personas:
        cells = tuple(matrix.cells[persona, phase] for phase in matrix.phases)
        yield MatrixRow(persona, title(audience, "personas", persona), cells)


def _view(study: Study, one: Portrait) -> PortraitView:
    launch = study.launch
    changes = [(item, served.change(item, change)) for item, change in one.changes if change.what != "added"]
    known = [id for id in one.measures if id in launch.metrics]
    measures = tuple((id, launch.metrics[id].title, standing.standing(launch, id).words) for id in known)
    return PortraitView(one, tuple(changes), measures, portraits.evidence_words(one.record))


def _customers(audience: Audience, found: Sorted) -> CustomersView:
    together, counts, total = found.together, found.by_persona, len(found.customers)
    columns = [id for id in audience.segments or {} if found.by_segment.get(id)]
    rows = [
        CustomersRow(
            title(audience, "personas", id),
            counts.get(id, 0),
            f"{100 * counts.get(id, 0) / total:.0f} %" if total else "–",
            tuple(together.get((id, column), 0) for column in columns),
        )
        for id in audience.personas or {}
    ]
    reasons = tuple((reason(*key), len(group)) for key, group in found.unsorted.items())
    return CustomersView(found, tuple(title(audience, "segments", id) for id in columns), tuple(rows), reasons)
