"""Links, queued all at once: how long their check takes beside what the hosts' rate allows, and what the site feels.

Each link is asked for twice (HEAD, then the first bytes), and a host no sooner than half a second after its last
answer, so the least time is that of the links of one host. The hosts' own log tells whether that was kept.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bench_home import Home, listening
from bench_line import Line, Size, percentile, spread
from bench_link_hosts import addresses
from bench_pages import page_seconds, serving
from sqlalchemy import delete, func, insert, select, update

from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.quality_schema import checked_links, link_uses
from catalogue.linkage.leading import link_digest

_GAP = 0.5  # seconds between two requests to a host
_SEARCH = "/search?q=extract"
_PAUSE = 0.05  # seconds between two pages
_QUIET = 200  # pages asked for before
_AIM_MS = 100
_FAR = "2099-01-01T00:00:00Z"
_PORTAL = "bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check of all links took, and what the hosts saw of it: by host, when each request came."""

    seconds: float
    cpu: float
    megabytes: float
    pages: list[float]
    times: dict[str, list[float]]
    asked: Counter[str]
    works: int


def link_lines(home: Home, size: Size) -> list[Line]:
    """Time, rate, loss, and the search page meanwhile."""
    log = home.folder / "link-hosts.log"
    with serving(home) as server, closing(http.client.HTTPConnection("127.0.0.1", server.port)) as client:
        quiet = [page_seconds(client, _SEARCH) for _ in range(_QUIET)]
        with listening("bench_link_hosts.py", size.hosts, log) as port:
            ledger = open_ledger(f"sqlite:///{home.folder / 'ledger.db'}")
            _lead_to(ledger, [f"http://{host}:{port}/{n}.csv" for host in addresses(size.hosts)
                              for n in range(size.links // size.hosts)])  # fmt: skip
            begun = time.perf_counter()
            process, cpu, held, pages = _check(home, size, client)
            seconds = time.perf_counter() - begun
            works = _forget(ledger)
            ledger.close()
    if process:
        raise RuntimeError(f"`stook links check` ended with status {process}")
    times, asked = read_log(log)
    found = Checked(
        seconds=seconds, cpu=cpu, megabytes=held, pages=pages, times=times, asked=asked, works=works
    )
    return [_time_line(found, size), gap_line("links", found.times, _GAP), _loss_line(found, size),
            page_line("links are checked", found.pages, quiet)]  # fmt: skip


def _time_line(found: Checked, size: Size) -> Line:
    least = size.links / size.hosts * 2 * _GAP
    return Line(
        name=f"check of {size.links:,} links of {size.hosts} hosts, queued at once",
        measured=f"{found.seconds:.0f} s; CPU {found.cpu:.0f} s; {found.megabytes:.0f} MB at most",
        against=f"the hosts' rate alone, {least:.0f} s",
        ratio=f"{found.seconds / least:.1f} ×",
        aim="≤ 300 MB",
        met=found.megabytes <= 300,
    )


def gap_line(what: str, times: Mapping[str, list[float]], least: float) -> Line:
    """The shortest time between two requests to one host, by the hosts' own log."""
    gaps = [later - earlier for each in times.values() for earlier, later in pairwise(sorted(each))]
    return Line(
        name=f"{what}: the shortest time between two requests to one host",
        measured=f"{min(gaps):.3f} s, of {len(gaps) + len(times):,} requests",
        against="the hosts' own log",
        ratio=f"{min(gaps) / least:.2f} ×",
        aim=f"≥ {least:g} s",
        met=min(gaps) >= least,
    )


def _loss_line(found: Checked, size: Size) -> Line:
    twice = sum(1 for count in found.asked.values() if count != 1)
    return Line(
        name="links: lost, or asked for twice",
        measured=f"{size.links - found.works:,} lost, {twice:,} twice",
        against=f"{len(found.asked):,} different requests for {size.links:,} links",
        aim="none",
        met=found.works == size.links and not twice and len(found.asked) == 2 * size.links,
    )


def page_line(what: str, pages: list[float], quiet: list[float]) -> Line:
    """The search page while something goes on beside it."""
    ratio = percentile(pages, 0.95) / percentile(quiet, 0.95)
    return Line(
        name=f"search page while {what}",
        measured=spread(pages),
        against=f"quiet, {spread(quiet)}",
        ratio=f"p95 {ratio:.2f} ×",
        aim=f"p95 ≤ {_AIM_MS} ms",
        met=percentile(pages, 0.95) * 1000 <= _AIM_MS,
    )


def _check(
    home: Home, size: Size, client: http.client.HTTPConnection
) -> tuple[int, float, float, list[float]]:
    """Status, CPU seconds and most megabytes of the check, and how long each page took meanwhile."""
    environment = dict(home.environment) | {
        "STOOK_ALLOW": ",".join(addresses(size.hosts)),
        "STOOK_LINKS_PARALLEL": str(min(size.hosts, 256)),
    }
    command = [sys.executable, "-m", "catalogue.cli", "links", "check", "--json"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    pages: list[float] = []
    held = 0.0
    while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
        held = max(held, peak_megabytes(process.pid))
        pages.append(page_seconds(client, _SEARCH))
        time.sleep(_PAUSE)
    _, status, used = ended
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_utime + used.ru_stime, held, pages


def peak_megabytes(process: int) -> float:
    """The most memory that a process has held, in megabytes."""
    try:
        told = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in told.splitlines() if line.startswith("VmHWM")), 0.0)


def _lead_to(ledger: Ledger, urls: list[str]) -> None:
    """Makes these links due, and no others."""
    with ledger.writing() as connection:
        connection.execute(update(checked_links).values(due=_FAR))
        rows = [
            {"digest": link_digest(url), "url": url, "host": url.split("/")[2].partition(":")[0]}
            for url in urls
        ]
        connection.execute(insert(checked_links), rows)
        numbers = connection.scalars(select(checked_links.c.id).where(checked_links.c.due == ""))
        uses = [
            {"link_id": n, "entry_id": "bench", "role": "download", "portal": _PORTAL} for n in numbers.all()
        ]
        connection.execute(insert(link_uses), uses)


def _forget(ledger: Ledger) -> int:
    """Takes the links of the bench away; how many of them worked."""
    mine = checked_links.c.id.in_(select(link_uses.c.link_id).where(link_uses.c.portal == _PORTAL))
    with ledger.writing() as connection:
        works = select(func.count()).select_from(checked_links).where(mine, checked_links.c.state == "works")
        count = int(connection.scalar(works) or 0)
        connection.execute(delete(checked_links).where(mine))
        connection.execute(update(checked_links).values(due=""))
    return count


def read_log(log: Path) -> tuple[dict[str, list[float]], Counter[str]]:
    """What the hosts saw: by host, when each request came; and how often each came."""
    times: dict[str, list[float]] = {}
    asked: Counter[str] = Counter()
    for line in log.read_text().splitlines():
        at, host, method, path = line.split(" ")
        times.setdefault(host, []).append(float(at))
        asked[f"{method} {host}{path}"] += 1
    return times, asked
