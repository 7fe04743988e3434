"""Pages over HTTP: `stook serve` in a process of its own, asked by a client that keeps its connection."""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import create_server

from bench_home import Home
from bench_line import Line, Size, percentile, spread

from catalogue.indexes.protocol import Search, open_index

_TIMES = 30  # requests of each page in a round
_PATIENCE_SECONDS = 60.0
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to ask for; aims are milliseconds at p95 and bytes of HTML."""

    name: str
    path: str
    aim_ms: float
    aim_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running `stook serve`."""

    process: int
    port: int
    waited: float  # seconds to its first answer

    def cpu_seconds(self) -> float:
        """What it has used so far."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK


def page_lines(home: Home, size: Size) -> list[Line]:
    """A line for each page, and one for the start of the site."""
    with serving(home) as server:
        pages = _pages(home)
        return [start_line(server), *(page_line(page, server, size) for page in pages)]


def _pages(home: Home) -> list[Page]:
    with closing(open_index(f"whoosh:{home.folder / 'index'}")) as index:
        first = index.search(Search(text="spending", limit=1)).hits[0].id
        largest = index.search(Search(facets=("publisher",), limit=0)).facets["publisher"][0].value
    return [
        Page(name="dataset page", path=f"/dataset/{first}", aim_ms=15, aim_bytes=50_000),
        Page(name="search page, common word", path="/search?q=extract", aim_ms=30),
        Page(name="search page, no words", path="/search", aim_ms=30),
        Page(name="publisher's page", path=f"/organisation/{largest}", aim_ms=60, aim_bytes=50_000),
        Page(
            name="linkages of a publisher",
            path=f"/linkages/organisation/{largest}",
            aim_ms=50,
            aim_bytes=50_000,
        ),
        Page(name="linkages of a kind of identifier", path="/linkages/identifier/uprn", aim_ms=50),
        Page(name="suggestions for two letters", path="/suggest?q=sp", aim_ms=20),
    ]


def start_line(server: Server) -> Line:
    """How long the site took to its first answer."""
    return Line(
        name="start of `stook serve`",
        measured=f"{server.waited:.1f} s to its first answer; CPU {server.cpu_seconds():.1f} s",
        against="aim 3 s at 100,000 datasets",
        ratio=f"{server.waited / 3:.2f} ×",
        aim="≤ 3 s",
        met=server.waited <= 3,
    )


def page_line(page: Page, server: Server, size: Size) -> Line:
    """One page asked for again and again, beside the least that the site can answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port)) as client:
        body = fetch(client, page.path)
        fetch(client, "/healthz")
        times: list[float] = []
        least: list[float] = []
        before = server.cpu_seconds()
        for _ in range(size.rounds * _TIMES):
            times.append(_timed(client, page.path))
        spent = (server.cpu_seconds() - before) / len(times)
        least.extend(_timed(client, "/healthz") for _ in range(_TIMES))
    ratio = statistics.median(times) / statistics.median(least)
    return Line(
        name=page.name,
        measured=f"{spread(times)}; CPU {spent * 1000:.1f} ms; {len(body):,} bytes",
        against=f"/healthz, p50 {statistics.median(least) * 1000:.2f} ms",
        ratio=f"{ratio:.1f} ×",
        aim=f"p95 ≤ {page.aim_ms:.0f} ms" + (f", ≤ {page.aim_bytes:,} bytes" if page.aim_bytes else ""),
        rounds=size.rounds,
        met=percentile(times, 0.95) * 1000 <= page.aim_ms and len(body) <= (page.aim_bytes or len(body)),
    )


def _timed(client: http.client.HTTPConnection, path: str) -> float:
    began = time.perf_counter()
    fetch(client, path)
    return time.perf_counter() - began


def fetch(client: http.client.HTTPConnection, path: str) -> bytes:
    """The body of a page; RuntimeError where there is none."""
    client.request("GET", path, headers={"Accept": "text/html"})
    answer = client.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {answer.reason}, 200 was expected")
    return body


@contextmanager
def serving(home: Home) -> Iterator[Server]:
    """The site over a catalogue, until the block ends."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = dict(home.environment) | {"STOOK_BIND": f"127.0.0.1:{port}"}
    began = time.perf_counter()
    command = [sys.executable, "-m", "catalogue.cli", "serve"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            _await(port, process)
            yield Server(process=process.pid, port=port, waited=time.perf_counter() - began)
        finally:
            process.terminate()


def page_seconds(client: http.client.HTTPConnection, path: str) -> float:
    """How long one page takes."""
    begun = time.perf_counter()
    fetch(client, path)
    return time.perf_counter() - begun


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the site answers; RuntimeError when it ends before, or never does."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < end:
        with suppress(OSError), closing(http.client.HTTPConnection("127.0.0.1", port)) as client:
            fetch(client, "/healthz")
            return
        time.sleep(0.02)
    raise RuntimeError(f"`stook serve` does not answer on port {port}")
