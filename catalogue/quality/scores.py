"""The two scores of a dataset, and the means of many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.quality.metrics import points_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The two scores of a dataset: the codes that pass as published (None where that is not known) and here.

    `unknown` are codes that do not pass because nobody has looked yet, or could not: not counted, and no failure.
    `at` is when they came to be so, `portal` and `publisher` whose the dataset is.
    """

    published: frozenset[str] | None
    here: frozenset[str]
    unknown: frozenset[str] = frozenset()
    at: str = ""
    portal: str = ""
    publisher: str = ""

    @property
    def published_points(self) -> int | None:
        """The points as published."""
        return None if self.published is None else points_of(self.published)

    @property
    def here_points(self) -> int:
        """The points in this catalogue."""
        return points_of(self.here)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupScores:
    """The scores of several datasets: means of points, in all and by dimension, how many datasets are in each band,
    and how many fail each metric (what is not known is no failure, and counted apart).

    `published` is None where it is known of no dataset; `known` is of how many it is.
    """

    datasets: int
    known: int
    published: float | None
    here: float
    published_dimensions: Mapping[str, float] = field(default_factory=dict)
    here_dimensions: Mapping[str, float] = field(default_factory=dict)
    published_bands: Mapping[str, int] = field(default_factory=dict)
    here_bands: Mapping[str, int] = field(default_factory=dict)
    failing: Mapping[str, int] = field(default_factory=dict)
    failing_here: Mapping[str, int] = field(default_factory=dict)
    unknown: Mapping[str, int] = field(default_factory=dict)
    unknown_published: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreDay:
    """The means of a day (UTC, as 2026-11-28), as they stood at its end."""

    day: str
    datasets: int
    published: float | None
    here: float
