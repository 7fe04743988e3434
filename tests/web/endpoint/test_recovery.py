"""What dies under the endpoint costs one answer, which says so; the next one is right."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from running_site import COUNT, ENDLESS, GRAPHS, Asking, Reply, Site, fill, serving

sys.path.append(str(Path(__file__).parents[2] / "stores"))

from remote_oxigraph import Remote, free_port, running

pytestmark = pytest.mark.service

LIMIT = 4
ERRORS = 5


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    fill(f"oxigraph:{folder / 'store'}")
    return folder


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[Site]:
    settings = {"STOOK_QUERY_SECONDS": str(LIMIT), "STOOK_QUERY_MINUTE_ERRORS": str(ERRORS)}
    with serving(home, free_port(), **settings) as served:
        yield served


def digests(folder: Path) -> dict[str, str]:
    """Every file of the ledger, the index and the store."""
    files = (
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    )
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


def count(reply: Reply) -> int:
    assert reply.status == 200, reply.body
    return int(reply.json["results"]["bindings"][0]["n"]["value"])


def test_a_killed_worker_costs_one_answer_and_harms_nothing(site: Site, home: Path) -> None:
    assert count(site.ask(COUNT)) == GRAPHS
    before = digests(home)
    for source in ("127.0.0.2", "127.0.0.3"):
        endless = Asking(site, ENDLESS, source=source)
        os.kill(site.busy(), signal.SIGKILL)
        reply = endless.end()
        assert (reply.status, reply.json["title"]) == (503, "The query service is not available")
        assert int(reply.headers["retry-after"]) > 0
        assert reply.headers["access-control-allow-origin"] == "*"
        assert count(site.ask(f"{COUNT} # {source}")) == GRAPHS
    assert site.get("/healthz").json["ok"] is True
    assert digests(home) == before


def test_a_query_without_end_is_ended_and_others_go_on(site: Site) -> None:
    endless = Asking(site, ENDLESS, source="127.0.0.4")
    worker = site.busy()
    others = [Asking(site, f"{COUNT} # {number}", source=f"127.0.1.{number}") for number in range(1, 21)]
    assert [count(other.end()) for other in others] == [GRAPHS] * 20
    reply = endless.end()
    assert (reply.status, reply.json["title"]) == (503, "The query took too long")
    assert f"longer than {LIMIT} s" in reply.json["detail"]
    assert reply.headers["stook-limit-reached"] == "seconds"
    assert worker not in site.workers()


def test_one_greedy_client_waits_for_itself_and_nobody_else(site: Site) -> None:
    greedy = [Asking(site, f"{ENDLESS} # {number}", source="127.0.0.5") for number in range(4)]
    site.busy()
    assert count(site.ask(f"{COUNT} # modest", source="127.0.0.6")) == GRAPHS
    assert {one.end().status for one in greedy} == {503}


def test_an_address_that_a_client_makes_up_gives_it_no_share(site: Site) -> None:
    for number in range(ERRORS):
        reply = site.ask("SELECT", source="127.0.0.7", **{"X-Forwarded-For": f"198.51.100.{number}"})
        assert reply.status == 400
    made_up = {"X-Forwarded-For": "198.51.100.200"}
    reply = site.ask(COUNT, source="127.0.0.7", **made_up)
    assert reply.status == 429
    assert site.ask(COUNT, source="127.0.0.8", **made_up).status == 200


def test_a_remote_store_that_dies_is_missed_by_name_and_found_again(tmp_path: Path) -> None:
    with running(tmp_path / "remote") as remote:
        fill(f"sparql:{remote.address}")
        settings = {"STOOK_STORE": f"sparql:{remote.address}", "STOOK_QUERY_SECONDS": str(LIMIT)}
        with serving(tmp_path / "home", free_port(), **settings) as site:
            _dies_and_comes_back(site, remote)


def _dies_and_comes_back(site: Site, remote: Remote) -> None:
    first = site.ask(COUNT)
    assert count(first) == GRAPHS
    endless = Asking(site, ENDLESS, source="127.0.0.2")
    assert endless.end().json["title"] == "The query took too long"
    remote.kill()
    for _ in range(2):
        missed = site.ask(COUNT)
        assert (missed.status, missed.json["title"]) == (503, "The query service is not available")
        assert int(missed.headers["retry-after"]) > 0
    assert site.get("/healthz").status == 503
    assert site.get("/search").status == 200
    remote.start()
    assert count(site.ask(COUNT)) == GRAPHS
    assert site.ask(COUNT, **{"If-None-Match": first.headers["etag"]}).status == 304
