"""Knows SARIF 2.1.0: findings for code scanning, with constant rule ids and stable fingerprints."""

from typing import Any
from urllib.parse import quote

from gtm import __version__, checks
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.reports.findings import Findings, Rendered, dump, places, text
from gtm.source import Span, clean

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_MOST = 25_000  # GitHub refuses a file with more results


def render(findings: Findings) -> Rendered:
    kept = findings.ordered[:_MOST]
    rules = sorted({one.rule for one in kept}, key=lambda rule: rule.code)
    index = {rule: at for at, rule in enumerate(rules)}
    driver = {"name": "gtm", "semanticVersion": __version__, "rules": [_rule(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, index[one.rule], findings) for one in kept],
    }
    left = len(findings.found) - len(kept)
    word = f"code scanning takes {_MOST:,} results; {left:,} less serious ones were left out" if left else ""
    return dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}), word


def _rule(rule: Rule) -> dict[str, Any]:
    explanation = checks.explanation(rule)
    first = explanation.partition("\n")[0]
    return {
        "id": rule.code,
        "name": rule.slug,
        "shortDescription": {"text": first},
        "fullDescription": {"text": explanation},
        "help": {"text": explanation},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(one: Diagnostic, index: int, findings: Findings) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": one.rule.code,
        "ruleIndex": index,
        "level": _LEVELS[one.severity],
        "message": {"text": text(one)},
        "locations": [{"physicalLocation": _physical(one.span, findings)}],
        "partialFingerprints": {"gtm/v1": findings.fingerprints[one]},
    }
    also = [
        {"id": at, "message": {"text": word}, "physicalLocation": _physical(span, findings)}
        for at, (span, word) in enumerate(places(one), 1)
    ]
    if also:
        result["relatedLocations"] = also
    if one.subject:
        result["properties"] = {"subject": clean(one.subject)}
    return result


def _physical(span: Span, findings: Findings) -> dict[str, Any]:
    region = {"startLine": max(span.line, 1)}  # code scanning wants a line, also for a whole file
    if not span.whole_file:
        region |= {"startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column}
    return {
        "artifactLocation": {"uri": quote(findings.path(span)), "uriBaseId": "%SRCROOT%"},
        "region": region,
    }
