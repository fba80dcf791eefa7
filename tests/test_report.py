"""The report: what it says, that nothing in a file can make it say or do something else, its bytes."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from gtm import assets, cli, pipeline
from gtm.analysis import chance
from gtm.analysis.snapshot import Snapshot
from gtm.disk import Tree
from gtm.reports import html, markdown
from gtm.reports import json as answers
from gtm.reports.html.text import outside
from tests.golden import Golden
from tests.workspaces import compiled, small, tiny, trial

AS_OF = date(2027, 1, 19)
HOSTILE = (
    "<script>alert(1)</script>", "</script><script>alert(2)</script>", '"><img src=x onerror=alert(3)>',
    "' onmouseover='alert(4)", "{{ 7 * 191 }}{% raw %}", "<!-- <script>", "</table></details><h1>Owned</h1>",
    "&lt;b&gt;", "\\u202eevil\\u202c \\x1b[31mred\\x07",
)  # fmt: skip


class Page(HTMLParser):
    """What a browser would build, as far as the tests ask."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text: list[str] = []
        self._raw = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._raw = tag if tag in {"script", "style"} else ""
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._raw:
            self._raw = ""

    def handle_data(self, data: str) -> None:
        if self._raw == "script":
            self.scripts[-1] += data
        elif not self._raw:
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def ids(self) -> Counter[str]:
        return Counter(str(attrs["id"]) for _, attrs in self.tags if "id" in attrs)

    @property
    def links(self) -> list[str]:
        return [str(attrs["href"]) for attrs in self.all("a")]

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


def status_of(snapshot: Snapshot) -> str:
    return answers.status(snapshot, chance.glance(snapshot.study))


def markdown_of(snapshot: Snapshot) -> str:
    return markdown.report(snapshot, chance.glance(snapshot.study))


def page_of(snapshot: Snapshot) -> str:
    return html.render(snapshot, chance.glance(snapshot.study), status_of(snapshot))


def example(folder: Path, name: str = "atlas") -> Path:
    """A bundled example with the playbook, as gtm init would lay it out."""
    bundled = Path(assets.folder("checklists"))
    shutil.copytree(bundled / "examples" / name, folder / name)
    shutil.copytree(bundled / "playbook", folder / name / "playbook", dirs_exist_ok=True)
    return folder / name


@cache
def atlas() -> Snapshot:
    bundled = Path(assets.folder("checklists"))
    here = bundled / "examples" / "atlas"
    found = {path.relative_to(here).as_posix(): path.read_bytes() for path in here.rglob("*.yaml")}
    shared = {
        path.relative_to(bundled).as_posix(): path.read_bytes() for path in (bundled / "playbook").rglob("*.yaml")
    }
    tree = Tree(
        {**shared, **found},
        holds=lambda path: (here / path).is_file(),
        fetch=lambda path: ((here / path).read_bytes(), ""),
    )
    return pipeline.run(tree, AS_OF, "atlas")


@cache
def atlas_page() -> str:
    return page_of(atlas())


ITEMS = """\
  learn.legal.terms: {title: Q, ask: Q, why: Q, proof: Q, due: T-30d}
  learn.legal.notice: {title: Q, needs: [learn.legal.terms], due: T-20d}
  learn.legal.bad-links: {title: Links}
  learn.legal.beta: {title: Q, when: [box]}
"""
STATE = """\
  learn.legal.terms:
    status: done
    owner: ada
    finished: 2027-01-05
    answer: Q
    note: Q
    evidence: [{ref: Q, note: Q}, {link: "https://good.example/a?b=1&c=2"}]
  learn.legal.notice: {status: blocked, owner: bo, reason: Q, waiting_on: Q, expected: 2027-02-01}
  learn.legal.bad-links:
    status: done
    evidence:
      - {link: "javascript:alert(5)"}
      - {link: "data:text/html,<b>"}
      - {link: "https://a.example/' onclick='alert(6)"}
"""
FILES = {
    "people.yaml": """\
people:
  ada: {name: Q}
  bo: {name: Bo}
""",
    "playbook/journey.yaml": """\
stages:
  learn: {title: Q, promise: Q, gate: {due: T-14d, sign-offs: [{role: boss}]}}
""",
    "playbook/teams.yaml": """\
teams: {legal: {title: Q, lead: boss, stages: [learn]}}
roles: {boss: {title: Q}}
""",
    "playbook/traits.yaml": "traits: {saas: {title: Cloud}, box: {title: Q}}\n",
    "playbook/threads.yaml": "threads: {chain: {title: Q, items: [learn.legal.terms, learn.legal.notice]}}\n",
    "launches/trial/launch.yaml": """\
launch: {title: Q, date: 2027-02-16, traits: [saas], leads: {legal: ada}}
""",
    "launches/trial/risks.yaml": """\
risks: {fire: {title: Q, owner: ada, trigger: Q, response: Q}}
""",
    "launches/trial/decisions/ask.yaml": """\
decision: {title: Q, asked_by: ada, choices: {one: {text: Q}}, proposed: one, leave: Q, reason: Q}
""",
    "launches/trial/decisions/waive.yaml": """\
waiver: {item: learn.legal.notice, reason: Q, instead: Q, asked_by: ada, asked: 2027-01-10, until: 2027-03-01}
""",
}


def hostile(text: str) -> Mapping[str, bytes]:
    """A workspace in which every free text is the same hostile one, a double-quoted YAML scalar."""
    body = text.replace('"', '\\"')
    files = tiny(ITEMS, STATE, **FILES)
    return {path: re.sub(rb"\bQ\b", lambda _: f'"{body}"'.encode(), content) for path, content in files.items()}


@pytest.fixture(params=HOSTILE, ids=range(len(HOSTILE)))
def attack(request: pytest.FixtureRequest) -> tuple[str, Snapshot]:
    return request.param, pipeline.run(hostile(request.param), AS_OF, "trial")


def test_hostile_text_is_only_shown(attack: tuple[str, Snapshot]) -> None:
    text, snapshot = attack
    harmless = Page(page_of(pipeline.run(hostile("Plain words"), AS_OF, "trial")))
    page = Page(page_of(snapshot))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in harmless.tags]
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    if "\\" not in text:
        assert page.words.count(" ".join(text.split())) >= 20


def test_only_safe_links_become_links(attack: tuple[str, Snapshot]) -> None:
    links = Page(page_of(attack[1])).links
    away = [link for link in links if not link.startswith("#")]
    assert away == ["https://good.example/a?b=1&c=2"]


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://a.example/b?c=d&e=f#g", True), ("HTTP://a.example", True), ("mailto:mina@a.example", True),
        ("javascript:alert(1)", False), ("JaVaScRiPt:alert(1)", False), ("java\tscript:alert(1)", False),
        (" https://a.example", False), ("data:text/html,x", False), ("vbscript:x", False), ("//a.example", False),
        ("file:///etc/passwd", False), ('https://a.example/" onclick="x', False), ("https://a\u202e.example", False),
    ],
)  # fmt: skip
def test_which_addresses_become_links(address: str, safe: bool) -> None:
    shown = Page(str(outside(address)))
    assert bool(shown.links) == safe
    assert {name for _, attrs in shown.tags for name in attrs} <= {"href", "rel"}


def test_no_character_acts_on_what_stands_around_it(attack: tuple[str, Snapshot]) -> None:
    acting = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
    assert not re.search(acting, page_of(attack[1]))
    assert not re.search(acting, markdown_of(attack[1]))


def test_the_data_in_the_page_is_the_answer_of_status(attack: tuple[str, Snapshot]) -> None:
    page = Page(page_of(attack[1]))
    data, script = page.scripts
    assert not set(data) & set("<>&")
    assert json.loads(data) == json.loads(status_of(attack[1]))
    assert "alert" not in script


def test_hostile_text_makes_no_markdown(attack: tuple[str, Snapshot]) -> None:
    text = markdown_of(attack[1])
    plain = markdown_of(pipeline.run(hostile("Plain words"), AS_OF, "trial"))
    cells = re.compile(r"(?<!\\)\|")
    assert [len(cells.findall(line)) for line in text.split("\n")] == [
        len(cells.findall(line)) for line in plain.split("\n")
    ]
    assert not re.search(r"(?<!\\)[<>]", text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a | b", r"a \| b"), ("[x](javascript:1)", r"\[x\](javascript:1)"), ("@mina #12", "@\u200bmina \\#\u200b12"),
        ("# Title\n- list", r"\# Title - list"), ("<b>", r"\<b\>"), ("`code`", r"\`code\`"),
    ],
)  # fmt: skip
def test_markdown_signs_are_only_shown(text: str, shown: str) -> None:
    assert markdown.md(text) == shown


def test_the_policy_lets_in_the_script_of_the_page_and_nothing_else() -> None:
    page = Page(atlas_page())
    policy = next(str(one["content"]) for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    digest = b64encode(hashlib.sha256(page.scripts[-1].encode()).digest()).decode()
    assert policy.split("; ") == [
        "default-src 'none'", "img-src data:", "style-src 'unsafe-inline'", f"script-src 'sha256-{digest}'",
        "base-uri 'none'", "form-action 'none'",
    ]  # fmt: skip


def test_nothing_outside_the_file_is_loaded() -> None:
    text = atlas_page()
    page = Page(text)
    assert not [attrs for _, attrs in page.tags if {"src", "srcset", "action", "data", "style"} & set(attrs)]
    assert not {"link", "img", "iframe", "object", "embed", "base"} & {tag for tag, _ in page.tags}
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style.replace("url(#", "")
    assert "@import" not in style


def test_headings_lead_through_the_page() -> None:
    levels = [int(tag[1]) for tag, _ in Page(atlas_page()).tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_parts_come_in_the_order_of_a_review() -> None:
    page = Page(atlas_page())
    parts = ["verdict", "decide", "gates", "now", "map", "gaps", "waivers", "sign-offs", "decisions", "risks",
             "metrics", "scale", "threads", "lanes", "tasks", "items", "standing", "removed", "method"]  # fmt: skip
    assert [id for id in page.ids if id in parts] == parts
    contents = [link[1:] for link in page.links if link[1:] in parts][: len(parts) - 1]
    assert contents == parts[1:]  # the verdict stands below the contents
    assert {"header", "nav", "main", "footer"} <= {tag for tag, _ in page.tags}
    assert page.all("html") == [{"lang": "en"}]
    assert page.links[0] == "#main"


@pytest.mark.parametrize("day", ["2027-01-19", "2027-02-12", "2027-04-20"])
def test_the_report_says_what_the_first_screen_says(tmp_path: Path, day: str) -> None:
    here = str(example(tmp_path))
    said = gtm("-C", here, "status", "--as-of", day, cwd=tmp_path).stdout
    page = gtm("-C", here, "report", "--as-of", day, "-o", "-", cwd=tmp_path).stdout
    word = re.findall(r'id="verdict-word">.*</span> (.+)</h2>', page)[0]
    assert said.splitlines()[1].startswith(f"{word.upper()}   ")
    assert re.findall(r"\d+ of \d+ must-haves before launch proven", said)[0] in page
    screen = re.findall(r"  (\d+)/(\d+)  ", said.partition("  GATE ")[2].partition("\n\n")[0])
    table = page.partition('<table class="gates">')[2].partition("</table>")[0]
    assert len(screen) == 6
    assert re.findall(r'<span class="num">(\d+) of (\d+)</span>', table) == screen


def test_what_nobody_answers_for_is_to_be_decided() -> None:
    part = atlas_page().partition('<h2 id="decide">')[2].partition("</section>")[0]
    assert "1 open must-have without an owner, 2 roles that nobody fills" in part
    assert "To be filled: <bdi>Privacy counsel, Head of systems engineering</bdi>" in part


def test_what_is_overdue_says_so_where_it_is_decided(tmp_path: Path) -> None:
    here = str(example(tmp_path))
    page = gtm("-C", here, "report", "--as-of", "2027-02-12", "-o", "-", cwd=tmp_path).stdout
    part = page.partition('<h2 id="decide">')[2].partition("</section>")[0]
    assert part.count('<b class="late">overdue</b>') == 3  # the question, Learn and Buy; Use is due that day


def test_every_id_is_there_once_and_every_link_leads_somewhere() -> None:
    page = Page(atlas_page())
    assert [id for id, count in page.ids.items() if count > 1] == []
    assert [link for link in page.links if link.startswith("#") and link[1:] not in page.ids] == []


def test_tables_say_what_they_are() -> None:
    page = Page(atlas_page())
    tables = len(page.all("table"))
    assert tables > 10
    assert len(page.all("caption")) == tables
    assert all(head.get("scope") in {"col", "row", "rowgroup"} for head in page.all("th"))


def test_every_item_is_there_with_its_whole_story() -> None:
    snapshot, page = atlas(), Page(atlas_page())
    ids, words = page.ids, page.words
    for item in snapshot.launch.items.values():
        assert ids[item.id] == 1
        for text in (item.title, item.definition.ask, item.definition.proof, item.state.answer):
            if text and not item.definition.sensitive:
                assert " ".join(text.split()) in words, item.id
    for one in snapshot.launch.removed:
        assert one.title in words


def test_a_cell_of_the_heat_map_says_number_and_word() -> None:
    snapshot, page = atlas(), atlas_page()
    items = [item for item in snapshot.study.graph.items if (item.stage, item.team) == ("buy", "finance")]
    kinds = [snapshot.study.readiness[item.id].kind for item in items]
    settled, applicable = (
        sum(kind in {"proven", "waived"} for kind in kinds),
        len(kinds) - kinds.count("not applicable"),
    )
    assert applicable < len(items)
    cell = re.search(r'<a href="#at-buy-finance">(.*?)</a>', page)
    assert cell is not None
    words = " ".join(re.sub("<[^>]+>", " ", cell[1]).split())
    assert re.fullmatch(rf"{settled}/{applicable} \d+ late", words)
    assert "no part Nothing is made or shipped" in Page(page).words


def test_the_verdict_stands_first_and_gives_reasons() -> None:
    page = atlas_page()
    verdict = page[page.index('id="verdict"') : page.index('id="decide"')]
    assert "Behind, date still possible" in verdict
    assert "must-haves open" in verdict
    assert "#buy.finance.tax-codes/de" in verdict


def test_what_must_be_decided_is_asked() -> None:
    page = atlas_page()
    decide = page[page.index('id="decide"') : page.index('id="gates"')]
    for words in ("Question", "proposed", "Waiver asked", "Sign-offs", "missing", "without an owner"):
        assert words in decide


SECRET_ITEMS = """\
  learn.legal.deal: {title: Deal, ask: How much?, sensitive: true, evidence: [file]}
  learn.legal.matter: {title: Matter, evidence: [file]}
"""
SECRET_STATE = """\
  learn.legal.deal:
    status: done
    owner: ada
    answer: Nine million
    reason: Board said so
    note: Ask Ben
    evidence: [{file: vault/price.pdf}]
  learn.legal.matter:
    status: done
    owner: ada
    evidence: [{file: vault/matter-2291.pdf, restricted: true, note: Ben has it}]
"""


def test_what_a_team_holds_itself_is_not_in_the_report() -> None:
    snapshot = trial(SECRET_ITEMS, SECRET_STATE)
    assert any("vault/matter-2291.pdf" in one.message for one in snapshot.gaps)
    for report in (page_of(snapshot), markdown_of(snapshot)):
        for secret in ("Nine million", "Board said", "Ask Ben", "vault/price", "matter-2291", "Ben has it"):
            assert secret not in report
        assert "held by Legal" in report


def test_a_partial_launch_says_so_first() -> None:
    files = {**tiny("  learn.legal.terms: {title: Terms}\n"), "launches/trial/legal.yaml": b"items: [\n"}
    snapshot = pipeline.run(files, AS_OF, "trial")
    page = Page(page_of(snapshot))
    assert "This report is partial. 1 file could not be read in full" in page.words
    assert "No gate can pass" in page.words
    assert "This report is partial" in markdown_of(snapshot)


def test_a_launch_without_items_is_reported_as_such() -> None:
    snapshot = trial("  learn.legal.terms: {title: Terms, when: [box]}\n")
    words = Page(page_of(snapshot)).words
    assert "Nothing to judge" in words
    assert "No item applies to this launch" in words
    assert "Nothing to judge" in markdown_of(snapshot)


def test_the_order_of_the_files_changes_nothing() -> None:
    files = dict(hostile("Plain words"))
    shuffled = {path: files[path] for path in sorted(files, key=lambda path: hashlib.sha256(path.encode()).digest())}
    assert page_of(pipeline.run(shuffled, AS_OF, "trial")) == page_of(pipeline.run(files, AS_OF, "trial"))


def gtm(*arguments: str, cwd: Path, seed: str = "0") -> subprocess.CompletedProcess[str]:
    root = str(Path(cli.__file__).parent.parent)
    env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root, "GTM_DEBUG": "1"}
    command = [sys.executable, "-m", "gtm", *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False)


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    here = example(tmp_path)
    for form in ("html", "markdown"):
        runs = [gtm("-C", str(here), "report", "--format", form, "-o", "-", cwd=tmp_path, seed=seed) for seed in "12"]
        assert [run.returncode for run in runs] == [0, 0]
        assert runs[0].stdout == runs[1].stdout
        assert runs[0].stderr == ""


def test_the_file_is_named_after_the_launch_and_said(tmp_path: Path) -> None:
    here = example(tmp_path)
    run = gtm("-C", str(here), "report", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr == f"wrote {tmp_path / 'atlas-report.html'}\n"
    page = (tmp_path / "atlas-report.html").read_text("utf-8")
    page, drawn = re.subn(r'<div class="scroll gantt".*?</div>\n', "", page, flags=re.DOTALL)
    assert drawn == 1
    assert re.sub(r'<br><span class="quiet"><bdi>[^<]*</bdi></span></li>', "</li>", page) == atlas_page()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["atlas", "atlas-report.html"]


def test_a_reader_of_the_old_file_keeps_it_whole(tmp_path: Path) -> None:
    here, file = example(tmp_path), tmp_path / "page.html"
    file.write_text("the old page")
    os.link(file, tmp_path / "reader.html")
    assert gtm("-C", str(here), "report", "-o", "page.html", cwd=tmp_path).returncode == 0
    assert (tmp_path / "reader.html").read_text() == "the old page"
    assert file.read_text("utf-8").endswith("</html>\n")


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    here = example(tmp_path)
    (tmp_path / "taken").mkdir()
    for place in ("taken", "absent/page.html"):
        run = gtm("-C", str(here), "report", "-o", place, cwd=tmp_path)
        assert run.returncode == 4
        assert run.stderr.startswith(f"gtm: cannot write {tmp_path / place}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["atlas", "taken"]


def test_the_report_stays_out_of_the_files_of_the_workspace(tmp_path: Path) -> None:
    here = example(tmp_path)
    run = gtm("report", cwd=here / "launches")
    assert run.returncode == 2
    assert "write elsewhere with -o FILE" in run.stderr
    assert gtm("report", "-o", "../people.yaml", cwd=here / "launches").returncode == 2
    assert gtm("report", cwd=here).returncode == 0
    assert (here / "atlas-report.html").is_file()


def test_names_can_be_roles(tmp_path: Path) -> None:
    here = example(tmp_path)
    people = [person.name for person in atlas().launch.people.values()]
    for form in ("html", "markdown"):
        run = gtm("-C", str(here), "report", "--names", "roles", "--format", form, "-o", "-", cwd=tmp_path)
        assert run.returncode == 0
        assert [name for name in people if name in run.stdout] == []
        assert "Executive sponsor" in run.stdout


def test_the_small_workspace_is_reported_like_this(golden: Golden) -> None:
    snapshot = compiled(small())
    page = page_of(snapshot)
    golden("small.html", page[page.index("<header>") : page.index("<footer>")])
    golden("small.md", markdown_of(snapshot))


def test_json_is_the_answer_of_status(tmp_path: Path) -> None:
    run = gtm("-C", str(example(tmp_path)), "report", "--format", "json", "-o", "-", cwd=tmp_path)
    assert json.loads(run.stdout) == json.loads(status_of(atlas()))
