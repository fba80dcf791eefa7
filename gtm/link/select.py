"""Knows which definitions apply to a launch, once a market where they ask for it, and why others do not."""

from collections.abc import Iterable, Mapping, Sequence

from gtm.link.playbook import Defined
from gtm.model import written
from gtm.model.launch import Removed

Kept = tuple[str, Defined, str | None]  # the id in this launch, its definition, its market


MAX_ITEMS = 200_000  # of one launch, counted once a market


def fitting(definitions: Iterable[Defined], markets: int) -> int:
    """How many of a launch's markets are looked at: fewer only where items would multiply beyond reason."""
    each = sum(defined.definition.for_each is not None for defined in definitions)
    return min(markets, max(MAX_ITEMS // each, 1)) if each else markets


def select(
    definitions: Sequence[Defined],
    launch: written.LaunchWritten,
    traits: frozenset[str],
    markets: Sequence[str],
    titles: Mapping[str, str],
) -> tuple[list[Kept], list[Removed]]:
    """Split definitions into what applies (expanded by market) and what was removed, by which rule."""
    kept: list[Kept] = []
    removed: list[Removed] = []
    for defined in definitions:
        fault = _why_not(defined.definition, launch, traits, titles)
        if defined.unserved:
            fault = "persona", defined.unserved
        if fault is None and defined.definition.for_each and not markets:
            fault = ("market", "the launch has no markets")
        if fault is not None:
            d = defined.definition
            removed.append(
                Removed(
                    defined.id,
                    d.title,
                    defined.stage,
                    d.gate or defined.stage,
                    defined.team,
                    *fault,
                    d.level == "blocking",
                    defined.spot,
                    d.basis,
                )
            )
        elif defined.definition.for_each:
            kept.extend((f"{defined.id}/{market}", defined, market) for market in markets)
        else:
            kept.append((defined.id, defined, None))
    return kept, removed


def _why_not(
    definition: written.Definition, launch: written.LaunchWritten, traits: frozenset[str], titles: Mapping[str, str]
) -> tuple[str, str] | None:
    if launch.tier > definition.tier:
        return "tier", f"only for launches of tier {' and '.join(map(str, range(1, definition.tier + 1)))}"
    for wanted in definition.when:
        if isinstance(wanted, str):
            if wanted not in traits:
                return "when", f"only for: {titles.get(wanted, wanted)}"
        elif not traits.intersection(wanted):
            return "when", f"only for: {' or '.join(titles.get(one, one) for one in wanted)}"
    for barred in definition.unless:
        if barred in traits:
            return "unless", f"not for: {titles.get(barred, barred)}"
    if definition.since and launch.created and launch.created < definition.since:
        return "since", f"only for launches created on or after {definition.since.isoformat()}"
    return None
