"""Every fictional council of the further kinds, harvested over HTTP from the first request to the commit."""

from __future__ import annotations

import pytest
from accounting import check_account
from conftest import House, Serve
from councils import COUNCILS

from harvester.ended import Ended
from harvester.replay.recording import Recording


@pytest.mark.parametrize("council", COUNCILS, ids=[council.kind for council in COUNCILS])
def test_a_council_is_harvested_whole(council: Recording, house: House, serve: Serve) -> None:
    with serve([council]) as (address, _):
        house.allow(address)
        house.register(council, address)
        ended = house.crawl(council.slug)
    assert ended is Ended.COMPLETE, house.sentence(council.slug)
    states = house.datasets(council.slug)
    assert (len(states), set(states.values())) == (council.expected, {"live"})
    check_account(house, council.slug)
