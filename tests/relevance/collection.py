"""A judged collection: datasets, queries, and which datasets answer which query how well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring import Grades

from catalogue.indexes.protocol import Document

Run = Mapping[str, tuple[str, ...]]
"""What a system found: query → datasets, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a person typed. `half` is "tune" or "report" where weights are tuned on the one and told on the other."""

    id: str
    text: str
    kind: str
    half: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Datasets with judged queries. `runs` are answers that somebody recorded, to some of the queries, by system."""

    name: str
    language: str
    documents: tuple[Document, ...]
    queries: tuple[Query, ...]
    judgments: Mapping[str, Grades]
    runs: Mapping[str, Run] = field(default_factory=dict)

    def judged(self, half: str = "") -> tuple[Query, ...]:
        """The queries that something is relevant to, all or those of a half."""
        return tuple(
            one for one in self.queries if self.judgments.get(one.id) and (not half or one.half == half)
        )
