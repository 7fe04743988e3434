"""Portals that registered themselves: the making of one, what is said of it later, and who manages it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, delete, insert, select

from catalogue.ledger.people_schema import rights
from catalogue.ledger.portals import add_portal, get_portal, portal_id
from catalogue.ledger.schema import portals
from catalogue.portal import Portal
from catalogue.registering.asked import Asked
from catalogue.registering.slugs import free_slug


def add_registered(connection: Connection, asked: Asked, *, now: str) -> str:
    """Registers a portal under a short name of its own, due at once; returns the name."""
    taken = set(connection.scalars(select(portals.c.slug)))
    slug = free_slug(asked.title or asked.organisation, taken)
    add_portal(connection, portal_of(asked, slug), now=now)
    return slug


def update_registered(connection: Connection, asked: Asked, slug: str, *, now: str) -> None:
    """Brings title and organisation of a portal up to date; its address, kind and other habits stay as they are."""
    held, said = get_portal(connection, slug), portal_of(asked, slug)
    habits = {name: value for name, value in held.settings.items() if name not in ("lists", "publisher")}
    changed = replace(held, title=said.title, body=said.body, settings=habits | dict(said.settings))
    add_portal(connection, changed, now=now)


def portal_of(asked: Asked, slug: str) -> Portal:
    """The portal that was asked for. Where it lists what others publish, no dataset is its own by default."""
    if asked.of_others:
        whose: dict[str, str] = {"lists": "others"}
    else:
        whose = {} if asked.body else {"publisher": asked.organisation}
    return Portal(
        slug=slug,
        title=asked.title or asked.organisation,
        kind=asked.kind,
        address=asked.address,
        body=asked.body,
        settings=whose,
    )


def set_manager(connection: Connection, slug: str, email: str, *, by: str, now: str) -> None:
    """Who manages a portal by its registration (`by`), in place of who did; "" for nobody."""
    number = portal_id(connection, slug)
    mine = (rights.c.portal_id == number) & (rights.c.by == by)
    connection.execute(delete(rights).where(mine))
    manages = (rights.c.portal_id == number) & (rights.c.email == email)
    if email and connection.scalar(select(rights.c.email).where(manages)) is None:
        connection.execute(insert(rights).values(portal_id=number, email=email, since=now, by=by))
