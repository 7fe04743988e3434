"""The sequence of changes: numbered without a gap, appended to, never altered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from catalogue.ledger.schema import changes, entries

_CHUNK = 400
_NAMES = ("n", "entry_id", "kind", "at", "run", "mapper", "first_seen", "snapshot")


def next_number(connection: Connection) -> int:
    """The number that the next change will have."""
    return (connection.scalar(select(func.max(changes.c.n))) or 0) + 1


def append_changes(connection: Connection, made: Sequence[Mapping[str, Any]]) -> None:
    """Appends changes, each with all columns; what else a mapping holds is left out."""
    if made:
        connection.execute(insert(changes), [{name: one[name] for name in _NAMES} for one in made])


def repeat_last(
    connection: Connection, identifiers: Sequence[str], *, start: int, kind: str, at: str, **told: Any
) -> int:
    """Appends changes that say nothing new of the datasets themselves: the last snapshot of each is repeated.

    `told` replaces what the last change said of its run or mapper. Returns the next free number.
    """
    for first in range(0, len(identifiers), _CHUNK):
        last = (
            select(changes)
            .join(entries, entries.c.change == changes.c.n)
            .where(entries.c.id.in_(identifiers[first : first + _CHUNK]))
            .order_by(changes.c.n)
        )
        rows = connection.execute(last).mappings().all()
        made = [{**row, "n": start + n, "kind": kind, "at": at, **told} for n, row in enumerate(rows)]
        append_changes(connection, made)
        point_to(connection, made)
        start += len(made)
    return start


def point_to(connection: Connection, made: Sequence[Mapping[str, Any]]) -> None:
    """Makes each dataset's line name its newest change."""
    if made:
        wanted = update(entries).where(entries.c.id == bindparam("entry"))
        values: dict[str, Any] = {"change": bindparam("newest"), "last_changed": bindparam("instant")}
        rows = [{"entry": one["entry_id"], "newest": one["n"], "instant": one["at"]} for one in made]
        connection.execute(wanted.values(**values), rows)
