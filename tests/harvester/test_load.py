"""Fifty thousand records of one portal: memory is that of a small one, and a kill at any moment costs a page."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import House, Serve
from starlette.types import ASGIApp, Receive, Scope, Send

from harvester.replay.faults import Rule
from harvester.replay.recording import Recording
from harvester.replay.scaling import scale

pytestmark = pytest.mark.load

LARGE, SMALL = 50_000, 5_000
FLAT = 1.2
KILLED_AT = ((8, 30), (40, 60), (70, 95))  # which of about a hundred pages, by chance between these
MEASURED = Path(__file__).parents[1] / "bench" / "bench_peak.py"
MINUTES = 60


@dataclass(slots=True, kw_only=True)
class Bell:
    """Rings when a page is asked for, and gives the page."""

    rung: threading.Event = field(default_factory=threading.Event)

    async def __call__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        self.rung.set()
        await app(scope, receive, send)


def test_fifty_thousand_records_in_flat_memory_killed_three_times(
    house: House, bundled: Mapping[str, Recording], serve: Serve
) -> None:
    """With `kill -9`, at moments of no choice: every record is there once, and no kill costs more than a page."""
    chance = random.Random(20261128)  # noqa: S311 - no secret
    (small,) = scale([bundled["holmshire"]], SMALL, per_portal=SMALL)
    (large,) = scale([bundled["holmshire"]], LARGE, per_portal=LARGE)
    flat = peak_of_whole(house, small, serve)
    bells = [(chance.randint(*between), Bell()) for between in KILLED_AT]
    rules = [
        Rule(fault=bell, pattern="package_search.*rows=500", nth=frozenset({turn})) for turn, bell in bells
    ]
    with serve([large], *rules) as (address, app):
        house.allow(address)
        house.register(large, address)
        peaks = [killed(house, large.slug, bell, chance) for _, bell in bells]
        peaks.append(run_to_its_end(house, large.slug))
        asked = Counter(one for one in app.addresses if "rows=500" in one)
    assert house.sentence(large.slug) == f"{LARGE:,} of {LARGE:,} records read."
    assert house.status(large.slug).datasets == LARGE
    assert len(house.datasets(large.slug)) == LARGE
    assert len(asked) == LARGE / 500
    assert sum(asked.values()) - len(asked) <= len(bells)
    assert max(peaks) <= flat * FLAT, (peaks, flat)


def peak_of_whole(house: House, recording: Recording, serve: Serve) -> int:
    """Bytes at the most, of a run of a portal that is forgotten after it."""
    with serve([recording]) as (address, _):
        house.allow(address)
        slug = "small"
        house.add(slug=slug, kind="ckan", address=f"{address}/{recording.slug}", settings={"delay": 0})
        return run_to_its_end(house, slug)


def run_to_its_end(house: House, slug: str) -> int:
    """One run; the bytes that it took at the most."""
    done = subprocess.run(
        [sys.executable, str(MEASURED), *command(slug)],
        env=environment(house), capture_output=True, text=True, timeout=20 * MINUTES, check=True,
    )  # fmt: skip
    return int(done.stdout.split()[1])


def killed(house: House, slug: str, bell: Bell, chance: random.Random) -> int:
    """A run until some time after the bell has rung; the bytes that it had taken at the most by then."""
    process = subprocess.Popen([sys.executable, *command(slug)], env=environment(house))
    assert bell.rung.wait(10 * MINUTES)
    try:
        process.wait(chance.uniform(0, 2))
    except subprocess.TimeoutExpired:
        pass
    else:
        raise AssertionError("the run ended before it could be killed")
    peak = peak_of(process.pid)
    process.kill()
    process.wait()
    return peak


def peak_of(process: int) -> int:
    """The bytes that a living process has taken at the most, as the kernel tells."""
    told = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in told.splitlines() if line.startswith("VmHWM:"))


def command(slug: str) -> Sequence[str]:
    return ("-m", "harvester.crawl", slug)


def environment(house: House) -> Mapping[str, str]:
    return dict(os.environ) | house.environment
