"""The pages of kin in Chromium: from a search to what several have, chosen and compared on a phone without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import overflow, serving
from playwright.sync_api import Page, expect
from starlette.applications import Starlette

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(app: Starlette) -> Iterator[str]:
    """The site, served on a free port of this machine."""
    with serving(app) as served:
        yield served


def test_from_a_result_to_what_others_have_and_two_of_them_side_by_side(phone: Page, address: str) -> None:
    phone.goto(f"{address}/search?q=tree+survey")
    phone.get_by_role("link", name="The same from 29 other publishers").first.click()
    expect(phone.get_by_role("heading", level=1, name="Trees")).to_be_visible()
    assert overflow(phone) == 0
    boxes = phone.get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(1).check()
    phone.get_by_role("button", name="Compare those chosen").click()
    expect(phone.get_by_role("heading", name="Datasets side by side")).to_be_visible()
    expect(phone.get_by_role("columnheader")).to_have_count(3)


def test_a_kin_is_found_by_words_and_leads_to_a_bodys_editions(phone: Page, address: str) -> None:
    phone.goto(f"{address}/alike")
    phone.get_by_role("searchbox", name="What is it?").fill("tree inventory")
    phone.get_by_role("button", name="Find").click()
    phone.get_by_role("link", name="trees", exact=True).click()
    phone.get_by_role("link", name="All 2 of theirs").first.click()
    expect(phone.get_by_text("All that one publisher has of this")).to_be_visible()
    assert overflow(phone) == 0
