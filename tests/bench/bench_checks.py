"""What a person waits for a check: each replayed portal, with the usual politeness, from the form to the report.

    STOOK_CORPUS=FOLDER .venv/bin/python tests/bench/bench_checks.py

Portals are those of the folder, else the bundled ones. Each is a host that nobody has asked before, as in the wild:
what the ledger remembers of the one host that replays them all is taken away between two checks.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson
from bench_line import Line, Size, percentile, to_table
from sqlalchemy import delete

from catalogue.clock import now_utc
from catalogue.ledger.checks import Check, check_of, file_check
from catalogue.ledger.checks_schema import checks
from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.ledger.schema import hosts
from catalogue.settings import load_settings
from harvester.bell import Bell

FIRST, WHOLE = 2.0, 15.0  # seconds
_LONGEST = 120.0
_LOOK = 0.02
_FEW = 5  # of each kind, when quick


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """One check: seconds to the first answer, to the kind, to the report, and what came of it."""

    slug: str
    kind: str
    first: float
    known: float
    whole: float
    check: Check

    @property
    def requests(self) -> int:
        """Those that were made."""
        report = self.check.progress.report
        return report.requests if report else 0

    @property
    def records(self) -> int:
        """Those that were read."""
        report = self.check.progress.report
        return report.read if report else 0


def check_lines(folder: Path, size: Size) -> Iterator[Line]:
    """A line for all portals together, then one for each."""
    waited = list(_waited(folder, size))
    yield _summary("first answer", [one.first for one in waited], FIRST)
    yield _summary("whole report", [one.whole for one in waited], WHOLE)
    for one in waited:
        yield Line(
            name=f"check: {one.slug} ({one.kind})",
            measured=f"{one.first:.1f} s, kind {one.known:.1f} s, report {one.whole:.1f} s",
            against=f"{one.requests} requests, {one.records} records, {one.check.progress.state.value}",
            aim=f"{FIRST:g} s, {WHOLE:g} s",
            met=one.first <= FIRST and one.whole <= WHOLE,
        )


def _summary(what: str, seconds: list[float], aim: float) -> Line:
    within = sum(one <= aim for one in seconds)
    return Line(
        name=f"checks of {len(seconds)} replayed portals: {what}",
        measured=f"p50 {percentile(seconds, 0.5):.1f} s, p95 {percentile(seconds, 0.95):.1f} s, "
        f"most {max(seconds):.1f} s",
        against="the usual delay of a second a host, 0.25 s in haste",
        ratio=f"{within} of {len(seconds)} within",
        aim=f"≤ {aim:g} s",
        met=within == len(seconds),
    )


def _waited(folder: Path, size: Size) -> Iterator[Waited]:
    with _replaying() as address:
        os.environ |= {"STOOK_HOME": str(folder), "STOOK_ALLOW": address.partition("://")[2]}
        os.environ.pop("STOOK_DELAY", None)
        settings = load_settings()
        ledger = open_ledger(settings.ledger_url)
        bell = Bell(settings, ledger)
        bell.start()
        time.sleep(5)  # a worker has been there for hours: its nursery is open
        try:
            for portal in _portals(address, size):
                urllib.request.urlopen(
                    portal["address"]
                ).read()  # the replay reads a portal when it is first asked
                yield _wait(ledger, portal["slug"], portal["kind"], portal["address"])
        finally:
            bell.stop()
            ledger.close()


def _wait(ledger: Ledger, slug: str, kind: str, address: str) -> Waited:
    with ledger.writing() as connection:
        connection.execute(delete(hosts))
        connection.execute(delete(checks))
        file_check(connection, address, token_digest=slug, client="", now=now_utc())
    began = time.perf_counter()
    first = known = 0.0
    while (took := time.perf_counter() - began) < _LONGEST:
        with ledger.reading() as connection:
            check = check_of(connection, slug, now=now_utc())
        assert check is not None
        first = first or (took if check.progress.lines else 0.0)
        known = known or (took if check.progress.found else 0.0)
        if check.progress.state.is_over:
            break
        time.sleep(_LOOK)
    return Waited(slug=slug, kind=kind, first=first or took, known=known or took, whole=took, check=check)


def _portals(address: str, size: Size) -> Iterator[dict[str, str]]:
    """Those that are served; a few of each kind when the bench is quick."""
    with urllib.request.urlopen(f"{address}/portals.json") as answer:
        listed = orjson.loads(answer.read())
    met: dict[str, int] = {}
    for one in listed:
        met[one["kind"]] = met.get(one["kind"], 0) + 1
        if one["served"] and (not size.kinds or (one["kind"] in size.kinds and met[one["kind"]] <= _FEW)):
            yield one


@contextmanager
def _replaying() -> Iterator[str]:
    """The portals of the corpus, or the bundled ones, served by a process of its own."""
    port = int(os.environ.get("STOOK_BENCH_PORT", "8347"))
    corpus = os.environ.get("STOOK_CORPUS")
    command = [sys.executable, "-m", "catalogue.cli", "demo", "--port", str(port)]
    command += ["--corpus", corpus] if corpus else []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            address = f"http://127.0.0.1:{port}"
            _until_served(f"{address}/portals.json")
            yield address
        finally:
            server.terminate()


def _until_served(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"{url} was not served in a minute")


if __name__ == "__main__":
    from bench_line import FULL

    with tempfile.TemporaryDirectory(prefix="stook-bench-") as name:
        sys.stdout.write(to_table(list(check_lines(Path(name), FULL))) + "\n")
