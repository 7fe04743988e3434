"""From a search to two files that two bodies publish and that join by UPRN, over a stack started by its own commands:
the portals are harvested, their files sampled, and what the pages say of a join is true of what they let one download.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import axe_findings, overflow
from demonstration_stack import demonstration
from playwright.sync_api import Browser, Page, expect

from harvester.replay.files.gazetteer import load_gazetteer

pytestmark = [pytest.mark.browser, pytest.mark.service]

ASSETS, PLANNING = "Council land and property assets", "Planning applications"
DISTRICT = "Thistlewick Borough Council"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site over a county and one of its districts, harvested and sampled."""
    with demonstration(tmp_path_factory.mktemp("walk"), ("holmshire", "thistlewick")) as site:
        yield site


@pytest.fixture(params=[(1280, True), (360, False)], ids=["desk", "phone-without-javascript"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A window on a desk, and one on a phone whose owner has switched scripts off."""
    width, scripts = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    yield context.new_page()
    context.close()


def test_an_analyst_joins_the_files_of_two_bodies(address: str, page: Page, tmp_path: Path) -> None:
    search_for(page, address, "council land and property")
    page.get_by_role("link", name=ASSETS, exact=True).first.click()
    said = what_it_says(page)
    assert "Creative Commons Attribution" in said
    assert columns_of(page) >= {"UPRN", "USRN", "Postcode", "Tenure Type"}
    ours = download(page, tmp_path / "assets.csv")

    open_joins_by_uprn(page)
    partner = page.get_by_role("listitem").filter(has_text=DISTRICT).filter(has_text=PLANNING).first
    told = partner.inner_text()
    assert re.search(r"UPRN\s*↔\s*LLPG UPRN", told)
    assert "Take care" in told
    partner.get_by_role("link", name=PLANNING, exact=True).click()
    said = what_it_says(page)
    assert "Open Government Licence" in said
    assert re.search(r"names people at LLPG UPRN .*: Agent Name", said)
    assert columns_of(page) >= {"LLPG UPRN", "Agent Name", "Pcode"}
    theirs = download(page, tmp_path / "planning.csv")

    joined = join(by_uprn(ours, "UPRN"), by_uprn(theirs, "LLPG UPRN"))
    assert len({uprn for uprn, _, _ in joined}) == shared(told) > 0
    known = load_gazetteer()
    for uprn, asset, application in joined:
        one = known.properties[uprn]
        assert one.place == "thistlewick"
        assert asset["Postcode"] == application["Pcode"] == known.streets[one.usrn].postcode
        assert asset["Easting"] == application["Easting"] == str(one.easting)


def test_no_page_of_the_walk_is_wider_than_a_phone(address: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    for there in pages_of_the_walk(page, address):
        page.goto(there)
        assert overflow(page) <= 0, there
    context.close()


def test_axe_finds_nothing_on_the_walk(address: str, browser: Browser) -> None:
    page = browser.new_page()
    for there in pages_of_the_walk(page, address):
        assert axe_findings(page, there) == [], there
    page.close()


def search_for(page: Page, address: str, words: str) -> None:
    page.goto(address)
    page.get_by_label("Search for data").first.fill(words)
    page.get_by_role("button", name="Search").first.click()
    expect(page).to_have_url(re.compile("/search"))


def pages_of_the_walk(page: Page, address: str) -> list[str]:
    search_for(page, address, "council land and property")
    results = page.url
    page.get_by_role("link", name=ASSETS, exact=True).first.click()
    dataset = page.url
    return [results, dataset, f"{dataset}/columns", f"{dataset}/joins", f"{address}/identifier/uprn"]


def open_joins_by_uprn(page: Page) -> None:
    """The list of them, behind whose heading the kinds that come after the first are folded away."""
    folded = page.locator("summary", has_text=re.compile("Joins with .* by UPRN"))
    if folded.count():
        folded.click()
    page.get_by_role("link", name=re.compile("^All .* datasets? that join by UPRN")).click()


def what_it_says(page: Page) -> str:
    return page.locator("main").inner_text()


def columns_of(page: Page) -> set[str]:
    """The names in the table of columns."""
    return {name.strip() for name in page.locator("table.fields th code.column").all_inner_texts()}


def download(page: Page, file: Path) -> Path:
    """The dataset's CSV, as its page lets one download it."""
    with page.expect_download() as begun:
        page.locator("main").get_by_role("link", name=re.compile("^Download")).first.click()
    begun.value.save_as(file)
    return file


def by_uprn(file: Path, column: str) -> dict[str, list[dict[str, str]]]:
    lines = file.read_text(encoding="cp1252").splitlines()
    head = next(place for place, line in enumerate(lines) if column in line.split(","))
    rows: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(lines[head:]):
        rows.setdefault(row[column].removesuffix(".0"), []).append(row)
    return rows


Joined = list[tuple[str, dict[str, str], dict[str, str]]]


def join(ours: dict[str, list[dict[str, str]]], theirs: dict[str, list[dict[str, str]]]) -> Joined:
    return [
        (uprn, a, b) for uprn in ours.keys() & theirs.keys() if uprn for a in ours[uprn] for b in theirs[uprn]
    ]


def shared(told: str) -> int:
    """How many properties the page says that both hold."""
    found = re.search(r"Of \d+ sampled properties here, (\d+) are among \d+ sampled there", told)
    return int(found[1]) if found else 0
