"""Safety and politeness from outside: names, packed bombs, the pause that a robots.txt asks for."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from conftest import House, Serve
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from harvester.asking.guard import is_public
from harvester.ended import Ended
from harvester.replay.faults import Edited, FaultyApp, Rule
from harvester.replay.recording import Recording
from harvester.replay.scaling import scale
from harvester.replay.server import build_app, running


def test_a_name_that_leads_to_this_machine_is_refused_unless_allowed(
    house: House, bundled: Mapping[str, Recording], serve: Serve
) -> None:
    """Its spelling is public; what it resolves to is not."""
    name = socket.gethostname()
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(name, 80)}
    except OSError:
        pytest.skip("this machine's name is not in its own list of hosts")
    if any(is_public(one) for one in found):
        pytest.skip("this machine has a public address")
    recording = bundled["ottermoor"]
    with serve([recording]) as (address, app):
        port = address.rpartition(":")[2]
        house.register(recording, f"http://{name}:{port}")
        assert house.crawl("ottermoor") is Ended.FAILED
        assert "is on a host whose name leads to no public address" in house.sentence("ottermoor")
        assert app.addresses == []
        if found == {"127.0.0.1"}:
            house.environment["STOOK_ALLOW"] = f"{name}:{port}"
            assert house.crawl("ottermoor") is Ended.COMPLETE


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_another_spelling_of_an_allowed_address_is_not_allowed(
    host: str, house: House, bundled: Mapping[str, Recording], serve: Serve
) -> None:
    """The list of what may be asked is taken at its word."""
    with serve([bundled["ottermoor"]]) as (address, app):
        house.allow(address)
        house.register(bundled["ottermoor"], f"http://{host}:{address.rpartition(':')[2]}")
        assert house.crawl("ottermoor") is Ended.FAILED
        assert "is on a private network" in house.sentence("ottermoor")
        assert app.addresses == []


def test_an_answer_that_unpacks_to_more_than_allowed_is_not_unpacked(house: House) -> None:
    """A thousandth of it comes over the wire."""

    async def bomb(_: Request) -> Response:
        packed = gzip.compress(b" " * 5_000_000)
        return Response(packed, media_type="application/json", headers={"Content-Encoding": "gzip"})

    house.environment["STOOK_DOCUMENT_BYTES"] = "1000000"
    with running(Starlette(routes=[Route("/data.json", bomb)])) as address:
        house.allow(address)
        house.add(slug="bomb", kind="pod", address=f"{address}/data.json", settings={"delay": 0})
        assert house.crawl("bomb") is Ended.FAILED
    assert "sent more than one answer may have, once unpacked" in house.sentence("bomb")


@dataclass(slots=True)
class Timed:
    """Notes when each page was asked for."""

    app: ASGIApp
    times: list[float] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and "catalog" in scope["path"]:
            self.times.append(time.monotonic())
        await self.app(scope, receive, send)


@pytest.mark.service
def test_the_pause_of_a_robots_txt_is_kept_to_the_last_page(
    house: House, bundled: Mapping[str, Recording]
) -> None:
    """Though the portal answers fast, and would be asked faster otherwise."""
    (recording,) = scale([bundled["hirwen"]], 90)
    robots = Edited(find="Allow: /", replace="Allow: /\nCrawl-delay: 1")
    app = Timed(FaultyApp(build_app([recording]), [Rule(fault=robots, pattern="^/robots.txt")]))
    with running(app) as address:
        house.allow(address)
        house.register(recording, address, delay=0.1)
        assert house.crawl("hirwen") is Ended.COMPLETE
    assert len(app.times) == 4
    assert min(later - earlier for earlier, later in pairwise(app.times)) > 0.9
