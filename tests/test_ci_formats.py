"""`gtm check` for build servers: what each server would read, with titles that try to command it."""

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from gtm import checks, disk, registry
from gtm.commands import check as command
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.reports import findings as formats
from gtm.reports.findings import Findings, github, gitlab, junit, rdjson, sarif
from gtm.source import Span
from tests.running import gtm
from tests.workspaces import tiny

RULE = Rule("GTM401", "no-owner", Severity.WARNING)
EVIL = "\x1b]0;x\x07\u202e\n::error file=x::forged\r\n##[error]forged ##vso[task.x]%0A::set-output name=a::b\x00\ufffe"
SAMPLE = Diagnostic(
    RULE,
    Severity.WARNING,
    "no owner, 100% sure: yes",
    Span("launches/a/legal.yaml", 3, 5, 3, 9),
    help="write owner",
    related=((Span("people.yaml"), "nobody here"),),
    subject="learn.legal.eula",
)


def told(*found: Diagnostic, prefix: str = "", failing: Severity | None = Severity.ERROR) -> Findings:
    return Findings(tuple(found), lambda _path, _line: "  ü𐐀: text", prefix, failing)


def evil() -> Diagnostic:
    related = ((Span("playbook/x.yaml", 1, 1, 1, 2), EVIL),)
    return Diagnostic(RULE, Severity.ERROR, EVIL, Span(f"launches/{EVIL}.yaml", 1, 1, 2, 4), EVIL, related, EVIL)


def workspace(folder: Path) -> Path:
    """A repository whose workspace is a folder in it, with an error, warnings, and a title that commands."""
    (folder / ".git").mkdir()
    root = folder / "docs" / "launch"
    items = (
        '  learn.legal.eula: {title: "Agree\\n::error::forged", due: T-40d, evidence: [link]}\n'
        "  learn.legal.b: {title: B, needs: [learn.legal.eulla]}\n"
    )
    state = "  learn.legal.eula: {status: done, owner: ada}\n"
    for path, content in tiny(items, state).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


def answer(root: Path, format: str, *more: str) -> str:
    ran = gtm(root, "check", "--format", format, "--as-of", "2027-01-19", *more)
    assert ran.returncode == 1, ran.stderr.decode()
    return ran.stdout.decode()


def test_the_command_offers_every_format_there_is() -> None:
    assert list(command.SERVERS) == registry.names(formats)


# --- what all of them share ---------------------------------------------------------------------


def test_paths_are_those_of_the_repository(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    assert disk.in_repository(str(root)) == "docs/launch/"
    assert disk.in_repository(str(tmp_path)) == ""
    path = "docs/launch/playbook/learn/legal.yaml"
    assert f"file={path}," in answer(root, "github")
    assert {one["location"]["path"] for one in json.loads(answer(root, "gitlab"))} >= {path}
    assert {one["location"]["path"] for one in json.loads(answer(root, "rdjson"))["diagnostics"]} >= {path}
    assert path in answer(root, "sarif")
    assert path in answer(root, "junit")
    for line in filter(None, answer(root, "github").splitlines()):
        named = re.search(r"file=([^,]+),", line)
        assert named is None or (tmp_path / named[1]).is_file()


def test_the_most_serious_come_first() -> None:
    loud = Diagnostic(RULE, Severity.ERROR, "loud", Span("z.yaml", 9, 1, 9, 2))
    assert [one.message for one in told(SAMPLE, loud).ordered] == ["loud", SAMPLE.message]


def test_a_fingerprint_stays_when_lines_move_and_days_pass_and_is_never_given_twice() -> None:
    moved = Diagnostic(
        RULE, Severity.WARNING, SAMPLE.message, Span(SAMPLE.span.path, 30, 5, 30, 9), subject=SAMPLE.subject
    )
    (first,), (second,) = told(SAMPLE).fingerprints.values(), told(moved).fingerprints.values()
    assert first == second
    early = Diagnostic(RULE, Severity.WARNING, "late by 3 days", SAMPLE.span)
    late = Diagnostic(RULE, Severity.WARNING, "late by 14 days", SAMPLE.span)
    assert list(told(early).fingerprints.values()) == list(told(late).fingerprints.values())
    both = told(SAMPLE, moved, early).fingerprints
    assert len(set(both.values())) == 3
    elsewhere = told(SAMPLE, prefix="other/").fingerprints
    assert elsewhere[SAMPLE] != first


@pytest.mark.parametrize("module", [github, gitlab, junit, rdjson, sarif])
def test_no_text_of_a_file_acts_on_the_log(module: Any) -> None:
    text, _ = module.render(told(evil(), evil(), *[evil()] * 30))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\r" not in text
    assert "\x00" not in text
    assert "##[" not in text
    assert "##vso[" not in text
    for line in text.splitlines():
        assert not re.match(r"\s*(::|##)", line) or re.match(r"::(error|warning|notice) file=launches/", line)


def test_the_command_as_a_whole_lets_no_title_command(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    for format in (*command.SERVERS, "json-lines", "concise", "json", "text", "full"):
        for line in answer(root, format, "--min", "advice").splitlines():
            assert not re.match(r"\s*::error::", line), format


# --- one by one ---------------------------------------------------------------------------------


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """What GitHub's runner makes of a log: level, properties, message, as its source unescapes them."""
    found = []
    for line in text.splitlines():
        match = re.match(r"::(\w+) (.*?)::(.*)", line)
        if match:
            pairs = (pair.split("=", 1) for pair in match[2].split(","))
            properties = {name: unescape(unescape(value, ":,"), "") for name, value in pairs}
            found.append((match[1], properties, unescape(match[3])))
    return found


def unescape(value: str, more: str = "") -> str:
    for letter in more:
        value = value.replace(f"%{ord(letter):02X}", letter)
    return value.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%") if not more else value


def test_github_reads_back_what_was_said() -> None:
    (one,) = commands(github.render(told(SAMPLE, prefix="a, b: 50%/"))[0])
    level, properties, message = one
    assert level == "warning"
    assert properties == {
        "file": "a, b: 50%/launches/a/legal.yaml",
        "line": "3",
        "endLine": "3",
        "col": "5",
        "endColumn": "9",
        "title": "GTM401 no-owner",
    }
    assert message == "no owner, 100% sure: yes\nwrite owner"


def test_github_gets_no_columns_for_several_lines_and_no_line_for_a_whole_file() -> None:
    long = Diagnostic(RULE, Severity.ERROR, "x", Span("a.yaml", 1, 2, 3, 4))
    whole = Diagnostic(RULE, Severity.ADVICE, "x", Span("a.yaml"))
    first, second = commands(github.render(told(whole, long))[0])
    assert set(first[1]) == {"file", "line", "endLine", "title"}
    assert second[0] == "notice"
    assert set(second[1]) == {"file", "title"}


def test_github_shows_ten_of_a_level_and_the_rest_is_in_the_log() -> None:
    many = [
        Diagnostic(RULE, level, f"{level.word} {at}", Span("a.yaml", at, 1, at, 2))
        for at in range(1, 15)
        for level in (Severity.WARNING, Severity.ERROR)
    ]
    text, word = github.render(told(*many))
    levels = [level for level, _, _ in commands(text)]
    assert levels == ["error"] * 10 + ["warning"] * 10
    assert "8 more" in word
    assert len(text.splitlines()) == 28
    assert "error GTM401 no-owner a.yaml:14:1: error 14" in text
    assert github.render(told(*many[:4]))[1] == ""


def test_gitlab_gets_its_documented_keys() -> None:
    whole = Diagnostic(RULE, Severity.ERROR, "x", Span("a.yaml"))
    entries = json.loads(gitlab.render(told(SAMPLE, whole, prefix="in/"))[0])
    assert [one["severity"] for one in entries] == ["critical", "minor"]
    for one in entries:
        assert set(one) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert one["location"]["path"].startswith("in/")
        assert one["location"]["lines"]["begin"] >= 1
    assert json.loads(gitlab.render(told())[0]) == []


def test_rdjson_counts_columns_in_bytes_of_utf_8() -> None:
    (one,) = json.loads(rdjson.render(told(SAMPLE))[0])["diagnostics"]
    # the line is "  ü𐐀: text": ü has two bytes, 𐐀 four
    assert one["location"]["range"] == {"start": {"line": 3, "column": 9}, "end": {"line": 3, "column": 13}}
    assert one["severity"] in {"ERROR", "WARNING", "INFO"}
    assert one["code"] == {"value": "GTM401"}
    assert one["relatedLocations"] == [{"message": "nobody here", "location": {"path": "people.yaml"}}]


def test_sarif_has_the_structure_of_2_1_0() -> None:
    log = json.loads(sarif.render(told(SAMPLE, evil(), prefix="a b/"))[0])
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "gtm"
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == sorted(set(ids))
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
        assert result["partialFingerprints"]["gtm/v1"]
        places = [*result["locations"], *result.get("relatedLocations", [])]
        for place in places:
            artifact = place["physicalLocation"]["artifactLocation"]
            assert re.fullmatch(r"[A-Za-z0-9/_.~%-]+", artifact["uri"]), "a relative URI"
            assert artifact["uriBaseId"] == "%SRCROOT%"
            assert place["physicalLocation"]["region"]["startLine"] >= 1
    uris = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]]
    assert "a b/launches/a/legal.yaml" in [unquote(uri) for uri in uris]


def test_sarif_keeps_the_most_serious_and_says_what_it_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "_MOST", 1)
    loud = Diagnostic(RULE, Severity.ERROR, "loud", Span("z.yaml", 9, 1, 9, 2))
    text, word = sarif.render(told(SAMPLE, loud))
    assert [one["message"]["text"] for one in json.loads(text)["runs"][0]["results"]] == ["loud"]
    assert "1 less serious" in word


def cases(text: str) -> dict[str, ElementTree.Element]:
    return {case.attrib["name"]: case for case in ElementTree.fromstring(text).iter("testcase")}


def test_junit_has_a_case_for_every_rule_and_counts_right() -> None:
    text, _ = junit.render(told(SAMPLE, evil()))
    root = ElementTree.fromstring(text)
    found = cases(text)
    assert set(found) == {f"{rule.code} {rule.slug}" for rule in checks.rules().values()}
    assert int(root.attrib["tests"]) == len(found)
    assert int(root.attrib["failures"]) == 1
    assert sum(int(suite.attrib["tests"]) for suite in root) == len(found)
    assert sum(int(suite.attrib["failures"]) for suite in root) == 1
    for suite in root:
        assert int(suite.attrib["tests"]) == len(suite)
    case = found["GTM401 no-owner"]
    assert case.find("failure") is not None
    assert "100% sure" in (case.findtext("system-out") or "")


def test_junit_fails_from_the_severity_that_fails_the_build() -> None:
    def failures(failing: Severity | None) -> str:
        return ElementTree.fromstring(junit.render(told(SAMPLE, failing=failing))[0]).attrib["failures"]

    assert failures(Severity.ERROR) == "0"
    assert failures(Severity.WARNING) == "1"
    assert failures(None) == "0"


def test_json_lines_say_what_json_says(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    whole = json.loads(answer(root, "json"))
    lines = [json.loads(line) for line in answer(root, "json-lines", "--min", "advice").splitlines()]
    assert lines
    assert [{**one, "format_version": whole["format_version"]} for one in whole["diagnostics"]] == lines


def test_data_goes_to_stdout_and_words_to_stderr(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    for format in ("gitlab", "rdjson", "sarif", "junit", "json-lines"):
        ran = gtm(root, "check", "--format", format)
        assert b"in trial" in ran.stderr
        assert b"in trial" not in ran.stdout
    assert gtm(root, "check", "--format", "sarif", "--fail-on", "never").returncode == 0


# --- ready to copy ------------------------------------------------------------------------------

ROOT = Path(__file__).parent.parent
COPIES = [
    ("vendor.github-workflows", "docs/ci/github-check.yml"),
    ("vendor.github-workflows", "docs/ci/github-comment.yml"),
    ("vendor.github-workflows", ".github/workflows/ci.yml"),
    ("vendor.github-actions", ".github/actions/gtm/action.yml"),
    ("vendor.gitlab-ci", "docs/ci/gitlab-ci.yml"),
]


def plain(path: str) -> Any:
    """A file of YAML as a build server reads it: `on` is a key, not a truth."""
    import yaml

    class Plain(yaml.SafeLoader):
        pass

    Plain.yaml_implicit_resolvers = {
        letter: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:bool"]
        for letter, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load((ROOT / path).read_text("utf-8"), Plain)


def steps(path: str) -> Sequence[dict[str, Any]]:
    document = plain(path)
    jobs = document["jobs"].values() if "jobs" in document else [document["runs"]]
    return [step for job in jobs for step in job["steps"]]


@pytest.mark.parametrize(("schema", "path"), COPIES)
def test_a_file_to_copy_fits_its_schema(schema: str, path: str) -> None:
    import sys

    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, path]
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("path", [path for schema, path in COPIES if "github" in schema])
def test_no_text_of_an_event_stands_in_a_script(path: str) -> None:
    for step in steps(path):
        assert "${{" not in step.get("run", ""), "hand it over in env: a title may hold a command"


def test_the_run_on_a_pull_request_may_write_nothing() -> None:
    check = plain("docs/ci/github-check.yml")
    assert "pull_request" in check["on"]
    assert "pull_request_target" not in check["on"]
    assert check["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in check["jobs"].values())
    assert "secrets." not in (ROOT / "docs/ci/github-check.yml").read_text("utf-8")
    (checkout,) = [step for step in steps("docs/ci/github-check.yml") if "checkout" in step.get("uses", "")]
    assert checkout["with"]["persist-credentials"] == "false"


def test_the_run_that_may_comment_takes_no_code_from_the_pull_request() -> None:
    comment = plain("docs/ci/github-comment.yml")
    assert set(comment["on"]) == {"workflow_run"}
    assert comment["permissions"] == {}
    (job,) = comment["jobs"].values()
    assert job["permissions"] == {"pull-requests": "write", "actions": "read"}
    assert not [step for step in job["steps"] if "checkout" in step.get("uses", "")]
    assert comment["on"]["workflow_run"]["workflows"] == [plain("docs/ci/github-check.yml")["name"]]


def test_the_hooks_of_pre_commit_are_whole() -> None:
    hooks = plain(".pre-commit-hooks.yaml")
    assert [hook["id"] for hook in hooks] == ["gtm-check", "gtm-schema"]
    for hook in hooks:
        assert {"id", "name", "entry", "language", "files"} <= set(hook)
        assert hook["language"] == "python"
        assert hook["pass_filenames"] == "false"
        for path in ("gtm.yaml", "people.yaml", "docs/acme/launches/atlas/legal.yaml", "playbook/buy/finance.yml"):
            assert re.search(hook["files"], path), path
        for path in ("src/gtm.py", "README.md", "config/app.yaml"):
            assert not re.search(hook["files"], path), path


RUN = [".pre-commit-hooks.yaml", "docs/ci/gitlab-ci.yml", ".github/actions/gtm/action.yml"]


@pytest.mark.parametrize("path", RUN)
def test_every_command_in_a_file_to_copy_exists(path: str) -> None:
    from gtm import cli

    context = cli.app.make_context("gtm", ["--no"], resilient_parsing=True)
    lines = [line.strip() for text in scripts(path) for line in text.splitlines()]
    run = [line for line in lines if line.startswith("gtm ")]
    assert run
    for line in run:
        _, name, *words = line.split()
        found = cli.app.get_command(context, name)
        assert found is not None, name
        options = {option for parameter in found.params for option in parameter.opts}
        assert {word for word in words if re.fullmatch(r"--?[a-zA-Z-]+", word)} <= options, line


def scripts(path: str) -> list[str]:
    """The lines of a file that run something."""
    document = plain(path)
    if isinstance(document, list):
        return [str(hook["entry"]) for hook in document]
    if "gitlab" in path:
        return [line for job in document.values() if isinstance(job, dict) for line in job.get("script", [])]
    return [step.get("run", "") for step in steps(path)]
