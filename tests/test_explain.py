"""gtm explain: every rule in words, with or without a workspace."""

from pathlib import Path

import pytest

from gtm import checks, cli


def test_every_rule_is_explained_by_code_and_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    for slug, rule in checks.rules().items():
        for word in (slug, rule.code, rule.code.lower()):
            assert cli.run(["explain", word]) == 0
            out = capsys.readouterr().out
            assert out.startswith(f"{rule.code} {slug} ({rule.severity.word})\n\n")
            assert checks.explanation(rule) in out


def test_without_a_word_all_are_listed_by_family(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain"]) == 0
    out = capsys.readouterr().out
    families = [line for line in out.splitlines() if line and line[0].isupper()]
    assert [one.partition(":")[0] for one in families] == [
        "FILES", "SHAPES", "LINKS", "THE PLAN", "READINESS", "DECISIONS", "CUSTOMERS",
    ]  # fmt: skip
    listed = [line.split()[:2] for line in out.splitlines() if line.startswith("  GTM")]
    assert listed == [[rule.code, slug] for slug, rule in checks.rules().items()]


def test_it_says_whether_policy_may_change_it(capsys: pytest.CaptureFixture[str]) -> None:
    cli.run(["explain", "no-owner"])
    assert "policy: {severity: {no-owner: advice}}" in capsys.readouterr().out
    cli.run(["explain", "bad-yaml"])
    assert "It is always an error: no policy makes it softer." in capsys.readouterr().out


def test_it_says_which_checks_may_be_named_as_proof(capsys: pytest.CaptureFixture[str]) -> None:
    for slug in checks.rules():
        cli.run(["explain", slug])
        out = capsys.readouterr().out
        assert (f"evidence: [{{check: {slug}}}]" in out) == (slug in checks.proving_slugs())


def test_an_unknown_word_is_a_usage_error_with_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain", "no-ownr"]) == 2
    assert capsys.readouterr().err == "gtm: no finding has the code or name `no-ownr`; did you mean `no-owner`?\n"
    assert cli.run(["explain", "qqqq"]) == 2
    assert "gtm explain lists them" in capsys.readouterr().err


def test_it_needs_no_workspace(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(["explain", "GTM401"]) == 0
