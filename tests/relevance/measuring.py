"""A system asked every query of a collection, and what the judgments make of its answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from collection import Collection, Query
from scoring import mean, ndcg, recall, reciprocal_rank, success
from systems import Answer

_DEPTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One query's answer: how good it is, and what was listed."""

    query: Query
    ndcg: float
    recall: float
    reciprocal_rank: float
    success: float
    first: float
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Means over queries. `first` is the share whose first dataset is relevant, `nothing` the share without any."""

    ndcg: float
    recall: float
    reciprocal_rank: float
    success: float
    first: float
    nothing: float

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Figures:
        """The means of these rows."""
        return cls(
            ndcg=mean(row.ndcg for row in rows),
            recall=mean(row.recall for row in rows),
            reciprocal_rank=mean(row.reciprocal_rank for row in rows),
            success=mean(row.success for row in rows),
            first=mean(row.first for row in rows),
            nothing=mean(float(not row.found) for row in rows),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A system on a collection, a row a query, in the collection's order."""

    collection: str
    system: str
    rows: tuple[Row, ...]

    def figures(self, *, half: str = "", kind: str = "") -> Figures:
        """The means over all queries, or those of a half or a kind."""
        return Figures.of(self.chosen(half=half, kind=kind))

    def chosen(self, *, half: str = "", kind: str = "") -> tuple[Row, ...]:
        """The rows of a half or a kind."""
        return tuple(
            row
            for row in self.rows
            if (not half or row.query.half == half) and (not kind or row.query.kind == kind)
        )


def measure(collection: Collection, system: str, answer: Answer) -> Measured:
    """Asks every query for its first twenty datasets; those that nothing is relevant to are left out."""
    asked = collection.judged()
    return Measured(
        collection=collection.name,
        system=system,
        rows=tuple(_row(query, collection, answer) for query in asked),
    )


def share_of_nothing(texts: Sequence[str], answer: Answer) -> float:
    """The share of texts for which nothing is found."""
    return mean(float(not answer(text, 1)) for text in texts)


def _row(query: Query, collection: Collection, answer: Answer) -> Row:
    found, grades = answer(query.text, _DEPTH), collection.judgments[query.id]
    return Row(
        query=query,
        ndcg=ndcg(found, grades),
        recall=recall(found, grades, _DEPTH),
        reciprocal_rank=reciprocal_rank(found, grades),
        success=success(found, grades),
        first=success(found, grades, 1),
        found=tuple(found),
    )
