"""Whatever the scan lets through never makes the engine reach a socket: queries that go out, changed by chance."""

from __future__ import annotations

import os
import socket
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.errors import QueryRefused
from catalogue.stores import scan_query

EXAMPLES = int(os.environ.get("STOOK_TEST_QUERIES", "400"))
PREFIXES = "PREFIX ex: <http://e/> PREFIX : <OUT> PREFIX service: <OUT> PREFIX port: <http://e:>\n"
# Each reaches out in the engine if nothing stops it, whatever the store holds.
SEEDS = [
    "SELECT * { SERVICE <OUT> { ?a ?b ?c } }",
    "SELECT * { service:x { ?a ?b ?c } }",
    "SELECT * { SERVICE SILENT <OUT> { ?a ?b ?c } }",
    "ASK { VALUES ?o { 1 } FILTER(?o<2) SERVICE <OUT> { ?a ?b ?c } }",
    "SELECT * { VALUES ?x { 1 } SERVICE :x { ?a ?b ?c } }",
    "SELECT * { { SELECT * { SERVICE<OUT>{ ?a ?b ?c } } } }",
    "SELECT (EXISTS { SERVICE <OUT> { ?a ?b ?c } } AS ?e) {}",
    "CONSTRUCT { ?a ?b ?c } WHERE { OPTIONAL { SERVICE <OUT> { ?a ?b ?c } } }",
    "SELECT * { GRAPH ?g {} } VALUES ?x { 1 } # SERVICE <OUT> { ?a ?b ?c }",
    "DESCRIBE ?a { { SERVICE <OUT> { ?a ?b ?c } } UNION { SERVICE :x { ?a ?b ?c } } }",
    "SELECT * { BIND(1 AS ?x) FILTER(EXISTS { SERVICE <OUT> { ?a ?b ?c } }) }",
    "SELECT * { VALUES ?x { 'a' } MINUS { SERVICE <OUT> { ?x ?b ?c } } }",
    "SELECT * { SERVICE<OUT>{ ?a (^<OUT>|!(a|^a))* ?c } }",
]
# What turns a text into a comment, a string into code and the reverse, in one cutter and not in the other.
PIECES = [
    *"#<>'\"\\{}()[].;,|^/*+-?$!=&@:_%~ \t\r\n\f\v\0\u00a0\u200b\u2028\ufeff",
    *[
        "'''",
        '"""',
        "\\'",
        '\\"',
        "\\\\",
        "\\u0023",
        "\\u003C",
        "\\U00000022",
        "\\uD800",
        "<<",
        ">>",
        "<<(",
        ")>>",
        "&&",
        "||",
        "^^",
    ],
    *[
        "SERVICE",
        "service",
        "SILENT",
        "SERVI",
        "CE",
        "ex:",
        ":a.b.",
        "service:",
        "port:SERVICE",
        "_:b",
        "@en",
        "@en--ltr",
        "1e5",
        "1.",
        "true",
    ],
    *[
        "a",
        "ex:a",
        "?x",
        "$x",
        "FILTER(?x<?y",
        "BIND(1 AS ?z)",
        "OPTIONAL",
        "UNION",
        "MINUS",
        "GRAPH",
        "VALUES ?v { 1 }",
        "<#>",
        "<?x#>",
        "<a'>",
        "{| |}",
    ],
]
CHANGE = st.tuples(st.floats(0, 1), st.integers(0, 3), st.sampled_from(PIECES))


class Door:
    """A port that counts who comes, and closes at once, so that the engine waits for nothing."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}/"
        self.came = 0
        self._thread = threading.Thread(target=self._open)
        self._thread.start()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listening.close()

    def _open(self) -> None:
        with suppress(OSError):
            while True:
                visitor = self._listening.accept()[0]
                self.came += 1
                visitor.close()


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    opened = Door()
    yield opened
    opened.close()


def reaches(door: Door, text: str) -> bool:
    """Whether the engine comes to the door when it answers."""
    before = door.came
    with suppress(SyntaxError, RuntimeError, ValueError, OSError):
        found = ox.Store().query(text)
        if not isinstance(found, ox.QueryBoolean):
            deque(found, maxlen=0)
    return door.came > before


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if "# SERVICE" not in seed])
def test_the_engine_would_go_out(door: Door, seed: str) -> None:
    assert reaches(door, f"{PREFIXES}{seed}".replace("OUT", door.address))


def changed(text: str, changes: list[tuple[float, int, str]]) -> str:
    """Each change takes some characters away at a place and puts a piece there."""
    for place, gone, piece in changes:
        at = int(place * len(text))
        text = text[:at] + piece + text[at + gone :]
    return text


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.sampled_from(SEEDS), changes=st.lists(CHANGE, max_size=6))
def test_what_the_scan_lets_through_reaches_no_socket(
    door: Door, seed: str, changes: list[tuple[float, int, str]]
) -> None:
    text = (PREFIXES + changed(seed, changes)).replace("OUT", door.address)
    try:
        scan_query(text)
    except QueryRefused:
        return
    assert not reaches(door, text)
