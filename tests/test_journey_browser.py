"""The journey map and the ideal customers in a real browser: on a phone, in the dark, in forced colours, on paper."""

from pathlib import Path

import pytest

from gtm.analysis import chance
from gtm.analysis.snapshot import Snapshot
from gtm.reports import html
from tests.browsing import Open, faults
from tests.test_journey import DEAL, VISIT, drawn, launch, many

pytestmark = pytest.mark.browser
PROFILE = """\
  profiles:
    p:
      title: Planning offices
      views: {legal: {traits: [Many sites, A]}, sales: {traits: [many sites, B], excludes: [A]}}
"""
PAINT = """el => { const s = getComputedStyle(el); return [s.fill, s.stroke]; }"""


@pytest.fixture
def address(tmp_path: Path) -> str:
    return page(tmp_path, launch(VISIT + DEAL, PROFILE))


def page(folder: Path, snapshot: Snapshot) -> str:
    file = folder / "report.html"
    file.write_text(html.render(snapshot, chance.glance(snapshot.study)), "utf-8")
    return file.as_uri()


@pytest.mark.parametrize(
    ("width", "options"),
    [
        (1280, {}),
        (320, {"color_scheme": "dark"}),
        (1280, {"forced_colors": "active"}),
    ],
)
def test_both_sections_are_for_everybody(address: str, open_address: Open, width: int, options: dict[str, str]) -> None:
    shown = open_address(address, "#journey", width, **options)
    assert faults(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.get_by_role("img", name="Trial: journey map").count() == 1
    assert shown.get_by_role("heading", name="Ideal customers").is_visible()


def test_the_drawing_has_the_colours_of_its_surroundings(tmp_path: Path, open_address: Open) -> None:
    file = tmp_path / "journey.svg"
    file.write_text(drawn(launch(VISIT + DEAL)), "utf-8")
    found = {}
    for name, options in (("light", {}), ("dark", {"color_scheme": "dark"}), ("forced", {"forced_colors": "active"})):
        shown = open_address(file.as_uri(), **options)
        paper, ink = (shown.eval_on_selector(one, PAINT)[0] for one in (".jm-paper", "text.jm-stage"))
        assert paper != ink
        found[name] = (paper, ink)
    assert found["light"] != found["dark"]
    assert found["forced"] == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")


def test_no_text_leaves_its_box(tmp_path: Path, open_address: Open) -> None:
    wide = VISIT.replace(
        "title: Reads", "title: WWWW MMMM WWWW MMMM WWWW MMMM WWWW MMMM WWWW and 計画を立てる人のための計画を立てる人"
    )
    wide = wide.replace("title: Asks", "title: برنامه هفته را برای همه تیم‌ها و همه شعبه‌ها یک‌جا و بدون کمک ما می‌نویسد")
    file = tmp_path / "journey.svg"
    file.write_text(drawn(launch(wide + DEAL)), "utf-8")
    over = open_address(file.as_uri()).evaluate(
        """() => [...document.querySelectorAll('g')].flatMap(g => {
          const box = g.querySelector('rect').getBBox();
          return [...g.querySelectorAll('text')].map(t => t.getBBox())
            .filter(t => t.x < box.x || t.x + t.width > box.x + box.width || t.y + t.height > box.y + box.height)
            .map(t => t.width);
        })"""
    )
    assert over == []


def test_no_step_is_cut_where_a_sheet_of_paper_ends(tmp_path: Path, open_address: Open) -> None:
    shown = open_address(page(tmp_path, launch(many(10, 10))))
    drawing = shown.locator("svg.journey-map")
    assert "jm-tall" in (drawing.get_attribute("class") or "")
    places = drawing.evaluate(
        """svg => [...svg.querySelectorAll('g rect')].map(box => [box.y.baseVal.value, box.height.baseVal.value])
          .concat([[svg.viewBox.baseVal.width, svg.viewBox.baseVal.height]])"""
    )
    *boxes, (wide, _) = places
    sheet = wide * 263 / 182  # what A4 leaves between our margins
    assert len(boxes) == 100
    assert [(y, high) for y, high in boxes if int(y / sheet) != int((y + high) / sheet)] == []
