"""Addresses that datasets have, each once, and the uses of each: tables of which one names the other's lines.

The address's table has columns `id` and `digest`; the first key of a use is the number of its address.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, exists, select, tuple_

from catalogue.ledger.chunks import chunks


def known_digests(connection: Connection, table: Table, digests: Sequence[str]) -> dict[str, int]:
    """The number of each address that is there, by its digest."""
    found: dict[str, int] = {}
    for chunk in chunks(digests):
        wanted = select(table.c.digest, table.c.id).where(table.c.digest.in_(chunk))
        found |= {row.digest: row.id for row in connection.execute(wanted)}
    return found


def drop_keys(connection: Connection, keys: Sequence[tuple[Any, ...]], table: Table, *, named: Table) -> None:
    """Takes uses away by their keys, and the addresses that nothing uses any more, with what is kept of them."""
    columns: list[Column[Any]] = list(table.primary_key.columns)
    for chunk in chunks(keys):
        connection.execute(delete(table).where(tuple_(*columns).in_(chunk)))
    unused = ~exists().where(columns[0] == named.c.id)
    for numbers in chunks(sorted({key[0] for key in keys})):
        connection.execute(delete(named).where(named.c.id.in_(numbers), unused))
