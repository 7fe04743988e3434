"""An analyst's way through the search in Chromium: with scripts and without, on a phone and at a desk."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from browsing import axe_findings, overflow, serving
from made_up_councils import COUNCILS, open_councils
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

ROUNDS = "Household waste collection rounds"
ASKED = "/search?q=bins+in+Leeds+2023"
PAGES = [
    "/",
    "/search",
    ASKED,
    f"{ASKED}&not=leeds&format=CSV&format=GEOJSON",
    f"{ASKED}&exact=1",
    "/search?q=huosehold+waste",
    "/search?q=potholes+in+Leeds&format=PDF&publisher=york-city-council",
    "/search?in-publisher=c&publisher=york-city-council",
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of the councils, served on a free port of this machine."""
    with serving(open_councils(tmp_path_factory.mktemp("councils"))) as served:
        yield served


@pytest.fixture(
    params=[(360, "dark", True), (360, "light", False), (1280, "light", True), (1280, "dark", False)], ids=str
)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A window of each width, with scripts and without."""
    width, scheme, scripts = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=scripts
    )
    yield context.new_page()
    context.close()


@pytest.fixture(params=[360, 1280])
def scripted(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A window of each width, with scripts."""
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    yield context.new_page()
    context.close()


def open_filters(page: Page) -> None:
    """On a phone the filters are closed at first."""
    if page.get_by_text("Filters", exact=True).is_visible():
        page.get_by_text("Filters", exact=True).click()


def test_an_analyst_asks_in_her_own_words_and_takes_the_answer_away(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Search for data").fill("bins in Leeds 2023")
    page.get_by_role("button", name="Search", exact=True).click()
    senses = page.get_by_role("list", name="How your words were understood")
    expect(senses.get_by_role("listitem")).to_have_count(3)
    expect(senses).to_contain_text("also searched:")
    expect(senses).to_contain_text("Leeds E08000035")
    expect(senses).to_contain_text("covers 2023")
    card = page.get_by_role("article").filter(has=page.get_by_role("link", name=ROUNDS, exact=True)).first
    expect(card).to_contain_text("Leeds City Council · Leeds")
    expect(card).to_contain_text("Found by")

    page.get_by_role("link", name="Take “Leeds” just as it stands").click()
    expect(senses).to_contain_text("“leeds” just as it stands")
    page.get_by_role("link", name="Understand “leeds” again").click()
    expect(senses).to_contain_text("Leeds E08000035")

    open_filters(page)
    page.get_by_role("group", name="Format").get_by_role("checkbox", name="CSV").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_role("link", name="Remove Format: CSV")).to_be_visible()
    expect(page.get_by_role("link", name="Grit bins")).to_have_count(0)

    page.get_by_role("link", name=ROUNDS, exact=True).first.click()
    others = page.get_by_role("heading", name="The same from other councils")
    expect(others).to_be_visible()
    expect(page.locator("ul.others").get_by_role("link", name=ROUNDS, exact=True)).to_have_count(8)
    page.get_by_role("link", name=f"See what all {len(COUNCILS)} publishers have of this").click()
    form = page.get_by_role("link", name="CSV", exact=True)
    table = page.request.get(address + str(form.get_attribute("href")))
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    publishers = {row["publisher"] for row in csv.DictReader(io.StringIO(table.text()))}
    assert publishers == {f"{council} City Council" for council in COUNCILS}


def test_no_page_of_the_search_scrolls_sideways(scripted: Page, address: str) -> None:
    wide = {}
    for path in PAGES:
        scripted.goto(address + path)
        scripted.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        wide[path] = overflow(scripted)
    assert {path: by for path, by in wide.items() if by > 0} == {}


def test_nothing_that_is_pressed_is_too_small_for_a_finger(scripted: Page, address: str) -> None:
    scripted.goto(f"{address}{ASKED}&format=CSV&not=2023")
    open_filters(scripted)
    targets = scripted.locator(
        ".chip a, .facet summary, .tips summary, .finder button, .order select, .reading a"
    )
    boxes = [box for box in (each.bounding_box() for each in targets.all()) if box]
    assert len(boxes) > 10
    assert [box for box in boxes if box["height"] < 24 or box["width"] < 24] == []


def test_suggestions_of_the_search_are_chosen_by_keyboard(scripted: Page, address: str) -> None:
    scripted.goto(address)
    box = scripted.get_by_role("combobox", name="Search for data")
    box.press_sequentially("york")
    options = scripted.get_by_role("option")
    expect(options.first).to_contain_text("York")
    expect(options.first).to_contain_text("Place")
    assert overflow(scripted) <= 0
    scripted.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    scripted.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    scripted.keyboard.press("ArrowDown")
    scripted.keyboard.press("ArrowDown")
    scripted.keyboard.press("Enter")
    expect(scripted.get_by_role("link", name="Remove Place: York")).to_be_visible()


def test_what_is_typed_is_searched_for_when_nothing_is_chosen(scripted: Page, address: str) -> None:
    scripted.goto(address)
    box = scripted.get_by_role("combobox", name="Search for data")
    box.press_sequentially("grit")
    expect(scripted.get_by_role("option").first).to_be_visible()
    scripted.keyboard.press("Enter")
    expect(scripted).to_have_url(f"{address}/search?q=grit")


def test_a_list_of_filters_is_narrowed_while_one_types(scripted: Page, address: str) -> None:
    scripted.goto(f"{address}/search")
    open_filters(scripted)
    group = scripted.get_by_role("group", name="Publisher")
    expect(group.get_by_label("Cardiff City Council")).to_be_visible()
    group.get_by_label("Cardiff City Council").check()
    scripted.get_by_label("Find in: Publisher").press_sequentially("new")
    expect(group.get_by_label("Newport City Council")).to_be_visible()
    expect(group.get_by_label("Bradford City Council")).to_have_count(0)
    expect(scripted.get_by_role("status").filter(has_text="2 names in the list")).to_have_count(1)
    expect(group.get_by_label("Cardiff City Council")).to_be_checked()
    group.get_by_label("Newport City Council").check()
    scripted.get_by_role("button", name="Apply filters").click()
    expect(scripted.get_by_text("2 datasets")).to_be_visible()
    assert "in-place=" not in scripted.url


def test_a_list_of_filters_is_narrowed_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/search")
    page.get_by_label("Find in: Publisher").fill("new")
    page.get_by_role("button", name="Find in: Publisher").click()
    group = page.get_by_role("group", name="Publisher")
    expect(group.get_by_label("Newport City Council")).to_be_visible()
    expect(group.get_by_label("Bradford City Council")).to_have_count(0)
    context.close()


def test_a_wrong_spelling_finds_and_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}/search?q=playgruonds")
    expect(page.get_by_text("Nothing has all of “playgruonds”; these are for “playgrounds”.")).to_be_visible()
    expect(page.get_by_role("link", name="Parks and playgrounds")).to_be_visible()
    page.get_by_role("link", name="Search for playgruonds anyway").click()
    expect(page.get_by_role("heading", name="Nothing was found")).to_be_visible()


def test_nothing_found_leads_on(page: Page, address: str) -> None:
    page.goto(f"{address}/search?q=playgrounds&format=GEOJSON")
    page.get_by_role("link", name="The same without the filter “GeoJSON”").click()
    expect(page.get_by_role("link", name="Parks and playgrounds")).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_search(browser: Browser, address: str, path: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    found = axe_findings(context.new_page(), address + path)
    context.close()
    assert found == []
