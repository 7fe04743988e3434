"""The table of the quality score: dimensions, metrics with their points, and bands.

https://data.europa.eu/mqa/methodology; the table itself is `metrics.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

METRICS_FILE = Path(__file__).with_name("metrics.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One thing that is looked for. `property` is as people write it (`dcat:keyword`), `on` "dataset" or
    "distribution"; `checks`, `why` and `fix` are sentences for the metric's page, `notes` how it is decided there."""

    code: str
    dimension: str
    title: str
    property: str
    on: str
    points: int
    checks: str
    why: str
    fix: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A group of metrics; `most` is the sum of their points."""

    code: str
    title: str
    about: str
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """What a number of points is called; `least` is the smallest that is in it, `most` the largest."""

    code: str
    title: str
    least: int
    most: int


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(METRICS_FILE.read_text("utf-8"))


def _metric(line: dict[str, Any]) -> Metric:
    return Metric(**line | {"notes": tuple(line.get("notes", ()))})


def _dimensions(metrics: tuple[Metric, ...]) -> tuple[Dimension, ...]:
    return tuple(
        Dimension(**line, most=sum(one.points for one in metrics if one.dimension == line["code"]))
        for line in _table()["dimension"]
    )


def _bands(most: int) -> tuple[Band, ...]:
    lines = _table()["band"]
    ends = (most, *(line["least"] - 1 for line in lines))
    return tuple(Band(**line, most=end) for line, end in zip(lines, ends, strict=False))


METRICS: Final[tuple[Metric, ...]] = tuple(map(_metric, _table()["metric"]))
"""In the order of the table."""

MOST: Final = sum(metric.points for metric in METRICS)
"""The most points that a dataset can have: 405."""

DIMENSIONS: Final = _dimensions(METRICS)
BANDS: Final = _bands(MOST)
"""The best first."""

BY_CODE: Final = {metric.code: metric for metric in METRICS}


def points_of(codes: Iterable[str]) -> int:
    """The points of the metrics that pass, each counted once; a code that is none raises KeyError."""
    return sum(BY_CODE[code].points for code in set(codes))


def points_by_dimension(codes: Iterable[str]) -> dict[str, int]:
    """The points in each dimension, in the order of the table."""
    found = dict.fromkeys((one.code for one in DIMENSIONS), 0)
    for code in set(codes):
        found[BY_CODE[code].dimension] += BY_CODE[code].points
    return found


def band_of(points: float) -> Band:
    """The band of a dataset's points, or of a mean, which belongs to the band whose least it has reached."""
    return next((band for band in BANDS if points >= band.least), BANDS[-1])


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes in the order of the table, each once; what is no code is left out."""
    wanted = frozenset(codes)
    return tuple(metric.code for metric in METRICS if metric.code in wanted)
