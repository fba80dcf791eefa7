"""A launch with very many items in a real browser: rows without their details, which the script unpacks."""

from pathlib import Path
from typing import Any

import pytest

from gtm.analysis import chance
from gtm.reports import html
from gtm.reports import json as answers
from gtm.reports.html import rows
from tests.browsing import SHOWN, Open, faults, shown, total
from tests.test_report_large import page, snapshot

pytestmark = pytest.mark.browser
COUNT = rows.MANY + 40
ID = "buy.sales.item-373"  # done, with an answer and a proof


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("large") / "page.html"
    file.write_text(page(COUNT), "utf-8")
    return file.as_uri()


@pytest.fixture
def open_page(open_address: Open, address: str) -> Open:
    """Open the page and wait until the form is there."""

    def open_one(fragment: str = "", width: int = 1280, **options: object) -> Any:
        page = open_address(address, fragment, width, **options)
        if options.get("java_script_enabled", True):
            page.wait_for_selector("#filter:not([hidden])")
        return page

    return open_one


def test_a_title_unfolds_what_there_is_to_say(open_page: Open) -> None:
    page = open_page()
    page.wait_for_selector("html[data-ready]", state="attached")
    item = snapshot(COUNT).launch.items[ID]
    line = page.locator(f"[id='{ID}']")
    button = line.get_by_role("button", name=item.title)
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    said = line.locator("dl").inner_text()
    assert item.definition.ask is not None
    assert item.state.answer is not None
    for text in (ID, item.definition.ask, item.state.answer, "https://wiki.example/373"):
        assert text in said
    need = snapshot(COUNT).launch.items[item.needs[0].on]
    assert f"{need.title} (" in said
    button.click()
    assert line.locator("dl").count() == 0


def test_a_link_to_an_item_opens_it_and_its_needs_lead_on(open_page: Open) -> None:
    page = open_page(f"#{ID}")
    line = page.locator(f"[id='{ID}']")
    line.locator("dl").wait_for()
    box = line.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900
    need = snapshot(COUNT).launch.items[ID].needs[0].on
    line.locator(f"a[href='#{need}']").first.click()
    page.locator(f"[id='{need}'] dl").wait_for()
    assert page.evaluate("document.activeElement.closest('tr').id") == need


def test_the_search_knows_what_is_folded_away(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("searchbox").fill("WIKI.example/373")  # the address of a proof
    page.locator("#count", has_text=f"1 of {COUNT} items are shown.").wait_for()
    assert page.evaluate(f"{SHOWN}.map(row => row.id)") == [ID]
    assert page.evaluate("location.hash").startswith("#show:q=")


@pytest.mark.parametrize(
    "words",
    [
        "\u0642\u064a\u0645\u062a \u06af\u0630\u0627\u0631\u064a 123",  # the Arabic yeh, a space, our digits
        "\u0642\u06cc\u0645\u062a\u06af\u0630\u0627\u0631\u06cc \u0661\u0662\u0663",  # in one, Arabic digits
        "\u0642\u06cc\u0645\u062a\u200c\u06af\u0630\u0627\u0631\u06cc",
        "isik", "I\u015eIK", "\u0131\u015f\u0131k \u015fehir", "SEHIR",
    ],
)  # fmt: skip
def test_the_search_knows_every_way_to_write_it(open_page: Open, words: str) -> None:
    page = open_page()
    page.get_by_role("searchbox").fill(words)
    page.locator("#count", has_text=f"1 of {COUNT} items are shown.").wait_for(timeout=5000)
    assert page.evaluate(f"{SHOWN}.map(row => row.id)") == ["learn.legal.item-9"]


def test_filter_sort_and_address_work_as_ever(open_page: Open) -> None:
    page = open_page("#show:level=advice&state=p&sort=-due")
    launch, ready = snapshot(COUNT).launch, snapshot(COUNT).study.readiness
    wanted = [item for item in launch.items.values() if not item.must and ready[item.id].settled]
    ids = page.evaluate(f"{SHOWN}.map(row => row.id)")
    assert sorted(ids) == sorted(item.id for item in wanted) != []
    dues = [launch.items[id].due for id in ids]
    assert dues == sorted(dues, reverse=True)
    assert page.locator("th[data-sort=due]").get_attribute("aria-sort") == "descending"
    page.get_by_role("button", name="Show all").click()
    page.locator("#count", has_text="All").wait_for()
    assert shown(page) == total(page) == COUNT


def test_arrows_go_from_title_to_title(open_page: Open) -> None:
    page = open_page("#show:team=sales&stage=buy")
    ids = page.evaluate(f"{SHOWN}.map(row => row.id)")
    page.get_by_role("searchbox").focus()
    for id in ids[:3]:
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.closest('tr').id") == id
    page.keyboard.press("Enter")
    assert page.locator(f"[id='{ids[2]}'] dl").count() == 1
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "q"


@pytest.mark.parametrize(
    ("look", "width"),
    [({"color_scheme": "light"}, 320), ({"color_scheme": "dark"}, 1280), ({"forced_colors": "active"}, 1280)],
)
def test_everybody_can_use_it(
    open_address: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: dict[str, str], width: int
) -> None:
    monkeypatch.setattr("gtm.reports.html.page.MANY", 50)  # axe is slow: the same rows, but fewer
    found = chance.glance(snapshot(120).study)
    file = tmp_path / "page.html"
    file.write_text(html.render(snapshot(120), found, answers.status(snapshot(120), found)), "utf-8")
    page = open_address(file.as_uri(), "#learn.legal.item-11", width, **look)
    page.locator("[id='learn.legal.item-11'] dl").wait_for()
    # What nobody looks at is not laid out, and axe would measure the guess of its height.
    page.evaluate("for (const one of document.querySelectorAll('.many tbody')) one.style.contentVisibility = 'visible'")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_table_is_still_a_table(open_page: Open) -> None:
    """Rows are laid out as a grid, and only where they are looked at; for the ear they are what they were."""
    page = open_page("#items")
    cells = page.get_by_role("table", name=f"{COUNT} items").get_by_role("row").nth(2).get_by_role("cell")
    assert cells.count() == 4


def test_without_a_script_all_rows_are_there_and_say_where_the_rest_is(open_page: Open) -> None:
    page = open_page("#items", java_script_enabled=False)
    assert page.locator("#unpacking").is_visible()
    assert page.locator("#all tr[id]").count() == COUNT
    assert page.locator("#all tr[id]").first.is_visible()


def test_an_old_browser_keeps_the_rows_and_is_told(open_address: Open, address: str) -> None:
    page = open_address(address)
    page.add_init_script("delete window.DecompressionStream")
    page.reload()
    page.wait_for_selector("#filter:not([hidden])")
    assert "too old" in page.locator("#unpacking").inner_text()
    page.get_by_role("combobox", name="Team").select_option("sales")
    page.locator("#count", has_text=" of ").wait_for()
    assert 0 < shown(page) < COUNT


def test_paper_gets_every_detail(open_page: Open) -> None:
    page = open_page("#show:team=legal")
    page.evaluate("document.body.classList.remove('brief')")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#all dl").count() == COUNT == shown(page)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#all dl").count() == 0
    assert shown(page) < COUNT
