"""The portals in the ledger: registered, listed, paused, removed."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from catalogue.checking.address import root_of
from catalogue.errors import PortalError
from catalogue.ledger.schema import entries, portals
from catalogue.portal import Portal, check_slug


def add_portal(connection: Connection, portal: Portal, *, now: str) -> bool:
    """Registers a portal, or brings the one of the same slug up to date; True when it is new.

    One that its operator has paused stays so.
    Raises PortalError when another portal already has this address: one portal is harvested once.
    """
    check_slug(portal.slug)
    twin = connection.scalar(
        select(portals.c.slug).where(portals.c.address == portal.address, portals.c.slug != portal.slug)
    )
    if twin:
        raise PortalError(f"portals/{portal.slug}: {portal.address} is already registered as {twin!r}")
    values = _columns(portal)
    kept = {name: value for name, value in values.items() if name != "paused"}
    known = connection.scalar(select(portals.c.id).where(portals.c.slug == portal.slug))
    if known is None:
        connection.execute(insert(portals).values(**values, added=now))
    else:
        connection.execute(update(portals).where(portals.c.id == known).values(**kept))
    return known is None


def list_portals(connection: Connection) -> tuple[Portal, ...]:
    """Every portal, by slug."""
    rows = connection.execute(select(portals).order_by(portals.c.slug)).mappings()
    return tuple(_portal(row) for row in rows)


def get_portal(connection: Connection, slug: str) -> Portal:
    """The portal of that slug; PortalError names the slug that nobody knows."""
    row = connection.execute(select(portals).where(portals.c.slug == slug)).mappings().first()
    if row is None:
        raise PortalError(
            f"portals/{slug}: no portal of that name is registered; `stook portal list` shows those that are"
        )
    return _portal(row)


def portal_at(connection: Connection, address: str) -> str:
    """The slug of the portal that is registered at an address, or is read from a document in its folder; "" for none.

    The same with and without `www.`, by http and https."""
    wanted = root_of(address)
    for row in connection.execute(select(portals.c.slug, portals.c.address, portals.c.origin)):
        if wanted in (root_of(row.address), root_of(row.origin)):
            return str(row.slug)
    return ""


def portal_id(connection: Connection, slug: str) -> int:
    """The ledger's own number for a portal."""
    found = connection.scalar(select(portals.c.id).where(portals.c.slug == slug))
    if found is None:
        raise PortalError(f"portals/{slug}: no portal of that name is registered")
    return int(found)


def set_paused(connection: Connection, slug: str, *, paused: bool) -> None:
    """Stops or resumes the regular harvest of a portal; what it gave stays."""
    portal_id(connection, slug)
    connection.execute(update(portals).where(portals.c.slug == slug).values(paused=paused))


def set_next_run(connection: Connection, slug: str, *, at: str) -> None:
    """When the worker may harvest the portal next."""
    connection.execute(update(portals).where(portals.c.slug == slug).values(next_run=at))


def due_portals(connection: Connection, *, now: str) -> tuple[str, ...]:
    """Slugs of the portals that are not paused and whose time has come, longest waiting first."""
    due = (
        select(portals.c.slug)
        .where(portals.c.paused.is_(False), portals.c.next_run <= now)
        .order_by(portals.c.next_run, portals.c.slug)
    )
    return tuple(connection.scalars(due))


def remove_portal(connection: Connection, slug: str) -> None:
    """Removes a portal that has nothing live any more; PortalError while it still has (withdraw first)."""
    number = portal_id(connection, slug)
    live = connection.scalar(
        select(entries.c.id).where(entries.c.portal_id == number, entries.c.state != "withdrawn")
    )
    if live:
        raise PortalError(
            f"portals/{slug}: its datasets are still in the catalogue; they are withdrawn first"
        )
    connection.execute(delete(portals).where(portals.c.id == number))


def _columns(portal: Portal) -> dict[str, object]:
    return {
        "slug": portal.slug,
        "title": portal.title,
        "kind": portal.kind,
        "address": portal.address,
        "origin": portal.origin,
        "body": portal.body,
        "paused": portal.paused,
        "settings": dict(portal.settings),
    }


def _portal(row: RowMapping) -> Portal:
    names: Iterable[str] = ("slug", "title", "kind", "address", "origin", "body", "paused")
    return Portal(**{name: row[name] for name in names}, settings=MappingProxyType(row["settings"]))
