"""The forms of the report in a real browser: on paper to the page, right to left, and nothing in them can act.

Needs chromium, and poppler to count pages. Where there is none the tests are skipped and say so; in CI they fail.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, PdfMargins, sync_playwright

from gtm import pipeline
from gtm.analysis import chance
from gtm.analysis.audit import audit
from gtm.analysis.extract import Scope
from gtm.analysis.snapshot import Snapshot
from gtm.model.launch import Workspace
from gtm.model.written import ReportWritten
from gtm.reports import html, pdf
from gtm.reports import json as answers
from tests.running import gtm
from tests.workspaces import AS_OF, compiled, errors, example, small, tiny

pytestmark = pytest.mark.browser
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30" onload="alert(1)"><script>alert(2)</script>'
    b'<rect width="90" height="30" fill="#0a7"/></svg>'
)
HOSTILE = "</title></style></script><script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>"
MARGINS = PdfMargins(top="14mm", bottom="14mm", left="14mm", right="14mm")
Open = Callable[..., Page]


def missing(name: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"no {name}: apt-get install -y --no-install-recommends {name}")
    pytest.skip(f"NOT TESTED: the report on paper, because there is no {name} here")


@pytest.fixture(scope="module")
def chromium() -> str:
    try:
        return pdf.browser(os.environ)
    except pdf.PrintError:
        missing("chromium")
        raise


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a page from its text; it must not complain, must say nothing and ask nobody for anything."""
    contexts, said, asked = [], [], []

    def refuse(dialog: Dialog) -> None:
        said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def open_one(text: str, width: int = 1280, silent: bool = True, **options: object) -> Page:
        file = tmp_path / "page.html"
        file.write_text(text, "utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        if silent:
            page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", refuse)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def whole(snapshot: Snapshot, setting: html.Setting = html.PLAIN, scope: Scope | None = None) -> str:
    found = chance.glance(snapshot.study)
    return html.render(snapshot, found, answers.status(snapshot, found), {}, None, setting, scope)


def forms(snapshot: Snapshot, setting: html.Setting = html.PLAIN) -> dict[str, str]:
    found, pack = chance.glance(snapshot.study), audit(snapshot.study)
    return {
        "extract": whole(snapshot, setting, Scope(team=next(iter(snapshot.launch.teams)))),
        "summary": html.summary(snapshot, found, {}, setting),
        "audit": html.pack(snapshot, pack, found, answers.audit(snapshot, pack, "1", None), setting),
    }


def persian() -> html.Setting:
    workspace = Workspace(
        name="Acme", report=ReportWritten(title="مرور عرضه", lang="fa", logo="l.svg", accent="#ffcc00")
    )
    return html.Setting(html.theme(workspace, lambda _: (SVG, "")), commit="commit 1234567 of Fri 5 Feb, 09:00")


def pages(content: bytes, folder: Path) -> tuple[int, str, str]:
    """How many pages a PDF has, of what size, and its text."""
    if shutil.which("pdfinfo") is None:
        missing("poppler-utils")
    file = folder / "printed.pdf"
    file.write_bytes(content)
    about = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    words = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    return int(re.findall(r"Pages: +(\d+)", about)[0]), re.findall(r"Page size: +(.*)", about)[0], words


def cut(page: Page) -> list[str]:
    """What would stick out of the paper at the side: elements wider than the page, as they are printed."""
    return list(
        page.evaluate(
            "[...document.querySelectorAll('main *, header *')].filter(one => one.checkVisibility()"
            " && !one.closest('.unseen') && getComputedStyle(one.closest('section') || one).page === 'auto'"
            " && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)"
            ".map(one => (one.closest('section') || one).getAttribute('aria-labelledby') + ' ' + one.tagName)"
        )
    )


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example("atlas", tmp_path_factory.mktemp("paper"))


@pytest.fixture(scope="module")
def launch(atlas: Path) -> Snapshot:
    files = pipeline.read(pipeline.load(str(atlas)))
    day = files.workspace.example_as_of
    assert day is not None
    return pipeline.compile(files, day, "atlas")


@pytest.mark.parametrize("name", ["extract", "summary", "audit"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_everybody_can_use_every_form(show: Open, name: str, scheme: str, width: int) -> None:
    page = show(forms(compiled(small()))[name], width=width, color_scheme=scheme)
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    found = Axe().run(page, options=options).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["summary", "audit"])
def test_chosen_colours_keep_every_form_readable(show: Open, name: str) -> None:
    page = show(forms(compiled(small()))[name], forced_colors="active")
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    assert Axe().run(page, options=options).response["violations"] == []


def test_right_to_left_reads_from_the_right(show: Open) -> None:
    setting = persian()
    page = show(whole(compiled(small()), setting), width=1280)
    assert page.evaluate("document.documentElement.lang") == "fa"
    heading, logo = (page.locator(one).bounding_box() for one in ("h1", ".logo"))
    assert heading is not None
    assert logo is not None
    assert logo["x"] < 400  # at the far side of a page that begins at the right
    first = page.locator(".gates thead th").first.bounding_box()
    last = page.locator(".gates thead th").last.bounding_box()
    assert first is not None
    assert last is not None
    assert first["x"] > last["x"]
    assert page.locator(".sentence").evaluate("one => getComputedStyle(one).textAlign") == "right"
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
    assert Axe().run(page, options=options).response["violations"] == []
    narrow = show(whole(compiled(small()), setting), width=320)
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 320


def many() -> Snapshot:
    """A launch with more of everything, and longer, than one sheet can hold."""
    long = f'"{"A sentence that goes on and on for as long as somebody liked to write about it, and then some. " * 4}"'
    stages = "stages:\n" + "".join(
        f"  s{at}: {{title: {long}, gate: {{due: T-{40 - at}d, sign-offs: [{{role: boss}}]}}}}\n" for at in range(12)
    )
    items = "".join(f"  s{at}.legal.i{n}: {{title: {long}, due: T-60d}}\n" for at in range(12) for n in range(4))
    more = {
        "playbook/journey.yaml": stages,
        "launches/trial/risks.yaml": "risks: {fire: {title: Fire}}\nno-way-back:\n"
        + "".join(f"  - {{date: 2027-02-{at:02}, text: {long}}}\n" for at in range(10, 20))
        + f"stop: {{how: {long}, owner: ada, decides: bo}}\n",
        **{
            f"launches/trial/decisions/q{at}.yaml": f"decision: {{title: {long}, asked_by: ada, decides: bo, "
            f"proposed: a, choices: {{a: {{text: {long}}}}}}}\n"
            for at in range(9)
        },
        **{
            f"launches/trial/decisions/w{at}.yaml": f"waiver: {{item: s1.legal.i{at}, reason: {long}, asked_by: ada, "
            "asked: 2027-01-10, until: 2027-06-01}\n"
            for at in range(4)
        },
        **{
            f"launches/trial/decisions/v{at}.yaml": f"waiver: {{item: s2.legal.i{at}, reason: {long}, asked_by: ada, "
            "asked: 2027-01-10, until: 2027-06-01, approved_by: bo, approved: 2027-01-11}\n"
            for at in range(4)
        },
        "people.yaml": f"people: {{ada: {{name: {long}}}, bo: {{name: {long}}}, cem: {{name: Cem}}}}\n",
        "gtm.yaml": "workspace: {format: 1, name: Trial, policy: {waiver_approvers: [seller]}}\n",
    }
    snapshot = pipeline.run(tiny(items, **more), AS_OF, "trial")
    assert not snapshot.launch.partial, [one.message for one in errors(snapshot)]
    return snapshot


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("which", ["small", "atlas", "many", "persian"])
def test_the_summary_is_exactly_one_sheet(show: Open, tmp_path: Path, launch: Snapshot, size: str, which: str) -> None:
    snapshot = {"small": lambda: compiled(small()), "atlas": lambda: launch}.get(which, many)()
    text = forms(snapshot, persian() if which == "persian" else html.PLAIN)["summary"]
    page = show(text)
    printed = page.pdf(format=size, margin=MARGINS)
    number, _, words = pages(printed, tmp_path)
    assert number == 1
    assert "Made by gtm" in words  # the last line is on it
    page.emulate_media(media="print")
    assert cut(page) == []


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_short_print_is_short_and_nothing_is_cut(show: Open, tmp_path: Path, launch: Snapshot, size: str) -> None:
    page = show(whole(launch))
    number, _, words = pages(page.pdf(format=size, margin=MARGINS), tmp_path)
    full = show(whole(launch, html.Setting(brief=False)))
    assert number <= 45
    assert pages(full.pdf(format=size, margin=MARGINS), tmp_path)[0] > number + 10
    flat = " ".join(words.split())
    for heading in (
        "Verdict",
        "To decide in this meeting",
        "Gates",
        "What to watch",
        "Gaps",
        "Waivers",
        "Decision log",
    ):
        assert heading in flat
    for item in list(launch.launch.items.values())[::7]:
        assert item.id in words.replace("\n", "") or item.title.split()[0] in flat
    page.set_viewport_size({"width": 690, "height": 1000})  # the width of the paper within its margins
    page.emulate_media(media="print")
    assert cut(page) == []


def test_pdf_is_printed_by_the_command(atlas: Path, tmp_path: Path, chromium: str) -> None:
    out = tmp_path / "atlas.pdf"
    run = gtm(atlas, "report", "--summary", "--pdf", "-o", str(out), GTM_CHROMIUM=chromium)
    assert run.returncode == 0, run.stderr
    number, size, words = pages(out.read_bytes(), tmp_path)
    assert (number, "A4" in size) == (1, True)
    assert "Atlas" in words
    assert sorted(one.name for one in tmp_path.iterdir()) == ["atlas.pdf", "printed.pdf"]


@pytest.mark.parametrize("name", ["whole", "extract", "summary", "audit"])
def test_nothing_that_is_written_can_act(show: Open, name: str) -> None:
    files = tiny(
        f"  learn.legal.a: {{title: '{HOSTILE}', ask: '{HOSTILE}', due: T-30d}}\n",
        f"  learn.legal.a: {{status: done, owner: ada, answer: '{HOSTILE}', note: '{HOSTILE}',"
        " evidence: [{link: 'javascript:alert(4)'}, {link: 'data:text/html,<script>alert(5)</script>'}]}\n",
        people=f"people: {{ada: {{name: '{HOSTILE}'}}, bo: {{name: Bo}}, cem: {{name: Cem}}}}\n",
    )
    snapshot = pipeline.run(files, AS_OF, "trial")
    report = ReportWritten(title=HOSTILE, logo="l.svg", accent="#123456")
    theme = html.theme(Workspace(name=HOSTILE, report=report), lambda _: (SVG, ""))
    part = (
        '<p onclick="alert(6)"><a href="javascript:alert(7)">{{ launch.title }}</a><img src=x onerror="alert(8)"></p>'
    )
    setting = html.Setting(theme, commit=HOSTILE, overrides={"method": part, "made": part})
    text = whole(snapshot, setting) if name == "whole" else forms(snapshot, setting)[name]
    page = show(text, silent=False)  # the browser says what it refused
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for link in page.locator("a[href^=javascript]").all():
        link.click(no_wait_after=True)
    page.locator("p[onclick]").first.click(position={"x": 1, "y": 1})
    page.wait_for_timeout(200)
    assert page.evaluate("document.querySelectorAll('iframe, object, embed').length") == 0
