"""What axe finds on the pages of people and operators, and whether they fit a small window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import axe_findings, chromium, overflow, serving
from operators_things import dataset, held_removal, pair, waiting
from people_site import NOW, OPERATOR, People, open_people
from playwright.sync_api import Page

from catalogue.ledger.audit import write_audit
from catalogue.ledger.rights import grant
from catalogue.ledger.watches import set_contact
from catalogue.unsubscribing import Unsubscription, to_token

pytestmark = pytest.mark.browser

PAGES = (
    "/sign-in",
    "/sign-in/sent",
    "/account",
    "/account/forget",
    "/operator",
    "/operator/registrations/1",
    "/operator/copies",
    "/operator/bodies?name=Parks&body=E08000035",
    "/operator/bodies?name=nobody&body=nothing",
    "/operator/rights?portal=leeds",
    "/operator/audit",
)


def fill(people: People) -> None:
    """Something of everything that the pages list."""
    waiting(people.ledger)
    ids = ("aaaaaaaaaaaa", "bbbbbbbbbbbb")
    with people.ledger.writing() as connection:
        for one in ids:
            dataset(connection, one, "leeds", "Bins", "Parks")
        pair(connection, *ids)
        held_removal(connection, "leeds", ids[0])
        grant(
            connection, "leeds", "helper-with-a-very-long-address@department.council.example", by="x", now=NOW
        )
        set_contact(connection, "leeds", OPERATOR)
        detail = {"word": "w" * 200, "before": None}
        write_audit(connection, who="command:ann", action="x", thing="portal/leeds", detail=detail, now=NOW)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, str, People]]:
    """An operator's Chromium."""
    with chromium() as browser, open_people(tmp_path_factory.mktemp("chromium")) as people:
        fill(people)
        people.sign_in(OPERATOR)
        with serving(people.client.app) as address:  # type: ignore[arg-type]
            context = browser.new_context(viewport={"width": 320, "height": 800}, color_scheme="dark")
            cookie = people.client.cookies["stook-session"]
            context.add_cookies([{"name": "stook-session", "value": cookie, "url": address}])
            yield context.new_page(), address, people


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_people_fits_and_axe_finds_nothing(page: tuple[Page, str, People], path: str) -> None:
    opened, address, _people = page
    opened.goto(address + path)
    assert overflow(opened) == 0
    assert axe_findings(opened, address + path) == []


def test_the_way_out_of_mails_fits_and_axe_finds_nothing(page: tuple[Page, str, People]) -> None:
    opened, address, people = page
    token = to_token(people.site.key, Unsubscription(email=OPERATOR, portal="leeds"))
    assert axe_findings(opened, f"{address}/unsubscribe/{token}") == []
    opened.click("main button")
    assert "is told no more" in opened.inner_text("main")
    assert overflow(opened) == 0
