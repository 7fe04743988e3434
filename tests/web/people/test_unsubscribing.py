"""The link in each mail about a portal: opened it changes nothing, by a button or by one click it stops the mails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from people_site import BAD, OFFICER, STRANGER, People, shown
from sqlalchemy import delete

from catalogue.ledger.mutes import is_muted
from catalogue.ledger.people_schema import mutes
from catalogue.signing import signer
from catalogue.unsubscribing import Unsubscription, from_token, to_token


@pytest.fixture
def desk(opened: People) -> Iterator[People]:
    """The site, with nothing muted afterwards."""
    opened.begin_again()
    yield opened
    with opened.ledger.writing() as connection:
        connection.execute(delete(mutes))


def link(people: People, portal: str = "leeds") -> str:
    return f"/unsubscribe/{to_token(people.site.key, Unsubscription(email=OFFICER, portal=portal))}"


def muted(people: People, email: str = OFFICER, portal: str = "leeds") -> bool:
    with people.ledger.reading() as connection:
        return is_muted(connection, email, portal)


def test_what_is_signed_reads_back() -> None:
    wanted = Unsubscription(email=OFFICER, portal="leeds")
    assert from_token("k", to_token("k", wanted)) == wanted
    assert from_token("other", to_token("k", wanted)) is None


def test_opening_the_link_changes_nothing(desk: People) -> None:
    assert "Tell me no more about it" in shown(desk.get(link(desk)))
    assert not muted(desk)


def test_the_button_works_signed_out_and_can_be_undone(desk: People) -> None:
    answer = desk.client.post(link(desk))
    assert answer.status_code == 200
    assert f"{OFFICER} is told no more about Data Mill" in shown(answer)
    assert (muted(desk), muted(desk, portal="york"), muted(desk, STRANGER)) == (True, False, False)
    desk.client.post(link(desk), data={"again": "1"})
    assert not muted(desk)


def test_one_click_of_a_mail_program_is_enough(desk: People) -> None:
    """RFC 8058, 3.2: without cookies, and sent twice it is as if it had been sent once."""
    for _ in range(2):
        answer = desk.client.post(link(desk), data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert muted(desk)


@pytest.mark.parametrize("token", ["x", "WyJhIiwiYiJd.x.y", "a" * 5000, "é"])
def test_a_forged_link_mutes_nobody(desk: People, token: str) -> None:
    assert desk.client.post(f"/unsubscribe/{token}").status_code == 404
    assert desk.get(f"/unsubscribe/{token}").status_code == 404


def test_what_was_signed_for_something_else_mutes_nobody(desk: People) -> None:
    token = signer(desk.site.key, "session").dumps([OFFICER, "leeds"])
    assert desk.client.post(f"/unsubscribe/{token}").status_code == 404
    assert not muted(desk)


def test_a_portal_that_is_gone_or_hostile_is_named_harmlessly(desk: People) -> None:
    assert "told no more about gone" in shown(desk.client.post(link(desk, "gone")))
    assert BAD not in desk.get(link(desk, "york")).text
