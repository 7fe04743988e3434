"""Comparing in Chromium: chosen from results, added and removed without a script, read on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import overflow, serving
from made_up_catalogue import BARE, BINS, EVIL_ID, open_site
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site, served on a free port of this machine."""
    with serving(open_site(tmp_path_factory.mktemp("compared"), many=45)) as served:
        yield served


def test_a_person_chooses_adds_and_removes_without_a_script(phone: Page, address: str) -> None:
    phone.goto(f"{address}/search?q=bins")
    phone.get_by_role("article").filter(has_text="Household bin collection rounds").get_by_role(
        "link", name="Compare with others"
    ).click()
    phone.get_by_role("searchbox", name="Find a dataset").fill("allotment")
    phone.get_by_role("button", name="Find").click()
    phone.get_by_role("link", name="Add Allotment waiting list").click()
    expect(phone.get_by_role("columnheader")).to_have_count(3)
    phone.get_by_role("link", name="Remove Allotment waiting list").click()
    expect(phone.get_by_text("Choose at least one more")).to_be_visible()


@pytest.mark.parametrize("width", [320, 360])
def test_on_a_phone_the_table_scrolls_in_its_region_and_keeps_its_questions(
    browser: Browser, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/compare/datasets?dataset={BINS}&dataset={BARE}&dataset={EVIL_ID}")
    assert overflow(page) == 0
    region = page.get_by_role("region", name="Comparison")
    region.evaluate("one => { one.scrollLeft = 300 }")
    assert region.evaluate("one => one.scrollLeft") > 0
    head = page.get_by_role("rowheader", name="Licence").bounding_box()
    shown = region.bounding_box()
    assert head
    assert shown
    assert shown["x"] <= head["x"] < shown["x"] + 20
    context.close()


@pytest.mark.parametrize("name", [BINS, EVIL_ID])
def test_a_dataset_with_its_facts_and_sources_fits_a_narrow_phone(
    browser: Browser, address: str, name: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/dataset/{name}")
    assert overflow(page) == 0
    expect(page.get_by_role("heading", name="Can it be trusted?")).to_be_visible()
    context.close()
