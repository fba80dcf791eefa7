"""Knows reviewdog's diagnostic format (rdjson): lines from 1, columns from 1 in bytes of UTF-8."""

from typing import Any

from gtm.diagnostics import Severity
from gtm.reports.findings import Findings, Rendered, dump, places, text
from gtm.source import Span

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.ADVICE: "INFO"}


def render(findings: Findings) -> Rendered:
    diagnostics: list[dict[str, Any]] = []
    for one in findings.ordered:
        entry: dict[str, Any] = {
            "message": text(one),
            "location": _location(one.span, findings),
            "severity": _SEVERITIES[one.severity],
            "code": {"value": one.rule.code},
        }
        also = [{"message": word, "location": _location(span, findings)} for span, word in places(one)]
        diagnostics.append({**entry, "relatedLocations": also} if also else entry)
    return dump({"source": {"name": "gtm"}, "diagnostics": diagnostics}), ""


def _location(span: Span, findings: Findings) -> dict[str, Any]:
    if span.whole_file:
        return {"path": findings.path(span)}
    start = _position(span.path, span.line, span.column, findings)
    end = _position(span.path, span.end_line, span.end_column, findings)
    return {"path": findings.path(span), "range": {"start": start, "end": end}}


def _position(path: str, line: int, column: int, findings: Findings) -> dict[str, int]:
    before = findings.line(path, line)[: column - 1]
    return {"line": line, "column": len(before.encode("utf-8", "replace")) + 1}
