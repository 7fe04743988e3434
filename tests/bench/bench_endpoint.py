"""The SPARQL endpoint over HTTP: beside the bare store over HTTP, and while one client's query never ends."""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from socket import create_server
from urllib.parse import quote

from bench_home import Home
from bench_line import Line, Size, by_turns, percentile, spread, timed
from bench_pages import Server, serving
from bench_sparql import JOIN, PREFIXES

AIM = 1.3
BESIDE = 2.0
OVER = 0.5  # seconds that a query may outlive its limit
_TIMES = 100
_CLIENTS = 20
_PAUSE = 0.1  # seconds between two queries of a client
_EACH = 15  # queries of each client
_LIMIT = 4.0
_NUMBERS = count()
_HERE = Path(__file__).parent
_JSON, _TURTLE = "application/sparql-results+json", "text/turtle"
_RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query and the form of its answer; NUMBER in it is another one each time, so that no answer is a kept one."""

    name: str
    text: str
    accept: str


def endpoint_lines(home: Home, size: Size) -> list[Line]:
    """A line for each kind of query, and those of the runaway."""
    free = {"STOOK_QUERY_MINUTE_SECONDS": "0", "STOOK_QUERY_SECONDS": f"{_LIMIT:g}"}
    home = replace(home, environment={**home.environment, **free})
    with serving(home) as ours, _bare(home) as bare:
        asked = _asked(ours.port)
        compared = [_compared(one, ours.port, bare, size) for one in asked]
        return [*compared, *_runaway_lines(ours, asked[0])]


def _asked(port: int) -> tuple[Asked, ...]:
    first = Asked(name="", text=f"{PREFIXES} SELECT ?d {{ ?d a dcat:Dataset }} LIMIT 1", accept=_JSON)
    with closing(_client(port)) as client:
        found = json.loads(_fetch(client, first))
    dataset = f"<{found['results']['bindings'][0]['d']['value']}>"
    return (
        Asked(name="lookup of a dataset", text=f"SELECT ?p ?o {{ {dataset} ?p ?o }} # NUMBER", accept=_JSON),
        Asked(name="join, 20 rows", text=f"{JOIN} # NUMBER", accept=_JSON),
        Asked(name="DESCRIBE of a dataset", text=f"DESCRIBE {dataset} # NUMBER", accept=_TURTLE),
        Asked(name="the same lookup again", text=f"SELECT ?p ?o {{ {dataset} ?p ?o }}", accept=_JSON),
    )


def _compared(asked: Asked, ours: int, bare: int, size: Size) -> Line:
    with closing(_client(ours)) as mine, closing(_client(bare)) as theirs:
        ask, ask_bare = partial(_fetch, mine, asked), partial(_fetch, theirs, asked)
        times, bares = by_turns(ask, ask_bare, size.rounds * _TIMES)
    ratio = statistics.median(times) / statistics.median(bares)
    return Line(
        name=f"SPARQL over HTTP: {asked.name}",
        measured=spread(times),
        against=f"bare pyoxigraph under the same server, p50 {statistics.median(bares) * 1000:.2f} ms",
        ratio=f"{ratio:.2f} ×",
        aim=f"≤ {AIM} ×",
        rounds=size.rounds,
        met=ratio <= AIM,
    )


def _runaway_lines(server: Server, asked: Asked) -> list[Line]:
    _clients(server.port, asked)  # starts every worker
    quiet = _clients(server.port, asked)
    runaway = _Runaway(server.port)
    runaway.start()
    beside = _clients(server.port, asked)
    runaway.join()
    ratio = percentile(beside, 0.95) / percentile(quiet, 0.95)
    return [
        Line(
            name=f"SPARQL: {_CLIENTS} clients beside a query that never ends",
            measured=spread(beside),
            against=f"quiet, {spread(quiet)}",
            ratio=f"p95 {ratio:.2f} ×",
            aim=f"≤ {BESIDE:g} ×",
            met=ratio <= BESIDE,
        ),
        Line(
            name="SPARQL: the query that never ends",
            measured=f"ends after {runaway.took:.2f} s with {runaway.status}",
            against=f"its limit, {_LIMIT:g} s",
            ratio=f"+{runaway.took - _LIMIT:.2f} s",
            aim=f"≤ +{OVER:g} s",
            met=runaway.status == 503 and runaway.took <= _LIMIT + OVER,
        ),
    ]


class _Runaway(threading.Thread):
    """One client of its own, whose query has no end."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port
        self.took, self.status = 0.0, 0

    def run(self) -> None:
        with closing(_client(self._port, "127.0.0.2")) as client:
            began = time.perf_counter()
            client.request("GET", f"/sparql?query={quote(_RUNAWAY)}", headers={"Accept": _JSON})
            answer = client.getresponse()
            answer.read()
            self.took, self.status = time.perf_counter() - began, answer.status


def _clients(port: int, asked: Asked) -> list[float]:
    """How long each query of clients at addresses of their own took."""
    times: list[float] = []

    def work(number: int) -> None:
        with closing(_client(port, f"127.0.1.{number + 1}")) as client:
            time.sleep(_PAUSE * number / _CLIENTS)
            for _ in range(_EACH):
                times.append(timed(partial(_fetch, client, asked)))
                time.sleep(_PAUSE)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(_CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _client(port: int, source: str = "127.0.0.1") -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, source_address=(source, 0))


def _fetch(client: http.client.HTTPConnection, asked: Asked) -> bytes:
    text = asked.text.replace("NUMBER", str(next(_NUMBERS)))
    client.request("GET", f"/sparql?query={quote(text)}", headers={"Accept": asked.accept})
    answer = client.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{asked.name}: {answer.status} {answer.reason}, 200 was expected")
    return body


@contextmanager
def _bare(home: Home) -> Iterator[int]:
    """The port of the bare store over the same data."""
    with create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    data = (home.folder / "store" / "current").resolve() / "data"
    with subprocess.Popen([sys.executable, str(_HERE / "bench_bare.py"), str(data), str(port)]) as process:
        try:
            _await(port)
            yield port
        finally:
            process.terminate()


def _await(port: int) -> None:
    for _ in range(500):
        with suppress(OSError), closing(_client(port)) as client:
            client.request("GET", "/healthz")
            client.getresponse().read()
            return
        time.sleep(0.02)
    raise RuntimeError(f"the bare store does not answer on port {port}")
