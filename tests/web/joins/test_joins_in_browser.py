"""Joins in Chromium: from a dataset to another that joins with it, without a script, on a phone, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import axe_findings, overflow, serving
from made_up_catalogue import BINS
from made_up_joins import OTHERS
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(joined_app: Starlette) -> Iterator[str]:
    """The site, served on a free port of this machine."""
    with serving(joined_app) as served:
        yield served


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone that runs no script of a page."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_person_goes_from_a_dataset_to_one_that_joins_with_it_and_to_its_file(
    phone: Page, address: str
) -> None:
    phone.goto(f"{address}/dataset/{BINS}")
    phone.get_by_role("link", name=f"All {OTHERS + 1} datasets").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Joins by UPRN")
    expect(phone.get_by_role("link", name="Alarms fitted").first).to_be_visible()
    expect(phone.get_by_text("You may combine them, and must name both sources.").first).to_be_visible()
    files = phone.get_by_role("link", name="Download")
    expect(files.first).to_have_attribute("href", "https://data.leeds.example/bins.csv")


def test_what_is_folded_opens_by_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/dataset/{BINS}")
    summary = page.get_by_text("With a lookup, also by")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="ONS UPRN Directory").first).to_be_visible()
    page.close()


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize(
    "path", [f"/dataset/{BINS}", f"/dataset/{BINS}/joins?by=uprn", "/identifier/uprn", "/identifier"]
)
def test_nothing_runs_over_the_edge_of_a_phone(browser: Browser, address: str, width: int, path: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(address + path)
    assert overflow(page) == 0
    page.close()


@pytest.mark.parametrize(
    "path", [f"/dataset/{BINS}/joins", f"/dataset/{BINS}/joins?by=uprn", "/identifier/uprn"]
)
def test_the_pages_of_joins_are_accessible(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page()
    assert axe_findings(page, address + path) == []
    page.close()
