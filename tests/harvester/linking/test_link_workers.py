"""Several workers, killed ones, hosts that want to be left alone, and a machine that is cut off."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import awkward_hosts as hosts
import pytest
from awkward_hosts import Talk, awkward
from certificate import certificate_of_nobody
from linked import Linked, open_linked
from scrapy import Request
from scrapy.http import Response
from sqlalchemy import select

from catalogue.ledger.ledger import Ledger
from catalogue.ledger.link_checks import wanted_now
from catalogue.ledger.portals import add_portal
from catalogue.ledger.quality_schema import checked_links
from catalogue.linkage.standing import State
from catalogue.portal import Portal
from catalogue.settings import Settings
from harvester.linking.keeper import CUT_OFF
from harvester.linking.round import Round

NOW = "2026-11-22T09:00:00Z"


@pytest.fixture
def linked(tmp_path: Path) -> Iterator[Linked]:
    """An empty catalogue."""
    with open_linked(tmp_path) as made:
        yield made


def taken(ledger: Ledger) -> int:
    """How many links somebody has."""
    with ledger.reading() as connection:
        return len(connection.scalars(select(checked_links.c.id).where(checked_links.c.taken_by != "")).all())


def test_two_workers_at_once_check_each_link_once_and_no_host_too_often(linked: Linked) -> None:
    with awkward({f"host{n}": hosts.plain for n in range(6)}, network=2) as up:
        linked.lead_to(f"{place}/{n}.csv" for place in up.places.values() for n in range(3))
        workers = [linked.begin() for _ in range(2)]
        for worker in workers:
            worker.join(60)
        assert [worker.exitcode for worker in workers] == [0, 0], linked.log
    assert sorted(linked.checks()) == sorted(linked.links())
    assert {link.state for link in linked.links().values()} == {State.WORKS}
    for name in up.places:
        times = [one.at for one in up.asked_of(name)]
        assert len(times) == 6
        assert all(later - earlier >= 0.5 for earlier, later in pairwise(times))


def test_what_a_killed_worker_had_taken_is_checked_by_the_next(linked: Linked) -> None:
    """None is lost, and none that was noted is asked for again."""
    with awkward({"fine": hosts.plain, "slow": hosts.says_nothing}, network=2) as up:
        linked.lead_to([f"{up.places['fine']}/a.csv", f"{up.places['slow']}/b.csv"])
        worker = linked.begin()
        while not linked.checks() or not up.asked_of("slow"):
            assert worker.exitcode is None, linked.log
            time.sleep(0.02)
        os.kill(worker.pid or 0, signal.SIGKILL)
        worker.join()
        assert taken(linked.ledger) == 1
        assert linked.check() == 0
    assert sorted(linked.checks()) == sorted(linked.links())
    assert taken(linked.ledger) == 0


async def _too_often(talk: Talk) -> None:
    await talk.say(429, b"", "Retry-After: 3600")


def test_a_host_that_is_asked_too_often_is_left_alone_with_all_its_links(linked: Linked) -> None:
    with awkward({"busy": _too_often}, network=2) as up:
        linked.lead_to(f"{up.places['busy']}/{n}.csv" for n in range(30))
        assert linked.check() == 0
        assert len(up.asked) == 1
        assert linked.check() == 0
        assert len(up.asked) == 1
    assert sorted(link.state for link in linked.links().values()) == [State.NEVER_ASKED] * 29 + [
        State.UNKNOWN
    ]


def test_a_host_that_never_answers_fails_link_by_link(linked: Linked) -> None:
    """More of them than are taken at once."""
    urls = [f"http://127.3.0.9:9/{n}.csv" for n in range(25)]
    linked.lead_to(urls)

    async def refuse(request: Request) -> Response:
        raise ConnectionRefusedError

    with linked.ledger.reading() as connection:
        round_ = Round(linked.ledger, Settings(home=linked.home), wanted_now(connection, now=NOW))
    asyncio.run(round_.run(refuse))
    assert sorted(linked.checks()) == sorted(urls)
    assert {link.state for link in linked.links().values()} == {State.FAILING}


def test_a_certificate_of_nobody_is_a_failure(linked: Linked, tmp_path: Path) -> None:
    with awkward({"made": hosts.plain}, tls=certificate_of_nobody(tmp_path), network=2) as up:
        linked.lead_to([f"{up.places['made']}/a.csv"])
        assert linked.check() == 0
    (link,) = linked.links().values()
    assert link.state is State.FAILING
    assert link.remark.startswith("has a certificate that nobody vouches for")


def test_a_machine_that_reaches_no_host_at_all_lets_no_link_fail(linked: Linked) -> None:
    linked.lead_to(f"http://127.3.0.{n}:9/a.csv" for n in range(1, 41))
    assert linked.check() == CUT_OFF
    assert {link.state for link in linked.links().values()} == {State.NEVER_ASKED}
    assert taken(linked.ledger) == 0
    assert "no host answered" in linked.log


def test_many_hosts_that_are_gone_do_not_hide_those_that_are_there(linked: Linked) -> None:
    """Those that are gone are told in no time, long before a slow host answers."""
    gone = [f"http://host{n}.gone.example/a.csv" for n in range(50)]
    linked.lead_to([*gone, "http://zz.here.example/a.csv"])

    async def answer(request: Request) -> Response:
        if "gone" in request.url:
            raise ConnectionRefusedError
        await asyncio.sleep(0.1)
        return Response(request.url, status=200)

    with linked.ledger.reading() as connection:
        wanted = wanted_now(connection, now=NOW)
    round_ = Round(linked.ledger, Settings(home=linked.home, links_parallel=64), wanted)
    asyncio.run(round_.run(answer))
    assert not round_.cut_off
    assert len(linked.checks()) == 51


def test_the_links_of_a_portal_that_wants_none_checked_are_not_asked_for(linked: Linked) -> None:
    """Nor is its host for what others lead to there."""
    with awkward({"theirs": hosts.plain, "files": hosts.plain, "others": hosts.plain}, network=2) as up:
        portal = Portal(
            slug="shy", title="Shy", kind="ckan", address=up.places["theirs"], settings={"links": "no"}
        )
        with linked.ledger.writing() as connection:
            add_portal(connection, portal, now=NOW)
        linked.lead_to([f"{up.places['files']}/a.csv"], portal="shy")
        linked.lead_to([f"{up.places['theirs']}/a.csv", f"{up.places['others']}/a.csv"])
        assert linked.check() == 0
        assert [one.host for one in up.asked] == ["127.2.0.3"] * 2


def test_a_portal_that_wants_to_be_asked_slowly_is(linked: Linked) -> None:
    """Its own delay holds for its links, and its requests of a day; harvests keep half of them."""
    with awkward({"slow": hosts.plain}, network=2) as up:
        settings = {"delay": "0.9", "daily_requests": "6"}
        portal = Portal(slug="slow", title="Slow", kind="ckan", address=up.places["slow"], settings=settings)
        with linked.ledger.writing() as connection:
            add_portal(connection, portal, now=NOW)
        linked.lead_to(f"{up.places['slow']}/{n}.csv" for n in range(4))
        assert linked.check() == 0
        times = [one.at for one in up.asked]
    assert len(times) == 3
    assert all(later - earlier >= 0.9 for earlier, later in pairwise(times))
    assert len(linked.checks()) == 1
    assert {link.state for link in linked.links().values()} == {State.WORKS, State.NEVER_ASKED}
