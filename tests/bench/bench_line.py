"""One line of the bench: what was measured, what it is compared with, and what is aimed at."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the table; every field but `met` is shown as it stands. `met` is None where nothing is aimed at."""

    name: str
    measured: str
    against: str = ""
    ratio: str = ""
    aim: str = ""
    rounds: int = 1
    met: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much the bench carries."""

    road: int  # datasets of the demonstration, scaled
    small: int  # datasets of the small portal of the memory line
    large: int  # and of the large one
    rounds: int  # of everything that is short
    road_rounds: int  # of the whole road
    scale: tuple[int, ...]  # made-up documents of the search at scale; pages are asked for at the middle size
    links: int  # that are checked
    hosts: int  # and of how many hosts they are
    sampled: int  # files whose first rows are read, ten at each host
    checks: int  # of addresses that are filed at once, five at each host
    kind: str = ""  # of the portals of the road; all when empty
    kinds: tuple[
        str, ...
    ] = ()  # those that are measured, as their bundled portals are; all, and scaled, when empty


FULL = Size(
    road=10_000,
    small=5_000,
    large=50_000,
    rounds=5,
    road_rounds=3,
    scale=(10_000, 100_000, 300_000),
    links=5_000,
    hosts=200,
    sampled=1_000,
    checks=500,
)
QUICK = Size(
    road=200,
    small=100,
    large=200,
    rounds=2,
    road_rounds=1,
    scale=(200, 400),
    links=100,
    hosts=10,
    sampled=100,
    checks=8,
    kind="ckan",
    kinds=("ckan", "csw"),
)


def cpu_seconds(who: int = resource.RUSAGE_SELF) -> float:
    """CPU seconds so far of this process, or with RUSAGE_CHILDREN of those that it has waited for."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def cpu_of(work: Callable[[], T]) -> tuple[float, T]:
    """CPU seconds that this process needs for `work`, and what it gives."""
    before = cpu_seconds()
    made = work()
    return cpu_seconds() - before, made


def by_turns(
    ours: Callable[[], object], theirs: Callable[[], object], times: int
) -> tuple[list[float], list[float]]:
    """Seconds of two works done one after the other, so often that what else the machine does falls on both."""
    ours(), theirs()
    taken = [(timed(ours), timed(theirs)) for _ in range(times)]
    return [mine for mine, _ in taken], [other for _, other in taken]


def timed(work: Callable[[], object]) -> float:
    """Seconds that it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(values: Sequence[float]) -> str:
    """Median and 95th percentile of seconds, in milliseconds."""
    return f"p50 {statistics.median(values) * 1000:.2f} ms, p95 {percentile(values, 0.95) * 1000:.2f} ms"


def to_table(lines: Sequence[Line]) -> str:
    """The lines under their headings, each column as wide as its widest cell."""
    heads = ("line", "measured", "compared with", "ratio", "aim", "rounds", "")
    rows = [heads, *(_cells(line) for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(row.rstrip() for row in (shown[0], "-" * sum(widths), *shown[1:]))


def to_json(line: Line) -> dict[str, Any]:
    """A line for programs."""
    return asdict(line)


def _cells(line: Line) -> tuple[str, ...]:
    verdict = {True: "met", False: "NOT MET", None: ""}[line.met]
    return line.name, line.measured, line.against, line.ratio, line.aim, str(line.rounds), verdict
