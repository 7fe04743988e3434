"""The portal that an address names."""

from __future__ import annotations

from sqlalchemy import Connection

from catalogue.ledger.status import PortalStatus, portal_statuses
from catalogue.portal import SLUG
from web.answers import Missing
from web.problems import not_found


def named_portal(connection: Connection, slug: str, missing: Missing = not_found) -> PortalStatus:
    """How the portal of this name stands; a 404 where there is none."""
    found = portal_statuses(connection, slug) if SLUG.fullmatch(slug) else ()
    if not found:
        raise missing("No portal of this name is harvested here.")
    return found[0]
