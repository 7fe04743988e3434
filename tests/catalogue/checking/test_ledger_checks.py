"""Checks in the ledger: each is done once, told to all who wait for it, and outlives those who do it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from catalogue.checking.report import Detected, Report
from catalogue.errors import PortalError
from catalogue.ledger import checks as ledger_checks
from catalogue.ledger.checks import (
    Check,
    CheckState,
    Progress,
    check_of,
    check_turn,
    file_check,
    forget_expired,
    is_anything_filed,
    let_go_of_gone,
    note_progress,
    take_check,
)
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.portals import add_portal
from catalogue.portal import Portal

NOW, SOON, AFTER = "2026-11-28T12:00:00Z", "2026-11-28T12:00:05Z", "2026-12-28T12:00:00Z"
ADDRESS = "https://data.thornmere.example/"
DONE = Progress(
    state=CheckState.DONE,
    sentence="20 records were read.",
    lines=("It answers.",),
    found=Detected(kind="ckan", address=ADDRESS, tried=("x",)),
    report=Report(read=20),
)


@pytest.fixture
def connection(ledger: Ledger) -> Iterator[Connection]:
    """One transaction over an empty ledger."""
    with ledger.writing() as opened:
        yield opened


def filed(connection: Connection, name: str, address: str = ADDRESS, client: str = "") -> int:
    """A check under the digest `name`."""
    return file_check(connection, address, token_digest=name, client=client, now=NOW)


def taken(connection: Connection, owner: str = "w") -> Check:
    """The next check, which must be there."""
    check = take_check(connection, owner=owner, now=NOW)
    assert check is not None
    return check


def seen(connection: Connection, name: str) -> Check:
    """The check under the digest `name`, which must be there."""
    check = check_of(connection, name, now=SOON)
    assert check is not None
    return check


def test_a_check_is_taken_once_and_told_to_who_holds_its_link(connection: Connection) -> None:
    number = filed(connection, "a")
    check = taken(connection)
    assert (check.id, check.address, check.tries) == (number, ADDRESS, 1)
    assert take_check(connection, owner="other", now=NOW) is None
    assert note_progress(connection, check, DONE, owner="w", now=SOON)
    assert seen(connection, "a").progress == DONE
    assert seen(connection, "a").ended == SOON
    assert not is_anything_filed(connection)


def test_a_private_link_ends_after_thirty_days(connection: Connection) -> None:
    filed(connection, "a")
    assert check_of(connection, "a", now=AFTER) is None
    assert forget_expired(connection, now=SOON) == 0
    assert forget_expired(connection, now=AFTER) == 1
    assert check_turn(connection, "a") == -1


def test_who_asks_for_the_same_address_meanwhile_shares_the_look(connection: Connection) -> None:
    filed(connection, "a")
    check = taken(connection)
    filed(connection, "b")
    assert take_check(connection, owner="other", now=NOW) is None
    note_progress(connection, check, DONE, owner="w", now=SOON)
    assert seen(connection, "b").progress == DONE
    filed(connection, "c")  # afterwards: the portal may have been mended, so it is looked at again
    assert taken(connection).progress.state is CheckState.WAITING


def test_a_host_is_looked_at_by_one_check_at_a_time(connection: Connection) -> None:
    filed(connection, "a", ADDRESS + "one")
    filed(connection, "b", ADDRESS + "two")
    filed(connection, "c", "https://other.example/")
    assert [taken(connection).address for _ in range(2)] == [ADDRESS + "one", "https://other.example/"]
    assert take_check(connection, owner="w", now=NOW) is None


def test_who_has_a_check_in_work_lets_others_go_first(connection: Connection) -> None:
    for number in range(3):
        filed(connection, f"flood{number}", f"https://{number}.example/", client="flood")
    filed(connection, "late", client="officer")
    assert seen(connection, "late").ahead == 3
    assert taken(connection).address == "https://0.example/"
    assert taken(connection).address == ADDRESS


def test_a_check_of_a_gone_worker_is_taken_up_three_times_and_then_ended(connection: Connection) -> None:
    filed(connection, "a")
    for turn in range(3):
        check = taken(connection, f"dead{turn}")
        note_progress(connection, check, Progress(state=CheckState.READING), owner=f"dead{turn}", now=SOON)
        assert let_go_of_gone(connection, now=SOON, is_alive=lambda _: False) == (check.id,)
    progress = seen(connection, "a").progress
    assert progress.state is CheckState.FAILED
    assert "broke off 3 times" in progress.sentence
    assert take_check(connection, owner="w", now=NOW) is None


def test_a_check_of_a_living_worker_is_left_to_it(connection: Connection) -> None:
    filed(connection, "a")
    taken(connection)
    assert let_go_of_gone(connection, now=SOON, is_alive=lambda _: True) == ()


def test_who_has_lost_a_check_tells_nothing_of_it_any_more(connection: Connection) -> None:
    filed(connection, "a")
    check = taken(connection, "slow")
    let_go_of_gone(connection, now=SOON, is_alive=lambda _: False)
    taken(connection, "quick")
    assert not note_progress(connection, check, DONE, owner="slow", now=SOON)
    assert seen(connection, "a").progress.state is CheckState.WAITING


def test_each_thing_told_is_a_turn(connection: Connection) -> None:
    filed(connection, "a")
    check = taken(connection)
    for turn in range(3):
        assert check_turn(connection, "a") == turn
        note_progress(connection, check, Progress(state=CheckState.DETECTING), owner="w", now=SOON)


def test_an_address_that_is_registered_leads_to_its_portal(connection: Connection) -> None:
    portal = Portal(slug="thornmere", title="Thornmere", kind="ckan", address=ADDRESS)
    add_portal(connection, portal, now=NOW)
    filed(connection, "a", "http://www.data.thornmere.example/data.json")
    filed(connection, "b", "https://elsewhere.example/")
    assert seen(connection, "a").progress.portal == "thornmere"
    assert seen(connection, "b").progress.portal == ""


def test_a_flood_is_refused_before_it_fills_the_ledger(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_checks, "MOST_WAITING", 2)
    filed(connection, "a")
    filed(connection, "b")
    with pytest.raises(PortalError, match="an hour"):
        filed(connection, "c")
