"""The editor and the stored queries in Chromium: written, run, shared and opened again, with a script and without."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from answered_catalogue import open_answered
from browsing import axe_findings, overflow, serving
from playwright.sync_api import Browser, BrowserContext, Page, expect

from web.statics import load_statics

pytestmark = pytest.mark.browser

QUERY = """PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?title WHERE { ?dataset a <http://www.w3.org/ns/dcat#Dataset> ; dct:title ?title } ORDER BY ?title"""
MAP = "SELECT ('Leeds' AS ?name) ('POLYGON((-1.8 53.7,-1.3 53.7,-1.3 53.9,-1.8 53.7))' AS ?area) {}"
PAGES = [
    "/sparql",
    f"/sparql?query={quote(QUERY)}",
    f"/sparql?query={quote(MAP)}",
    "/sparql?query=nonsense",
    "/views",
    "/views?q=licence",
    "/views/licences-by-council",
    "/views/recently-changed?since=yesterday",
    "/views/datasets-in-language",
]
FETCHED = "yasgui.min.js" in load_statics()
needs_editor = pytest.mark.skipif(not FETCHED, reason="YASGUI is not there: `make assets` fetches it")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site, served on a free port of this machine."""
    with serving(open_answered(tmp_path_factory.mktemp("edited"))) as served:
        yield served


class Watched:
    """A page, with every address that it asked for and everything that it complained of."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def strangers(self) -> set[str]:
        """The hosts that it asked, beside this machine."""
        return {urlsplit(url).hostname or "" for url in self.asked if not url.startswith("data:")} - {
            "127.0.0.1"
        }


@pytest.fixture(params=[(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")], ids=str)
def watched(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Watched]:
    """A window of each width in each colour scheme."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield Watched(context)
    context.close()


@pytest.fixture
def wide(browser: Browser) -> Iterator[Watched]:
    """One window, with leave to copy."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield Watched(context)
    context.close()


def write(page: Page, query: str) -> None:
    """Puts a query into the editor as a person would, in the place of what is there."""
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)


def cells(page: Page) -> list[str]:
    """What the table of the answer says."""
    return page.get_by_role("region", name="Answer").locator("td").all_inner_texts()


@needs_editor
def test_a_query_is_written_run_shared_and_opened_again(wide: Watched, address: str) -> None:
    page = wide.page
    page.goto(f"{address}/sparql")
    write(page, QUERY)
    page.get_by_role("button", name="Run the query").click()
    expect(page.get_by_role("heading", name="Answer")).to_be_visible()
    found = cells(page)
    assert "Waste collection rounds" in found
    assert "query=" in page.url
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    shared = urlsplit(page.evaluate("navigator.clipboard.readText()"))
    page.goto(f"{address}{shared.path}?{shared.query}")  # the public name of this site leads to no machine
    assert cells(page) == found
    assert page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()") == QUERY
    assert wide.complaints == []
    assert wide.strangers == set()


@needs_editor
def test_a_prefix_is_filled_in_and_names_are_completed_from_our_own_data(wide: Watched, address: str) -> None:
    page = wide.page
    page.goto(f"{address}/sparql")
    with page.expect_response("**/sparql/terms.json"):
        page.reload()
    write(page, "SELECT ?d WHERE { ?d a ")
    page.keyboard.type("dcat:")
    value = "document.querySelector('.CodeMirror').CodeMirror.getValue()"
    page.wait_for_function(f"{value}.startsWith('PREFIX dcat: <http://www.w3.org/ns/dcat#>')")
    page.keyboard.type("Da")
    page.keyboard.press("Control+Space")
    expect(page.locator(".CodeMirror-hint").first).to_be_visible()
    assert "dcat:Dataset" in page.locator(".CodeMirror-hint").all_inner_texts()
    assert wide.strangers == set()


@needs_editor
def test_the_keyboard_leaves_the_editor_and_runs_the_query(wide: Watched, address: str) -> None:
    page = wide.page
    page.goto(f"{address}/sparql")
    write(page, QUERY)
    expect(page.get_by_text("Tab and Shift+Tab leave the editor")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run the query")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert not page.evaluate("document.activeElement.closest('.CodeMirror')")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Answer")).to_be_visible()


@needs_editor
def test_the_label_and_an_error_lead_into_the_editor(wide: Watched, address: str) -> None:
    page = wide.page
    page.goto(f"{address}/sparql?query=nonsense")
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("Boolean(document.activeElement.closest('.CodeMirror'))")
    assert page.get_by_label("SPARQL query").count() == 1


def test_without_a_script_the_same_is_done_by_form(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/sparql")
    page.get_by_label("SPARQL query").fill(QUERY)
    page.get_by_role("button", name="Run the query").click()
    found = cells(page)
    assert "Waste collection rounds" in found
    page.goto(page.url)
    assert cells(page) == found
    assert page.get_by_label("SPARQL query").input_value() == QUERY
    context.close()


def test_an_answer_is_narrowed_and_opened_in_the_editor(wide: Watched, address: str) -> None:
    page = wide.page
    page.goto(f"{address}/views")
    page.get_by_role("searchbox", name="Find an answer").fill("licences council")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Licences by council").click()
    page.get_by_label("Publisher").select_option("Exeter City Council")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("1 row.")).to_be_visible()
    assert cells(page)[0] == "Exeter City Council"
    page.get_by_role("link", name="Open it in the editor").click()
    expect(page.get_by_text("1 row.")).to_be_visible()
    assert wide.complaints == []
    assert wide.strangers == set()


def test_what_cannot_be_read_is_kept_and_said_beside_its_field(wide: Watched, address: str) -> None:
    page = wide.page
    page.goto(f"{address}/views/recently-changed?since=yesterday")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Since")).to_be_focused()
    expect(page.get_by_label("Since")).to_have_value("yesterday")


def test_no_page_of_queries_scrolls_sideways_or_asks_elsewhere(watched: Watched, address: str) -> None:
    wide = {}
    for path in PAGES:
        watched.page.goto(address + path, wait_until="networkidle" if path == PAGES[0] else "load")
        if overflow(watched.page):
            wide[path] = overflow(watched.page)
    assert wide == {}
    assert watched.strangers == set()


def test_axe_finds_nothing_on_pages_of_queries(watched: Watched, address: str) -> None:
    found = {path: axe_findings(watched.page, address + path) for path in PAGES}
    assert {path: each for path, each in found.items() if each} == {}
