"""A site that runs stays sound under what is too much: large requests, endless queries, clients that dawdle."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote, urlsplit

import pytest
from browsing import serving
from made_up_catalogue import open_site
from sound_answers import check

pytestmark = pytest.mark.service

ALL = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HEAVY = [
    f"SELECT * {ALL}",
    f"SELECT * {ALL} ORDER BY ?l ?a",
    f"SELECT (COUNT(DISTINCT ?l) AS ?n) {ALL}",
    f"CONSTRUCT {{ ?a ?e ?i }} WHERE {ALL}",
    "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER REGEX(CONCAT(STR(?c), STR(?f)), '^(([a-z])+.)+[A-Z]([a-z])+$') }",
    "SELECT * { ?a (!<urn:a>|^!<urn:a>)* ?b . ?b (!<urn:a>)* ?c }",
]
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """Where the site listens; a query has half a second."""
    folder = tmp_path_factory.mktemp("fuzzed")
    with serving(open_site(folder, many=45, address=f"oxigraph:{folder / 'store'}", seconds=0.5)) as address:
        parts = urlsplit(address)
        yield str(parts.hostname), int(parts.port or 0)


def _ask(place: tuple[str, int], method: str, target: str, body: bytes | None = None, **headers: str) -> int:
    with closing(http.client.HTTPConnection(*place)) as client:
        client.request(method, target, body, headers)
        answer = client.getresponse()
        status, media, text = answer.status, answer.headers.get("content-type", ""), answer.read()
    check(status, media, text)
    return status


def _is_well(place: tuple[str, int]) -> None:
    assert _ask(place, "GET", "/sparql?query=ASK%7B%7D") == 200


@pytest.mark.parametrize("query", HEAVY, ids=range(len(HEAVY)))
def test_what_would_not_end_is_ended_and_said(place: tuple[str, int], query: str) -> None:
    assert _ask(place, "GET", f"/sparql?query={quote(query)}") != 200
    _is_well(place)


def test_a_query_of_a_megabyte_is_refused(place: tuple[str, int]) -> None:
    body = b"ASK { # " + b"x" * MEGABYTE
    assert _ask(place, "POST", "/sparql", body, **{"Content-Type": "application/sparql-query"}) == 413
    with closing(socket.create_connection(place)) as client:
        head = b"GET /sparql?query=ASK%7B%7D%23" + b"x" * MEGABYTE + b" HTTP/1.1\r\nHost: a\r\n\r\n"
        try:
            client.sendall(head)
            answer = client.recv(65536)
        except ConnectionError:
            answer = b""  # hung up on before it was through
    assert answer[9:12] != b"500" and b"Traceback" not in answer
    _is_well(place)


def test_ten_thousand_parameters_are_read(place: tuple[str, int]) -> None:
    assert _ask(place, "GET", "/sparql?query=ASK%7B%7D" + "&x=y" * 10_000) == 200


def test_clients_that_dawdle_hold_nobody_up(place: tuple[str, int]) -> None:
    query = quote("SELECT * { ?s ?p ?o }")
    slow = [socket.create_connection(place) for _ in range(30)]
    for number, client in enumerate(slow):
        if number % 2:
            client.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        else:
            client.sendall(b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nq")
    for _ in range(5):
        for number, client in enumerate(slow):
            assert client.recv(1) if number % 2 else client.send(b"q")
        _is_well(place)
    for client in slow:
        client.close()
    _is_well(place)
