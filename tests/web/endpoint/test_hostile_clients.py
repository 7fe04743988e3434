"""A client that speaks HTTP badly, slowly or without end harms nobody else."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from running_site import Site, fill, serving

pytestmark = pytest.mark.service

_PORT = 8797
_HELD = 40
MILLION = b"a" * 1_000_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("hostile")
    fill(f"oxigraph:{home / 'store'}")
    with serving(home, _PORT) as opened:
        yield opened


def connect(site: Site) -> socket.socket:
    """A connection without a client's manners."""
    return socket.create_connection(("127.0.0.1", site.port), timeout=30)


def said(site: Site, sent: bytes) -> bytes:
    """The first that the server says to these bytes; nothing where it hangs up."""
    with closing(connect(site)) as plain:
        try:
            plain.sendall(sent)
            plain.shutdown(socket.SHUT_WR)
            return plain.recv(4096)
        except OSError:  # it hung up while we were speaking
            return b""


def well(site: Site) -> bool:
    """Whether twenty others are served, pages and queries."""
    pages = [site.get("/robots.txt").status for _ in range(10)]
    return {*pages, *(site.ask("ASK {}").status for _ in range(10))} == {200}


BAD = {
    "a line of a megabyte": b"GET /search?q=" + MILLION + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "a header of a megabyte": b"GET / HTTP/1.1\r\nHost: x\r\nX: " + MILLION + b"\r\n\r\n",
    "thousands of headers": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
    "garbage": bytes(range(256)) * 40,
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two lengths": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "a length and chunks": (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    "bad chunks": b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
    "a body cut short": (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 900\r\n\r\nASK"
    ),
    "a body of a megabyte": (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 1000000\r\n\r\n"
        + MILLION
    ),
}


@pytest.mark.parametrize("sent", BAD.values(), ids=BAD.keys())
def test_what_is_no_request_is_refused_and_others_are_served(site: Site, sent: bytes) -> None:
    answer = said(site, sent)
    status = answer.split(b" ", 2)[1] if answer else b"hung up"
    assert status in (b"hung up", b"400", b"404", b"411", b"413", b"414", b"415", b"431")
    assert b"Traceback" not in answer and str(Path(__file__).parents[3]).encode() not in answer
    assert well(site)


def test_readers_of_one_byte_hold_up_nobody(site: Site) -> None:
    with ExitStack() as held:
        for _ in range(_HELD):
            slow = held.enter_context(closing(connect(site)))
            slow.sendall(b"GET /vocabulary/body.ttl HTTP/1.1\r\nHost: x\r\nAccept-Encoding: identity\r\n\r\n")
            assert slow.recv(1) == b"H"
        assert well(site)


def test_writers_that_never_end_hold_up_nobody(site: Site) -> None:
    with ExitStack() as held:
        for number in range(_HELD):
            slow = held.enter_context(closing(connect(site)))
            head = (
                b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\nA"
                if number % 2
                else b"GET /sea"
            )
            slow.sendall(head)
        assert well(site)
