"""A portal gives its datasets other names: asked over HTTP, run by run."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from conftest import House, Serve
from sqlalchemy import select

from catalogue.ledger.renaming import list_former_keys
from catalogue.ledger.schema import entries, portals
from harvester.ended import Ended
from harvester.replay.faults import Edited, Rule
from harvester.replay.recording import Recording


def identifiers(house: House, slug: str) -> dict[str, str]:
    """The key of each dataset, by its identifier here."""
    mine = select(entries.c.id, entries.c.key).join(portals, portals.c.id == entries.c.portal_id)
    with house.ledger.reading() as connection:
        return {row.id: row.key for row in connection.execute(mine.where(portals.c.slug == slug))}


@pytest.mark.parametrize(
    ("slug", "find", "replace"),
    [
        ("ottermoor", r'"identifier":\s*"([^"]*)"', r'"identifier":"urn:new:\1"'),
        ("holmshire", r'"id":\s*"([^"]*)"', r'"id":"new-\1"'),
    ],
)
def test_a_portal_that_changes_its_scheme_of_names_keeps_its_datasets(
    slug: str, find: str, replace: str, full_house: House, bundled: Mapping[str, Recording], serve: Serve
) -> None:
    before, states = identifiers(full_house, slug), full_house.datasets(slug)
    fault = Edited(find=find, replace=replace)
    with serve([bundled[slug]], Rule(fault=fault, pattern=rf"^/{slug}/")) as (address, _):
        full_house.allow(address)
        full_house.register(bundled[slug], address)
        ended = full_house.crawl(slug)
    after = identifiers(full_house, slug)
    assert ended is Ended.COMPLETE, full_house.sentence(slug)
    assert "are listed under new names and keep their addresses here" in full_house.sentence(slug)
    assert after.keys() == before.keys()
    renamed = {one: key for one, key in before.items() if not key.startswith("weak:")}
    assert all(after[one] != key for one, key in renamed.items())
    assert set(full_house.datasets(slug).values()) == set(states.values())
    with full_house.ledger.reading() as connection:
        former = {one: list_former_keys(connection, one)[0].key for one in renamed}
    assert former == renamed
