"""The site in Chromium: search, filter and read a dataset, on a phone and a desk, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import axe_findings, overflow, serving
from made_up_catalogue import BINS, EVIL_ID, open_site
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/search?q=bins&format=CSV",
    "/search?q=zzzz",
    f"/dataset/{BINS}",
    f"/dataset/{EVIL_ID}",
    "/status",
    "/portal/leeds?code=title-missing",
    "/portal/leeds/runs/2",
    "/organisation",
    "/organisation/leeds-city-council",
    "/vocabulary",
    "/vocabulary?q=open",
    "/vocabulary/function",
    "/vocabulary/council?letter=S",
    "/vocabulary/identifier/uprn",
    "/vocabulary/place/E12000003",
    "/search?q=bins&concept=licence/ogl-3.0",
    "/mapping",
    "/quality",
    "/quality/known-licence",
    "/mapping/distribution.format",
    "/vocabulary/licence",
    "/vocabulary/licence/ogl-3.0",
    "/sparql?query=SELECT * {?s ?p ?o} LIMIT 3",
    "/sparql?query=nonsense",
    "/developers",
    "/compare",
    f"/compare/datasets?dataset={BINS}&dataset={EVIL_ID}&find=tree",
    "/nothing",
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site, served on a free port of this machine."""
    with serving(open_site(tmp_path_factory.mktemp("served"), many=45)) as served:
        yield served


@pytest.fixture(params=[(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")], ids=str)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A window of each width in each colour scheme."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield context.new_page()
    context.close()


def test_a_person_finds_filters_and_reads(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Search for data").fill("bins")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("2 datasets")).to_be_visible()
    if page.get_by_text("Filters", exact=True).is_visible():
        page.get_by_text("Filters", exact=True).click()
    page.get_by_label("CSV 1").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_text("1 dataset", exact=True)).to_be_visible()
    page.get_by_role("link", name="Remove Format: CSV").click()
    expect(page.get_by_text("2 datasets")).to_be_visible()
    page.get_by_role("link", name="Household bin collection rounds").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Household bin collection rounds")
    expect(page.get_by_role("link", name="Download")).to_have_attribute(
        "href", "https://data.leeds.example/bins.csv"
    )


def test_no_page_scrolls_sideways(page: Page, address: str) -> None:
    wide = {}
    for path in PAGES:
        page.goto(address + path)
        wide[path] = overflow(page)
    assert {path: by for path, by in wide.items() if by > 0} == {}


def test_nothing_breaks_the_content_policy(page: Page, address: str) -> None:
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if "Content Security" in message.text else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in PAGES:
        page.goto(address + path)
    assert said == []


def test_the_keyboard_reaches_the_content_first(page: Page, address: str) -> None:
    page.goto(f"{address}/search?q=bins")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_definition_opens_where_its_term_stands_and_closes_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/dataset/{BINS}")
    button = page.get_by_role("button", name="What “CSV” means").first
    block = page.locator("#means-file-type-CSV")
    expect(block).to_be_hidden()

    button.focus()
    page.keyboard.press("Enter")
    expect(block).to_be_visible()
    box = block.bounding_box()
    width = page.viewport_size
    assert box and width and box["x"] >= 0 and box["x"] + box["width"] <= width["width"]
    page.keyboard.press("Tab")
    expect(block.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(block).to_be_hidden()
    expect(button).to_be_focused()


def test_suggestions_are_chosen_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/vocabulary")
    box = page.get_by_role("combobox")
    box.press_sequentially("open gov")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_contain_text("suggestions")
    assert overflow(page) <= 0

    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    chosen = str(options.first.get_attribute("id"))
    expect(box).to_have_attribute("aria-activedescendant", chosen)
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("open gov")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Open Government")


def test_without_scripts_the_box_is_a_plain_form(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/vocabulary")
    page.get_by_role("searchbox").fill("OGL3")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("link", name="Open Government Licence v3.0", exact=True)).to_be_visible()
    page.goto(f"{address}/dataset/{BINS}")
    page.get_by_role("button", name="What “CSV” means").first.click()
    expect(page.locator("#means-file-type-CSV")).to_be_visible()
    context.close()


# Each width and each scheme once: colours do not depend on the width, nor the order of a page on the scheme.
@pytest.mark.parametrize("page", [(360, "light"), (1280, "dark")], indirect=True, ids=str)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page: Page, address: str, path: str) -> None:
    assert axe_findings(page, address + path) == []
