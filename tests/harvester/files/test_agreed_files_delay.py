"""How often the files at a portal's host are asked for, where the portal agreed to something."""

import pytest
from house import House

from catalogue.errors import PortalError
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.portals import add_portal
from catalogue.portal import Portal
from catalogue.settings import Settings
from harvester.asking.terms import check_terms
from harvester.linking.manners import turns_beside

USUAL = 2.0


def portal(slug: str, **settings: object) -> Portal:
    return Portal(
        slug=slug, title=slug, kind="ckan", address=f"https://data.madeup.example/{slug}/", settings=settings
    )


def delay(ledger: Ledger, *portals: Portal) -> float:
    with ledger.writing() as connection:
        for one in portals:
            add_portal(connection, one, now="2026-11-29T00:00:00Z")
    turns = turns_beside(ledger, Settings(), delay=USUAL, of_the_day=4)
    return turns.asker_of("data.madeup.example").delay


@pytest.mark.parametrize(
    ("settings", "seconds"),
    [
        ({}, USUAL),
        ({"delay": 0}, USUAL),
        ({"delay": 5}, 5.0),
        ({"files_delay": 0}, 0.0),
        ({"delay": 5, "files_delay": 0.5}, 0.5),
        ({"files_delay": 30}, 30.0),
    ],
)
def test_files_are_asked_for_as_the_portal_agreed(
    house: House, settings: dict[str, object], seconds: float
) -> None:
    assert delay(house.ledger, portal("a", **settings)) == seconds


def test_where_two_portals_stand_both_agreed(house: House) -> None:
    assert delay(house.ledger, portal("a", files_delay=0), portal("b", files_delay=0)) == 0.0
    assert delay(house.ledger, portal("c")) == USUAL


@pytest.mark.parametrize("said", ["soon", "-1", "nan", "1e3"])
def test_the_delay_is_a_number_of_seconds(said: str) -> None:
    with pytest.raises(PortalError, match="portals/a: setting files_delay is "):
        check_terms(portal("a", files_delay=said))
