"""Withdrawing what a portal gave, by its operator's decision rather than by a run."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select, update

from catalogue.ledger.portals import portal_id
from catalogue.ledger.schema import entries
from catalogue.ledger.sequence import next_number, repeat_last


def withdraw_portal(connection: Connection, slug: str, *, now: str) -> int:
    """Withdraws every dataset of a portal, each with its line in the changes; returns how many."""
    shown = (entries.c.portal_id == portal_id(connection, slug)) & (entries.c.state != "withdrawn")
    identifiers = list(connection.scalars(select(entries.c.id).where(shown).order_by(entries.c.change)))
    withdraw_entries(connection, identifiers, now=now)
    return len(identifiers)


def withdraw_entries(connection: Connection, identifiers: Sequence[str], *, now: str) -> None:
    """Withdraws datasets that are shown, each with its line in the changes."""
    if identifiers:
        repeat_last(connection, identifiers, start=next_number(connection), kind="withdrawn", at=now)
        gone = update(entries).where(entries.c.id == bindparam("entry")).values(state="withdrawn")
        connection.execute(gone, [{"entry": identifier} for identifier in identifiers])
