"""Knows the part of the report about personas: by phase, what they change, and customers by persona.

It names no customer.
"""

from collections.abc import Iterator

from gtm.analysis import clientele, portraits, served
from gtm.analysis.customers import Sorted, reason
from gtm.analysis.phases import title
from gtm.analysis.snapshot import Study
from gtm.model.audience import Audience, audience_of
from gtm.reports.markdown.text import md, table


def personas(study: Study) -> Iterator[str]:
    """Nothing for a launch that serves no persona by name and keeps no customers."""
    launch, whom = study.launch, clientele.of(study)
    matrix, found = whom.matrix, whom.customers
    audience = audience_of(launch)
    if audience is None or not audience.personas or (not audience.serves and found is None):
        return
    yield "## Personas\n"
    if matrix is not None and matrix.chosen:
        yield f"{md(portraits.summary(launch, matrix))}.\n"
        heads = ("Persona", *(md(title(audience, "phases", one)) for one in matrix.phases))
        cells = {key: f"{c.counts.settled} of {len(c.items)}" if c.items else "none" for key, c in matrix.cells.items()}
        yield from table(heads, (
            (md(title(audience, "personas", persona)), *(cells[persona, phase] for phase in matrix.phases))
            for persona in matrix.personas
        ))  # fmt: skip
        yield ""
    for one in portraits.portraits(launch):
        if one.served:
            yield f"- **{md(one.record.title)}**: {md(portraits.evidence_words(one.record))}"
            yield from (f"  - added: {md(item.title)} ({item.id})" for item in one.added)
            yield from (
                f"  - {md(item.title)} ({item.id}): {md(served.change(item, change))}"
                for item, change in one.changes
                if change.what != "added"
            )
    yield from (f"- {md(words)}" for good, words in portraits.rule_words(audience) if not good)
    if found is not None:
        yield ""
        yield from _customers(audience, found)


def _customers(audience: Audience, found: Sorted) -> Iterator[str]:
    if not found.usable:
        yield f"Customers: {md(found.path)}: {md(found.troubles[0].message)}"
        return
    counts, total = found.by_persona, len(found.customers)
    rows = [(title(audience, "personas", id), counts.get(id, 0)) for id in audience.personas or {}]
    rows += [(f"not sorted: {reason(*key)}", len(group)) for key, group in found.unsorted.items()]
    yield from table(("Customers", "", "Share"), (
        (md(name), str(count), f"{100 * count / total:.0f} %" if total else "-") for name, count in rows
    ))  # fmt: skip
