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
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Means over queries."""

    ndcg: float
    recall: float
    reciprocal_rank: float
    success: float
    nothing: float

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Figures:
        """The means of these rows."""
        return cls(
            ndcg=mean(row.ndcg for row in rows),
            recall=mean(row.recall for row in rows),
            reciprocal_rank=mean(row.reciprocal_rank for row in rows),
            success=mean(row.success for row in rows),
            nothing=mean(float(not row.found) for row in rows),
        )

    def row(self) -> str:
        """The figures as cells of a table."""
        cells = (self.ndcg, self.recall, self.reciprocal_rank, self.success)
        return " | ".join([*(f"{value:.3f}" for value in cells), f"{self.nothing:.1%}".replace("%", " %")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A system on a collection. `judged` are the queries that something is relevant to, in the collection's order."""

    collection: str
    system: str
    judged: tuple[Row, ...]

    def to_json(self) -> dict[str, object]:
        """For other programs; datasets as they were listed."""
        figures = Figures.of(self.judged)
        return {
            "collection": self.collection,
            "system": self.system,
            "ndcg@10": figures.ndcg,
            "recall@20": figures.recall,
            "mrr": figures.reciprocal_rank,
            "success@10": figures.success,
            "nothing": figures.nothing,
            "queries": [
                {"id": row.query.id, "text": row.query.text, "ndcg@10": row.ndcg, "found": row.found}
                for row in self.judged
            ],
        }


def measure(collection: Collection, system: str, answer: Answer) -> Measured:
    """Asks every judged query for its first twenty datasets."""
    return Measured(
        collection=collection.name,
        system=system,
        judged=tuple(_row(query, collection, answer) for query in collection.judged()),
    )


def _row(query: Query, collection: Collection, answer: Answer) -> Row:
    found, grades = answer(query.text, _DEPTH), collection.judgments[query.id]
    return Row(
        query=query,
        ndcg=ndcg(found, grades),
        recall=recall(found, grades, _DEPTH),
        reciprocal_rank=reciprocal_rank(found, grades),
        success=success(found, grades),
        found=tuple(found),
    )
