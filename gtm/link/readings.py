"""Knows how the readings of a launch come together: from YAML, and from files that other tools export.

It must not compute values from inputs, and judges none.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from gtm.diagnostics import Diagnostic, Severity
from gtm.link import rules, units
from gtm.link.names import Names
from gtm.model import written
from gtm.model.measured import NO_INPUTS, Measured
from gtm.schema.documents import Document
from gtm.schema.scalars import clip
from gtm.source import Spot

Fetch = Callable[[str], tuple[bytes, str]]  # the bytes of a file, or why they cannot be had


class Readings(NamedTuple):
    """All readings by metric and day, and the files that could not be read in full."""

    by_metric: dict[str, tuple[Measured, ...]]
    unread: tuple[str, ...]


def readings(documents: Sequence[Document], as_of: date, fetch: Fetch, names: Names) -> Readings:
    """Collect, convert and sort all readings of a launch; of two on one day the first is kept."""
    gathered: dict[str, list[Measured]] = {}
    unread: list[str] = []
    metrics: Mapping[str, written.MetricWritten] = names.known["metrics"]
    for document in documents:
        for metric, entries in document.records.get("readings", {}).items():
            spot = Spot(document.path, ("readings", metric))
            names.check("metrics", metric, spot.at_key())
            for at, entry in enumerate(entries):
                reading = _written(entry, metric, metrics.get(metric), spot / at, names)
                if reading is not None:
                    gathered.setdefault(metric, []).append(reading)
        for at, spec in enumerate(document.records.get("from", {}).get("", ())):
            if not _export(spec, Spot(document.path, ("from", at)), metrics, as_of, fetch, names, gathered):
                unread.append(spec.file)
    found = {metric: _by_day(metric, entries, names) for metric, entries in gathered.items()}
    return Readings(found, tuple(unread))


def goals(documents: Sequence[Document], names: Names) -> dict[str, written.Goal]:
    """What the launch aims at, by metric."""
    found: dict[str, written.Goal] = {}
    for document in documents:
        for metric, goal in document.records.get("goals", {}).items():
            spot = Spot(document.path, ("goals", metric))
            names.check("metrics", metric, spot.at_key())
            names.add("goals", found, metric, goal, spot)
    return found


def _written(
    entry: written.Reading, metric: str, known: written.MetricWritten | None, spot: Spot, names: Names
) -> Measured | None:
    inputs = {name: value for name, value in (entry.inputs or {}).items() if value is not None} or NO_INPUTS
    if entry.value is None and not inputs:
        names.found.append(
            rules.EMPTY_CHOICE.at(
                spot,
                f"this reading of `{metric}` says no value",
                help="write `value:`, or `inputs:` for its formula",
                subject=metric,
            )
        )
        return None
    value = entry.value
    if value is not None and known is not None:
        factor = units.factor(entry.unit, known.unit)
        if factor is None:
            names.found.append(
                rules.WRONG_UNIT.at(
                    spot / "unit",
                    f"`{clip(str(entry.unit))}` is not the unit of `{metric}`, which is {known.unit}",
                    help=f"write the value in {known.unit}",
                    subject=metric,
                )
            )
            return None
        value *= factor
    return Measured(entry.date_, value, entry.sample, entry.source, spot.path, 0, spot.route, inputs, (), entry.note)


def _export(
    spec: written.ReadingsFile,
    spot: Spot,
    metrics: Mapping[str, written.MetricWritten],
    as_of: date,
    fetch: Fetch,
    names: Names,
    gathered: dict[str, list[Measured]],
) -> bool:
    """Read one file; whether all of it could be read."""
    good = names.check("metrics", spec.metric, spot / "metric")
    for name, metric in (spec.names or {}).items():
        good = names.check("metrics", metric, spot / "names" / name) and good
    if not good:
        return False
    from gtm.link.exports import Export  # late: most launches have no such file

    export = Export(spec, spot, metrics, as_of)
    content, fault = fetch(spec.file)
    if fault:
        said, help = f"`{clip(spec.file)}` cannot be read: {fault}", "put the file there, or mend the path"
        names.found.append(rules.UNUSABLE_DATA.at(spot / "file", said, help=help))
        return False
    export.read(content)
    names.found.extend(export.found)
    for metric, entries in export.readings.items():
        gathered.setdefault(metric, []).extend(entries)
    return all(one.severity < Severity.ERROR for one in export.found)


def _by_day(metric: str, entries: list[Measured], names: Names) -> tuple[Measured, ...]:
    """Readings in the order of days; doubles are said and left out."""
    entries.sort(key=lambda one: one.date_)
    if all(one.date_ < other.date_ for one, other in pairwise(entries)):
        return tuple(entries)
    kept: list[Measured] = []
    said = 0
    for one in entries:
        if not kept or kept[-1].date_ < one.date_:
            kept.append(one)
            continue
        said += 1
        if said <= 10:
            names.found.append(_double(metric, kept[-1], one))
    if said > 10:
        names.found.append(
            rules.DUPLICATE_READING.at(
                kept[-1].spot, f"`{metric}` has {said - 10} more readings on days that have one", help="keep one a day"
            )
        )
    return tuple(kept)


def _double(metric: str, first: Measured, second: Measured) -> Diagnostic:
    same = (first.value, first.inputs, first.cases) == (second.value, second.inputs, second.cases)
    where = f"line {first.line}" if first.line and first.path == second.path else first.path
    return rules.DUPLICATE_READING.at(
        second.spot,
        f"`{metric}` has two readings on {second.date_.isoformat()}" + ("" if same else ", and they differ"),
        help=f"keep one; the other is in {where}",
        related=[(first.spot, "first here")],
        subject=metric,
        severity=Severity.WARNING if same else None,
    )
