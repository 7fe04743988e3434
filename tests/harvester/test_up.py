"""Everything on one machine, as its user starts and stops it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.request import urlopen

import pytest
from conftest import House
from family import family_of, left_after

from catalogue.ledger.portals import list_portals
from catalogue.ledger.reuses import Wanted, count_stories
from harvester.demonstration import demonstration_stories
from harvester.replay.recording import bundled_recordings

pytestmark = pytest.mark.service
# what a folder expects of a Hub is its collection of datasets; each of the two has a document as well
STORIES = len(demonstration_stories("http://127.0.0.1:1/", ("127.0.0.1:1",)))
DEMO = {one.slug: (one.expected or 0) + (one.kind == "arcgis_hub") for one in bundled_recordings()}


def test_the_demonstration_starts_harvests_stops_and_goes_on(house: House) -> None:
    """A second start harvests nothing again, and no process outlives the first."""
    bind, demo = _free_port(), _free_port()
    house.environment["STOOK_BIND"] = f"127.0.0.1:{bind}"
    with _up(house, demo) as process:
        _until(lambda: _answers(f"http://127.0.0.1:{bind}/healthz"), process)
        _until(lambda: _harvested(house) == dict.fromkeys(DEMO, "complete"), process)
        _until(lambda: _told(house) == STORIES, process)
        family = family_of(process.pid)
        assert len(family) >= 4  # itself, the portals, the site and the worker
    assert process.returncode == 0
    assert left_after(family, seconds=5) == []
    assert {slug: house.status(slug).datasets for slug in DEMO} == DEMO
    change, runs = house.last_change(), _runs(house)
    with _up(house, demo) as process:
        _until(lambda: _answers(f"http://127.0.0.1:{bind}/healthz"), process)
        _until(lambda: len(family_of(process.pid)) >= 4, process)
        time.sleep(5)  # a worker that wanted to harvest would have begun by now
    assert (house.last_change(), _runs(house)) == (change, runs)


def test_a_demonstration_that_is_killed_goes_on_at_the_next_start(house: House) -> None:
    """At the worst moment: just when its harvest begins."""
    bind, demo = _free_port(), _free_port()
    house.environment["STOOK_BIND"] = f"127.0.0.1:{bind}"
    with _up(house, demo, ends=False) as process:
        _until(lambda: any(house.status(slug).next_run for slug in _registered(house)), process)
        family = family_of(process.pid)
        process.kill()
    assert left_after(family, seconds=20) == []
    with _up(house, demo) as process:
        _until(lambda: _harvested(house) == dict.fromkeys(DEMO, "complete"), process)
    assert {slug: house.status(slug).datasets for slug in DEMO} == DEMO


@contextmanager
def _up(house: House, demo: int, *, ends: bool = True) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "catalogue.cli", "up", "--demo", "--demo-port", str(demo)],
        env=dict(os.environ) | house.environment,
    )
    try:
        yield process
        if ends:
            process.send_signal(signal.SIGINT)
        process.wait(40)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(40)


def _until(wanted: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not wanted():
        assert process.poll() is None, "it ended by itself"
        assert time.monotonic() < end
        time.sleep(0.1)


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _registered(house: House) -> list[str]:
    with house.ledger.reading() as connection:
        return [one.slug for one in list_portals(connection)]


def _harvested(house: House) -> dict[str, str]:
    """The verdicts of the demonstration's portals that have one."""
    found = {slug: house.status(slug).last for slug in _registered(house) if slug in DEMO}
    return {slug: last.verdict for slug, last in found.items() if last}


def _told(house: House) -> int:
    """How many stories are told of the demonstration's data; a second start tells none again."""
    with house.ledger.reading() as connection:
        return count_stories(connection, Wanted())


def _runs(house: House) -> dict[str, int]:
    found = {slug: house.status(slug).last for slug in DEMO}
    return {slug: last.number for slug, last in found.items() if last}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
