"""The plan in the report: the Gantt chart, promised dates, peak weeks, and what each choice would do."""

import json
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from gtm.analysis import chance
from gtm.analysis.snapshot import Snapshot
from gtm.reports import gantt, html, markdown
from gtm.reports import json as answers
from tests.running import piped
from tests.workspaces import example, trial

SVG = "{http://www.w3.org/2000/svg}"
DECISION = """\
decision:
  title: What about the claims?
  asked_by: emre
  decides: sara
  choices:
    week: {text: Check them for a week more, scenario: week}
    later: {text: Launch later, scenario: later}
    elsewhere: {text: Ask elsewhere, scenario: elsewhere}
    nothing: {text: Leave it}
"""
SCENARIOS = {
    "week": "scenario: {slip: {learn.marketing.claim-proof: 5wd}}\n",
    "later": "scenario: {date: 2027-02-23}\n",
    "elsewhere": "scenario: {reassign: {learn.legal.privacy-assessment: arda}}\n",
}


def section(snapshot: Snapshot) -> str:
    page = html.render(
        snapshot, chance.glance(snapshot.study), draw=lambda study, items: gantt.render(study, None, items)
    )
    found = re.search(r'<section aria-labelledby="plan-chart">.*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def drawing(text: str) -> ET.Element:
    found = re.search(r"<svg.*?</svg>", text, re.DOTALL)
    assert found is not None
    return ET.fromstring(found[0])


def test_the_report_draws_every_item_to_do_and_says_who_is_busiest_when() -> None:
    text = section(trial("".join(f"  learn.legal.i{at}: {{title: Item {at}, effort: 2}}\n" for at in range(4))))
    said = [one.text or "" for one in drawing(text).iter(f"{SVG}title")]
    assert [sum(title.startswith(f"Item {at}: ") for title in said) for at in range(4)] == [1, 1, 1, 1]
    assert any(title.startswith("Learn gate: ") for title in said)
    row = re.search(r"<tr><th scope=\"row\"><bdi>Ada</bdi></th>(.*?)</tr>", text)
    assert row is not None
    assert re.findall(r'class="num">([^<]*)<', row[1]) == ["8.0", "5.0"]


def test_a_long_plan_says_how_much_of_it_is_not_drawn() -> None:
    text = section(trial("".join(f"  learn.legal.i{at}: {{title: Item, effort: 1}}\n" for at in range(95))))
    assert "The 80 items with the least slack; 15 more to do" in text
    assert sum((one.text or "").startswith("Item: ") for one in drawing(text).iter(f"{SVG}title")) == 80


# --- who is busy when ----------------------------------------------------------------------------


def busy(people: int, each: int = 1) -> Snapshot:
    """Everybody with so many items of four days."""
    ids = [(f"p{at:03}", f"of-p{at:03}-{one}") for at in range(people) for one in range(each)]
    items = "".join(f"  learn.legal.{slug}: {{title: Work of {id}, effort: 4}}\n" for id, slug in ids)
    state = "".join(f"  learn.legal.{slug}: {{owner: {id}}}\n" for id, slug in ids)
    names = "".join(f"  {id}: {{name: Person {id}}}\n" for id in dict.fromkeys(id for id, _ in ids))
    return trial(items, state, people=f"people:\n  ada: {{name: Ada}}\n{names}")


def load_drawing(text: str) -> ET.Element:
    found = re.search(r'<svg class="load".*?</svg>', text, re.DOTALL)
    assert found is not None
    return ET.fromstring(found[0])


def test_weeks_are_drawn_with_what_is_too_much_in_stripes_and_in_words() -> None:
    text = section(trial("".join(f"  learn.legal.i{at}: {{title: Item {at}, effort: 2}}\n" for at in range(4))))
    root = load_drawing(text)
    assert root.get("role") == "img"
    named = {one.get("id"): one.text or "" for one in root.iter() if one.get("id")}
    assert [named[id] != "" for id in (root.get("aria-labelledby") or "").split()] == [True, True]
    assert "1 week holds more work than there are days: Ada, week of Mon " in named["load-about"]
    assert "8 of 5 working days" in named["load-about"]
    assert "8 / 5" in [one.text for one in root.iter("text")]
    assert len([one for one in root.iter("rect") if one.get("class") == "over"]) == 2  # the week, the legend
    said = [one.text or "" for one in root.iter("title")]
    assert any(one.startswith("Ada, week of Mon ") and "Item 3" in one for one in said)
    assert text == section(trial("".join(f"  learn.legal.i{at}: {{title: Item {at}, effort: 2}}\n" for at in range(4))))


def test_a_week_that_holds_its_work_has_no_stripes() -> None:
    root = load_drawing(section(busy(5)))
    assert len([one for one in root.iter("rect") if one.get("class") == "over"]) == 1  # the legend
    assert [one.text for one in root.iter("text") if one.get("class") == "middle"].count("2") == 10


def test_two_hundred_owners_are_cut_and_the_cut_is_said() -> None:
    text = section(busy(200, 3))
    assert len([one for one in load_drawing(text).iter("title") if (one.text or "").startswith("Person p")]) >= 24
    assert "176 more people are not drawn, 176 of them with a week that holds too much" in text
    assert "188 more people in <code>gtm plan --owner NAME</code>" in text


def test_a_person_with_a_hostile_name_stays_inside_the_picture() -> None:
    people = "people:\n  ada: {name: '</title></svg><script>alert(1)</script>'}\n"
    text = section(trial("  learn.legal.a: {title: A}\n", people=people))
    assert "<script" not in text
    assert any("alert(1)" in (one.text or "") for one in load_drawing(text).iter("title"))


def test_nothing_to_do_is_no_plan() -> None:
    assert section(trial("")) == ""


def test_a_hostile_title_cannot_leave_the_drawing() -> None:
    text = section(trial("  learn.legal.a: {title: '</title></svg><script>alert(1)</script>'}\n"))
    assert "<script" not in text
    assert any("alert(1)" in (one.text or "") for one in drawing(text).iter(f"{SVG}title"))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = example("atlas", tmp_path_factory.mktemp("asked"))
    launch = folder / "launches" / "atlas"
    (launch / "decisions" / "claims.yaml").write_text(DECISION, "utf-8")
    for name, text in SCENARIOS.items():
        (launch / "scenarios" / f"{name}.yaml").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("format", ["html", "markdown"])
@pytest.mark.parametrize("names", ["people", "roles"])
def test_each_choice_says_what_it_does_to_the_dates(asked: Path, format: str, names: str) -> None:
    said = piped(asked, "report", "--format", format, "--names", names, "-o", "-")
    text = unescape(re.sub(r"<[^>]+>", " ", said))
    text = re.sub(r"\s+", " ", text).partition("To decide in this meeting")[2]
    week, later, elsewhere, nothing = (
        text.partition(choice)[2][:160]
        for choice in ("Check them for a week more", "Launch later", "Ask elsewhere", "Leave it")
    )
    assert "Learn can be decided Tue 9 Feb, 5 working days later." in text[:1500]
    assert re.match(r"[ :]*\d\d % for Tue 16 Feb; as things stand \d\d % for Tue 16 Feb\.", week), week
    assert re.match(r"[ :]*Launch on Tue 23 Feb instead of Tue 16 Feb\.", later), later
    assert re.match(r"[ :]*No change: ", elsewhere), elsewhere
    assert not re.match(r"[ :]*(No change|Launch on|Use is)", nothing), nothing


def test_a_scenario_that_cannot_be_tried_breaks_no_report(asked: Path, tmp_path: Path) -> None:
    other = example("atlas", tmp_path)
    launch = other / "launches" / "atlas"
    (launch / "decisions" / "claims.yaml").write_text(DECISION, "utf-8")
    (launch / "scenarios" / "week.yaml").write_text("scenario: {slip: {learn.marketing.nothing: 5wd}}\n", "utf-8")
    said = piped(other, "report", "--format", "markdown", "-o", "-")
    assert re.search(r"^  - Check them for a week more$", said, re.MULTILINE)


# --- one vocabulary --------------------------------------------------------------------------------------

TIGHT = "stages:\n  learn: {title: Learn, gate: {due: 2027-01-25}}\n"
ITEM = "  learn.legal.a: {title: A}\n"


@pytest.mark.parametrize(
    ("effort", "course", "word"),
    [("[3, 5, 30]", "behind", "Behind, date still possible"), ("[3, 3, 3.5]", "on course", "On course")],
)
def test_a_course_is_good_only_while_the_forecast_keeps_it(effort: str, course: str, word: str) -> None:
    """Five working days fit to the day; with a long tail the gate is missed in most runs all the same."""
    snapshot = trial(ITEM, f"  learn.legal.a: {{status: todo, effort: {effort}}}\n", journey=TIGHT)
    study = snapshot.study
    found, view = chance.glance(study), study.gates["learn"]
    assert view.course == "on course"
    on_time = found.gates["learn"].on_time
    assert on_time is not None
    assert (on_time < 0.5) == (course == "behind")
    assert (chance.course(found, view), chance.launch_course(study, found)) == (course, course)
    assert f"## {word}" in markdown.report(snapshot, found)
    assert word in html.render(snapshot, found)


def test_json_has_the_course_of_the_forecast_too() -> None:

    snapshot = trial(ITEM, "  learn.legal.a: {effort: [3, 5, 30]}\n", journey=TIGHT)
    told = json.loads(answers.status(snapshot, chance.glance(snapshot.study)))
    assert told["course"] == told["risk"]["course"] == told["stages"][0]["gate"]["course"] == "behind"
