"""Who vouches for a portal: whether somebody at its body's own domain registered it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from catalogue.ledger.checks_schema import registrations


def proven_by_body(connection: Connection, portal: str, body: str) -> str:
    """When an address at a body's own domain was proven for a portal, first; "" where none was.

    A registration that was refused vouches for nothing, whoever sent it, and none does for another body than its own.
    """
    wanted = (
        select(registrations.c.proven)
        .where(
            registrations.c.portal == portal,
            registrations.c.body == body,
            registrations.c.body != "",
            registrations.c.verified,
            registrations.c.proven != "",
            registrations.c.decision != "refused",
        )
        .order_by(registrations.c.proven)
        .limit(1)
    )
    return connection.scalar(wanted) or ""
