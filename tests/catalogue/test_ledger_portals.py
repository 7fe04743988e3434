"""Portals are registered once, brought up to date, paused, harvested when due, and removed when empty."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up_ledger import LEEDS, NOW, Field, later, read

from catalogue.errors import PortalError
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.portals import (
    add_portal,
    due_portals,
    get_portal,
    list_portals,
    remove_portal,
    set_next_run,
    set_paused,
)
from catalogue.ledger.withdrawal import withdraw_portal
from catalogue.portal import Portal

YORK = Portal(
    slug="york", title="York", kind="dcat", address="https://york.test", origin="https://data.york.test",
    body="E06000014", settings={"delay": 2.5, "publisher": "City of York"},
)  # fmt: skip


def test_a_portal_comes_back_as_it_was_registered(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        assert add_portal(connection, YORK, now=NOW) is True
        assert get_portal(connection, "york") == YORK
        assert get_portal(connection, "york").setting("delay") == "2.5"


def test_a_portal_registered_again_is_brought_up_to_date(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        add_portal(connection, YORK, now=NOW)
        assert add_portal(connection, replace(YORK, title="City of York", kind="ckan"), now=later(1)) is False
        assert [(one.title, one.kind) for one in list_portals(connection)] == [("City of York", "ckan")]


def test_a_paused_portal_registered_again_stays_paused(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        add_portal(connection, YORK, now=NOW)
        set_paused(connection, "york", paused=True)
        add_portal(connection, YORK, now=NOW)
        assert get_portal(connection, "york").paused


def test_an_address_is_registered_once(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        add_portal(connection, YORK, now=NOW)
        with pytest.raises(PortalError, match=r"https://york\.test is already registered as 'york'"):
            add_portal(connection, replace(YORK, slug="york-two"), now=NOW)


@pytest.mark.parametrize(
    "slug", ["", "Leeds", "-leeds", "leeds-", "le/eds", "l" * 81, "leeds\n", "../x", "léeds"]
)
def test_a_slug_is_small_letters_digits_and_hyphens(ledger: Ledger, slug: str) -> None:
    with ledger.writing() as connection, pytest.raises(PortalError, match="a slug is"):
        add_portal(connection, replace(YORK, slug=slug), now=NOW)


def test_a_portal_that_nobody_knows_is_named(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        for asked in (get_portal, remove_portal, lambda held, slug: set_paused(held, slug, paused=True)):
            with pytest.raises(PortalError, match="portals/nowhere: no portal of that name"):
                asked(connection, "nowhere")


def test_portals_are_due_longest_waiting_first_unless_paused(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        for slug in ("a", "b", "c", "d"):
            add_portal(connection, replace(YORK, slug=slug, address=f"https://{slug}.test"), now=NOW)
        set_next_run(connection, "a", at=later(-1))
        set_next_run(connection, "b", at=later(1))
        set_paused(connection, "c", paused=True)
        assert due_portals(connection, now=NOW) == ("d", "a")
        assert due_portals(connection, now=later(1)) == ("d", "a", "b")


def test_a_portal_with_datasets_is_not_removed(field: Field) -> None:
    field.run(read("bins"))

    with field.ledger.writing() as connection, pytest.raises(PortalError, match="withdrawn first"):
        remove_portal(connection, "leeds")


def test_a_portal_whose_datasets_are_withdrawn_is_removed_and_its_changes_stay(field: Field) -> None:
    field.run(read("bins"), read("trees"))

    with field.ledger.writing() as connection:
        assert withdraw_portal(connection, "leeds", now=later(1)) == 2
        assert withdraw_portal(connection, "leeds", now=later(1)) == 0
        remove_portal(connection, "leeds")
        assert list_portals(connection) == ()
    assert field.sequence() == [(1, "added"), (2, "added"), (3, "withdrawn"), (4, "withdrawn")]


def test_a_removed_portal_can_be_registered_and_harvested_again(field: Field) -> None:
    field.run(read("bins"))
    with field.ledger.writing() as connection:
        withdraw_portal(connection, "leeds", now=NOW)
        remove_portal(connection, "leeds")
        add_portal(connection, LEEDS, now=NOW)

    assert field.run(read("bins")) == {"added": 1}
    assert field.states() == {"bins": "live"}
