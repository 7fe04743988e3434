"""A CSW over HTTP: what it cannot give is stepped over and told, and nothing that was held is lost."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from conftest import House, Serve

from harvester.ended import Ended
from harvester.replay.recording import bundled_recordings

(PARK,) = (recording for recording in bundled_recordings() if recording.slug == "esgairwen")


def test_a_record_that_cannot_be_given_makes_the_run_partly_and_keeps_what_was_held(
    house: House, serve: Serve
) -> None:
    with serve([PARK]) as (address, _):
        house.allow(address)
        house.register(PARK, address)
        assert house.crawl(PARK.slug) is Ended.COMPLETE, house.sentence(PARK.slug)
    broken = next(key for key in sorted(house.datasets(PARK.slug)) if key[0] not in "{")
    spoilt = replace(PARK, options=MappingProxyType({**PARK.options, "broken": [broken]}))
    with serve([spoilt]) as (address, _):
        house.allow(address)
        house.register(PARK, address)
        assert house.crawl(PARK.slug) is Ended.PARTIAL
    assert "the portal says that it has 24, and 23 came" in house.sentence(PARK.slug)
    assert set(house.datasets(PARK.slug).values()) == {"live"}
    assert len(house.datasets(PARK.slug)) == PARK.expected
