"""The two scores of a dataset, and what they are of."""

from __future__ import annotations

from dataclasses import dataclass

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
