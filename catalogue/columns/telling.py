"""All that is known of a dataset's columns: what its portal says, what samples show, and the identifiers in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from catalogue.columns.merging import folded_names
from catalogue.columns.said import tables_said
from catalogue.columns.table import Table
from catalogue.identifiers.detecting import Seen, detect
from catalogue.identifiers.traits import traits_of
from catalogue.model import Dataset
from vocab import Vocabulary


def tell_tables(dataset: Dataset, samples: Sequence[Table], vocabulary: Vocabulary) -> tuple[Table, ...]:
    """The tables that the portal tells of, then those that were sampled.

    What values show goes before what a name promises: of a column that was sampled, the sample alone says which
    identifier it holds.
    """
    said = (_detected(table, vocabulary) for table in tables_said(dataset))
    return (*(_beside(table, samples) for table in said), *samples)


def _beside(said: Table, samples: Iterable[Table]) -> Table:
    """A table of the portal's without identifiers in the columns that were sampled."""
    near = [one for one in samples if one.rows and said.file in ("", one.file)]
    sampled = {name for one in near for column in one.columns for name in folded_names(column)}
    if not sampled:
        return said
    columns = tuple(
        one if sampled.isdisjoint(folded_names(one)) else replace(one, detections=()) for one in said.columns
    )
    return replace(said, columns=columns)


def _detected(table: Table, vocabulary: Vocabulary) -> Table:
    """A table of the portal's with what its names tell: identifiers, and what calls for caution."""
    seen = [
        Seen(one.name, title=one.title, description=one.description, datatype=one.datatype)
        for one in table.columns
    ]
    columns = (
        replace(column, detections=found, traits=traits_of(one))
        for column, one, found in zip(table.columns, seen, detect(seen, vocabulary), strict=True)
    )
    return replace(table, columns=tuple(columns))
