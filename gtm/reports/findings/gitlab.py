"""Knows GitLab's code quality report: findings in the merge request and beside its lines."""

from gtm.diagnostics import Severity
from gtm.reports.findings import Findings, Rendered, dump, text

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def render(findings: Findings) -> Rendered:
    entries = [
        {
            "description": text(one),
            "check_name": one.rule.slug,
            "fingerprint": findings.fingerprints[one],  # GitLab drops doubles, so no two are equal
            "severity": _SEVERITIES[one.severity],
            "location": {"path": findings.path(one.span), "lines": {"begin": max(one.span.line, 1)}},
        }
        for one in findings.ordered
    ]
    return dump(entries), ""
