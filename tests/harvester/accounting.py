"""The account of a run, held against the lists of its records."""

from __future__ import annotations

from house import House

from catalogue.ledger.accounted import count_that

_MET = ("added", "changed", "same", "restored", "waiting", "held_changes", "held_additions")
_LISTS = ("added", "changed", "same", "restored", "rejected", "missing", "withdrawn", "waiting")


def check_account(house: House, slug: str) -> None:
    """Fails where a record of the last run is missing from its account, is counted twice, or stands in another list."""
    run = house.status(slug).last
    assert run
    rejected = run.counts.get("rejected", 0) - run.counts.get("repeated", 0)
    figures = dict(run.counts) | {"rejected": rejected}
    assert sum(figures.get(name, 0) for name in (*_MET, "rejected")) == figures["listed"], slug
    with house.ledger.reading() as connection:
        lists = {name: count_that(connection, slug, name) for name in _LISTS}
    assert lists == {name: figures.get(name, 0) for name in _LISTS}, slug
