"""The report of a launch with very many items: nothing is lost, little is weighed, nobody gets in."""

import base64
import gzip
import json
import random
import re
from datetime import date
from functools import cache
from html import unescape

import pytest

from gtm import pipeline
from gtm.analysis import chance
from gtm.analysis.extract import Scope
from gtm.analysis.snapshot import Snapshot
from gtm.reports import html
from gtm.reports import json as answers
from gtm.reports.html import rows
from gtm.reports.html.facts import NAMES
from gtm.reports.html.packed import columns, packed, unpacked
from tests.workspaces import tiny

AS_OF = date(2027, 1, 19)
VOCABULARY = (
    "customer price contract market answer quote seller partner release support invoice risk owner date proof gate "
    "claim review data service training plan team product launch page notice approve check send write agree"
)
WORDS = VOCABULARY.split()
# price-setting 123, Işık, city
FOREIGN = (
    "\u0642\u06cc\u0645\u062a\u200c\u06af\u0630\u0627\u0631\u06cc \u06f1\u06f2\u06f3 I\u015f\u0131k \u015eEH\u0130R"
)
HOSTILE = '"</script><script>alert(1)</script> \\x1d\\x1e <img src=x onerror=alert(2)> \\u202e"'


def large(count: int, hostile: str = "") -> dict[str, bytes]:
    """A workspace with so many items, every sentence its own; `hostile` is the text of one of them."""
    rng = random.Random(count)

    def said(words: int) -> str:
        return " ".join(rng.choice(WORDS) for _ in range(words))

    stages, teams = ("learn", "buy", "use"), ("legal", "sales")
    ids = [f"{stages[at * 3 // count]}.{teams[at // 50 % 2]}.item-{at}" for at in range(count)]
    items, state = "", ""
    for at, id in enumerate(ids):
        needs = f", needs: [{ids[at - rng.randrange(1, 40)]}]" if at > 40 else ""
        title, ask = (hostile, hostile) if hostile and at == 7 else (f"Do {said(6)} {at}", f"How {said(12)}")
        title = FOREIGN if at == 9 else title
        level = ", level: advisory" if at % 10 == 3 else ""
        due = f"T-{90 - at * 80 // count}d"
        items += f"  {id}: {{title: {title}, ask: {ask}, proof: The {said(9)}, due: {due}{needs}{level}}}\n"
        if at % 2:
            state += (f"  {id}: {{status: done, owner: ada, finished: 2027-01-05, answer: So {said(9)}, "
                      f'evidence: [{{link: "https://wiki.example/{at}", date: 2027-01-05}}]}}\n')  # fmt: skip
    return tiny(items, state)


@cache
def snapshot(count: int, hostile: str = "") -> Snapshot:
    return pipeline.run(large(count, hostile), AS_OF, "trial")


@cache
def page(count: int, hostile: str = "") -> str:
    found = chance.glance(snapshot(count, hostile).study)
    return html.render(snapshot(count, hostile), found, answers.status(snapshot(count, hostile), found))


def element(text: str, id: str) -> str:
    found = re.search(
        rf'<script type="application/gzip" id="{id}" data-encoding="base64">([A-Za-z0-9+/=]*)</script>', text
    )
    assert found is not None, id
    return found[1]


def details(text: str) -> dict[str, list[str]]:
    """The packed columns by their names."""
    return {
        name: cells for name, *cells in (one.split("\x1e") for one in unpacked(element(text, "details")).split("\x1d"))
    }


def listed(text: str) -> list[str]:
    return re.findall(r"<tr id=([a-z0-9./-]+) class=", text)


COUNT = rows.MANY + 40


def test_every_item_has_a_row_that_needs_no_script() -> None:
    text = page(COUNT)
    launch = snapshot(COUNT).launch
    assert sorted(listed(text)) == sorted(launch.items)
    for item in launch.items.values():
        row = re.search(rf"<tr id={re.escape(item.id)} class=[^\n]*", text)
        assert row is not None
        assert f"<td>{item.title}" in row[0]
        assert str(item.due.year) in row[0]
        assert ("Ada" in row[0]) == (item.owner == "ada")


def test_what_unfolds_is_there_for_every_row() -> None:
    text = page(COUNT)
    launch, found = snapshot(COUNT).launch, details(text)
    assert tuple(found) == NAMES
    assert {len(cells) for cells in found.values()} == {COUNT}
    for at, id in enumerate(listed(text)):
        item = launch.items[id]
        assert unescape(found["Question"][at]) == item.definition.ask
        assert unescape(found["Done when"][at]) == item.definition.proof
        assert unescape(found["Answer"][at]) == (item.state.answer or "<em>not answered yet</em>")
        assert re.findall(r'href="#([^"]+)"', found["Waits for"][at]) == [need.on for need in item.needs]
        assert bool(found["Proof"][at]) == bool(item.state.evidence)


def test_the_record_is_the_answer_of_status() -> None:
    taken = snapshot(COUNT)
    record = gzip.decompress(base64.b64decode(element(page(COUNT), "status-data")))
    assert json.loads(record) == json.loads(answers.status(taken, chance.glance(taken.study)))


def test_without_a_script_the_page_says_where_the_rest_is() -> None:
    note = re.search(r'<p class="quiet" id="unpacking">(.*?)</p>', page(COUNT))
    assert note is not None
    assert "gtm report --team NAME" in note[1]
    assert 'id="unpacking"' not in page(rows.MANY)


def test_the_extract_of_a_team_is_never_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gtm.reports.html.page.MANY", 50)
    taken = snapshot(COUNT)
    found = chance.glance(taken.study)
    extract = html.render(taken, found, "{}\n", scope=Scope(team="legal"))
    own = [item for item in taken.launch.items.values() if item.team == "legal"]
    assert len(own) > 50
    assert extract.count("<td><details><summary><bdi>") == len(own)
    assert "application/gzip" not in extract


def test_a_small_launch_is_not_packed() -> None:
    text = page(rows.MANY)
    assert "application/gzip" not in text
    assert text.count("<td><details><summary><bdi>") == rows.MANY


def test_an_item_more_weighs_little() -> None:
    """Rows with everything packed under them: a sentence a field costs what its words cost, and no more."""
    few, many = len(page(COUNT).encode()), len(page(3 * COUNT).encode())
    assert (many - few) / (2 * COUNT) < 330
    assert len(page(3 * COUNT).encode()) < 3 * COUNT * 400 + 250_000


def test_what_is_cut_is_counted() -> None:
    text = page(COUNT)
    for team, total in re.findall(r'<h3><bdi>(\w+)</bdi></h3> <span class="quiet">(\d+) open items', text):
        assert f"These are 25 of {total}." in text, team
    assert re.search(r"\d+ more of \d+ are not listed here", text)


def test_hostile_text_stays_in_its_cell() -> None:
    text = page(COUNT, HOSTILE)
    assert text.count("<script") == 3  # the details, the record and the script
    assert "<img" not in text
    found = details(text)
    assert {len(cells) for cells in found.values()} == {COUNT}
    at = listed(text).index("learn.legal.item-7")
    assert "&lt;script&gt;" in found["Question"][at]
    assert not re.search("[\x00-\x08\x0b-\x1c\x7f\u202a-\u202e]", unpacked(element(text, "details")))


@pytest.mark.parametrize("text", ["", "ş \u06cc\u200c \U0001f600 \x1e", "x" * 100_000])
def test_packing_loses_nothing(text: str) -> None:
    assert unpacked(packed(text)) == text
    assert re.fullmatch("[A-Za-z0-9+/=]*", packed(text))
    assert packed(text) == packed(text)


def test_columns_hold_a_cell_for_each_row() -> None:
    assert columns(("A", "B"), [{"A": "1"}, {"B": "2"}]) == "A\x1e1\x1e\x1dB\x1e\x1e2"
