"""Knows every answer as JSON: stable keys in stable order, described in docs/json.md.

Within a format version keys are only added. It must not compute; it spells out what analysis found.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gtm.diagnostics import Diagnostic
from gtm.source import Span

FORMAT_VERSION = "1.0"


def dump(answer: Mapping[str, Any]) -> str:
    """One answer as text, with the format version first and a line end last."""
    return json.dumps({"format_version": FORMAT_VERSION, **answer}, ensure_ascii=False, indent=2) + "\n"


def day(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None


def check(found: Sequence[Diagnostic], launches: Sequence[str]) -> str:
    """The answer of `gtm check`."""
    return dump({"launches": list(launches), "diagnostics": [diagnostic(one) for one in found]})


def diagnostic(one: Diagnostic) -> dict[str, Any]:
    """One finding; line and column are null where the file as a whole is meant."""
    span = one.span
    return {
        "code": one.rule.code,
        "name": one.rule.slug,
        "severity": one.severity.word,
        "message": one.message,
        **_place(span),
        "help": one.help or None,
        "subject": one.subject or None,
        "related": [
            {"message": text, **_place(place)} for place, text in one.related if isinstance(place, Span)
        ],
    }


def _place(span: Span) -> dict[str, Any]:
    whole = span.whole_file
    return {
        "path": span.path,
        "line": None if whole else span.line,
        "column": None if whole else span.column,
        "end_line": None if whole else span.end_line,
        "end_column": None if whole else span.end_column,
    }
