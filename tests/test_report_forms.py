"""The forms of the report: extracts, the sheet of paper, the audit pack, names as roles, its look, its own parts."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gtm import pipeline
from gtm.analysis import chance, extract
from gtm.analysis.audit import audit
from gtm.analysis.extract import Scope
from gtm.analysis.roles import nameless
from gtm.analysis.snapshot import Snapshot
from gtm.model.launch import Workspace
from gtm.model.written import ReportWritten
from gtm.reports import html, markdown
from gtm.reports import json as answers
from gtm.reports.html import sandbox
from gtm.reports.html.theme import contrast
from tests.repositories import Repo
from tests.running import environment, gtm
from tests.workspaces import compiled, edited, example, small, tiny, trial

ITEMS = """\
  learn.legal.a: {title: Terms, ask: Which?, due: T-30d}
  learn.sales.b: {title: Price talk, needs: [learn.legal.a], gate: use}
  buy.sales.c: {title: Quotes, needs: [learn.sales.b]}
"""


def rendered(snapshot: Snapshot, scope: Scope | None = None, setting: html.Setting = html.PLAIN) -> str:
    found = chance.glance(snapshot.study)
    return html.render(snapshot, found, answers.status(snapshot, found), {}, None, setting, scope)


def summed(snapshot: Snapshot, setting: html.Setting = html.PLAIN) -> str:
    return html.summary(snapshot, chance.glance(snapshot.study), {}, setting)


def packed(snapshot: Snapshot, commit: str = "") -> tuple[str, str]:
    pack = audit(snapshot.study)
    answer = answers.audit(snapshot, pack, "1.2.3", commit or None)
    return html.pack(snapshot, pack, chance.glance(snapshot.study), answer), answer


# --- extracts ---------------------------------------------------------------------------------


def ids(page: str) -> set[str]:
    return set(re.findall(r'<tr id=["]?([a-z0-9./-]+)', page))


@pytest.mark.parametrize(
    ("scope", "here"),
    [
        (Scope(team="legal"), {"learn.legal.a"}),
        (Scope(team="sales"), {"learn.sales.b", "buy.sales.c"}),
        (Scope(stage="buy"), {"buy.sales.c"}),
        (Scope(stage="use"), {"learn.sales.b"}),  # its gate waits for it
        (Scope(team="sales", stage="learn"), {"learn.sales.b"}),
    ],
)
def test_an_extract_has_what_concerns_it_and_says_so(scope: Scope, here: set[str]) -> None:
    snapshot = trial(ITEMS)
    page = rendered(snapshot, scope)
    assert {id for id in ids(page) if "." in id} == here
    assert "The verdict is about the whole launch" in page
    assert "must-haves before launch" in page
    assert f"{len(here)} item{'' if len(here) == 1 else 's'} of 3" in page
    text = markdown.report(snapshot, chance.glance(snapshot.study), {}, scope)
    assert {id for id in ("learn.legal.a", "learn.sales.b", "buy.sales.c") if f"({id})" in text} == here
    assert "**Extract:" in text


def test_an_extract_links_only_to_what_it_has() -> None:
    page = rendered(trial(ITEMS), Scope(stage="buy"))
    targets = re.findall(r'<a href="#([^"]*)"', page)
    assert [one for one in targets if f' id="{one}"' not in page] == []
    assert "Price talk" in page


def test_the_record_of_an_extract_keeps_the_verdict_of_the_whole() -> None:
    snapshot = trial(ITEMS)
    whole = answers.status(snapshot, chance.glance(snapshot.study))
    part = json.loads(answers.extract(whole, snapshot, Scope(team="legal")))
    assert part["extract"] == {"team": "legal", "stage": None, "items": 1, "of": 3}
    for key in ("verdict", "course", "completeness", "risk"):
        assert part[key] == json.loads(whole)[key]
    assert [one["id"] for one in part["teams"]] == ["legal"]
    assert {one["subject"] for one in part["gaps"]} <= {"learn.legal.a"}


@given(st.sampled_from([None, "legal", "sales"]), st.sampled_from([None, "learn", "buy", "use"]))
def test_an_extract_is_never_more_than_the_whole_and_teams_share_it_out(team: str | None, stage: str | None) -> None:
    study = trial(ITEMS).study
    here = extract.items(study, Scope(team, stage))
    assert here <= set(study.launch.items)
    assert here == extract.items(study, Scope(team)) & extract.items(study, Scope(stage=stage))
    parts = [extract.items(study, Scope(one, stage)) for one in study.launch.teams]
    assert frozenset().union(*parts) == extract.items(study, Scope(stage=stage))


# --- on one page, and for the auditor --------------------------------------------------------


def test_a_sheet_says_how_much_did_not_fit() -> None:
    more = {
        f"launches/trial/decisions/q{at}.yaml": f"decision: {{title: Question {at}, asked_by: ada}}\n"
        for at in range(9)
    }
    page = summed(trial(ITEMS, **more))
    assert page.count("<strong>Question</strong>") == 5
    assert "more things to decide: see the report" in page
    long = summed(trial(f"  learn.legal.a: {{title: {'x' * 500}, due: T-90d}}\n"))
    assert "x" * 200 not in long
    assert "…" in long


def test_the_audit_pack_says_who_decided_what_on_what_and_when() -> None:
    snapshot = compiled(small())
    page, answer = packed(snapshot, "commit abc1234")
    found = json.loads(answer)
    assert (found["version"], found["commit"], found["as_of"]) == ("1.2.3", "commit abc1234", "2027-02-05")
    signed = [one for gate in found["gates"] for one in gate["sign_offs"]]
    records = [one.record for one in snapshot.launch.sign_offs]
    assert sorted((one["by"], one["date"], one["saw"]) for one in signed) == sorted(
        (one.by, one.date_.isoformat(), one.saw) for one in records
    )
    assert all(set(one) >= {"covers", "standing", "conditions", "role"} for one in signed)
    for waiver, one in zip(found["waivers"], snapshot.launch.waivers, strict=True):
        assert (waiver["asked_by"], waiver["until"]) == (one.record.asked_by, one.record.until.isoformat())
    assert [one["id"] for one in found["items"]] == [item.id for item in snapshot.study.graph.items]
    assert all(gate["digest"].startswith("1:") for gate in found["gates"])
    assert [one["date"] for one in found["log"]] == sorted(one["date"] for one in found["log"])
    for item in snapshot.study.graph.items:
        assert f'id="{item.id}"' in page
    assert "<script>" not in page  # it needs none


def test_the_audit_pack_is_the_same_for_the_same_files() -> None:
    files = small()
    backwards = dict(reversed(files.items()))
    assert packed(compiled(files)) == packed(compiled(backwards))


SECRETS = """\
  learn.legal.deal:
    status: done
    owner: ada
    answer: Nine million
    reason: Board said so
    note: Ask Ben & "Bo"
    evidence: [{file: vault/price.pdf}]
"""
SECRET = "  learn.legal.deal: {title: Deal, ask: How much?, sensitive: true, evidence: [file]}\n"
PARTS = {"verdict": "{% for item in launch.items.values() %}{{ item.state.answer }}, {{ item.state.note }}{% endfor %}"}


@pytest.mark.parametrize("form", ["whole", "extract", "summary", "audit", "record", "markdown", "own part"])
def test_what_a_team_holds_itself_is_in_no_form(form: str) -> None:
    snapshot = trial(SECRET, SECRETS)
    make: Mapping[str, Callable[[], str]] = {
        "whole": lambda: rendered(snapshot),
        "extract": lambda: rendered(snapshot, Scope(team="legal")),
        "summary": lambda: summed(snapshot),
        "audit": lambda: packed(snapshot)[0],
        "record": lambda: packed(snapshot)[1],
        "markdown": lambda: markdown.report(snapshot, chance.glance(snapshot.study), {}, Scope(team="legal")),
        "own part": lambda: rendered(snapshot, None, html.Setting(overrides=PARTS)),
    }
    text = make[form]()
    for secret in ("Nine million", "Board said", "Ask Ben", "vault/price"):
        assert secret not in text
    if form != "summary":
        assert "held by Legal" in text


# --- names as roles --------------------------------------------------------------------------


@pytest.mark.parametrize("more", [[], ["--summary"], ["--audit"], ["--team", "legal"]])
@pytest.mark.parametrize("format", ["html", "json", "markdown"])
def test_nobody_is_named_where_roles_are_asked_for(atlas: Path, format: str, more: list[str]) -> None:
    run = gtm(atlas, "report", "--names", "roles", "--format", format, "-o", "-", *more)
    if run.returncode == 2:
        assert b"leave out --format" in run.stderr or b"HTML or JSON" in run.stderr
        return
    text = run.stdout.decode()
    people = pipeline.compile(pipeline.read(pipeline.load(str(atlas))), date(2027, 1, 19), "atlas").launch.people
    assert [one.name for one in people.values() if one.name in text] == []
    assert [one.email for one in people.values() if one.email and one.email in text] == []
    if format == "json":
        keyed = re.findall(r'"(\w+)": "([^"]*)"', text)
        chosen = {"id", "proposed", "chosen"}  # of a choice, as somebody wrote it
        assert [(key, value) for key, value in keyed if value in people and key not in chosen] == []
    assert set(re.findall(r"owner: (?:<bdi>)?(\w+)", text)) & set(people) == set()


def test_an_answer_without_names_keeps_everything_else() -> None:
    snapshot = compiled(small())
    whole = answers.status(snapshot, chance.glance(snapshot.study))
    bare = json.loads(nameless(whole, snapshot.launch))
    assert list(bare) == list(json.loads(whole))
    assert bare["gaps"] == json.loads(whole)["gaps"]


# --- how it looks ----------------------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'


def dressed(report: ReportWritten, files: Mapping[str, bytes] | None = None) -> html.Theme:
    def fetch(path: str) -> tuple[bytes, str]:
        return ((files or {})[path], "") if path in (files or {}) else (b"", "there is no such file")

    return html.theme(Workspace(name="Acme", report=report), fetch)


@given(st.integers(0, 0xFFFFFF))
def test_any_accent_can_be_read_in_light_and_dark(number: int) -> None:
    style = dressed(ReportWritten(accent=f"#{number:06x}")).style
    light, dark = re.findall(r"--link: (#[0-9a-f]{6})", style)
    assert all(contrast(light, ground) >= 4.5 for ground in ("#ffffff", "#f4f6f8", "#fdf3e0"))
    assert all(contrast(dark, ground) >= 4.5 for ground in ("#15181c", "#1e2329", "#321a1e"))


def test_an_accent_that_can_be_read_stays_and_another_is_said() -> None:
    assert "--link: #1d4f91" in dressed(ReportWritten(accent="#1d4f91")).style
    assert dressed(ReportWritten(accent="#1d4f91")).said == ()
    (said,) = dressed(ReportWritten(accent="#ffee00")).said
    assert "#ffee00 is too light to be read on white" in said
    assert round(contrast("#000000", "#ffffff"), 1) == 21


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PNG, "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (SVG, "image/svg+xml"), (b"<html>", ""), (b"GIF89a", "")],
)
def test_a_logo_is_a_picture_by_what_is_in_it(content: bytes, kind: str) -> None:
    found = dressed(ReportWritten(logo="logo.png"), {"logo.png": content})
    assert found.logo.startswith(f"data:{kind};base64,") == bool(kind)
    assert bool(found.said) == (not kind)


def test_a_logo_that_is_too_large_or_missing_is_left_out_and_said() -> None:
    (large,) = dressed(ReportWritten(logo="a.png"), {"a.png": PNG + b"\0" * (1 << 20)}).said
    assert "a logo may have 256" in large
    assert dressed(ReportWritten(logo="b.png")).said == ("no logo in the report: b.png: there is no such file",)


def test_title_language_and_direction_are_the_organisations() -> None:
    theme = dressed(ReportWritten(title="<b>Acme</b>", lang="fa", logo="l.svg"), {"l.svg": SVG})
    page = rendered(trial(ITEMS), None, html.Setting(theme))
    assert '<html lang="fa" dir="rtl">' in page
    assert "&lt;b&gt;Acme&lt;/b&gt;" in page
    assert "onload" not in page
    assert dressed(ReportWritten(lang="tr")).direction == "ltr"
    assert dressed(ReportWritten(lang="fa", direction="ltr")).direction == "ltr"


@pytest.mark.parametrize(
    "wrong", ["accent: red", 'accent: "#12345"', "lang: Türkçe", "direction: up", "logo: ../x.png"]
)
def test_a_look_that_cannot_be_is_an_error(wrong: str) -> None:
    gtm_yaml = f"workspace: {{format: 1, name: Trial, report: {{{wrong}}}}}\n"
    found = [one for one in trial(ITEMS, gtm=gtm_yaml).diagnostics if one.span.path == "gtm.yaml"]
    assert found
    assert all(one.help for one in found)


# --- parts of its own ------------------------------------------------------------------------


def with_part(source: str, name: str = "verdict") -> str:
    return rendered(trial(ITEMS), None, html.Setting(overrides={name: source}))


def test_an_organisation_may_write_a_part_itself() -> None:
    page = with_part(
        '<section id="verdict"><h2>Our way: {{ verdict.word }}</h2>\n'
        "{% for row in gates %}{{ link(row.view.id) }} {{ days(row.view.due) }} {% endfor %}{{ ours() }}</section>\n"
    )
    assert "<h2>Our way: " in page
    assert '<a href="#gate-learn"><bdi>Learn gate</bdi></a>' in page
    assert 'class="verdict ' in page  # what it replaces, printed inside


MANY_LARGE = """{% set n = namespace(a='x') %}{% for i in range(18) %}{% set n.a = n.a ~ n.a %}{% endfor %}
{{ range(9999) | map('string') | map('replace', '1', n.a) | list | length }}"""


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("{{ launch.title | safe }}", 1, "no filter `safe`"),
        ("\n{{ [launch.title] | map('safe') | list }}", 2, "safe"),
        ("{% autoescape false %}{{ launch.title }}{% endautoescape %}", 1, "escaping"),
        ("a\n{% include 'report.html.j2' %}", 2, "stands alone"),
        ("{% extends 'frame.html.j2' %}", 1, "stands alone"),
        ("{{ launch.__class__ }}", 1, "unsafe"),
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ days.__call__.__globals__ }}", 1, "unsafe"),
        ("{{ nothing }}", 1, "undefined"),
        ("{% for a in range(999999) %}{% endfor %}", 1, "Range too big"),
        ("{{ lipsum(9) }}", 1, "may not call"),
        ("{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}", 1, "go round more than"),
        ("{% set a = 'x' * 999999999 %}", 1, "only numbers"),
        ("{% set a = 9 ** 9 ** 9 %}", 1, "no `**`"),
        (
            "{% set n = namespace(a='xxxxxxxx') %}{% for i in range(40) %}{% set n.a = n.a ~ n.a %}{% endfor %}",
            1,
            "long",
        ),
        (
            "{% set n = namespace(a='xxxxxxxx') %}{% for i in range(40) %}{% set n.a = n.a + n.a %}{% endfor %}",
            1,
            "long",
        ),
        (
            "{% set n = namespace(a=[1]) %}{% for i in range(40) %}{% set n.a = [n.a, n.a] %}{% endfor %}{{ n.a }}",
            1,
            "list",
        ),
        ("{% set a = [1, [2]] %}{{ a ~ 'x' }}", 1, "cannot be printed"),
        ("{% set a = [1] + [2] %}", 1, "lists cannot be added"),
        ("{{ [1, 2] | string }}", 1, "cannot be printed"),
        ("{{ [[1]] | join }}", 1, "cannot be printed"),
        ("{{ study }}", 1, "cannot be printed"),
        ("{{ launch.date.strftime('%099999999d') }}", 1, "may not call"),
        ("{{ (1).to_bytes(999999999) }}", 1, "may not call"),
        ("{{ [1] | batch(999999999, 'x') | list }}", 1, "no filter `batch`"),
        ("{{ study.holds('people.yaml') }}", 1, "may not call"),
        ("{{ 'x'.center(999999999) }}", 1, "may not call"),
        ("{{ '%0999999999d' % 1 }}", 1, "no `%`"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", 0, "without end"),
        (
            "{% for a in range(99999) %}{{ 'x' * 1 if false else 'yyyyyyyyyyyyyyyyyyyyyyyy' }}{% endfor %}",
            0,
            "prints more",
        ),
        ("<script>alert(1)</script>", 0, "prints <script>"),
        ('<meta http-equiv="refresh" content="0;url=https://evil.example">', 0, "prints <meta>"),
        ("<{{ 'meta' }} http-equiv=refresh>", 0, "prints <meta>"),
        ("<iframe src=x></iframe>", 0, "prints <iframe>"),
        ("{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(40) }}", 0, "go round more"),
        (MANY_LARGE, 2, "too long"),
        ("{% set x = range(99999) %}{{ x|map('abs')|max }}{{ x|map('abs')|max }}{{ x|map('abs')|max }}", 0, "go round"),
        ("{% set a = [1] %}{% set b = [a, a] %}", 1, "written out"),
        ("{% set a = (1,) %}{% set b = {(a, a): 1} %}", 1, "written out"),
        ("{% set a = [1] %}{% set b = {'a': a} %}", 1, "written out"),
        ("{% macro m() %}{{ varargs|length }}{% endmacro %}{{ m(1, 2) }}", 1, "names what it is given"),
        ("<plaintext>", 0, "prints <plaintext>"),
        ("<textarea>", 0, "prints <textarea>"),
        ("<!-- a --> <!-- b", 0, "does not close <!--"),
        ("<style>p { color: red }", 0, "does not close <style"),
        ("{% if %}", 1, "Expected"),
        ("x" * 70_000, 0, "longer than"),
    ],
)
def test_a_part_that_goes_wrong_or_too_far_is_said_with_its_place(source: str, line: int, reason: str) -> None:
    with pytest.raises(html.OverrideError) as found:
        with_part(source)
    text = str(found.value)
    assert text.startswith(f"report/verdict.html.j2:{line}: " if line else "report/verdict.html.j2")
    assert reason in text


def test_a_filter_that_looks_through_a_list_for_each_of_another_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_SECONDS", 0.1)
    with pytest.raises(html.OverrideError, match="it takes more than"):
        with_part("{% set x = range(99999)|list %}{{ x|select('in', x)|list|length }}")


def test_what_a_part_prints_is_escaped() -> None:
    snapshot = trial("  learn.legal.a: {title: '<img src=x onerror=alert(1)>'}\n")
    part = "{% for item in launch.items.values() %}<p>{{ item.title }}{{ item.title ~ '<b>' }}</p>{% endfor %}"
    page = rendered(snapshot, None, html.Setting(overrides={"verdict": part}))
    assert "<img" not in page
    assert "&lt;b&gt;" in page


# --- the command -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example("atlas", tmp_path_factory.mktemp("forms"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny workspace on disk."""
    root = tmp_path / "work"
    for path, content in tiny(ITEMS, "  learn.legal.a: {status: doing, owner: ada}\n").items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--team", "legl"], "did you mean `legal`?"), (["--stage", "bye"], "did you mean `buy`?"),
        (["--summary", "--audit"], "one at a time"), (["--summary", "--team", "legal"], "whole launch"),
        (["--summary", "--format", "json"], "leave out --format"),
        (["--audit", "--format", "markdown"], "HTML or JSON"),
        (["--pdf", "--format", "json"], "leave out --format"), (["--watch", "-o", "-"], "need a file"),
        (["-o", "report/x.html"], "write elsewhere"),
    ],
)  # fmt: skip
def test_an_order_that_makes_no_sense_ends_with_2(folder: Path, arguments: list[str], said: str) -> None:
    run = gtm(folder, "report", "--as-of", "2027-01-19", *arguments)
    assert run.returncode == 2
    assert said in run.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["--team", "legal"], "trial-legal-report.html"), (["--summary"], "trial-summary.html"),
        (["--stage", "buy", "--format", "markdown"], "trial-buy-report.md"), (["--audit"], "trial-audit.html"),
        (["--audit", "--format", "json"], "trial-audit.json"),
    ],
)  # fmt: skip
def test_each_form_has_a_name_of_its_own(folder: Path, arguments: list[str], name: str) -> None:
    run = gtm(folder, "report", "--as-of", "2027-01-19", *arguments)
    assert (run.returncode, run.stdout) == (0, b"")
    assert run.stderr.decode() == f"wrote {folder / name}\n"


def test_the_report_says_of_which_commit_it_is(folder: Path, tmp_path: Path) -> None:
    Repo(folder, tmp_path / "home").commit()
    arguments = ("report", "--as-of", "2027-01-19", "--audit", "--format", "json", "-o", "-")
    clean = json.loads(gtm(folder, *arguments).stdout)["commit"]
    assert re.fullmatch(r"commit [0-9a-f]{7} of .*", clean)
    (folder / "notes.html").write_text("not read")
    assert json.loads(gtm(folder, *arguments).stdout)["commit"] == clean
    (folder / "people.yaml").write_text("people: {ada: {name: Ada}, bo: {name: Bo}, cem: {name: Cem}}\n")
    assert json.loads(gtm(folder, *arguments).stdout)["commit"] == f"{clean}, 1 file not committed"


def test_a_part_with_a_name_that_none_has_is_said(folder: Path) -> None:
    (folder / "report").mkdir()
    (folder / "report" / "verdikt.html.j2").write_text("x")
    run = gtm(folder, "report", "--as-of", "2027-01-19")
    assert run.returncode == 2
    assert b"did you mean `verdict`?" in run.stderr
    (folder / "report" / "verdikt.html.j2").rename(folder / "report" / "verdict.html.j2")
    assert gtm(folder, "report", "--as-of", "2027-01-19").returncode == 0
    (folder / "report" / "verdict.html.j2").write_text("{{ 1 / 0 }}")
    run = gtm(folder, "report", "--as-of", "2027-01-19")
    assert run.returncode == 2
    assert b"report/verdict.html.j2:1: division by zero" in run.stderr


def test_a_part_that_is_a_link_out_of_the_workspace_is_not_followed(folder: Path) -> None:
    (folder / "report").mkdir()
    (folder / "report" / "verdict.html.j2").symlink_to("/etc/hostname")
    run = gtm(folder, "report", "--as-of", "2027-01-19")
    assert run.returncode == 4
    assert b"leaves the workspace" in run.stderr


def test_without_a_browser_there_is_one_line_and_no_file(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    run = gtm(folder, "report", "--pdf", "--as-of", "2027-01-19", PATH=str(tmp_path / "empty"))
    assert run.returncode == 4
    (line,) = run.stderr.decode().splitlines()
    assert "no Chromium found to print with" in line
    run = gtm(folder, "report", "--pdf", "--as-of", "2027-01-19", GTM_CHROMIUM="/absent/chrome")
    assert b"GTM_CHROMIUM names /absent/chrome" in run.stderr
    assert list(folder.glob("*.pdf")) == []


@pytest.mark.skipif(os.name != "posix", reason="a browser of our own is a shell script")
@pytest.mark.parametrize(
    "behaves", ["exit 1", "exit 0", "printf %PDF-half > \"$(echo $* | sed 's/.*pdf=//;s/ .*//')\""]
)
def test_a_browser_that_fails_leaves_the_old_file(folder: Path, tmp_path: Path, behaves: str) -> None:
    browser, old = tmp_path / "browser", folder / "trial-report.pdf"
    browser.write_text(f"#!/bin/sh\n{behaves}\n")
    browser.chmod(0o755)
    old.write_text("the old one")
    run = gtm(folder, "report", "--pdf", "--as-of", "2027-01-19", GTM_CHROMIUM=str(browser))
    assert run.returncode == 4
    assert b"ended without writing a PDF" in run.stderr
    assert old.read_text() == "the old one"


@pytest.mark.skipif(os.name != "posix", reason="BROWSER names a shell script")
def test_open_hands_the_file_to_the_browser(folder: Path, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path / "asked"}\n')
    browser.chmod(0o755)
    run = gtm(folder, "report", "--open", "--as-of", "2027-01-19", BROWSER=f"{browser} %s")
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "asked").read_text() == (folder / "trial-report.html").as_uri()


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
def test_watch_follows_the_files_and_keeps_the_last_good_report(folder: Path) -> None:
    command = [sys.executable, "-m", "gtm", "-C", str(folder), "report", "--watch", "--as-of", "2027-01-19"]
    child = subprocess.Popen(command, cwd=folder, env=environment(), stderr=subprocess.PIPE, text=True)
    assert child.stderr is not None
    page, state = folder / "trial-report.html", folder / "launches" / "trial" / "legal.yaml"
    try:
        assert "watching the workspace" in child.stderr.readline()
        assert 'http-equiv="refresh"' in page.read_text()
        state.write_text("items:\n  learn.legal.a: {status: blocked, owner: ada, waiting_on: The tax office}\n")
        assert child.stderr.readline().startswith("wrote ")
        assert "The tax office" in page.read_text()
        state.write_text("items: [\n")
        assert "stays as it was" in child.stderr.readline()
        assert "launches/trial/legal.yaml" in child.stderr.readline()
        assert "The tax office" in page.read_text()
        child.send_signal(signal.SIGINT)
        assert child.wait(20) == 130
    finally:
        child.kill()
        child.stderr.close()
    assert "The tax office" in page.read_text()
    assert 'http-equiv="refresh"' not in page.read_text()


def test_what_each_example_prints_on_one_page_is_a_page_of_html(atlas: Path) -> None:
    run = gtm(atlas, "report", "--summary", "-o", "-")
    assert run.returncode == 0
    assert run.stdout.decode().count("<h1") == 1


def test_edited_words_reach_the_first_screen() -> None:
    path = "launches/atlas/decisions/learn-go.yaml"
    files = small()
    assert path in files
    page = rendered(compiled(edited(files, path, "Claims page in German", "Claims page in two languages")))
    assert "Claims page in two languages" in page[page.index('id="now"') :]
