"""Registrations: filed, proven, decided, changed and removed; and what is tried with forged and old links."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from made_up_ledger import LEEDS, NOW, later
from sqlalchemy import Connection, select

from catalogue.clock import shifted
from catalogue.ledger.checks import file_check
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.people_schema import audit, rights
from catalogue.ledger.portals import add_portal, due_portals, get_portal
from catalogue.ledger.proofs import LASTS, read_proof
from catalogue.ledger.registrations import (
    Proven,
    Way,
    ask_for_proof,
    change_registration,
    count_waiting,
    decide_registration,
    file_registration,
    forget_unproven,
    prove,
    registration_of,
    waiting_registrations,
)
from catalogue.ledger.removals import carry_out_removal, file_removal, filed_removals
from catalogue.ledger.watches import portal_contact
from catalogue.registering.asked import Asked, Registration, Step
from vocab import load_vocabulary
from vocab.bodies import bodies_of

BODIES = bodies_of(load_vocabulary())
ASKED = Asked(
    address="https://open-data.example/",
    kind="ckan",
    title="Leeds open data",
    body="E08000035",
    organisation="Leeds City Council",
    email="open.data@leeds.gov.uk",
)
LINK, OTHER, MAILED = "a" * 43, "b" * 43, "m" * 43


def filed(
    connection: Connection, asked: Asked = ASKED, *, link: str = LINK, mailed: str = MAILED
) -> Registration:
    """A registration whose contact has been sent a link."""
    held, _ = file_registration(connection, asked, token=link, check=None, now=NOW)
    ask_for_proof(connection, held, token=mailed, now=NOW)
    return held


def proven(
    connection: Connection, mailed: str = MAILED, *, held: str = LINK, now: str = NOW
) -> Proven | None:
    """What pressing the button on the page of a mailed link makes of it."""
    return prove(connection, mailed, bodies=BODIES, way=Way(held=held, fresh=OTHER), now=now)


def test_an_address_at_the_organisations_own_domain_registers_the_portal_at_once(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed(connection)
        done = proven(connection)
        assert done
        assert (done.registration.step, done.registration.verified) == (Step.REGISTERED, True)
        portal = get_portal(connection, done.registration.portal)
        assert (portal.slug, portal.body, portal.kind) == ("leeds-open-data", "E08000035", "ckan")
        assert due_portals(connection, now=NOW) == ("leeds-open-data",)
        assert portal_contact(connection, portal.slug) == "open.data@leeds.gov.uk"
        assert connection.scalars(select(rights.c.email)).all() == ["open.data@leeds.gov.uk"]
        told = connection.scalars(select(audit.c.action).order_by(audit.c.n)).all()
    assert told == ["registration filed", "contact proven", "portal registered"]


@pytest.mark.parametrize(
    "asked",
    [
        replace(ASKED, email="officer@mail.example"),
        replace(ASKED, email="officer@york.gov.uk"),
        replace(ASKED, email="officer@leeds.gov.uk.mail.example"),
        replace(ASKED, email="officer@notleeds.gov.uk"),
        replace(ASKED, body="", organisation="A society"),
        replace(ASKED, address="https://data.york.gov.uk/"),
    ],
    ids=str,
)
def test_all_others_wait_for_an_operator(ledger: Ledger, asked: Asked) -> None:
    with ledger.writing() as connection:
        filed(connection, asked)
        assert count_waiting(connection) == 0
        done = proven(connection)
        assert done
        assert done.registration.step is Step.WAITING
        assert [one.id for one in waiting_registrations(connection)] == [done.registration.id]
        assert due_portals(connection, now=NOW) == ()


def test_a_link_proves_once(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed(connection)
        assert proven(connection)
        assert proven(connection) is None


@pytest.mark.parametrize("mailed", ["", "x", LINK, MAILED[:-1], f"{MAILED} ", "é\udcff"])
def test_a_forged_link_proves_nothing(ledger: Ledger, mailed: str) -> None:
    with ledger.writing() as connection:
        filed(connection)
        assert proven(connection, mailed) is None
        assert _held(connection).step is Step.UNPROVEN


def test_a_link_ends_after_its_days(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed(connection)
        assert read_proof(connection, MAILED, now=shifted(NOW, LASTS - timedelta(seconds=1)))
        assert proven(connection, now=shifted(NOW, LASTS)) is None


def test_a_new_link_ends_the_one_before(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        held = filed(connection)
        ask_for_proof(connection, held, token="n" * 43, now=NOW)
        assert proven(connection, MAILED) is None
        assert proven(connection, "n" * 43)


def test_the_link_of_another_registration_proves_nothing_of_this(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed(connection)
        filed(connection, replace(ASKED, address="https://b.example/"), link=OTHER, mailed="o" * 43)
        done = proven(connection, "o" * 43, held=OTHER)
        assert done
        assert done.registration.asked.address == "https://b.example/"
        assert _held(connection).step is Step.UNPROVEN


def test_who_proves_elsewhere_gets_a_link_of_their_own_and_the_old_one_ends(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed(connection)
        done = proven(connection, held="")
        assert done
        assert done.link == OTHER
        assert registration_of(connection, LINK) is None
        assert registration_of(connection, OTHER) == done.registration


def test_a_form_that_is_sent_twice_files_one_registration(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        check = file_check(connection, ASKED.address, token_digest="c" * 64, client="", now=NOW)
        first, is_new = file_registration(connection, ASKED, token=LINK, check=check, now=NOW)
        again, is_newer = file_registration(
            connection, replace(ASKED, title="x"), token=OTHER, check=check, now=NOW
        )
    assert (first, is_new, is_newer) == (again, True, False)


def test_an_operator_approves_once(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        held = filed(connection, replace(ASKED, email="officer@mail.example"))
        assert decide_registration(connection, held.id, approved=True, by="op@x.example", now=NOW) is None
        proven(connection)
        done = decide_registration(connection, held.id, approved=True, by="op@x.example", now=NOW)
        assert done
        assert (done.step, done.decided_by, done.verified) == (Step.REGISTERED, "op@x.example", False)
        assert connection.scalars(select(rights.c.email)).all() == []
        assert decide_registration(connection, held.id, approved=False, by="op@x.example", now=NOW) is None


def test_an_operator_refuses_with_a_reason(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        held = filed(connection, replace(ASKED, email="officer@mail.example"))
        proven(connection)
        done = decide_registration(
            connection, held.id, approved=False, reason="A copy.", by="op@x.example", now=NOW
        )
        assert done
        assert (done.step, done.reason) == (Step.REFUSED, "A copy.")


def test_a_portal_that_is_registered_meanwhile_is_not_registered_again(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed(connection)
        add_portal(connection, replace(LEEDS, address="http://www.open-data.example"), now=NOW)
        done = proven(connection)
    assert done
    assert done.registration.step is Step.REFUSED
    assert "already, as “leeds”" in done.registration.reason


def test_names_of_portals_never_clash(ledger: Ledger) -> None:
    slugs = []
    with ledger.writing() as connection:
        for number in range(3):
            asked = replace(ASKED, address=f"https://{number}.example/")
            filed(connection, asked, link=str(number), mailed=f"m{number}")
            done = proven(connection, f"m{number}", held=str(number))
            slugs.append(done.registration.portal if done else "")
    assert slugs == ["leeds-open-data", "leeds-open-data-2", "leeds-open-data-3"]


def test_a_portal_of_what_others_publish_has_nothing_of_its_own_by_default(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed(connection, replace(ASKED, of_others=True))
        proven(connection)
        assert get_portal(connection, "leeds-open-data").settings == {"lists": "others"}


def test_a_new_contact_counts_once_it_is_proven(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed(connection)
        proven(connection)
        new = replace(ASKED, email="maps@leeds.gov.uk", title="Leeds maps")
        held = change_registration(connection, _held(connection), new, bodies=BODIES, now=later(1))
        assert (held.step, held.proven) == (Step.REGISTERED, "")
        assert get_portal(connection, held.portal).title == "Leeds maps"
        assert portal_contact(connection, held.portal) == "open.data@leeds.gov.uk"
        ask_for_proof(connection, held, token="n" * 43, now=later(1))
        assert proven(connection, "n" * 43, now=later(1))
        assert portal_contact(connection, held.portal) == "maps@leeds.gov.uk"
        assert connection.scalars(select(rights.c.email)).all() == ["maps@leeds.gov.uk"]


def test_a_link_to_an_address_that_was_changed_proves_nothing(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        held = filed(connection)
        change_registration(connection, held, replace(ASKED, email="b@leeds.gov.uk"), bodies=BODIES, now=NOW)
        assert proven(connection) is None


def test_who_does_not_want_to_be_told_is_not(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed(connection)
        proven(connection)
        change_registration(connection, _held(connection), replace(ASKED, told=False), bodies=BODIES, now=NOW)
        assert portal_contact(connection, "leeds-open-data") == ""


def test_the_right_organisation_said_later_registers_what_waited(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        held = filed(connection, replace(ASKED, body="", organisation="Leeds"))
        proven(connection)
        assert change_registration(connection, _held(connection), ASKED, bodies=BODIES, now=NOW).portal
        assert held.portal == ""


def test_what_nobody_proves_is_forgotten_after_a_month(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed(connection)
        filed(connection, replace(ASKED, address="https://b.example/"), link=OTHER, mailed="o" * 43)
        assert proven(connection, "o" * 43, held=OTHER)
        assert forget_unproven(connection, now=later(29)) == 0
        assert forget_unproven(connection, now=later(30)) == 1
        assert registration_of(connection, LINK) is None
        assert registration_of(connection, OTHER)


def test_a_removal_waits_for_a_worker_and_forgets_the_contact(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        filed(connection)
        done = proven(connection)
        assert done
        file_removal(connection, done.registration, now=later(1))
        file_removal(connection, _held(connection), now=later(2))
        assert get_portal(connection, "leeds-open-data").paused
        assert filed_removals(connection) == ("leeds-open-data",)
        assert carry_out_removal(connection, "leeds-open-data", is_alive=lambda _: True, now=later(2))
        assert filed_removals(connection) == ()
        gone = _held(connection)
    assert (gone.step, gone.asked.email) == (Step.REMOVED, "")


def _held(connection: Connection, link: str = LINK) -> Registration:
    held = registration_of(connection, link)
    assert held
    return held
