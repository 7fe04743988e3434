"""What a publisher can do for a better score: what each step gains, and where it is done in their own product."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalogue.quality.metrics import METRICS, Metric

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One step: `ask` is what to do to `datasets` datasets that fail a metric, `points` what each of them gains, and
    `where` the place in the portal's own product. `title` is the metric's."""

    metric: str
    title: str
    datasets: int
    points: int
    ask: str
    where: str

    @property
    def gain(self) -> int:
        """The points of all these datasets together."""
        return self.datasets * self.points

    @property
    def sentence(self) -> str:
        """The step with its worth: "Add a licence to 84 datasets: 20 points each"."""
        return f"{self.ask}: {self.points} points" + (" each" if self.datasets > 1 else "")


def advise(failing: Mapping[str, int], kind: str) -> tuple[Advice, ...]:
    """Steps for a portal of a kind, those first that gain most in all; `failing` are datasets by the metric they fail.

    A code that is no metric's, and one that no dataset fails, gives none.
    """
    steps = (_step(metric, failing.get(metric.code, 0), kind) for metric in METRICS)
    return tuple(sorted((step for step in steps if step.datasets > 0), key=lambda step: -step.gain))


def place_of(metric: str, kind: str) -> str:
    """Where a metric is filled in, in the product of a kind; in words that hold for any where that is not known."""
    places = _places()
    return places.get((kind, metric)) or places["", metric]


def _step(metric: Metric, datasets: int, kind: str) -> Advice:
    many = f"{datasets:,} dataset" + ("" if datasets == 1 else "s")
    return Advice(
        metric=metric.code,
        title=metric.title,
        datasets=datasets,
        points=metric.points,
        ask=_asks()[metric.code].replace("{datasets}", many),
        where=place_of(metric.code, kind),
    )


@cache
def _places() -> Mapping[tuple[str, str], str]:
    return {
        (row["kind"], metric): row["where"] for row in _rows("places.csv") for metric in row["metric"].split()
    }


@cache
def _asks() -> Mapping[str, str]:
    return {row["metric"]: row["ask"] for row in _rows("asks.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))
