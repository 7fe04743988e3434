"""What a person releases at the site leaves the search as soon as a worker's pulse has seen it."""

from __future__ import annotations

from house import NOW, House
from sqlalchemy import select

from catalogue.indexes.protocol import Search, open_index
from catalogue.ledger.schema import entries
from catalogue.ledger.withdrawal import withdraw_entries
from harvester.following import Follower


def found(house: House) -> int:
    """How many datasets a search finds."""
    index = open_index(house.settings.index_url)
    total = index.search(Search(limit=0)).total
    index.close()
    return total


def look(follower: Follower) -> None:
    """One look, and its end."""
    follower.look()
    follower.errand.stop(60)
    assert not follower.errand.is_under_way


def test_store_and_index_follow_what_somebody_else_committed(full_house: House) -> None:
    """What has not changed since is not followed again, once what following itself brought is followed."""
    follower = Follower(full_house.settings, full_house.ledger)
    look(follower)
    before = found(full_house)
    with full_house.ledger.writing() as connection:
        one = connection.scalar(select(entries.c.id).where(entries.c.state == "live").limit(1))
        withdraw_entries(connection, [one], now=NOW)
    look(follower)
    assert found(full_house) == before - 1
    look(follower)
    last = follower.errand._thread
    follower.look()
    assert follower.errand._thread is last
