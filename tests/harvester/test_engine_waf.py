"""A folder on the web over HTTP: a sub-folder that fails takes nothing away, and what is older is not asked again."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from conftest import House, Serve

from harvester.ended import Ended
from harvester.replay.recording import bundled_recordings

(ISLANDS,) = (recording for recording in bundled_recordings() if recording.slug == "skerravoe")


def test_a_sub_folder_that_fails_makes_the_run_partly_and_keeps_what_was_held(
    house: House, serve: Serve
) -> None:
    with serve([ISLANDS]) as (address, app):
        house.allow(address)
        house.register(ISLANDS, address)
        assert house.crawl(ISLANDS.slug) is Ended.COMPLETE, house.sentence(ISLANDS.slug)
        asked = len(app.addresses)
        assert house.crawl(ISLANDS.slug) is Ended.COMPLETE
        assert len(app.addresses) - asked < 10  # listings; every file is older than the run before
    shut = replace(ISLANDS, options=MappingProxyType({**ISLANDS.options, "hidden": ["coast"]}))
    with serve([shut]) as (address, _):
        house.allow(address)
        house.register(shut, address)
        assert house.crawl(ISLANDS.slug) is Ended.PARTIAL
    assert "/waf/coast/" in house.sentence(ISLANDS.slug)
    assert list(house.datasets(ISLANDS.slug).values()) == ["live"] * (ISLANDS.expected or 0)
