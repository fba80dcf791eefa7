"""docs/checks.md says what the rules and their tested examples say. To write it again: run this file."""

import re
import sys
from pathlib import Path

import pytest

from gtm import checks
from gtm.reports import rules

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "checks.md"
EXAMPLES = ROOT / "tests" / "checks"
LONGEST = 16  # lines of an example; of a longer file the part around the mark is shown


def examples() -> dict[str, rules.Pair]:
    return {slug: pair(slug) for slug in checks.rules()}


def pair(slug: str) -> rules.Pair:
    bad = next((one for one in overlay(slug, "bad") if "#! GTM" in one.read_text("utf-8")), None)
    if bad is None:
        return rules.Pair()
    path = bad.relative_to(EXAMPLES / slug / "bad")
    good = EXAMPLES / slug / "good" / path
    others = [one for one in overlay(slug, "good") if one.suffix == ".yaml"]
    if not good.is_file() and others:
        good = others[0]
    return rules.Pair(shown(bad, "bad"), shown(good, "good") if good.is_file() else None)


def overlay(slug: str, side: str) -> list[Path]:
    return sorted(one for one in (EXAMPLES / slug / side).rglob("*") if one.is_file())


def shown(path: Path, side: str) -> rules.Example:
    lines = path.read_text("utf-8").splitlines()
    marked = next((at for at, text in enumerate(lines) if "#! GTM" in text), 0)
    if len(lines) > LONGEST:
        first = max(min(marked - LONGEST // 2, len(lines) - LONGEST), 0)
        lines = [*(["…"] if first else []), *lines[first : first + LONGEST]]
    text = "\n".join(re.sub(r"#! (GTM\d{3})", r"# <- \1", one) for one in lines)
    text = re.sub(r"\{(digest|material) [a-z-]+\}", "1:9f2c4e81d07a", text).replace("1:1:", "1:")
    return rules.Example(path.relative_to(EXAMPLES / path.relative_to(EXAMPLES).parts[0] / side).as_posix(), text)


def test_the_page_is_what_the_rules_say() -> None:
    assert DOCUMENT.read_text("utf-8") == rules.document(examples()), (
        "run `python tests/test_docs_checks.py` to write docs/checks.md again"
    )


def test_every_rule_has_its_heading() -> None:
    page = rules.document(examples())
    for rule in checks.rules().values():
        assert f"### {rule.code} {rule.slug}\n" in page
        assert f"(#{rule.code.lower()}-{rule.slug})" in page


@pytest.mark.parametrize("word", ["GTM301", "gtm301", "dependency-loop", " Dependency-Loop "])
def test_a_rule_is_found_by_code_and_name(word: str) -> None:
    rule = rules.find(word)
    assert rule is not None
    assert rule.code == "GTM301"
    told = rules.text(rule)
    assert told.startswith("GTM301 dependency-loop · error\n\nItems wait for each other in a circle")
    assert checks.explanation(rule) in told


def test_an_unknown_rule_gets_a_suggestion() -> None:
    assert rules.find("dependency-lop") is None
    assert rules.nearest("dependency-lop") == "did you mean `dependency-loop`?"
    assert rules.nearest("weather") == "`gtm explain` lists all rules"


def test_the_listing_has_a_line_for_every_rule() -> None:
    lines = rules.listing().splitlines()
    assert len(lines) == len(checks.rules())
    assert lines == sorted(lines)
    assert any(line.startswith("GTM401  warning  no-owner") for line in lines)


def test_what_may_be_proof_is_said() -> None:
    no_owner, late = rules.find("no-owner"), rules.find("late-item")
    assert no_owner is not None
    assert late is not None
    assert "may be named as proof" in rules.text(no_owner)
    assert "may be named as proof" not in rules.text(late)


if __name__ == "__main__":
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(rules.document(examples()), encoding="utf-8")
    sys.stdout.write(f"{DOCUMENT}\n")
