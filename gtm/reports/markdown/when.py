"""Knows the part of the report about when: chances, dates, what drives the launch gate. It must not compute them."""

from collections.abc import Iterator

from gtm.analysis import chance
from gtm.analysis.forecast import Forecast, GateForecast
from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.reports.markdown.text import md, person, table, title


def when(study: Study, found: Forecast) -> Iterator[str]:
    """The chance, dates by share of runs, what drives the launch gate, whose uncertainty moves it."""
    one = chance.launch_gate(found)
    if one is None:
        return
    low, name = chance.low(found), md(study.gates[one.id].title)
    yield "## When\n"
    yield md(chance.sentence(study, found, one))
    yield ""
    heads = ("1 in 10 by", "9 in 10 by") if low else ("Half by", "8 in 10 by", "19 in 20 by")
    rows = (row for row in found.gates.values() if row.p50 is not None)
    yield from table(("Gate", "Due", "Chance", *heads), (_likely(study, row, low) for row in rows))
    launch = study.launch
    often = chance.drivers(found)
    if often:
        yield f"\nWhat drives {name}, in how many of 100 runs:\n"
        yield from table(("Item", "Owner", "Of 100 runs"), (
            (title(study, d.id), person(launch, launch.items[d.id].owner), str(d.runs)) for d in often
        ))  # fmt: skip
    if chance.movers(found):
        yield f"\nWhose uncertainty moves {name}: working days between the quickest and slowest fifth of its runs:\n"
        yield from table(("Item", "Working days"), (
            (title(study, m.id) if m.id else "All teams together", f"{m.days:.1f}") for m in chance.movers(found)
        ))  # fmt: skip
    yield f"\n{chance.how(found)}"


def _likely(study: Study, one: GateForecast, low: bool) -> tuple[str, ...]:
    days = (one.p10, one.p90) if low else (one.p50, one.p80, one.p95)
    said = (say(day) if day is not None else "later than in 20 years" for day in days)
    return (title(study, one.id), say(one.due), md(chance.outlook(one)[0]), *said)
