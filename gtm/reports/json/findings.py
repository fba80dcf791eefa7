"""Knows how a finding is spelled as JSON, and the answer of `gtm check`. It must not judge."""

from collections.abc import Sequence
from typing import Any

from gtm.diagnostics import Diagnostic, Severity
from gtm.reports.json.text import dump, line
from gtm.source import Span


def check(found: Sequence[Diagnostic], launches: Sequence[str]) -> str:
    """The answer of `gtm check`."""
    counts = {level.word: sum(one.severity is level for one in found) for level in sorted(Severity, reverse=True)}
    return dump(
        {
            "launches": list(launches),
            "counts": counts,
            "diagnostics": [diagnostic(one) for one in found],
        }
    )


def check_lines(found: Sequence[Diagnostic]) -> str:
    """The findings of `gtm check` alone, one a line, for programs that read line by line."""
    return "".join(line(diagnostic(one)) for one in found)


def diagnostic(one: Diagnostic) -> dict[str, Any]:
    """One finding; line and column are null where the file as a whole is meant."""
    return {
        "code": one.rule.code,
        "name": one.rule.slug,
        "severity": one.severity.word,
        "message": one.message,
        **_place(one.span),
        "help": one.help or None,
        "subject": one.subject or None,
        "related": [{"message": text, **_place(place)} for place, text in one.related if isinstance(place, Span)],
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
