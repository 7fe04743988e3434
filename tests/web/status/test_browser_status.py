"""The pages of a portal's status in Chromium: at both widths and in both schemes they fit, and axe finds nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import axe_findings, overflow, serving
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette

pytestmark = pytest.mark.browser

PAGES = [
    "/status?state=complete&sort=score",
    "/portal/leeds",
    "/portal/leeds/records?metric=licence",
    "/portal/leeds/records?became=held",
    "/portal/leeds/manage",
]


@pytest.fixture(scope="module")
def address(scored_app: Starlette) -> Iterator[str]:
    """The site, served on a free port of this machine."""
    with serving(scored_app) as served:
        yield served


@pytest.fixture(params=[(360, "light"), (1280, "dark")], ids=str)
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A window of each width, without scripts."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_its_window_and_axe_finds_nothing(window: Page, address: str, path: str) -> None:
    window.goto(address + path)
    assert overflow(window) == 0
    assert axe_findings(window, address + path) == []


def test_the_list_is_narrowed_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/status")
    page.get_by_label("Show", exact=True).select_option("complete")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("article")).to_have_count(1)
    page.get_by_role("link", name="Data Mill North").click()
    page.get_by_text("further steps, of less gain").click()
    page.get_by_role("link", name="Add a licence to 2 datasets").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Licence")
    context.close()


def test_the_badge_is_drawn_beside_its_snippets(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/portal/leeds")
    drawn = page.get_by_role("img", name="Data Mill North: how its last harvest ended")
    assert drawn.evaluate("image => image.complete && image.naturalWidth") > 100
    page.close()
