"""Knows JUnit's XML: one test case a rule, so that a build server can follow each rule over time.

A rule fails when one of its findings fails the build; quieter findings are its output.
"""

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from gtm import checks
from gtm.diagnostics import Diagnostic, Rule
from gtm.reports.findings import Findings, Rendered, text

_FAMILIES = {
    "0": "files",
    "1": "entries",
    "2": "links",
    "3": "plan",
    "4": "readiness",
    "5": "decisions",
    "6": "metrics",
}
_BARRED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # by XML 1.0


def render(findings: Findings) -> Rendered:
    told: dict[Rule, list[Diagnostic]] = {rule: [] for rule in checks.rules().values()}
    for one in findings.ordered:
        told.setdefault(one.rule, []).append(one)
    root = ElementTree.Element("testsuites", name="gtm check")
    for digit in sorted({rule.code[3] for rule in told}):
        family = _FAMILIES.get(digit, "others")
        suite = ElementTree.SubElement(root, "testsuite", name=f"gtm.{family}")
        rules = [rule for rule in told if rule.code[3] == digit]
        failed = [_case(suite, f"gtm.{family}", rule, told[rule], findings) for rule in rules]
        suite.attrib |= {"tests": str(len(rules)), "failures": str(sum(failed)), "errors": "0", "skipped": "0"}
    root.attrib |= {"tests": str(len(told)), "failures": str(len(root.findall(".//failure")))}
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n', ""


def _case(suite: ElementTree.Element, family: str, rule: Rule, told: Sequence[Diagnostic], findings: Findings) -> bool:
    """Add the test case of one rule; whether it fails."""
    case = ElementTree.SubElement(suite, "testcase", classname=family, name=f"{rule.code} {rule.slug}", time="0")
    failing = [one for one in told if findings.fails(one)]
    quiet = [one for one in told if not findings.fails(one)]
    if failing:
        count = f"{len(failing)} finding{'' if len(failing) == 1 else 's'}"
        fault = ElementTree.SubElement(
            case, "failure", type=rule.slug, message=f"{count}: {_line(failing[0], findings)}"
        )
        fault.text = "\n".join(_line(one, findings) for one in failing)
    if quiet:
        ElementTree.SubElement(case, "system-out").text = "\n".join(_line(one, findings) for one in quiet)
    return bool(failing)


def _line(one: Diagnostic, findings: Findings) -> str:
    at = "" if one.span.whole_file else f":{one.span.line}:{one.span.column}"
    return _BARRED.sub(" ", f"{one.severity.word} {findings.path(one.span)}{at}: {text(one)}")
