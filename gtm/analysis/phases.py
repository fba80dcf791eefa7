"""Knows where personas are used in a launch: persona by phase, from sales to renewal, and where nothing is.

An item belongs to a phase by its stage and team, or by name; it is for the personas it names. It must not know
customers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gtm.analysis.readiness import Counts, Readiness, count
from gtm.model.audience import Audience, audience_of
from gtm.model.launch import Item, Launch
from gtm.model.personas import PhaseWritten

MOST = 60  # personas, and phases, of a matrix; nobody reads more


@dataclass(frozen=True, slots=True)
class Cell:
    """What a launch does for one persona in one phase."""

    items: tuple[Item, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Matrix:
    """Personas by phases. `chosen` says that the launch names the personas it serves; else all are looked at."""

    personas: tuple[str, ...]
    phases: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    sizes: Mapping[str, int]  # how many items belong to each phase, whomever they are for
    chosen: bool
    left_out: int = 0  # personas and phases beyond those that anybody can read

    def gaps(self, persona: str) -> tuple[str, ...]:
        """Phases in which nothing is for a persona."""
        return tuple(phase for phase in self.phases if not self.cells[persona, phase].items)

    @property
    def covered(self) -> int:
        """How many cells have an item."""
        return sum(bool(cell.items) for cell in self.cells.values())


def matrix(launch: Launch, readiness: Mapping[str, Readiness]) -> Matrix | None:
    """Where the launch uses personas; None where nobody has named personas and phases."""
    audience = audience_of(launch)
    if audience is None or not audience.personas or not audience.phases:
        return None
    known = [id for id, one in audience.personas.items() if one is not None]
    serves = frozenset(audience.serves)
    served = [id for id in known if id in serves]
    personas = tuple(served or known)[:MOST]
    phases = {id: one for id, one in list(audience.phases.items())[:MOST] if one is not None}
    groups = {id: members(launch, phase) for id, phase in phases.items()}
    cells = {}
    for persona in personas:
        for id, items in groups.items():
            every = phases[id].every
            own = tuple(item for item in items if persona in item.definition.personas or _named(item, every))
            cells[persona, id] = Cell(own, count(own, readiness))
    sizes = {id: len(items) for id, items in groups.items()}
    left_out = len(served or known) - len(personas) + max(len(audience.phases) - MOST, 0)
    return Matrix(personas, tuple(phases), cells, sizes, bool(served), left_out)


def members(launch: Launch, phase: PhaseWritten) -> tuple[Item, ...]:
    """The items of a phase, in the order of the launch."""
    return tuple(item for item in launch.items.values() if _belongs(item, phase))


def _belongs(item: Item, phase: PhaseWritten) -> bool:
    if _named(item, phase.items) or _named(item, phase.every):
        return True
    if not phase.stages and not phase.teams:
        return False
    return (not phase.stages or item.stage in phase.stages) and (not phase.teams or item.team in phase.teams)


def _named(item: Item, ids: Sequence[str]) -> bool:
    """Whether a list of ids has an item, under its present or its first one."""
    return bool(ids) and (item.base in ids or item.digest_name.partition("/")[0] in ids)


def measures(audience: Audience, persona: str) -> Sequence[str]:
    """The metrics that show whether a persona is served: of its outcome, then those of its plan."""
    record = (audience.personas or {}).get(persona)
    if record is None:
        return ()
    more = record.plan.measures if record.plan is not None else ()
    return tuple(dict.fromkeys([*([record.metric] if record.metric else []), *more]))


def title(audience: Audience | None, section: str, id: str) -> str:
    """The title of a persona, segment, phase or question for screens."""
    entries = getattr(audience, section, None) or {}
    return str(getattr(entries.get(id), "title", None) or id)
