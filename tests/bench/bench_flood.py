"""Checks, filed all at once: whether one is lost, how often a host is asked, and what the site feels of it.

A worker is killed in the middle, and another takes up what it had. Five checks wait for each host, so that nobody is
in haste there but the last.
"""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle, islice, pairwise, product
from pathlib import Path

from bench_check_hosts import addresses, slugs
from bench_home import Home, listening
from bench_line import Line, Size, percentile, spread
from bench_pages import page_seconds, serving
from sqlalchemy import func, select

from catalogue.clock import now_utc
from catalogue.ledger.checks import CheckState, file_check
from catalogue.ledger.checks_schema import checks
from catalogue.ledger.ledger import Ledger, open_ledger
from harvester.checking.look import HASTE_SECONDS

_EACH = 5  # checks at each host
_SEARCH = "/search?q=litter"
_QUIET = 200
_PAUSE = 0.05  # seconds between two pages
_AIM_MS = 100
_MINUTE = 60.0
_LONGEST = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flooded:
    """What became of the checks, when each host was asked, and how long each page took meanwhile."""

    seconds: float
    states: Counter[str]
    tries: int
    times: dict[str, list[float]]
    pages: list[float]


def flood_lines(home: Home, size: Size) -> list[Line]:
    """Loss, rate, and the search page meanwhile."""
    log, count = home.folder / "check-hosts.log", max(1, size.checks // _EACH)
    with serving(home) as server, closing(http.client.HTTPConnection("127.0.0.1", server.port)) as client:
        quiet = [page_seconds(client, _SEARCH) for _ in range(_QUIET)]
        with (
            listening("bench_check_hosts.py", count, log) as port,
            closing(open_ledger(f"sqlite:///{home.folder / 'ledger.db'}")) as ledger,
        ):
            _file(ledger, [f"http://{host}:{port}/{slug}/" for host, slug in _wanted(count)])
            flooded = _work(home, ledger, client, log, count)
    return [_loss_line(flooded, size), _rate_line(flooded), _page_line(flooded, quiet)]


def _loss_line(found: Flooded, size: Size) -> Line:
    ended = found.states[CheckState.DONE.value] + found.states[CheckState.FAILED.value]
    return Line(
        name=f"{size.checks} checks of {size.checks // _EACH} hosts, filed at once; the worker killed in the middle",
        measured=f"{ended} ended in {found.seconds:.0f} s, {found.states[CheckState.DONE.value]} with a report",
        against=f"{found.tries} begun again",
        ratio=f"{ended / found.seconds * _MINUTE:.0f} a minute",
        aim="none lost",
        met=ended == sum(found.states.values()) == size.checks,
    )


def _rate_line(found: Flooded) -> Line:
    gaps = sorted(
        later - earlier for each in found.times.values() for earlier, later in pairwise(sorted(each))
    )
    busiest = max(_in_a_minute(each) for each in found.times.values())
    return Line(
        name="checks: the shortest time between two requests to one host",
        measured=f"{gaps[0]:.3f} s, of {sum(map(len, found.times.values())):,} requests",
        against=f"the most in one minute, {busiest} requests to a host",
        aim=f"≥ {HASTE_SECONDS:g} s",
        met=gaps[0] >= HASTE_SECONDS,
    )


def _page_line(found: Flooded, quiet: list[float]) -> Line:
    return Line(
        name="search page while addresses are checked",
        measured=spread(found.pages),
        against=f"quiet, {spread(quiet)}",
        ratio=f"p95 {percentile(found.pages, 0.95) / percentile(quiet, 0.95):.2f} ×",
        aim=f"p95 ≤ {_AIM_MS} ms",
        met=percentile(found.pages, 0.95) * 1000 <= _AIM_MS,
    )


def _in_a_minute(times: list[float]) -> int:
    ordered = sorted(times)
    return max(sum(begin <= one < begin + _MINUTE for one in ordered) for begin in ordered)


def _wanted(hosts: int) -> Iterator[tuple[str, str]]:
    """Five portals of each host, by turns."""
    return ((host, slug) for slug, host in product(islice(cycle(slugs()), _EACH), addresses(hosts)))


def _file(ledger: Ledger, urls: list[str]) -> None:
    with ledger.writing() as connection:
        for number, url in enumerate(urls):
            file_check(connection, url, token_digest=f"bench-{number}", client=str(number), now=now_utc())


def _work(home: Home, ledger: Ledger, client: http.client.HTTPConnection, log: Path, hosts: int) -> Flooded:
    environment = dict(home.environment) | {"STOOK_ALLOW": ",".join(addresses(hosts)), "STOOK_CHECKS": "8"}
    environment.pop("STOOK_DELAY", None)
    command = [sys.executable, "-m", "catalogue.cli", "worker"]
    worker = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    began, pages, is_killed = time.perf_counter(), [], False
    total = sum(_states(ledger).values())
    try:
        while (left := _left(ledger)) and time.perf_counter() - began < _LONGEST:
            if not is_killed and left < total / 2:
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                worker = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
                is_killed = True
            pages.append(page_seconds(client, _SEARCH))
            time.sleep(_PAUSE)
    finally:
        worker.terminate()
        worker.wait()
    with ledger.reading() as connection:
        tries = int(connection.scalar(select(func.count()).where(checks.c.tries > 1)) or 0)
    return Flooded(
        seconds=time.perf_counter() - began,
        states=_states(ledger),
        tries=tries,
        times=_read(log),
        pages=pages,
    )


def _states(ledger: Ledger) -> Counter[str]:
    with ledger.reading() as connection:
        found = connection.execute(select(checks.c.state, func.count()).group_by(checks.c.state))
        return Counter({state: count for state, count in found})


def _left(ledger: Ledger) -> int:
    states = _states(ledger)
    return sum(states.values()) - states[CheckState.DONE.value] - states[CheckState.FAILED.value]


def _read(log: Path) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {}
    for line in log.read_text().splitlines():
        at, host = line.split(" ")
        times.setdefault(host, []).append(float(at))
    return times
