"""How much waits for a person, by portal: the same question of what is held back and of proposed matches."""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, select

from catalogue.ledger.schema import portals


def count_undecided(connection: Connection, table: Table, slug: str = "") -> dict[str, int]:
    """The rows of a table without a decision, by the portal's slug; of one portal if given."""
    wanted = (
        select(portals.c.slug, func.count())
        .join(table, table.c.portal_id == portals.c.id)
        .where(table.c.decision == "")
        .group_by(portals.c.slug)
    )
    rows = connection.execute(wanted.where(portals.c.slug == slug) if slug else wanted)
    return {name: count for name, count in rows}
