"""The report in a real browser: for everybody's eyes and ears, by keyboard, on paper, without a script.

Needs chromium. Where there is none the tests are skipped and say so; in CI they fail.
"""

import re
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from gtm import assets, pipeline
from gtm.analysis import chance
from gtm.analysis.snapshot import Snapshot
from gtm.disk import Tree
from gtm.reports import html
from gtm.reports import json as answers
from tests.browsing import SHOWN, Open, faults, shown, total
from tests.workspaces import compiled, small

pytestmark = pytest.mark.browser
WIDTHS = (1280, 320)
FEW = "#show:stage=learn&team=legal"  # enough of each kind of thing, and axe is slow


def atlas() -> Snapshot:
    bundled = Path(assets.folder("checklists"))
    here = bundled / "examples" / "atlas"
    files = {path.relative_to(bundled).as_posix(): path.read_bytes() for path in (bundled / "playbook").rglob("*.yaml")}
    files |= {path.relative_to(here).as_posix(): path.read_bytes() for path in here.rglob("*.yaml")}
    tree = Tree(files, holds=lambda path: (here / path).is_file(), fetch=lambda path: ((here / path).read_bytes(), ""))
    read = pipeline.read(tree)
    day = read.workspace.example_as_of
    assert day is not None
    return pipeline.compile(read, day, "atlas")


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Two reports on disk: of the atlas example, and of the small workspace, which has one of everything."""
    folder = tmp_path_factory.mktemp("report")
    found = {}
    for name, snapshot in (("atlas", atlas()), ("small", compiled(small()))):
        file = folder / f"{name}.html"
        likely = chance.glance(snapshot.study)
        file.write_text(html.render(snapshot, likely, answers.status(snapshot, likely)), "utf-8")
        found[name] = file.as_uri()
    return found


@pytest.fixture
def open_page(open_address: Open, addresses: Mapping[str, str]) -> Open:
    def open_one(fragment: str = "", width: int = 1280, name: str = "atlas", **options: object) -> Any:
        return open_address(addresses[name], fragment, width, **options)

    return open_one


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(open_page: Open, scheme: str, width: int) -> None:
    page = open_page(width=width, name="small", color_scheme=scheme)
    for part in ("details.why", "details.team", "#all tr:nth-child(2) details"):
        page.locator(part).first.evaluate("one => one.open = true")
    assert faults(page) == []


def test_a_large_launch_is_no_worse(open_page: Open) -> None:
    assert faults(open_page(FEW)) == []


def test_axe_would_find_a_fault(open_page: Open) -> None:
    page = open_page(name="small")
    page.locator(".sentence").evaluate("one => one.style.color = '#bbb'")
    page.locator("#q").evaluate("one => one.parentElement.replaceWith(one)")
    assert {one.partition(":")[0] for one in faults(page)} >= {"color-contrast", "label"}


def test_narrow_screens_need_no_scrolling_to_the_side(open_page: Open) -> None:
    page = open_page(width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_verdict_is_on_the_first_screen(open_page: Open) -> None:
    for width in WIDTHS:
        box = open_page(width=width).locator("#verdict h2").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 900


def test_the_keyboard_reaches_everything(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.locator("#all summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#all details").first.get_attribute("open") is not None
    page.get_by_role("button", name="Due").focus()
    page.keyboard.press("Enter")
    assert page.locator("th[data-sort=due]").get_attribute("aria-sort") == "ascending"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_a_filter_says_how_many_it_leaves_and_can_be_mailed(open_page: Open) -> None:
    page = open_page()
    assert shown(page) == total(page)
    page.get_by_role("combobox", name="Team").select_option("finance")
    page.get_by_role("combobox", name="State").select_option("late")
    page.wait_for_function("location.hash.includes('late')")
    left = shown(page)
    assert 0 < left < total(page)
    assert page.locator("#count").inner_text() == f"{left} of {total(page)} items are shown."
    assert page.locator("#count").get_attribute("aria-live") == "polite"
    again = open_page(page.evaluate("location.hash"))
    assert shown(again) == left
    again.get_by_role("button", name="Show all").click()
    again.wait_for_function("location.hash === ''")
    assert shown(again) == total(again)


def test_search_knows_turkish_and_persian_letters(open_page: Open) -> None:
    page = open_page()

    def found(words: str) -> set[str]:
        page.get_by_role("searchbox").fill(words)
        page.wait_for_timeout(250)
        return set(page.evaluate(f"{SHOWN}.map(row => row.id)"))

    assert found("ada yilmaz") == found("ADA YILMAZ") == found("Ada Yılmaz") != set()
    assert found("elif sahin") == found("ELİF ŞAHİN") != set()
    persian = found("\u06cc\u0627\u0633\u0645\u06cc\u0646")
    assert persian == found("\u064a\u0627\u0633\u0645\u064a\u0646") != set()  # the Arabic yeh
    assert found("no such words anywhere") == set()
    assert page.locator("#count").inner_text().startswith("0 of ")


def test_sorting_goes_up_down_and_back(open_page: Open) -> None:
    page = open_page()
    order = "[...document.querySelectorAll('#all tr[id]')].map(row => row.id)"
    dues = "[...document.querySelectorAll('#all tr[id] td:nth-child(3) time')].map(time => time.dateTime)"
    before = page.evaluate(order)
    button = page.get_by_role("button", name="Due")
    button.click()
    assert page.evaluate(dues) == sorted(page.evaluate(dues))
    button.click()
    assert page.evaluate(dues) == sorted(page.evaluate(dues), reverse=True)
    assert page.locator("th[data-sort=due]").get_attribute("aria-sort") == "descending"
    button.click()
    assert page.evaluate(order) == before
    assert page.locator("th[aria-sort]").count() == 0


def test_a_link_to_an_item_opens_it(open_page: Open) -> None:
    page = open_page("#buy.finance.tax-codes/de")
    row = page.locator("[id='buy.finance.tax-codes/de']")
    assert row.locator("details").get_attribute("open") is not None
    box = row.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900


def test_a_link_to_an_item_lifts_the_filter_that_hides_it(open_page: Open) -> None:
    page = open_page("#show:team=legal")
    row = page.locator("[id='buy.finance.tax-codes/de']")
    assert not row.is_visible()
    page.locator("#verdict a[href='#buy.finance.tax-codes/de']").first.click()
    assert row.is_visible()
    assert row.locator("details").get_attribute("open") is not None


def test_a_cell_of_the_heat_map_filters_the_items(open_page: Open) -> None:
    page = open_page()
    cell = page.locator(".map a[href='#at-buy-finance']")
    numbers = re.match(r"(\d+)/(\d+)", cell.inner_text())
    assert numbers is not None
    cell.click()
    assert shown(page) == int(numbers[2]) + 1  # one does not apply: it is listed, and not counted
    assert page.get_by_role("combobox", name="Team").input_value() == "finance"
    assert page.locator("#items").bounding_box()["y"] < 900


def test_without_a_script_everything_is_there(open_page: Open) -> None:
    page = open_page("#at-buy-finance", java_script_enabled=False)
    assert not page.locator("#filter").is_visible()
    assert page.locator("#all tr[id]").count() > 200
    assert page.locator("#all tr[id]").first.is_visible()
    box = page.locator("#at-buy-finance").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900


def printed(pdf: bytes) -> int:
    """How many pages a PDF has: in its page objects, which may be packed."""
    packed = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    streams = b""
    for one in packed:
        try:
            streams += zlib.decompress(one)
        except zlib.error:
            continue
    return len(re.findall(rb"/Type\s*/Page\b", pdf + streams))


@pytest.mark.parametrize("script", [True, False])
def test_paper_shows_what_is_folded_and_filtered_away(open_page: Open, script: bool) -> None:
    page = open_page("#show:team=legal" if script else "", java_script_enabled=script, color_scheme="dark")
    assert printed(page.pdf(prefer_css_page_size=True)) > 20
    if script:
        assert shown(page) < total(page)  # the filter is back afterwards


def test_paper_is_white_and_repeats_the_heads(open_page: Open) -> None:
    page = open_page("#show:team=legal", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('#all thead')).display") == "table-header-group"
    assert shown(page) == total(page)
    assert page.evaluate("document.querySelectorAll('details:not([open])').length") == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert shown(page) < total(page)


def test_chosen_colours_keep_every_state_readable(open_page: Open) -> None:
    page = open_page(forced_colors="active")
    for kind, style in (("s0", "solid"), ("s1", "dashed"), ("s4", "double")):
        cell = page.locator(f".map .{kind}").first
        assert cell.evaluate("one => getComputedStyle(one).borderInlineStartStyle") == style
    assert faults(open_page(name="small", forced_colors="active")) == []


LIT = """[...document.querySelectorAll("svg.lanes a")].filter(one => getComputedStyle(one).opacity === "1")
         .map(one => one.id)"""


@pytest.mark.parametrize("script", [True, False])
def test_a_box_shows_what_it_waits_for_and_leads_to_its_item(open_page: Open, script: bool) -> None:
    page = open_page(java_script_enabled=script)
    box = page.locator("svg.lanes a[href='#buy.finance.order-to-cash']")
    box.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")  # the focus of a keyboard is seen
    lit = page.evaluate(LIT)
    drawn = page.locator("svg.lanes a").count()
    near = {
        page.locator(f"svg.lanes a[href='#{id}']").get_attribute("id")
        for id in ("buy.finance.tax-codes/de", "gate-buy")
    }
    assert box.get_attribute("id") in lit
    assert near <= set(lit)
    assert 3 <= len(lit) < drawn
    page.keyboard.press("Enter")
    row = page.locator("[id='buy.finance.order-to-cash']")
    assert 0 <= row.bounding_box()["y"] < 900
    assert (row.locator("details").get_attribute("open") is not None) == script


def test_the_picture_is_readable_in_the_dark_and_in_chosen_colours(open_page: Open) -> None:
    for look in ({"color_scheme": "dark"}, {"forced_colors": "active"}, {"color_scheme": "light"}):
        page = open_page(name="small", **look)
        text = page.locator("svg.lanes a text").first.evaluate("one => getComputedStyle(one).fill")
        box = page.locator("svg.lanes a rect").first.evaluate("one => getComputedStyle(one).fill")
        assert text != box


def test_gates_fit_a_narrow_screen(open_page: Open) -> None:
    page = open_page(width=390)
    for cell in page.locator(".gates tbody td").all():
        box = cell.bounding_box()
        assert box["x"] + box["width"] <= 390
