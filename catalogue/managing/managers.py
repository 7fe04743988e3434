"""Whether whoever has proven an e-mail address may manage a portal by it."""

from __future__ import annotations

from urllib.parse import urlsplit

from catalogue.managing.domains import own_domain, registrable
from catalogue.portal import Portal
from vocab.bodies import Bodies


def manages_by_domain(email: str, portal: Portal, bodies: Bodies) -> bool:
    """Whether a mailbox is at the domain of the body whose portal it is, at the portal's own, or below one of them.

    A domain that many share is nobody's: a provider's, a firm's that runs portals for others, or a public suffix.
    """
    host = email.rpartition("@")[2]
    mine = own_domain(host)
    if not mine:
        return False
    owner = bodies.at(host)
    if owner is not None and portal.body:
        body = bodies.find(portal.body)
        if body is not None and body.iri == owner.iri:
            return True
    return mine in {registrable(one) for one in hosts_of(portal)}


def hosts_of(portal: Portal) -> frozenset[str]:
    """Where a portal is, and where it says that it is."""
    return frozenset(host for host in map(_host, (portal.address, portal.origin)) if host)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
