"""Knows GitHub's workflow commands: findings as annotations on the lines of a pull request.

GitHub shows ten of each level a step and drops the rest in silence; the rest is therefore written
as plain lines, and said. No title can become a command: a line never begins with somebody's text.
"""

from collections import Counter
from collections.abc import Iterator

from gtm.diagnostics import Diagnostic, Severity
from gtm.reports.findings import Findings, Rendered
from gtm.source import clean

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_SHOWN = 10


def render(findings: Findings) -> Rendered:
    lines: list[str] = []
    told: Counter[Severity] = Counter()
    for one in findings.ordered:
        told[one.severity] += 1
        lines.append(_command(one, findings) if told[one.severity] <= _SHOWN else _plain(one, findings))
    left = sum(max(count - _SHOWN, 0) for count in told.values())
    word = f"GitHub shows {_SHOWN} annotations of a level; {left} more stand in this log" if left else ""
    return "".join(f"{line}\n" for line in lines), word


def _command(one: Diagnostic, findings: Findings) -> str:
    properties = ",".join(f"{name}={_property(value)}" for name, value in _place(one, findings))
    message = f"{clean(one.message)}\n{clean(one.help)}" if one.help else clean(one.message)
    return f"::{_LEVELS[one.severity]} {properties}::{_data(message)}"


def _place(one: Diagnostic, findings: Findings) -> Iterator[tuple[str, str]]:
    span = one.span
    yield "file", findings.path(span)
    if not span.whole_file:
        yield "line", str(span.line)
        yield "endLine", str(span.end_line)
        if span.line == span.end_line:  # GitHub takes columns only within one line
            yield "col", str(span.column)
            yield "endColumn", str(span.end_column)
    yield "title", f"{one.rule.code} {one.rule.slug}"


def _plain(one: Diagnostic, findings: Findings) -> str:
    at = "" if one.span.whole_file else f":{one.span.line}:{one.span.column}"
    return f"{one.severity.word} {one.rule.code} {one.rule.slug} {findings.path(one.span)}{at}: {clean(one.message)}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
