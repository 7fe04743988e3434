"""All that is known of a dataset's columns: what its portal says, what samples show, and the identifiers in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from catalogue.columns.said import tables_said
from catalogue.columns.table import Column, Detection, Rule, Table
from catalogue.model import Dataset
from vocab import Vocabulary, fold


def tell_tables(dataset: Dataset, samples: Sequence[Table], vocabulary: Vocabulary) -> tuple[Table, ...]:
    """The tables that the portal tells of, then those that were sampled.

    What values show goes before what a name promises: of a column that was sampled, the sample alone says which
    identifier it holds.
    """
    said = (_detected(table, vocabulary) for table in tables_said(dataset))
    return (*(_beside(table, samples) for table in said), *samples)


def is_same(one: Column, other: Column) -> bool:
    """Whether two tables tell of one column: a name or a title of the one is one of the other, but for its writing."""
    return not _names(one).isdisjoint(_names(other))


def _names(column: Column) -> frozenset[str]:
    return frozenset(fold(name) for name in (column.name, column.title) if name.strip())


def _beside(said: Table, samples: Iterable[Table]) -> Table:
    """A table of the portal's without identifiers in the columns that were sampled."""
    near = [one for one in samples if one.rows and said.file in ("", one.file)]
    sampled = {name for one in near for column in one.columns for name in _names(column)}
    if not sampled:
        return said
    columns = tuple(
        one if _names(one).isdisjoint(sampled) else replace(one, detections=()) for one in said.columns
    )
    return replace(said, columns=columns)


def _detected(table: Table, vocabulary: Vocabulary) -> Table:
    return replace(table, columns=tuple(_held(column, vocabulary) for column in table.columns))


def _held(column: Column, vocabulary: Vocabulary) -> Column:
    for name in (column.name, column.title):
        if name.strip() and (match := vocabulary.match("identifier", name)):
            reason = f"The column is called “{name}”."
            found = Detection(kind=match.concept.code, confidence=0.9, rule=Rule.NAME, reason=reason)
            return replace(column, detections=(found,))
    return column
