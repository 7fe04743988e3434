"""`stook serve` as its user starts it, over a store of a few graphs, and what can be seen of its processes."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from catalogue.stores import GraphPut, open_store

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s <urn:title> ?t }"
GRAPHS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict:  # type: ignore[type-arg] # whatever it is
        return json.loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A running site."""

    port: int
    process: int

    def get(self, path: str, *, source: str = "127.0.0.1", **headers: str) -> Reply:
        """From an address of this machine, of which it has many."""
        with closing(
            http.client.HTTPConnection("127.0.0.1", self.port, source_address=(source, 0))
        ) as client:
            client.request("GET", path, headers={"Accept": "application/json", **headers})
            answer = client.getresponse()
            return Reply(
                status=answer.status,
                headers={name.lower(): value for name, value in answer.getheaders()},
                body=answer.read(),
            )

    def ask(self, query: str, *, source: str = "127.0.0.1", **headers: str) -> Reply:
        """One query."""
        return self.get(f"/sparql?query={quote(query)}", source=source, **headers)

    def workers(self) -> list[int]:
        """The processes that it has started."""
        found = Path(f"/proc/{self.process}/task").glob("*/children")
        return [int(one) for path in found for one in path.read_text().split()]

    def busy(self) -> int:
        """The worker whose query has taken so long that it stepped back, once there is one."""
        return until(lambda: next((one for one in self.workers() if self._stepped_back(one)), 0))

    def _stepped_back(self, worker: int) -> bool:
        return os.getpriority(os.PRIO_PROCESS, worker) > os.getpriority(os.PRIO_PROCESS, self.process)


class Asking(threading.Thread):
    """A query that is asked while other things happen."""

    def __init__(self, site: Site, query: str, *, source: str) -> None:
        super().__init__()
        self._ask = lambda: site.ask(query, source=source)
        self.reply: Reply | None = None
        self.start()

    def run(self) -> None:
        self.reply = self._ask()

    def end(self) -> Reply:
        """What came back in the end."""
        self.join()
        assert self.reply is not None
        return self.reply


def until(look: Callable[[], int]) -> int:
    """What is found in the end, looking again and again."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(OSError):
            if found := look():
                return found
        threading.Event().wait(0.02)
    raise AssertionError("what was waited for has not come")


def fill(store: str) -> None:
    """A title in each graph."""
    opened = open_store(store)
    names = [f"urn:g:{number}" for number in range(GRAPHS)]
    puts = [GraphPut(graph=g, quads=f'<{g}> <urn:title> "Title" <{g}> .'.encode()) for g in names]
    opened.apply(puts=puts, drops=[], mark=0)
    opened.close()


@contextmanager
def serving(home: Path, port: int, **settings: str) -> Iterator[Site]:
    """Until the block ends."""
    environment = {
        "STOOK_HOME": str(home),
        "STOOK_BIND": f"127.0.0.1:{port}",
        "PATH": os.environ["PATH"],
        **settings,
    }
    command = [sys.executable, "-m", "catalogue.cli", "serve"]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, cwd=Path(__file__).parents[3]
    )
    site = Site(port=port, process=process.pid)
    try:
        until(lambda: site.get("/robots.txt").status)
        yield site
    finally:
        process.terminate()
        process.wait()
