"""A real browser for tests: launched once, watched, and asked what axe thinks of a page.

Playwright is imported when a test asks for a browser: all others do without.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
SHOWN = "[...document.querySelectorAll('#all tr[id]')].filter(row => row.checkVisibility())"
Open = Callable[..., Any]  # a page


def chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no chromium: apt-get install -y --no-install-recommends chromium")
        pytest.skip("NOT TESTED: the report in a browser, because there is no chromium here")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_address(browser: Any) -> Iterator[Open]:
    """Open an address; the page must not complain, and must ask nobody for anything."""
    contexts, said, asked, given = [], [], [], []

    def open_one(address: str, fragment: str = "", width: int = 1280, **options: object) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url.partition("#")[0]))
        given.append(address)
        page.goto(address + fragment)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert said == []
    assert set(asked) <= set(given)


def faults(page: Any) -> list[str]:
    """What axe finds against WCAG 2.2 AA: rule and first element."""
    from axe_playwright_python.sync_playwright import Axe

    tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": tags}})
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found.response["violations"]]


def shown(page: Any) -> int:
    """How many rows of items are to be seen."""
    return int(page.evaluate(f"{SHOWN}.length"))


def total(page: Any) -> int:
    return int(page.evaluate("document.querySelectorAll('#all tr[id]').length"))
