"""Coverage and comparison in a browser: at both widths, in both colour schemes, by keyboard and without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import axe_findings, overflow, serving
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette

pytestmark = pytest.mark.browser

COMPARED = (
    "/compare/organisations?organisation=camden&organisation=cardiff&organisation=barnet&organisation=brent"
)
PAGES = [
    "/organisation?q=london",
    "/organisation/camden?find=car",
    "/organisation/cardiff",
    f"{COMPARED}&find=isl",
]


@pytest.fixture(scope="module")
def address(council_app: Starlette) -> Iterator[str]:
    """The address of the site."""
    with serving(council_app) as served:
        yield served


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_coverage_and_nothing_is_wider_than_the_window(
    page: Page, address: str, path: str
) -> None:
    page.goto(address + path)
    assert overflow(page) <= 0
    assert axe_findings(page, address + path) == []


def test_the_heads_of_rows_stay_while_a_comparison_scrolls_in_its_region(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=True)
    page = context.new_page()
    page.goto(address + COMPARED)
    region = page.get_by_role("region", name="Comparison")
    region.focus()
    page.keyboard.press("End")
    region.evaluate("region => { region.scrollLeft = region.scrollWidth }")
    assert region.evaluate("region => region.scrollLeft") > 0
    box = page.get_by_role("rowheader", name="Spending over £500").bounding_box()
    assert box is not None
    assert 0 <= box["x"] < 40
    context.close()


def test_bodies_are_found_and_compared_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/compare/organisations?organisation=camden")
    page.get_by_label("Find others by name").fill("cardiff")
    page.get_by_role("button", name="Compare").click()
    page.get_by_label("Cardiff Council").check()
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("columnheader")).to_have_text(
        ["Compared", "London Borough of Camden", "Cardiff Council"]
    )
    context.close()
