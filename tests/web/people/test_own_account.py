"""The page of whoever is signed in, and public pages, which are the same for all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from people_site import BAD, NOW, OFFICER, OPERATOR, STRANGER, People, shown
from sqlalchemy import delete, select

from catalogue.ledger.audit import write_audit
from catalogue.ledger.mutes import is_muted
from catalogue.ledger.people_schema import audit, mutes, people, rights
from catalogue.ledger.rights import grant
from catalogue.ledger.schema import portals
from catalogue.ledger.watches import set_contact
from web.people.visitor import Visitor, may_manage

MAY = [
    (None, "leeds", False),
    (Visitor(email=STRANGER), "leeds", False),
    (Visitor(email=OFFICER), "leeds", True),
    (Visitor(email="x@housing.leeds.gov.uk"), "leeds", True),
    (Visitor(email="x@mill.example"), "leeds", True),
    (Visitor(email="x@gov.uk"), "leeds", False),
    (Visitor(email=OFFICER), "york", False),
    (Visitor(email="x@york.example"), "york", True),
    (Visitor(email="granted@gmail.com"), "york", True),
    (Visitor(email="granted@gmail.com"), "leeds", False),
    (Visitor(email=OPERATOR, is_operator=True), "leeds", True),
    (Visitor(email=OPERATOR, is_operator=True), "nowhere", False),
    (Visitor(email=OFFICER), "nowhere", False),
]


@pytest.fixture
def desk(opened: People) -> Iterator[People]:
    """The site with a right that was granted and a contact, both taken back afterwards."""
    opened.begin_again()
    with opened.ledger.writing() as connection:
        grant(connection, "york", "granted@gmail.com", by=OPERATOR, now=NOW)
        set_contact(connection, "leeds", OFFICER)
    yield opened
    with opened.ledger.writing() as connection:
        set_contact(connection, "leeds", "")
        for table in (rights, mutes, people):
            connection.execute(delete(table))


@pytest.mark.parametrize(("visitor", "slug", "may"), MAY)
def test_who_may_manage_what(desk: People, visitor: Visitor | None, slug: str, may: bool) -> None:
    with desk.ledger.reading() as connection:
        assert may_manage(connection, visitor, slug) is may


def test_an_account_lists_the_portals_with_the_reason(desk: People) -> None:
    desk.sign_in(OFFICER)
    assert "Data Mill by the domain of your address" in shown(desk.get("/account"))
    desk.client.cookies.clear()
    desk.sign_in("granted@gmail.com")
    page = desk.get("/account")
    assert f"York {BAD} you were given the right" in shown(page)
    assert BAD not in page.text
    assert "Data Mill" not in page.text


def test_an_operator_is_whom_the_settings_name(desk: People) -> None:
    desk.sign_in(OFFICER)
    assert "operators" not in shown(desk.get("/account"))
    desk.client.cookies.clear()
    desk.sign_in(OPERATOR)
    assert "As an operator you may manage every portal" in shown(desk.get("/account"))


@pytest.mark.parametrize("portal", ["leeds", ""])
def test_whoever_is_told_may_stop_it_and_begin_again(desk: People, portal: str) -> None:
    desk.sign_in(OFFICER)
    assert "Data Mill you are told" in shown(desk.get("/account"))
    desk.post("/account", "/account/mail", portal=portal, want="")
    with desk.ledger.reading() as connection:
        assert is_muted(connection, OFFICER, "leeds")
    assert "Data Mill you are not told" in shown(desk.get("/account"))
    desk.post("/account", "/account/mail", portal=portal, want="1")
    assert "Data Mill you are told" in shown(desk.get("/account"))


def test_only_what_one_is_told_of_can_be_stopped(desk: People) -> None:
    desk.sign_in(STRANGER)
    for portal in ("leeds", "nowhere", "x" * 400):
        assert desk.post("/account", "/account/mail", portal=portal, want="").status_code == 303
    with desk.ledger.reading() as connection:
        assert connection.scalars(select(mutes.c.portal)).all() == []


def test_whoever_wants_to_be_forgotten_is_and_what_they_did_stays(desk: People) -> None:
    with desk.ledger.writing() as connection:
        write_audit(connection, who=OFFICER, action="x", thing="portal/leeds", detail={}, now=NOW)
    desk.sign_in(OFFICER)
    assert "What stays" in shown(desk.get("/account/forget"))
    assert desk.post("/account/forget").status_code == 303
    assert not desk.is_signed_in()
    with desk.ledger.reading() as connection:
        told = connection.execute(select(audit.c.who, audit.c.action)).all()
        assert connection.scalar(select(people.c.id).where(people.c.email == OFFICER)) is None
        assert connection.scalars(select(portals.c.contact).where(portals.c.slug == "leeds")).one() == ""
    assert {one.action for one in told} >= {"x", "person forgotten"}
    assert OFFICER not in str(told)


def test_pages_of_one_person_are_kept_by_nobody(desk: People) -> None:
    desk.sign_in(OFFICER)
    for address in ("/account", "/account/forget", "/sign-in", "/sign-in/sent"):
        heads = desk.get(address).headers
        assert (heads["cache-control"], heads["x-robots-tag"]) == ("no-store", "noindex")


def test_public_pages_are_the_same_for_whoever_looks(desk: People) -> None:
    addresses = ("/", "/portal/leeds", "/status", "/search?q=a")
    before = [desk.get(one) for one in addresses]
    desk.sign_in(OPERATOR)
    after = [desk.get(one) for one in addresses]
    assert [one.content for one in before] == [one.content for one in after]
    assert [one.headers.get("etag") for one in before] == [one.headers.get("etag") for one in after]
    assert not [one for one in after if "set-cookie" in one.headers]
    assert 'href="/account"' in after[0].text
