"""Whether the files of a portal's datasets are sampled, as its council wants it."""

from __future__ import annotations

from sqlalchemy import Connection, update

from catalogue.ledger.portals import get_portal
from catalogue.ledger.schema import portals

_SETTING = "samples"


def are_sampled(connection: Connection, slug: str) -> bool:
    """Whether the first rows of the portal's files are read. PortalError for a portal that is not known."""
    return get_portal(connection, slug).setting(_SETTING, "yes") != "no"


def set_sampled(connection: Connection, slug: str, *, sampled: bool) -> bool:
    """Says whether they are, from now on; whether that is anything new. What was read of files that are to be spared is
    forgotten by the worker's next look."""
    if are_sampled(connection, slug) == sampled:
        return False
    held = {name: value for name, value in get_portal(connection, slug).settings.items() if name != _SETTING}
    settings = held if sampled else held | {_SETTING: "no"}
    connection.execute(update(portals).where(portals.c.slug == slug).values(settings=settings))
    return True
