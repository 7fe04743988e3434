"""Hostile portals over HTTP: links into this network, answers that grow, certificates of nobody."""

from __future__ import annotations

import gzip
import http.server
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from certificate import certificate_of_nobody
from conftest import House, Serve
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from harvester.ended import Ended
from harvester.replay.faults import Edited, Redirect, Rule
from harvester.replay.recording import Recording
from harvester.replay.server import running

WHITE = b" " * 3_000_000
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"&a;" * 10) for n in range(9))
    + b']><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&a8;</rdf:RDF>'
)


@pytest.mark.parametrize(
    "spelling", ["127.0.0.1", "127。0。0。1", "0x7f000001", "[::1]", "localhost", "localhost."]
)
def test_a_link_into_this_network_is_not_followed(
    spelling: str, house: House, serve: Serve, bundled: Mapping[str, Recording]
) -> None:
    """What a page names as its next is asked no more than a redirect."""
    recording = bundled["hirwen"]
    with serve([recording]) as (inside, spied):
        there = f"http://{spelling}:{inside.rpartition(':')[2]}/hirwen/catalog.ttl?page=2"
        leads = Edited(find=r'(hydra:nextPage|hydra:next) ["<][^">]*[">]', replace=rf"\1 <{there}>")
        with serve([recording], Rule(fault=leads, pattern="catalog")) as (address, _):
            house.allow(address)
            house.register(recording, address)
            assert house.crawl("hirwen") is Ended.PARTIAL
        assert spied.addresses == []
        assert "was not asked" in house.sentence("hirwen") or "could not" in house.sentence("hirwen")


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "file:///etc/passwd"]
)
def test_a_redirect_into_this_network_is_not_followed(
    to: str, house: House, serve: Serve, bundled: Mapping[str, Recording]
) -> None:
    """Nor to a file."""
    recording = bundled["ottermoor"]
    with serve([recording]) as (inside, spied):
        away = Redirect(to=to.format(port=inside.rpartition(":")[2]))
        with serve([recording], Rule(fault=away, pattern="data.json")) as (address, _):
            house.allow(address)
            house.register(recording, address)
            assert house.crawl("ottermoor") is Ended.FAILED
        assert spied.addresses == []


def _twice(body: bytes) -> bytes:
    return gzip.compress(gzip.compress(body))


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("gzip, gzip", _twice), ("br", gzip.compress)],
)
def test_an_answer_that_grows_when_it_is_unpacked_is_given_up(
    encoding: str, pack: Callable[[bytes], bytes], house: House
) -> None:
    """However it is packed, and where what it says of its packing is not true."""

    async def bomb(_: Request) -> Response:
        return Response(pack(WHITE), media_type="application/json", headers={"Content-Encoding": encoding})

    house.environment |= {"STOOK_DOCUMENT_BYTES": "1000000", "STOOK_PAGE_BYTES": "1000000"}
    with running(Starlette(routes=[Route("/data.json", bomb)])) as address:
        house.allow(address)
        house.add(slug="bomb", kind="pod", address=f"{address}/data.json", settings={"delay": 0})
        assert house.crawl("bomb") is Ended.FAILED
    assert "Traceback" not in house.log


@pytest.mark.parametrize(
    ("kind", "path", "body"),
    [
        ("ckan", "/api/3/action/package_search", b'{"success":true,"result":' + b"[" * 500_000),
        ("pod", "/data.json", b'{"dataset":[{"title":' + b'{"a":' * 200_000 + b"1"),
        ("arcgis_hub", "/api/search/v1/collections/dataset/items", b"[" * 1_000_000),
        ("dcat", "/catalog.rdf", LAUGHS),
        ("dcat", "/catalog.jsonld", b'{"@graph":' * 100_000),
        ("dcat", "/catalog.ttl", b"<urn:a> <urn:b> " + b"[ <urn:b> " * 200_000),
    ],
)
def test_an_answer_that_is_deep_or_laughs_is_given_up(
    kind: str, path: str, body: bytes, house: House
) -> None:
    """The run fails with a sentence, and its process lives to say it."""

    async def page(request: Request) -> Response:
        return Response(body) if request.url.path == path else Response(status_code=404)

    address_of = {"dcat": path, "pod": path}
    with running(Starlette(routes=[Route("/{rest:path}", page)])) as address:
        house.allow(address)
        house.add(slug="deep", kind=kind, address=address + address_of.get(kind, ""), settings={"delay": 0})
        assert house.crawl("deep") is Ended.FAILED
    assert "could not be read" in house.sentence("deep")


@contextmanager
def _of_nobody(folder: Path) -> Iterator[str]:
    """A server whose certificate nobody vouches for."""
    file = certificate_of_nobody(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b'{"dataset": [{"title": "Made up", "identifier": "a"}]}'
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"https://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_certificate_of_nobody_is_refused_unless_that_was_written_down(
    house: House, tmp_path: Path
) -> None:
    """By the portal's setting `tls`."""
    with _of_nobody(tmp_path) as address:
        house.allow(address)
        house.add(slug="made", kind="pod", address=f"{address}/data.json", settings={"delay": 0})
        assert house.crawl("made") is Ended.FAILED
        assert "has a certificate that nobody vouches for" in house.sentence("made")
        house.add(
            slug="made",
            kind="pod",
            address=f"{address}/data.json",
            settings={"delay": 0, "tls": "unverified"},
        )
        assert house.crawl("made") is Ended.COMPLETE
