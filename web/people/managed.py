"""The portals that somebody may manage, and why they may."""

from __future__ import annotations

from itertools import islice

from sqlalchemy import Connection

from catalogue.ledger.portals import list_portals
from catalogue.ledger.rights import rights_of
from catalogue.managing.managers import manages_by_domain
from catalogue.portal import Portal
from vocab.bodies import Bodies
from web.pages.own_account import Managed

_MOST = 200
_GRANTED = "you were given the right"


def managed_by(connection: Connection, email: str, bodies: Bodies) -> tuple[Managed, ...]:
    """By a right, or by where their mailbox is; what an operator may beside these is everything."""
    granted = {one.portal for one in rights_of(connection, email)}
    found = (
        Managed(slug=one.slug, title=one.title, why=why)
        for one in list_portals(connection)
        if (why := _GRANTED if one.slug in granted else _by_domain(email, one, bodies))
    )
    return tuple(islice(found, _MOST))


def _by_domain(email: str, portal: Portal, bodies: Bodies) -> str:
    return "by the domain of your address" if manages_by_domain(email, portal, bodies) else ""
