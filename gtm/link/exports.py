"""Knows how the rows of an exported file become readings, by the columns a launch names.

A wrong row is said with its line and counts for nothing. It must not know formulas or verdicts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gtm.diagnostics import Diagnostic, Severity, did_you_mean
from gtm.link import rules, table, units
from gtm.link.cells import LARGEST, Fault, day, number
from gtm.model import written
from gtm.model.measured import NO_INPUTS, Measured
from gtm.schema.scalars import clip
from gtm.source import Span, Spot

SHOWN = 10  # wrong rows of a file that are said one by one
KNOWN = frozenset({"date", "value", "sample", "metric", "id"})

Found = dict[str, list[Measured]]


@dataclass
class Export:
    """One file with readings while it is read: what it holds, and what is wrong with it."""

    spec: written.ReadingsFile
    spot: Spot  # where it is named
    metrics: Mapping[str, written.MetricWritten]
    as_of: date
    readings: Found = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    wrong: int = 0

    def read(self, content: bytes) -> None:
        """Read the whole file; everything wrong with it is in `found`."""
        spec = self.spec
        try:
            data = table.read(spec.file, content, spec.delimiter, spec.rows)
            columns = self._columns(data.header)
            if columns is not None:
                rows = _Rows(self, columns)
                rows.read(data)
                rows.close()
        except Fault as fault:
            self._unusable(fault)
        if self.wrong > SHOWN:
            more = self.wrong - SHOWN
            self.found.append(
                rules.BAD_ROW.at(
                    Span(spec.file), f"{more} more rows are wrong", help="mend the export, and read it again"
                )
            )

    def _unusable(self, fault: Fault) -> None:
        self.found.append(
            rules.UNUSABLE_DATA.at(self.spot / "file", f"`{clip(self.spec.file)}` {fault.message}", help=fault.help)
        )

    def _columns(self, header: Sequence[str]) -> dict[str, int] | None:
        """Where each named column stands; None when one is not there."""
        at: dict[str, int] = {}
        here, good = self.spot / "columns", True
        for ours, theirs in self.spec.columns.items():
            name = theirs if theirs is not None else ours
            if header.count(name) == 1:
                at[ours] = header.index(name)
                continue
            good = False
            many = header.count(name)
            said = f"has {many} columns" if many else "has no column"
            listed = f"columns there: {', '.join(clip(one, 30) for one in header[:12])}"
            help = "name them apart in the export" if many else did_you_mean(name, header, listed)
            spot = here / ours if theirs is not None else (here / ours).at_key()
            self.found.append(
                rules.MISSING_COLUMN.at(spot, f"`{clip(self.spec.file)}` {said} `{clip(name)}`", help=help)
            )
        missing = "date" if "date" not in self.spec.columns else ""
        if self.spec.metric is None and "metric" not in self.spec.columns:
            missing = missing or "metric"
        if "value" not in self.spec.columns and (self.spec.per or not set(self.spec.columns) - KNOWN):
            missing = missing or "value"
        if missing:
            help = f"write `{missing}: NAME OF THE COLUMN`" + (
                " or `metric:` beside `file:`" if missing == "metric" else ""
            )
            self.found.append(
                rules.MISSING_COLUMN.at(here.at_key(), f"no column is named for the {missing}", help=help)
            )
        return at if good and not missing else None

    def refuse(self, line: int, fault: Fault, warn: bool = False) -> None:
        """Say that a row is wrong, while few are."""
        self.wrong += 1
        if self.wrong <= SHOWN:
            rule = rules.DUPLICATE_READING if warn else rules.BAD_ROW
            severity = Severity.WARNING if warn else None
            self.found.append(
                rule.at(Span(self.spec.file, line, 1, line, 1), fault.message, help=fault.help, severity=severity)
            )


class _Rows:
    """Turns the rows of one export into readings; equal texts of dates are read once."""

    def __init__(self, export: Export, columns: Mapping[str, int]) -> None:
        self.export, self.spec = export, export.spec
        self.columns = columns
        self.days: dict[str, date] = {}
        self.factors: dict[tuple[str, str | None], float] = {}
        self.ids: dict[str, int] = {}
        self.cases: dict[tuple[str, tuple[int, int], bool], list[tuple[date, float, int]]] = {}
        self.inputs = [(name, at) for name, at in columns.items() if name not in KNOWN]

    def read(self, data: table.Table) -> None:
        width = max(self.columns.values()) + 1
        row_of = self._case if self.spec.per else self._reading
        named = len(data.header)
        for line, cells in data.rows:
            if len(cells) < width or len(cells) > named:
                fault = table.misfit(cells, width, named)
                if fault is not None:
                    self.export.refuse(line, fault)
                if fault is not None or len(cells) < width:
                    continue
            try:
                row_of(line, cells)
            except Fault as fault:
                self.export.refuse(line, fault)

    def _day(self, cells: Sequence[str]) -> date:
        text = cells[self.columns["date"]]
        found = self.days.get(text)
        if found is None:
            found = self.days[text] = _iso(text) or day(text, self.spec.dates)
        return found

    def _metric(self, cells: Sequence[str]) -> str:
        if self.spec.metric is not None:
            return self.spec.metric
        name = cells[self.columns["metric"]].strip()
        names = self.spec.names or {}
        metric = names.get(name) or name
        if metric not in self.export.metrics:
            known = [*names, *self.export.metrics]
            raise Fault(f"`{clip(name)}` is no metric", did_you_mean(name, known, "say what it means under `names:`"))
        return metric

    def _value(self, metric: str, text: str) -> float:
        """A value in the metric's unit."""
        try:
            value, unit = float(text) if self.spec.decimal == "point" else None, None
        except ValueError:
            value = None
        if value is None or "_" in text or not -LARGEST < value < LARGEST:
            value, unit = number(text, self.spec.decimal)
        key = (metric, unit)
        factor = self.factors.get(key)
        if factor is None:
            factor = self.factors[key] = self._factor(metric, unit)
        return value * factor

    def _factor(self, metric: str, unit: str | None) -> float:
        given, wanted = unit or self.spec.unit, self.export.metrics[metric].unit
        factor = units.factor(given, wanted)
        if factor is None:
            raise Fault(f"`{given}` is not the unit of `{metric}`, which is {wanted}", f"export it in {wanted}")
        return factor

    def _plain(self, text: str) -> float:
        try:
            value = float(text) if self.spec.decimal == "point" and "_" not in text else None
        except ValueError:
            value = None
        if value is None or not -LARGEST < value < LARGEST:
            value, unit = number(text, self.spec.decimal)
            if unit is not None:
                raise Fault(f"`{clip(text)}` is more than a number", f"write {value:g}")
        return value

    def _reading(self, line: int, cells: Sequence[str]) -> None:
        columns = self.columns
        if not any(cells):
            return
        when, metric = self._day(cells), self._metric(cells)
        value = sample = None
        if "value" in columns:
            value = self._value(metric, cells[columns["value"]])
        if "sample" in columns and cells[columns["sample"]].strip():
            sample = int(self._plain(cells[columns["sample"]]))
        inputs = {name: self._plain(cells[at]) for name, at in self.inputs if cells[at].strip()} or NO_INPUTS
        self.export.readings.setdefault(metric, []).append(
            Measured(when, value, sample, self.spec.source, self.spec.file, line, (), inputs)
        )

    def _case(self, line: int, cells: Sequence[str]) -> None:
        text = cells[self.columns["value"]]
        if not text.strip():
            return  # not answered
        if "id" in self.columns:
            id = cells[self.columns["id"]].strip()
            first = self.ids.setdefault(id, line) if id else line
            if first != line:
                said = f"`{clip(id)}` stands in line {first} already, and counts once"
                self.export.refuse(line, Fault(said, "export each answer once"), warn=True)
                return
        when, metric = self._day(cells), self._metric(cells)
        value = self._value(metric, text) if self.spec.unit else self._plain(text)
        key = (metric, _period(when, self.spec.per), when > self.export.as_of)
        self.cases.setdefault(key, []).append((when, value, line))

    def close(self) -> None:
        """Make one reading of every period's cases, dated on its last case."""
        for (metric, _, _), cases in self.cases.items():
            when, _, line = max(cases)
            values = tuple(value for _, value, _ in cases)
            self.export.readings.setdefault(metric, []).append(
                Measured(when, None, len(values), self.spec.source, self.spec.file, line, (), NO_INPUTS, values)
            )


def _iso(text: str) -> date | None:
    """A plain ISO date, which most files have; everything else is read with care."""
    if text[4:5] == text[7:8] == "-" and text[:4].isdecimal() and text[5:7].isdecimal() and len(text) == 10:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return None


def _period(when: date, per: str | None) -> tuple[int, int]:
    if per == "week":
        year, week, _ = when.isocalendar()
        return year, week
    if per == "month":
        return when.year, when.month
    if per == "quarter":
        return when.year, (when.month + 2) // 3
    return when.year, when.toordinal()
