"""Withdrawing what a portal gave, by its operator's decision rather than by a run."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from catalogue.ledger.portals import portal_id
from catalogue.ledger.schema import entries
from catalogue.ledger.sequence import next_number, repeat_last


def withdraw_portal(connection: Connection, slug: str, *, now: str) -> int:
    """Withdraws every dataset of a portal, each with its line in the changes; returns how many."""
    shown = (entries.c.portal_id == portal_id(connection, slug)) & (entries.c.state != "withdrawn")
    identifiers = list(connection.scalars(select(entries.c.id).where(shown).order_by(entries.c.change)))
    repeat_last(connection, identifiers, start=next_number(connection), kind="withdrawn", at=now)
    connection.execute(update(entries).where(shown).values(state="withdrawn"))
    return len(identifiers)
