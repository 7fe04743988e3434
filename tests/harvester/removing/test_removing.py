"""What is filed for removal is withdrawn by a worker, and from store and index too, once nobody harvests it."""

from __future__ import annotations

from house import NOW, House
from sqlalchemy import insert, select, update

from catalogue.indexes.protocol import Search, open_index
from catalogue.ledger.checks_schema import registrations
from catalogue.ledger.people_schema import audit
from catalogue.ledger.portals import list_portals, portal_id
from catalogue.ledger.registrations import get_registration
from catalogue.ledger.removals import file_removal, filed_removals
from catalogue.ledger.schema import runs
from harvester.owner import own_name
from harvester.removing import Remover, remove_filed


def file(house: House, slug: str) -> None:
    """Files the removal of a portal that registered itself."""
    held = {"digest": slug, "portal": slug, "address": "https://x.example/", "kind": "ckan", "made": NOW}
    with house.ledger.writing() as connection:
        number = connection.execute(insert(registrations).values(**held, email="a@x.example", proven=NOW))
        registration = get_registration(connection, number.inserted_primary_key[0])  # type: ignore[index]
        assert registration
        file_removal(connection, registration, now=NOW)


def found(house: House) -> int:
    """How many datasets a search finds."""
    index = open_index(house.settings.index_url)
    total = index.search(Search(limit=0)).total
    index.close()
    return total


def test_a_removed_portal_is_gone_from_ledger_store_and_index(full_house: House) -> None:
    slug = "thornmere"
    with full_house.ledger.reading() as connection:
        others = [one.slug for one in list_portals(connection) if one.slug != slug]
    file(full_house, slug)
    assert remove_filed(full_house.settings, full_house.ledger) == (slug,)
    assert remove_filed(full_house.settings, full_house.ledger) == ()
    with full_house.ledger.reading() as connection:
        assert [one.slug for one in list_portals(connection)] == others
        line = connection.execute(select(audit).where(audit.c.action == "portal removed")).mappings().one()
    assert line["detail"]["withdrawn"] > 0
    assert found(full_house) == sum(full_house.status(one).datasets for one in others)


def test_a_removal_waits_for_the_run_that_goes_on(full_house: House) -> None:
    slug = "thornmere"
    file(full_house, slug)
    with full_house.ledger.writing() as connection:
        mine = runs.c.portal_id == portal_id(connection, slug)
        connection.execute(update(runs).where(mine).values(finished="", owner=own_name(), heartbeat=NOW))
    assert remove_filed(full_house.settings, full_house.ledger) == ()
    with full_house.ledger.writing() as connection:
        assert filed_removals(connection) == (slug,)
        connection.execute(update(runs).where(mine).values(finished=NOW))
    assert remove_filed(full_house.settings, full_house.ledger) == (slug,)


def test_what_is_filed_is_begun_by_the_workers_pulse(full_house: House) -> None:
    file(full_house, "hirwen")
    remover = Remover(full_house.settings, full_house.ledger)
    remover.look()
    remover.look()
    remover.errand.stop(60)
    with full_house.ledger.reading() as connection:
        assert "hirwen" not in [one.slug for one in list_portals(connection)]
