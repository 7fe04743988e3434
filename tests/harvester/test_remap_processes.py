"""Remap from outside: killed at any moment, beside a harvest of the same portal, killed before the projections."""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import House, Serve
from remap_process import begin_remap
from sqlalchemy import func, select, text
from starlette.types import ASGIApp, Receive, Scope, Send

from catalogue.indexes.protocol import Index, Search, open_index
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.mapping import mapping_report, unmatched_words
from catalogue.ledger.portals import add_portal, get_portal
from catalogue.ledger.schema import changes, entries, findings, records, runs
from catalogue.links import Links
from catalogue.projection import Projector, project
from catalogue.snapshot import unsqueeze
from catalogue.stores import Query, Store, open_store
from harvester.ended import Ended
from harvester.remap import Remap
from harvester.replay.faults import Rule
from harvester.replay.recording import Recording
from vocab import load_vocabulary

NOW = "2026-12-01T09:00:00Z"
ALL = Query(text="CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", media_type="application/n-triples")
PATIENCE = 60.0
DEATHS = int(os.environ.get("STOOK_TEST_DEATHS", "16"))


@dataclass(slots=True, kw_only=True)
class Gate:
    """A page that comes when it is let through."""

    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        from anyio import to_thread

        self.reached.set()
        await to_thread.run_sync(self.opened.wait)
        await app(scope, receive, send)


def teach(house: House, slugs: Mapping[str, Recording], language: str = "cy") -> None:
    """Lets every record of some portals be one that is to be read again, and most datasets say something else."""
    with house.ledger.writing() as connection:
        for slug in slugs:
            portal = get_portal(connection, slug)
            settings = dict(portal.settings) | {"language": language}
            add_portal(connection, replace(portal, settings=settings), now=NOW)


def begin(house: House, *arguments: str) -> tuple[ForkServerProcess, Event]:
    return begin_remap(arguments, house.environment, str(house.home / "remap.log"))


def remapped(house: House, *arguments: str) -> int:
    """The exit status of a remap that nobody disturbs."""
    process, _ = begin(house, *arguments)
    process.join(PATIENCE)
    assert process.exitcode is not None, said(house)
    return process.exitcode


def said(house: House) -> str:
    return (house.home / "remap.log").read_text()


def unread(house: House, slugs: Mapping[str, Recording]) -> int:
    work = Remap(ledger=house.ledger, clock=lambda: NOW)
    return sum(work.count(slug) for slug in slugs)


def everything(house: House) -> tuple[Any, ...]:
    """All that the ledger holds of datasets and their records, without the instants of this test."""
    shown = ("id", "key", "state", "title", "publisher", "publisher_name", "digest", "change", "last_run")
    told = ("n", "entry_id", "kind", "run", "mapper", "first_seen", "snapshot")
    held = ("portal_id", "key", "digest", "body", "mapper", "fetched")
    found = ("portal_id", "key", "code", "message", "place", "published", "rejected")
    with house.ledger.reading() as connection:
        return tuple(
            sorted(map(tuple, connection.execute(select(*(table.c[name] for name in names)))))
            for table, names in ((entries, shown), (changes, told), (records, held), (findings, found))
        )


def check(house: House) -> int:
    """Asserts that everything in the ledger fits together; the number of changes."""
    with house.ledger.reading() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        numbers = list(connection.scalars(select(changes.c.n).order_by(changes.c.n)))
        newest = select(func.max(changes.c.n)).group_by(changes.c.entry_id)
        standing = select(entries.c.id, entries.c.digest, changes.c.entry_id, changes.c.snapshot)
        rows = connection.execute(standing.join(changes, changes.c.n == entries.c.change)).all()
        keys = select(entries.c.portal_id, entries.c.key).order_by(entries.c.portal_id, entries.c.key)
        held = select(records.c.portal_id, records.c.key).order_by(records.c.portal_id, records.c.key)
        assert numbers == list(range(1, len(numbers) + 1))
        assert set(connection.scalars(select(entries.c.change))) == set(connection.scalars(newest))
        assert connection.execute(keys).all() == connection.execute(held).all()
        assert len(rows) == connection.scalar(select(func.count()).select_from(entries))
    for identifier, digest, owner, snapshot in rows:
        assert (identifier, digest) == (owner, sha256(unsqueeze(snapshot)).hexdigest())
    return len(numbers)


def statements(store: Store) -> set[ox.Triple]:
    found = ox.parse(store.query(ALL).body, format=ox.RdfFormat.N_TRIPLES)
    dataset = ox.Dataset(ox.Quad(one.subject, one.predicate, one.object) for one in found)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {quad.triple for quad in dataset}


def hits(index: Index) -> list[Any]:
    return sorted(index.search(Search(limit=1000)).hits, key=lambda hit: hit.id)


@contextmanager
def projections(store_url: str, index_url: str) -> Iterator[tuple[Store, Index]]:
    store, index = open_store(store_url), open_index(index_url)
    try:
        yield store, index
    finally:
        store.close()
        index.close()


def counts(house: House) -> tuple[Any, ...]:
    with house.ledger.reading() as connection:
        return mapping_report(connection), unmatched_words(connection, limit=10_000)


def check_projections(house: House) -> None:
    """Asserts that store, index and counts are what they would be if they were made anew from the ledger."""
    held, base = counts(house), Links(house.settings.public_base)
    with (
        projections(house.settings.store_url, house.settings.index_url) as (store, index),
        projections("memory:", "memory:") as (fresh_store, fresh_index),
    ):
        Projector(house.ledger, fresh_store, fresh_index, base, load_vocabulary()).rebuild()
        assert store.mark() == index.mark() == house.last_change()
        assert statements(store) == statements(fresh_store)
        assert hits(index) == hits(fresh_index)
    project(house.settings, house.ledger, anew=True)
    assert counts(house) == held


@pytest.fixture
def twin(full_house: House, harvested: Path, tmp_path: Path) -> Iterator[House]:
    """A catalogue just like the other, that nobody disturbs.

    Not a copy of the other: to open a file that SQLite has open here as well, and close it, would end SQLite's locks
    on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    home = Path(shutil.copytree(harvested, tmp_path / "twin"))
    ledger = open_ledger(f"sqlite:///{home / 'ledger.db'}")
    yield House(home, ledger, full_house.environment | {"STOOK_HOME": str(home)})
    ledger.close()


@pytest.mark.service
def test_a_remap_killed_again_and_again_ends_as_one_that_never_was(
    full_house: House, twin: House, bundled: Mapping[str, Recording]
) -> None:
    """At moments of no choice: while it reads, writes, commits, counts, projects."""
    chance = random.Random(20261201)  # noqa: S311 - no secret
    for house in (twin, full_house):
        project(house.settings, house.ledger)
        teach(house, bundled)
    process, ready = begin(twin, "--apply")
    assert ready.wait(PATIENCE)
    began = time.monotonic()
    process.join(PATIENCE)
    span = time.monotonic() - began
    whole, left = unread(full_house, bundled), []
    grown = [check(full_house)]
    for death in range(DEATHS):
        process, ready = begin(full_house, "--apply")
        assert ready.wait(PATIENCE)
        process.join(chance.uniform(0, span / 6 if death < DEATHS // 2 else span))
        process.kill()
        process.join()
        left.append(unread(full_house, bundled))
        grown.append(check(full_house))
    assert any(0 < one < whole for one in left), "none of them was killed in the middle"
    assert (left, grown) == (sorted(left, reverse=True), sorted(grown))
    assert remapped(full_house, "--apply") == 0
    assert everything(full_house) == everything(twin)
    check_projections(full_house)
    last = full_house.last_change()
    assert remapped(full_house, "--apply") == 0
    assert said(full_house).splitlines()[-1].startswith("0 records read anew")
    assert full_house.last_change() == last


@pytest.mark.service
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "asked to end"])
def test_what_a_remap_committed_and_could_not_project_the_next_one_projects(
    full_house: House, bundled: Mapping[str, Recording], sign: signal.Signals
) -> None:
    """Ended while it waits for its turn at the store and the index."""
    project(full_house.settings, full_house.ledger)
    teach(full_house, bundled)
    projected = full_house.last_change()
    with (full_house.home / "projection.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process, _ = begin(full_house, "--apply")
        until = time.monotonic() + PATIENCE
        while unread(full_house, bundled) and process.is_alive() and time.monotonic() < until:
            process.join(0.05)
        assert process.is_alive() and process.pid
        os.kill(process.pid, sign)
        process.join(PATIENCE)
    assert ("interrupted; what was read anew so far is kept" in said(full_house)) is (sign is signal.SIGTERM)
    with projections(full_house.settings.store_url, full_house.settings.index_url) as (store, index):
        assert store.mark() == index.mark() == projected < full_house.last_change()
    assert remapped(full_house, "--apply") == 0
    check_projections(full_house)


def test_beside_a_harvest_that_goes_on_a_remap_says_so_and_changes_nothing(
    full_house: House, serve: Serve, bundled: Mapping[str, Recording]
) -> None:
    """The harvest reads every record by today's mapping itself."""
    gate, before = Gate(), full_house.last_change()
    with serve([bundled["hirwen"]], Rule(fault=gate, pattern="^/hirwen/", nth=frozenset({1}))) as (at, _):
        full_house.allow(at)
        full_house.register(bundled["hirwen"], at, language="cy")
        harvest = full_house.begin("hirwen")
        assert gate.reached.wait(PATIENCE)
        assert remapped(full_house, "hirwen", "--apply") == 2
        assert "Left out: portals/hirwen: a harvest is going on" in said(full_house)
        assert full_house.last_change() == before
        gate.opened.set()
        harvest.join(PATIENCE)
    assert harvest.exitcode == Ended.COMPLETE.status
    assert unread(full_house, {"hirwen": bundled["hirwen"]}) == 0
    assert check(full_house) > before


@pytest.mark.parametrize("ends", ["first", "later"])
def test_a_harvest_that_begins_during_a_remap_takes_the_portal_over(
    full_house: House,
    twin: House,
    serve: Serve,
    bundled: Mapping[str, Recording],
    monkeypatch: pytest.MonkeyPatch,
    ends: str,
) -> None:
    """Between two batches; whether it ends before the next one or goes on, the datasets are what either makes."""
    monkeypatch.setattr("harvester.remap._BATCH", 5)
    gate = Gate()
    with serve([bundled["hirwen"]], Rule(fault=gate, pattern="^/hirwen/", nth=frozenset({1}))) as (at, _):
        for house in (full_house, twin):
            house.allow(at)
            house.register(bundled["hirwen"], at, language="cy")
        harvests: list[ForkServerProcess] = []

        def overtaken(_done: int) -> None:
            if not harvests:
                harvests.append(full_house.begin("hirwen"))
                assert gate.reached.wait(PATIENCE)
                if ends == "first":
                    gate.opened.set()
                    harvests[0].join(PATIENCE)

        work = Remap(ledger=full_house.ledger, clock=lambda: NOW)
        outlook = work.run("hirwen", apply=True, told=overtaken)
        gate.opened.set()
        harvests[0].join(PATIENCE)
    assert harvests[0].exitcode == Ended.COMPLETE.status
    assert ("a harvest is going on" in outlook.refused) is (ends == "later")
    assert outlook.records == 5
    check(full_house)
    Remap(ledger=twin.ledger, clock=lambda: NOW).run("hirwen", apply=True)
    assert digests(full_house) == digests(twin)
    assert work.run("hirwen", apply=True).records == 0


def digests(house: House) -> dict[str, tuple[str, str]]:
    """What each dataset says, and whether it is there."""
    with house.ledger.reading() as connection:
        found = connection.execute(select(entries.c.id, entries.c.digest, entries.c.state))
        return {one: (digest, state) for one, digest, state in found}


@pytest.mark.service
def test_harvests_and_remaps_of_one_portal_at_once_lose_nothing(
    full_house: House, twin: House, serve: Serve, bundled: Mapping[str, Recording]
) -> None:
    """Two processes each time, neither of which waits for the other; now and then one is killed."""
    chance = random.Random(20261202)  # noqa: S311 - no secret
    with serve(bundled.values()) as (at, _):
        for turn in range(8):
            for house in (full_house, twin):
                house.allow(at)
                for recording in bundled.values():
                    house.register(recording, at, language="cy" if turn % 2 else "en")
            harvest = full_house.begin("thornmere")
            harvest.join(chance.uniform(0, 1.0))
            remap, ready = begin(full_house, "--apply")
            assert ready.wait(PATIENCE)
            if turn % 4 == 3:
                harvest.join(chance.uniform(0, 0.5))
                harvest.kill()
            remap.join(PATIENCE)
            harvest.join(PATIENCE)
            assert remap.exitcode in (0, 1), said(full_house)
            check(full_house)
            assert full_house.crawl("thornmere") is Ended.COMPLETE
    assert remapped(full_house, "--apply") == 0
    assert unread(full_house, bundled) == 0
    for slug in bundled:
        Remap(ledger=twin.ledger, clock=lambda: NOW).run(slug, apply=True)
    assert digests(full_house) == digests(twin)
    with full_house.ledger.reading() as connection:
        assert connection.scalar(select(func.count()).where(runs.c.finished == "")) == 0
    check(full_house)
    check_projections(full_house)


def test_a_correction_made_during_a_remap_is_not_lost(
    full_house: House, bundled: Mapping[str, Recording], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The remap stops at once and says why; the next one reads by what is right now."""
    monkeypatch.setattr("harvester.remap._BATCH", 5)
    teach(full_house, {"hirwen": bundled["hirwen"]})
    work = Remap(ledger=full_house.ledger, clock=lambda: NOW)

    def corrected(_done: int) -> None:
        teach(full_house, {"hirwen": bundled["hirwen"]}, language="de")

    outlook = work.run("hirwen", apply=True, told=corrected)
    assert (outlook.records, "changed meanwhile" in outlook.refused) == (5, True)
    again = work.run("hirwen", apply=True)
    assert again.records == full_house.status("hirwen").datasets
    assert unread(full_house, {"hirwen": bundled["hirwen"]}) == 0
    check(full_house)
