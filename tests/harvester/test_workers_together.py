"""Several workers on one queue, some of them killed: every portal runs once for each time that it is due."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import orjson
import pytest
from conftest import House, Serve
from family import family_of, left_after

from catalogue.clock import now_utc
from catalogue.ledger.portals import set_next_run
from catalogue.ledger.status import RunStatus, portal_runs
from catalogue.ledger.workers import waiting_portals, worker_statuses
from harvester.replay.faults import Drip, Rule
from harvester.replay.recording import Recording
from harvester.replay.scaling import scale

pytestmark = pytest.mark.service
PORTALS = tuple(f"hirwen-{number}" for number in range(6))


@pytest.fixture
def portals(bundled: Mapping[str, Recording]) -> list[Recording]:
    """Six feeds of two pages."""
    (scaled,) = scale([bundled["hirwen"]], 40)
    return [replace(scaled, slug=slug) for slug in PORTALS]


def test_no_run_is_lost_or_made_twice_when_workers_are_killed(
    house: House, serve: Serve, portals: list[Recording]
) -> None:
    """Three share the queue; two are killed at moments of no choice, and another comes."""
    chance = random.Random(20261128)  # noqa: S311 - no secret
    drip = Rule(fault=Drip(size=10_000, pause=0.05), pattern="catalog")
    with serve(portals, drip) as (address, _), _workers(house, 3) as workers:
        house.allow(address)
        for portal in portals:
            house.register(portal, address)
        for worker in workers[:2]:
            _until(lambda: any(house.status(slug).running for slug in PORTALS) or _done(house))
            time.sleep(chance.uniform(0.2, 1.5))
            family = family_of(worker.pid)
            worker.kill()
            worker.wait()
            assert left_after(family, seconds=20) == []
        workers.append(_worker(house))
        _until(lambda: _done(house))
        _until(lambda: not _waiting(house))
        runs = {slug: _runs(house, slug) for slug in PORTALS}
        assert {slug: [run.verdict for run in made] for slug, made in runs.items()} == {
            slug: ["complete"] for slug in PORTALS
        }
        assert house.last_change() == sum(house.status(slug).datasets for slug in PORTALS) == 240
        with house.ledger.writing() as connection:  # due once more
            for slug in PORTALS:
                set_next_run(connection, slug, at=now_utc())
        _until(lambda: all(len(_runs(house, slug)) == 2 for slug in PORTALS))
        _until(lambda: not _waiting(house))
        told = _status(house)
        shown = {int(one["name"].split(":")[1]) for one in told["workers"] if one["alive"]}
        assert shown >= {worker.pid for worker in workers if worker.poll() is None}
        assert told["queue"] == []
    assert all(len(_runs(house, slug)) == 2 for slug in PORTALS)
    assert house.last_change() == 240


def test_a_worker_that_is_stopped_says_so(house: House) -> None:
    """It is no longer counted among the living."""
    with _workers(house, 1) as workers:
        _until(lambda: len(_living(house)) == 1)
        workers[0].send_signal(signal.SIGTERM)
        workers[0].wait(20)
        assert _living(house) == []


@contextmanager
def _workers(house: House, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    house.allow("http://127.0.0.1")
    started: list[subprocess.Popen[bytes]] = []
    try:
        started.extend(_worker(house) for _ in range(count))
        yield started
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(30)


def _worker(house: House) -> subprocess.Popen[bytes]:
    environment = dict(os.environ) | house.environment
    environment |= {"STOOK_WORKER_SECONDS": "0.3", "STOOK_ALLOW": "127.0.0.1"}
    return subprocess.Popen([sys.executable, "-m", "catalogue.cli", "worker"], env=environment)


def _until(wanted: Callable[[], bool], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < end
        time.sleep(0.1)


def _done(house: House) -> bool:
    return all(house.status(slug).last for slug in PORTALS)


def _waiting(house: House) -> bool:
    with house.ledger.reading() as connection:
        return bool(waiting_portals(connection))


def _living(house: House) -> list[str]:
    with house.ledger.reading() as connection:
        return [one.name for one in worker_statuses(connection, now=now_utc()) if one.alive]


def _runs(house: House, slug: str) -> list[RunStatus]:
    with house.ledger.reading() as connection:
        return [run for run in portal_runs(connection, slug) if run.finished]


def _status(house: House) -> dict[str, list[dict[str, object]]]:
    done = subprocess.run(
        [sys.executable, "-m", "catalogue.cli", "status", "--json"],
        env=dict(os.environ) | house.environment, capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    held: dict[str, list[dict[str, object]]] = orjson.loads(done.stdout)
    return held
