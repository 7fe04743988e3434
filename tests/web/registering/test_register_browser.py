"""An officer's way from an address to a registered portal in Chromium: with a script and without, by keyboard, at both
widths; a thread plays the worker."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from browsing import axe_findings, overflow, serving
from playwright.sync_api import Browser, Page, expect
from registering_site import ADDRESS, DONE, EMAIL, EMPTY, FOUND, NOTHING, REPORT, Desk, open_desk

from catalogue.checking.report import Publisher
from catalogue.ledger.checks import CheckState, Progress, note_progress, take_check

pytestmark = pytest.mark.browser

YORK = Publisher(name="City of York Council", slug="york", code="E06000014", datasets=7)
READING = Progress(state=CheckState.READING, sentence="It is CKAN.", found=FOUND, lines=("It answered.",))


class Worker(threading.Thread):
    """Does each check that is filed, in steps that a page can be seen to follow."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(daemon=True)
        self._desk, self._ended = desk, threading.Event()
        self.may_end = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(0.05):
            with self._desk.ledger.writing() as connection:
                check = take_check(connection, owner="w", now=self._desk.clock[0])
            if check:
                self._tell(check, READING)
                self.may_end.wait(10)
                found = replace(FOUND, address=check.address)
                report = replace(REPORT, address=check.address, publishers=(*REPORT.publishers, YORK))
                self._tell(check, replace(DONE, found=found, report=report))

    def stop(self) -> None:
        """To its end."""
        self.may_end.set()
        self._ended.set()
        self.join()

    def _tell(self, check: object, progress: Progress) -> None:
        with self._desk.ledger.writing() as connection:
            note_progress(connection, check, progress, owner="w", now=self._desk.clock[0])  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, str]]:
    """The site, served on a free port of this machine."""
    with open_desk(tmp_path_factory.mktemp("browsed")) as desk, serving(desk.client.app) as address:  # type: ignore[arg-type]
        yield desk, address


@pytest.fixture
def worker(site: tuple[Desk, str]) -> Iterator[Worker]:
    """A worker at the site."""
    site[0].begin_again()
    made = Worker(site[0])
    made.start()
    yield made
    made.stop()


@pytest.fixture(params=[(360, True), (1280, False)], ids=["phone", "desk without script"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A window of each width, with scripts and without."""
    width, scripts = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    yield context.new_page()
    context.close()


def test_an_officer_walks_from_the_address_to_the_registered_portal(
    page: Page, site: tuple[Desk, str], worker: Worker
) -> None:
    desk, address = site
    here = f"{page.viewport_size['width']}"  # type: ignore[index]
    page.goto(address)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="List your portal").click()
    page.get_by_label("The web address of your portal").fill(f"data{here}.example")
    page.get_by_role("button", name="Check this portal").click()
    expect(page.get_by_role("heading", name=f"Checking https://data{here}.example/")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_have_text("Reading its first records")
    expect(page.get_by_text("Its interface answered as CKAN's does.")).to_be_visible()
    worker.may_end.set()
    expect(page.get_by_role("heading", name="Report on Leeds open data")).to_be_visible()
    expect(page.get_by_role("heading", name="Keyword usage: 2 records, +30 each")).to_be_visible()

    page.get_by_role("link", name="Register this portal").click()
    page.get_by_label("Find a council or public body").fill("leeds city")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_role("link", name="Say whose datasets the portal lists").click()
    page.get_by_label("Leeds City Council").check()
    page.get_by_label("The organisation's own").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Your e-mail address at work").fill("somebody")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Your e-mail address at work")).to_have_value("somebody")
    page.get_by_label("Your e-mail address at work").fill(EMAIL)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Change portal").click()
    page.get_by_label("What the portal is called").fill(f"Portal {here}")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send the registration").click()
    expect(page.get_by_text(f"A link was sent to {EMAIL}")).to_be_visible()

    page.goto(address + desk.mailed())
    page.get_by_role("button", name="Yes, confirm").click()
    expect(page.get_by_text("The portal is registered, and harvested regularly.")).to_be_visible()
    page.get_by_role("link", name="The public page of its harvest").click()
    expect(page).to_have_url(f"{address}/portal/portal-{here}")
    expect(page.get_by_role("heading", name=f"Portal {here}", level=1)).to_be_visible()


def test_all_of_it_is_reached_by_keyboard_alone(
    browser: Browser, site: tuple[Desk, str], worker: Worker
) -> None:
    _, address = site
    worker.may_end.set()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/register")
    press(page, "The web address of your portal", "keys.example")
    expect(page.get_by_role("heading", name="Report on")).to_be_visible()
    walk_to(page, page.get_by_role("link", name="Register this portal"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Whose portal is it?")).to_be_visible()
    walk_to(page, page.get_by_label("The organisation's own"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    press(page, "Your e-mail address at work", "keys@leeds.gov.uk")
    walk_to(page, page.get_by_role("button", name="Send the registration"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("A link was sent to")).to_be_visible()
    context.close()


def press(page: Page, label: str, text: str) -> None:
    """Walks to a field, types, and sends the form."""
    walk_to(page, page.get_by_label(label))
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def walk_to(page: Page, wanted: object) -> None:
    """By the tabulator, as far as it takes."""
    expect(wanted).to_be_visible()  # type: ignore[call-overload]
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):  # type: ignore[attr-defined]
            return
    raise AssertionError(f"{wanted} is not reached by keyboard")


def test_whoever_reads_while_the_report_comes_stays_where_they_are(
    browser: Browser, site: tuple[Desk, str], worker: Worker
) -> None:
    _, address = site
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/register")
    press(page, "The web address of your portal", "stay.example")
    expect(page.locator("[aria-current=step]")).to_have_text("Reading its first records")
    page.get_by_role("link", name="Search").focus()
    worker.may_end.set()
    expect(page.get_by_role("heading", name="Report on")).to_be_visible()
    expect(page.get_by_role("link", name="Search")).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("The report is on this page")
    assert page.title().startswith("Report on")
    context.close()


@pytest.fixture(scope="module")
def pages(site: tuple[Desk, str]) -> dict[str, str]:
    """One page of each sort."""
    desk, _ = site
    desk.begin_again()
    several = replace(DONE, report=replace(REPORT, publishers=(*REPORT.publishers, YORK)))
    registered, unproven = desk.proven(), desk.registered("a@x.example")
    found = {
        "address": "/register",
        "report": desk.checked(several, ADDRESS),
        "nothing": desk.checked(NOTHING, "https://nothing.example/"),
        "empty": desk.checked(EMPTY, "https://empty.example/"),
        "registered": registered,
        "edit": f"{registered}/edit?q=york",
        "remove": f"{registered}/remove",
        "unproven": unproven,
        "proof": desk.mailed("a@x.example"),
    }
    found |= {
        "organisation": f"{found['report']}/organisation",
        "going": desk.filed("https://going.example/"),
    }
    with desk.ledger.writing() as connection:
        check = take_check(connection, owner="w", now=desk.clock[0])
        assert check
        note_progress(connection, check, READING, owner="w", now=desk.clock[0])
    return found


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    browser: Browser, site: tuple[Desk, str], pages: dict[str, str], width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found = {name: axe_findings(page, site[1] + path) for name, path in pages.items()}
    wide = {}
    for name, path in pages.items():
        page.goto(site[1] + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        wide[name] = overflow(page)
    context.close()
    assert {name: each for name, each in found.items() if each} == {}
    assert {name: by for name, by in wide.items() if by > 0} == {}
