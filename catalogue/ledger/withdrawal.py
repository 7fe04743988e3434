"""Withdrawing what a portal gave, by its operator's decision rather than by a run."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select, update

from catalogue.ledger.portals import portal_id
from catalogue.ledger.schema import changes, entries

_COPIED = ("entry_id", "run", "mapper", "first_seen", "snapshot")


def withdraw_portal(connection: Connection, slug: str, *, now: str) -> int:
    """Withdraws every dataset of a portal, each with its line in the changes; returns how many."""
    number = portal_id(connection, slug)
    wanted = (
        select(changes)
        .join(entries, entries.c.change == changes.c.n)
        .where(entries.c.portal_id == number, entries.c.state != "withdrawn")
    )
    rows = connection.execute(wanted).mappings().all()
    last = connection.scalar(select(func.max(changes.c.n))) or 0
    for place, row in enumerate(rows, 1):
        copied = {name: row[name] for name in _COPIED}
        connection.execute(insert(changes).values(**copied, n=last + place, kind="withdrawn", at=now))
        connection.execute(
            update(entries)
            .where(entries.c.id == row["entry_id"])
            .values(state="withdrawn", change=last + place, last_changed=now)
        )
    return len(rows)
