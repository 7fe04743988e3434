"""What somebody has to do with here: the portals that they are told about, and those that they asked to be listed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from catalogue.ledger.checks_schema import registrations
from catalogue.ledger.mutes import ALL, mutes_of
from catalogue.ledger.schema import portals

_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOf:
    """A portal whose changes of state somebody is told, or was until they said that they want it no more."""

    portal: str
    title: str
    muted: bool


def told_of(connection: Connection, email: str) -> tuple[ToldOf, ...]:
    """The portals that name somebody as who is told of them, and those that they are told of no more."""
    muted = mutes_of(connection, email)
    wanted = (
        select(portals.c.slug, portals.c.title)
        .where((portals.c.contact == email) | portals.c.slug.in_(muted))
        .order_by(portals.c.slug)
        .limit(_MOST)
    )
    return tuple(
        ToldOf(portal=row.slug, title=row.title, muted=row.slug in muted or ALL in muted)
        for row in connection.execute(wanted)
    )


def registrations_by(connection: Connection, email: str) -> tuple[int, ...]:
    """The numbers of what somebody asked to be listed and is not decided, newest first."""
    waits = (registrations.c.portal == "") & (registrations.c.decision == "")
    wanted = select(registrations.c.id).where(registrations.c.email == email, waits)
    return tuple(connection.scalars(wanted.order_by(registrations.c.id.desc()).limit(_MOST)))
