"""Requests to one host: so many a day, and in turn with whatever other portal stands on it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import pairwise

from conftest import House
from living import Live
from starlette.types import ASGIApp, Receive, Scope, Send

from catalogue.ledger.filings import left_behind
from catalogue.ledger.schema import hosts
from harvester.ended import Ended
from harvester.replay.recording import Recording
from harvester.replay.server import build_app, running
from harvester.worker import clerk_of


def test_a_run_that_has_spent_the_days_requests_goes_on_the_next_day(live: Live) -> None:
    """It is partial until then, nothing counts as missing, and no page is asked twice."""
    portal = live("hirwen")
    first = portal.run(settings={"daily_requests": "2"})
    assert portal.ended is Ended.PARTIAL
    status = portal.house.status("hirwen")
    assert status.running is not None
    assert "gets no more than 2 requests a day" in status.running.sentence
    assert status.next_run.endswith("T00:00:00Z")
    with portal.house.ledger.writing() as connection:
        assert left_behind(connection, clerk_of(portal.house.settings)) == ()
        connection.execute(hosts.update().values(day="2026-01-01"))
    second = portal.run(settings={"daily_requests": "9"})
    assert portal.ended is Ended.COMPLETE, portal.last.sentence
    assert (portal.last.number, portal.last.counts.get("missing", 0)) == (1, 0)
    assert set(first).isdisjoint(second)


@dataclass(slots=True)
class Watched:
    """An app that notes when each request came and when its answer had gone."""

    app: ASGIApp
    spans: list[tuple[float, float]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = time.monotonic()
        await self.app(scope, receive, send)
        if scope["type"] == "http":
            self.spans.append((begun, time.monotonic()))


def test_two_portals_on_one_host_are_asked_in_turn(house: House, bundled: Mapping[str, Recording]) -> None:
    """Together no faster than one, and never both at once."""
    twins = [replace(bundled["hirwen"], slug=slug) for slug in ("one", "two")]
    watched = Watched(build_app(twins))
    with running(watched) as address:
        house.allow(address)
        for twin in twins:
            house.register(twin, address, delay=0.3)
        with ThreadPoolExecutor() as pool:
            assert set(pool.map(house.crawl, ("one", "two"))) == {Ended.COMPLETE}
    spans = sorted(watched.spans)
    assert len(spans) > 5
    assert all(following >= ended for (_, ended), (following, _) in pairwise(spans))
    assert spans[-1][0] - spans[0][0] > 0.28 * (len(spans) - 1)
