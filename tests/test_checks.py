"""Every rule has a good and a bad example, and its diagnostics point exactly at the marked lines."""

from pathlib import Path

import pytest

from gtm import checks
from gtm.diagnostics import Rule, Severity
from tests.checks.examples import BASE, HERE, Mark, all_rules, build, compiled

ASKS_GIT = {"author-contradicted", "author-unverified"}  # files alone cannot break these: test_verify_authors
SHOWN = [rule for rule in all_rules() if rule.slug not in ASKS_GIT]
RULES = pytest.mark.parametrize("rule", SHOWN, ids=lambda rule: rule.slug)
FAMILIES = {
    "0": "syntax",
    "1": "schema",
    "2": "link",
    "3": "checks",
    "4": "checks",
    "5": "checks",
    "6": "checks",
}


def found(root: Path, family: str) -> list[Mark]:
    return [
        (one.span.path, one.span.line, one.rule.code)
        for one in compiled(root).diagnostics
        if one.rule.code[3] == family
    ]


@RULES
def test_the_bad_example_is_told_at_the_marked_lines_and_nowhere_else(rule: Rule, tmp_path: Path) -> None:
    marks = build(rule, "bad", tmp_path)
    assert any(code == rule.code for _, _, code in marks), "the bad example has no mark of its rule"
    assert sorted(found(tmp_path, rule.code[3])) == sorted(marks)


@RULES
def test_the_good_example_has_nothing_of_its_family(rule: Rule, tmp_path: Path) -> None:
    assert build(rule, "good", tmp_path) == []
    assert found(tmp_path, rule.code[3]) == []


@RULES
def test_a_rule_is_told_in_words_that_help(rule: Rule, tmp_path: Path) -> None:
    build(rule, "bad", tmp_path)
    told = [one for one in compiled(tmp_path).diagnostics if one.rule == rule]
    for one in told:
        assert one.message
        assert one.message[-1] not in ".!"
        assert "\n" not in one.message
        assert one.help or rule.code < "GTM300", "say what to write"
        for span, text in one.related:
            assert text
            assert span.path


def test_the_shared_workspace_has_nothing_to_tell() -> None:
    assert [(one.rule.slug, one.message) for one in compiled(BASE).diagnostics] == []


def test_codes_and_slugs_are_unique() -> None:
    rules = all_rules()
    assert len({rule.code for rule in rules}) == len(rules)
    assert len({rule.slug for rule in rules}) == len(rules)


def test_a_check_is_named_after_its_file_and_stands_in_its_family() -> None:
    for slug, module in checks.modules().items():
        assert module.__name__.removeprefix("gtm.checks.").removeprefix("audience.") == slug.replace("-", "_")
        assert FAMILIES[module.rule.code[3]] == "checks"
        assert not module.rule.about, "a check explains itself in its docstring"


@RULES
def test_a_rule_explains_itself(rule: Rule) -> None:
    text = checks.explanation(rule)
    first, _, rest = text.partition("\n")
    assert first.endswith((".", "`"))
    assert first[0].isupper()
    if rule.code >= "GTM300":
        assert rest.startswith("\n"), "the fault in one line, an empty line, then what to do"
        assert len(rest.strip()) > 20


def test_every_example_belongs_to_a_rule() -> None:
    known = {rule.slug for rule in all_rules()} | {"_base", "__pycache__"}
    assert {path.name for path in HERE.iterdir() if path.is_dir()} == known & {path.name for path in HERE.iterdir()}


def test_faults_of_files_shapes_and_links_cannot_be_talked_down() -> None:
    for rule in all_rules():
        if rule.code < "GTM300" and rule.severity is Severity.ERROR:
            assert rule.fixed, rule.slug
