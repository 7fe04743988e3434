"""Telling a story in Chromium, without script, from a dataset's page to the private page, on a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import serving
from made_up_catalogue import BINS, open_site
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site of its own, since stories are written into it."""
    with serving(open_site(tmp_path_factory.mktemp("told"))) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A narrow window without script."""
    context = browser.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_story_is_told_by_keyboard_and_form_alone(site: str, page: Page) -> None:
    page.goto(f"{site}/dataset/{BINS}")
    page.get_by_role("link", name="Tell us what you made of it").click()
    page.get_by_label("Title").fill("A calendar of bins")
    page.keyboard.press("Enter")  # the rest is missing: the page says what, and keeps the title
    page.get_by_role("alert").wait_for()
    page.get_by_role("link", name="Enter who did this").click()
    page.get_by_label("Who did this?").fill("A neighbour")
    page.get_by_label("App or website").check()
    page.get_by_label("What decision or service changed?").fill("Nobody on the street forgets.")
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_label("Household bin collection rounds").is_checked()
    page.get_by_label("By which identifiers").fill("UPRN")
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_text("A calendar of bins").first.is_visible()
    page.get_by_role("button", name="Send the story").click()
    assert page.get_by_text("waits for those who run this catalogue").is_visible()


def test_nothing_reaches_beyond_a_narrow_screen(site: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    narrow = context.new_page()
    for address in ("/reuses", "/reuses/fewer-missed-bins", f"/reuses/new?dataset={BINS}"):
        narrow.goto(site + address)
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
