"""Plain help in a browser: at both widths, in both colour schemes, and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import axe_findings, overflow, serving
from made_up_catalogue import BINS
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(app: Starlette) -> Iterator[str]:
    """The address of a dataset's page."""
    with serving(app) as served:
        yield f"{served}/dataset/{BINS}"


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_the_help_opens_by_keyboard_and_fits_the_window(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    for summary in ("How to open it", "Lines to copy"):
        page.locator("summary", has_text=summary).focus()
        page.keyboard.press("Enter")
    expect(page.get_by_text("Excel drops leading zeros.")).to_be_visible()
    lines = page.get_by_role("region", name="curl, in a terminal").first
    expect(lines).to_be_visible()
    assert "https://data.leeds.example/bins.csv" in lines.inner_text()
    assert overflow(page) <= 0
    context.close()


def test_axe_finds_nothing_in_the_help(browser: Browser, address: str) -> None:
    page = browser.new_page()
    assert axe_findings(page, address) == []
    page.close()
