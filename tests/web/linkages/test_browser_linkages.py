"""Linkages in a browser: at both widths, in both colour schemes, with every text of the drawing in its frame."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import axe_findings, overflow, serving
from made_up_catalogue import BINS
from playwright.sync_api import Page, expect
from starlette.applications import Starlette

pytestmark = pytest.mark.browser

PAGES = [
    "/linkages/organisation/leeds-city-council",
    f"/linkages/dataset/{BINS}",
    "/linkages/identifier/uprn",
    "/linkages/vocabulary/theme/ENVI",
]
_OUTSIDE = """() => [...document.querySelectorAll("figure.linkages g")].flatMap(group => {
  const frame = group.querySelector("rect").getBoundingClientRect();
  return [...group.querySelectorAll("text")].filter(text => {
    const box = text.getBoundingClientRect();
    return box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom + 1;
  }).map(text => text.textContent);
})"""


@pytest.fixture(scope="module")
def address(app: Starlette) -> Iterator[str]:
    """The address of the site."""
    with serving(app) as served:
        yield served


@pytest.mark.parametrize("path", PAGES)
def test_texts_stay_in_their_frames_and_nothing_is_wider_than_the_window(
    page: Page, address: str, path: str
) -> None:
    page.goto(address + path)
    assert page.locator("figure.linkages text").count() > 2
    assert page.evaluate(_OUTSIDE) == []
    assert overflow(page) <= 0
    assert axe_findings(page, address + path) == []


def test_a_frame_opens_its_ties_in_the_list(page: Page, address: str) -> None:
    page.goto(address + PAGES[0])
    page.locator("figure.linkages a[href='#licence']").first.click()
    expect(page.locator("#licence")).to_be_visible()
