"""Whether whoever has proven an e-mail address may manage a portal by it."""

from __future__ import annotations

from urllib.parse import urlsplit

from catalogue.managing.domains import is_shared, registrable
from catalogue.portal import Portal
from vocab.bodies import Bodies


def manages_by_domain(email: str, portal: Portal, bodies: Bodies) -> bool:
    """Whether a mailbox is at the domain of the body whose portal it is, at the portal's own, or below one of them.

    A domain that many share is nobody's: a provider's, a firm's that runs portals for others, or a public suffix.
    """
    host = email.rpartition("@")[2].lower()
    if is_shared(host, "mailboxes"):
        return False
    return _is_of_body(host, portal.body, bodies) or _is_of_portal(host, portal)


def _is_of_body(host: str, code: str, bodies: Bodies) -> bool:
    """Whether a host is at a domain of the body, or below it. Below a public suffix others are too, so that is none."""
    body = bodies.find(code) if code else None
    owned = body.lists.get("domain", ()) if body else ()
    return any(f".{host}".endswith(f".{one.lower()}") for one in owned if registrable(one))


def _is_of_portal(host: str, portal: Portal) -> bool:
    mine = registrable(host)
    theirs = {registrable(one) for one in hosts_of(portal)}
    return bool(mine) and mine in theirs and not is_shared(mine, "portals")


def hosts_of(portal: Portal) -> frozenset[str]:
    """Where a portal is, and where it says that it is."""
    return frozenset(host for host in map(_host, (portal.address, portal.origin)) if host)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
