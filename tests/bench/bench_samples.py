"""Files, queued all at once at many hosts: how long a look at their first rows takes, and what a kill loses.

A host is asked for its robots.txt and for each of its files, one in so many seconds, so the least time is that of the
files of one host. The process is killed in the middle once, and another goes on: the hosts' own log tells whether
anything was asked for twice that had been kept, and whether the gap was kept.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from bench_home import Home, listening
from bench_line import Line, Size
from bench_link_hosts import addresses
from bench_links import gap_line, page_line, peak_megabytes, read_log
from bench_pages import page_seconds, serving
from sqlalchemy import delete, func, insert, select, update

from catalogue.ledger.columns_schema import sample_uses, samples
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.linkage.leading import link_digest

_GAP = 2.0  # seconds between two requests to a host
_SEARCH = "/search?q=extract"
_PAUSE = 0.05  # seconds between two pages
_QUIET = 200  # pages asked for before
_FAR = "2099-01-01T00:00:00Z"
_PORTAL = "bench"


@dataclass(slots=True)
class _Work:
    """What the processes used, and how long each page took meanwhile."""

    cpu: float
    megabytes: float
    pages: list[float]


def sample_lines(home: Home, size: Size) -> list[Line]:
    """Time, gap, loss, and the search page meanwhile."""
    log, files = home.folder / "sample-hosts.log", size.sampled
    hosts = files // 10
    with serving(home) as server, closing(http.client.HTTPConnection("127.0.0.1", server.port)) as client:
        quiet = [page_seconds(client, _SEARCH) for _ in range(_QUIET)]
        with listening("bench_link_hosts.py", hosts, log) as port:
            ledger = open_ledger(f"sqlite:///{home.folder / 'ledger.db'}")
            _have(ledger, [f"http://{host}:{port}/{n}.csv" for host in addresses(hosts) for n in range(10)])
            work, begun = _Work(0.0, 0.0, []), time.perf_counter()
            _look(home, hosts, client, work, until=lambda: _read(ledger) >= files // 2)
            kept = _read(ledger)
            _look(home, hosts, client, work)
            seconds = time.perf_counter() - begun
            read = _read(ledger)
            _forget(ledger)
            ledger.close()
    times, asked = read_log(log)
    return [
        _time_line(seconds, work, files, hosts),
        gap_line("files", times, _GAP),
        _loss_line(asked, files, hosts, kept, read),
        page_line("files are read", work.pages, quiet),
    ]


def _time_line(seconds: float, work: _Work, files: int, hosts: int) -> Line:
    least = (files / hosts + 1) * _GAP
    return Line(
        name=f"first rows of {files:,} files of {hosts} hosts, queued at once, killed in the middle",
        measured=f"{seconds:.0f} s; CPU {work.cpu:.0f} s; {work.megabytes:.0f} MB at most",
        against=f"the hosts' rate alone, {least:.0f} s",
        ratio=f"{seconds / least:.1f} ×",
        aim="≤ 300 MB",
        met=work.megabytes <= 300,
    )


def _loss_line(asked: Counter[str], files: int, hosts: int, kept: int, read: int) -> Line:
    """A file that was under way when the process was killed is asked for again, and no other."""
    twice = sum(count - 1 for name, count in asked.items() if not name.endswith("/robots.txt"))
    return Line(
        name="files: lost, or asked for again although they had been kept",
        measured=f"{files - read:,} lost; {kept:,} kept at the kill, {twice:,} under way were asked for again",
        against=f"{sum(asked.values()):,} requests for {files:,} files",
        aim="none",
        met=read == files and twice <= hosts,
    )


def _look(
    home: Home,
    hosts: int,
    client: http.client.HTTPConnection,
    work: _Work,
    *,
    until: Callable[[], bool] = lambda: False,
) -> None:
    """Lets `stook samples check` work to its end, or kills it once something is so."""
    environment = dict(home.environment) | {
        "STOOK_ALLOW": ",".join(addresses(hosts)),
        "STOOK_SAMPLES_PARALLEL": str(min(hosts, 64)),
    }
    command = [sys.executable, "-m", "catalogue.cli", "samples", "check", "--json"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    killed = False
    while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
        work.megabytes = max(work.megabytes, peak_megabytes(process.pid))
        work.pages.append(page_seconds(client, _SEARCH))
        time.sleep(_PAUSE)
        if not killed and until():
            process.kill()
            killed = True
    _, status, used = ended
    process.returncode = os.waitstatus_to_exitcode(status)
    work.cpu += used.ru_utime + used.ru_stime
    if process.returncode and not killed:
        raise RuntimeError(f"`stook samples check` ended with status {process.returncode}")


def _have(ledger: Ledger, urls: list[str]) -> None:
    """Makes these files due, and no others."""
    with ledger.writing() as connection:
        connection.execute(update(samples).values(due=_FAR))
        rows = [
            {"digest": link_digest(url), "url": url, "host": url.split("/")[2].partition(":")[0]}
            for url in urls
        ]
        connection.execute(insert(samples), rows)
        numbers = connection.scalars(select(samples.c.id).where(samples.c.due == "")).all()
        uses = [{"sample_id": n, "entry_id": "bench", "file": str(n), "portal": _PORTAL} for n in numbers]
        connection.execute(insert(sample_uses), uses)


def _ours() -> Any:
    return samples.c.id.in_(select(sample_uses.c.sample_id).where(sample_uses.c.portal == _PORTAL))


def _read(ledger: Ledger) -> int:
    """How many files of the bench were read."""
    with ledger.reading() as connection:
        counted = select(func.count()).select_from(samples).where(_ours(), samples.c.state == "read")
        return int(connection.scalar(counted) or 0)


def _forget(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        connection.execute(delete(samples).where(_ours()))
        connection.execute(update(samples).values(due=""))
