"""Rights to manage portals, beside those that follow from where somebody's mailbox is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from catalogue.ledger.people_schema import rights
from catalogue.ledger.portals import portal_id
from catalogue.ledger.schema import portals


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """Who may manage a portal, since when, and by whom it was said: an operator, or "registration/7"."""

    portal: str
    email: str
    since: str
    by: str


def has_right(connection: Connection, slug: str, email: str) -> bool:
    """Whether somebody was granted a portal."""
    return connection.scalar(select(rights.c.email).where(_is(connection, slug, email))) is not None


def grant(connection: Connection, slug: str, email: str, *, by: str, now: str) -> bool:
    """Lets somebody manage a portal; whether that is new."""
    if has_right(connection, slug, email):
        return False
    values = {"portal_id": portal_id(connection, slug), "email": email, "since": now, "by": by}
    connection.execute(insert(rights).values(**values))
    return True


def revoke(connection: Connection, slug: str, email: str) -> bool:
    """Takes a right back; whether there was one."""
    return connection.execute(delete(rights).where(_is(connection, slug, email))).rowcount > 0


def rights_to(connection: Connection, slug: str) -> tuple[Right, ...]:
    """Who was granted a portal, in the order of their addresses."""
    return _found(connection, portals.c.slug == slug)


def rights_of(connection: Connection, email: str) -> tuple[Right, ...]:
    """What somebody was granted, by portal."""
    return _found(connection, rights.c.email == email)


def _found(connection: Connection, which: ColumnElement[bool]) -> tuple[Right, ...]:
    wanted = (
        select(portals.c.slug.label("portal"), rights.c.email, rights.c.since, rights.c.by)
        .join(portals, portals.c.id == rights.c.portal_id)
        .where(which)
        .order_by(portals.c.slug, rights.c.email)
        .limit(500)
    )
    return tuple(Right(**row) for row in connection.execute(wanted).mappings())


def _is(connection: Connection, slug: str, email: str) -> ColumnElement[bool]:
    return (rights.c.portal_id == portal_id(connection, slug)) & (rights.c.email == email)
