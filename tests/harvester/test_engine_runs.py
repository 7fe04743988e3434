"""Runs from outside: killed and resumed, stopped, patient, forbidden, repeated, side by side."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import orjson
import pytest
from conftest import House, Serve
from family import family_of, left_after
from pages import Held
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from catalogue.indexes.protocol import open_index
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.schema import runs
from catalogue.projection import project
from catalogue.stores import open_store
from harvester.ended import Ended
from harvester.replay.faults import Drip, Edited, Rule, Status
from harvester.replay.recording import Recording
from harvester.replay.server import running

PAGES = r"^/\w+/"


def test_a_killed_run_goes_on_at_the_page_it_was_reading(
    house: House, serve: Serve, long_portal: Recording
) -> None:
    """Nothing is lost, nothing is read twice but that page, and every record is there once."""
    stuck = Held()
    with serve([long_portal], Rule(fault=stuck, pattern="page=3", nth=frozenset({1}))) as (address, app):
        house.allow(address)
        house.register(long_portal, address)
        process = house.begin("hirwen")
        assert stuck.reached.wait(30)
        process.kill()
        process.join()
        assert house.status("hirwen").datasets == 0
        assert house.status("hirwen").running is not None
        assert house.crawl("hirwen") is Ended.COMPLETE
    assert house.sentence("hirwen").startswith("90 of 90 records read")
    assert house.status("hirwen").datasets == 90
    assert house.status("hirwen").running is None
    last = house.status("hirwen").last
    assert last is not None and last.number == 1
    asked = [address for address in app.addresses if "catalog" in address]
    assert sorted(asked.count(one) for one in set(asked)) == [1, 1, 1, 2]


@pytest.mark.service
def test_a_run_that_is_asked_to_end_leaves_soon_and_goes_on_later(
    house: House, serve: Serve, long_portal: Recording
) -> None:
    """However slow the portal is, it takes a few seconds at most."""
    stuck = Held()
    with serve([long_portal], Rule(fault=stuck, pattern="page=2", nth=frozenset({1}))) as (address, _):
        house.allow(address)
        house.register(long_portal, address)
        process = house.begin("hirwen")
        assert stuck.reached.wait(30)
        process.terminate()
        process.join(20)
        assert process.exitcode is not None
        assert Ended.of(process.exitcode) is Ended.INTERRUPTED
        assert house.status("hirwen").running is not None
        assert house.crawl("hirwen") is Ended.COMPLETE
    assert house.status("hirwen").datasets == 90


@dataclass(slots=True, kw_only=True)
class Seized:
    """A page during which another machine takes the run for left behind, and takes it up."""

    ledger: Ledger

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        with self.ledger.writing() as connection:
            connection.execute(update(runs).values(owner="elsewhere:1:1"))
        await app(scope, receive, send)


def test_a_run_that_another_machine_took_up_is_left_to_it(
    house: House, serve: Serve, long_portal: Recording
) -> None:
    """This machine slept, or one of the two clocks is wrong: only one of them commits."""
    rule = Rule(fault=Seized(ledger=house.ledger), pattern="page=4")
    with serve([long_portal], rule) as (address, _):
        house.allow(address)
        house.register(long_portal, address)
        assert house.crawl("hirwen") is Ended.INTERRUPTED
        assert house.status("hirwen").datasets == 0
        assert house.status("hirwen").running is not None
        with house.ledger.writing() as connection:
            connection.execute(update(runs).values(heartbeat="2026-01-01T00:00:00Z"))
        assert house.crawl("hirwen") is Ended.COMPLETE
    assert house.status("hirwen").datasets == 90


@pytest.mark.service
def test_a_run_that_is_killed_again_and_again_still_ends_complete(
    house: House, serve: Serve, long_portal: Recording
) -> None:
    """At moments of no choice: while it opens, reads, stages, commits."""
    chance = random.Random(20261122)  # noqa: S311 - no secret
    drip = Rule(fault=Drip(size=20_000, pause=0.03), pattern="catalog")
    with serve([long_portal], drip) as (address, _):
        house.allow(address)
        house.register(long_portal, address)
        for _ in range(12):
            process = house.begin("hirwen")
            process.join(chance.uniform(0.05, 1.2))
            process.kill()
            process.join()
        assert house.crawl("hirwen") is Ended.COMPLETE
    assert set(house.datasets("hirwen").values()) == {"live"}
    assert house.status("hirwen").datasets == 90
    assert house.last_change() == 90
    assert house.status("hirwen").rejected == 0


def test_a_second_run_is_refused_while_the_first_goes_on(
    house: House, serve: Serve, long_portal: Recording
) -> None:
    """And the first is not disturbed."""
    stuck = Held()
    with serve([long_portal], Rule(fault=stuck, pattern="page=2", nth=frozenset({1}))) as (address, app):
        house.allow(address)
        house.register(long_portal, address)
        process = house.begin("hirwen")
        assert stuck.reached.wait(30)
        asked = len(app.addresses)
        assert house.crawl("hirwen") is Ended.FAILED
        assert "is going on in another process" in house.log
        assert len(app.addresses) == asked
        assert process.is_alive()
        process.kill()
        process.join()


def test_a_second_run_of_an_unchanged_portal_writes_nothing(
    full_house: House, bundled: Mapping[str, Recording], serve: Serve
) -> None:
    """No change in the ledger, and nothing in the store or the index."""
    project(full_house.settings, full_house.ledger)
    before = _generations(full_house)
    with serve(bundled.values()) as (address, app):
        for recording in bundled.values():
            full_house.register(recording, address)
        full_house.allow(address)
        ended = full_house.crawl_all(bundled)
    project(full_house.settings, full_house.ledger)
    assert ended == dict.fromkeys(bundled, Ended.COMPLETE)
    assert _generations(full_house) == before
    for slug in bundled:
        last = full_house.status(slug).last
        assert last is not None
        assert last.counts["read"] == last.counts["same"] > 0
        assert "added" not in last.counts
    assert len(app.addresses) < 20


@pytest.mark.parametrize(("code", "form"), [(429, "date"), (503, "seconds")])
def test_the_pause_that_a_portal_asks_for_is_made(
    code: int, form: str, house: House, bundled: Mapping[str, Recording], serve: Serve
) -> None:
    """Then it is asked again, and the run is complete."""
    until = datetime.now(UTC) + timedelta(seconds=3)
    asked = "1" if form == "seconds" else format_datetime(until.replace(microsecond=0), usegmt=True)
    fault = Status(code=code, retry_after=asked)
    began = time.monotonic()
    with serve([bundled["hirwen"]], Rule(fault=fault, pattern=PAGES, nth=frozenset({1}))) as (address, _):
        house.allow(address)
        house.register(bundled["hirwen"], address)
        assert house.crawl("hirwen") is Ended.COMPLETE
    assert (
        datetime.now(UTC) >= until.replace(microsecond=0) if form == "date" else time.monotonic() - began >= 1
    )


def test_robots_txt_is_obeyed_unless_the_council_agreed(
    house: House, bundled: Mapping[str, Recording]
) -> None:
    """Stock CKAN forbids /api/ to everybody."""
    with running(_standing_alone("User-agent: Stook\nDisallow: /api/\n", bundled["holmshire"])) as address:
        house.allow(address)
        house.add(slug="holmshire", kind="ckan", address=address, settings={"delay": 0})
        assert house.crawl("holmshire") is Ended.FAILED
        assert "closed to harvesters by the portal's robots.txt" in house.sentence("holmshire")
        consent = {"delay": 0, "robots": "api-consented", "consent": "A. Officer, 2026-11-01"}
        house.add(slug="holmshire", kind="ckan", address=address, settings=consent)
        assert house.crawl("holmshire") is Ended.COMPLETE
    assert house.status("holmshire").datasets > 0


def test_one_portal_on_a_bad_day_does_not_harm_the_other(
    full_house: House, bundled: Mapping[str, Recording], serve: Serve
) -> None:
    """`stook harvest` over both, side by side, says partly; the good one is brought up to date."""
    changed = Edited(find="Gritter names", replace="Gritters and their names")
    rules = [Rule(fault=Status(code=500), pattern="^/hirwen/"), Rule(fault=changed, pattern="^/holmshire/")]
    with serve(bundled.values(), *rules) as (address, _):
        for recording in bundled.values():
            full_house.register(recording, address)
        full_house.allow(address)
        done = _stook(full_house, "harvest", "hirwen", "holmshire", "--json")
    rows = {row["slug"]: row for row in orjson.loads(done.stdout)["portals"]}
    assert done.returncode == 1
    assert rows["hirwen"]["verdict"] == "failed"
    assert rows["hirwen"]["datasets"] == 36
    assert rows["holmshire"]["verdict"] == "complete"
    index = open_index(full_house.settings.index_url)
    assert index.mark() == full_house.last_change()
    index.close()


def test_a_dry_run_keeps_nothing(house: House, bundled: Mapping[str, Recording], serve: Serve) -> None:
    """It says what the first records would become, and that is all it was asked for."""
    with serve([bundled["holmshire"]]) as (address, _):
        house.allow(address)
        house.register(bundled["holmshire"], address)
        done = _stook(house, "harvest", "holmshire", "--dry-run", "5", "--json")
    told = orjson.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert len(told["datasets"]) == 4
    assert told["sentence"] == "A sample of 5 of 48 records was asked for and read; 1 of them rejected."
    assert house.status("holmshire").datasets == 0
    assert house.status("holmshire").last is None
    assert house.last_change() == 0


@pytest.mark.service
def test_a_run_ends_when_the_command_that_started_it_is_killed(
    house: House, serve: Serve, long_portal: Recording
) -> None:
    """By the kernel's word, since a killed process can say nothing."""
    stuck = Held()
    with serve([long_portal], Rule(fault=stuck, pattern="page=2", nth=frozenset({1}))) as (address, _):
        house.allow(address)
        house.register(long_portal, address)
        parent = subprocess.Popen(
            [sys.executable, "-m", "catalogue.cli", "harvest", "hirwen"], env=_environment(house)
        )
        assert stuck.reached.wait(60)
        family = family_of(parent.pid)
        parent.kill()
        parent.wait()
        assert len(family) > 1
        assert left_after(family, seconds=20) == []
        assert _stook(house, "harvest", "hirwen").returncode == 0
    assert house.status("hirwen").datasets == 90


def _environment(house: House) -> dict[str, str]:
    return dict(os.environ) | house.environment


def _stook(house: House, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "catalogue.cli", *arguments],
        env=_environment(house), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def _generations(house: House) -> tuple[str, str, int]:
    store = open_store(house.settings.store_url, writable=False)
    index = open_index(house.settings.index_url)
    try:
        return store.generation(), index.generation(), house.last_change()
    finally:
        index.close()
        store.close()


def _standing_alone(robots: str, recording: Recording) -> Starlette:
    """A CKAN at the root of its host, with a robots.txt."""
    packages = [orjson.loads(line) for line in recording.records]
    found = [package for package in packages if package.get("state") == "active" and package.get("title")]

    async def search(_: Request) -> Response:
        body = {"success": True, "result": {"count": len(found), "results": found}}
        return Response(orjson.dumps(body), media_type="application/json")

    async def robots_txt(_: Request) -> Response:
        return PlainTextResponse(robots)

    return Starlette(routes=[Route("/robots.txt", robots_txt), Route("/api/3/action/package_search", search)])
