"""The links of the catalogue follow its changes."""

from __future__ import annotations

from made_up_ledger import Field, field_of, later, read
from sqlalchemy import func, insert, select, update

from catalogue.entry import mint_id
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.links import follow_links, link_states, works
from catalogue.ledger.quality_schema import checked_links, link_checks, link_uses
from catalogue.ledger.withdrawal import withdraw_portal
from catalogue.linkage.standing import State
from catalogue.portal import Portal

BINS, ROADS = "https://files.leeds.test/bins.csv", "https://files.leeds.test/roads.csv"
CITY = Portal(slug="city", title="City", kind="ckan", address="https://data.city.test")


def addresses(ledger: Ledger) -> dict[str, int]:
    """How many uses each link has."""
    follow_links(ledger)
    counted = select(checked_links.c.url, func.count()).join(link_uses).group_by(checked_links.c.url)
    with ledger.reading() as connection:
        return {url: count for url, count in connection.execute(counted)}


def test_an_address_of_many_datasets_is_one_link(field: Field) -> None:
    city = field_of(field.ledger, CITY)
    field.run(read("bins", addresses=(BINS,)), read("streets", addresses=(ROADS, BINS)))
    city.run(read("copy", portal="city", addresses=(BINS,)))
    assert addresses(field.ledger) == {BINS: 3, ROADS: 1}


def test_a_dataset_that_changes_leads_to_what_it_says_now(field: Field) -> None:
    field.run(read("bins", addresses=(BINS,)))
    assert addresses(field.ledger) == {BINS: 1}
    field.run(read("bins", addresses=(ROADS,)), now=later(1))
    assert addresses(field.ledger) == {ROADS: 1}


def test_what_no_dataset_leads_to_any_more_is_forgotten_with_its_checks(field: Field) -> None:
    field.run(read("bins", addresses=(BINS,)))
    follow_links(field.ledger)
    with field.ledger.writing() as connection:
        number = connection.scalar(select(checked_links.c.id))
        told = {"at": later(0), "method": "GET", "outcome": "works", "remark": ""}
        connection.execute(insert(link_checks).values(link_id=number, **told))
        withdraw_portal(connection, "leeds", now=later(1))
    assert addresses(field.ledger) == {}
    with field.ledger.reading() as connection:
        for table in (checked_links, link_uses, link_checks):
            assert connection.scalar(select(func.count()).select_from(table)) == 0


def test_a_rebuild_finds_the_same_links_and_forgets_no_state(field: Field) -> None:
    field.run(read("bins", addresses=(BINS,)), read("roads", addresses=(ROADS,)))
    before = addresses(field.ledger)
    with field.ledger.writing() as connection:
        connection.execute(update(checked_links).where(checked_links.c.url == BINS).values(state="dead"))
    follow_links(field.ledger, anew=True)
    assert addresses(field.ledger) == before
    with field.ledger.reading() as connection:
        assert works(connection, [BINS, f"{ROADS}#top", "https://nobody.example/"]) == {
            BINS: State.DEAD,
            f"{ROADS}#top": State.NEVER_ASKED,
            "https://nobody.example/": State.NEVER_ASKED,
        }
        (link,) = link_states(connection, mint_id("leeds", "bins"))
    assert (link.url, link.host, link.state) == (BINS, "files.leeds.test", State.DEAD)
