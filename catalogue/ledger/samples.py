"""The samples of the catalogue: every file whose first rows may tell its columns, once, and what was read of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import orjson
from sqlalchemy import Connection, select

from catalogue.columns.table import Table, to_table
from catalogue.ledger.columns_schema import sample_uses, samples

T = TypeVar("T")

_CHUNK = 400


def samples_of(connection: Connection, entry_ids: Sequence[str]) -> Mapping[str, tuple[Table, ...]]:
    """The tables that samples showed, by dataset, in the order of the files; those that have none are left out."""
    found: dict[str, list[Table]] = {}
    joined = select(sample_uses.c.entry_id, sample_uses.c.file, samples.c.url, samples.c.body).join(samples)
    for chunk in _chunks(sorted(set(entry_ids))):
        wanted = joined.where(sample_uses.c.entry_id.in_(chunk), samples.c.body.is_not(None))
        for row in connection.execute(wanted.order_by(samples.c.id, sample_uses.c.file)):
            for held in orjson.loads(row.body):
                table = replace(to_table(held), file=row.file, url=row.url)
                found.setdefault(row.entry_id, []).append(table)
    return {identifier: tuple(tables) for identifier, tables in found.items()}


def _chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(values), _CHUNK):
        yield values[first : first + _CHUNK]
