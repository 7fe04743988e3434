"""What the ledger says that the facts of a dataset are worked out from."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from catalogue.errors import PortalError
from catalogue.ledger.columns import known_tables
from catalogue.ledger.held import Held, Published, get_published
from catalogue.ledger.links import link_states
from catalogue.ledger.portals import get_portal
from catalogue.ledger.status import RunStatus, portal_runs
from catalogue.ledger.vouching import proven_by_body
from catalogue.portal import Portal
from web.site import Site
from web.trust.fact import Grounds

_RUNS = 10  # newest first; more than may be going on at once


def read_grounds(site: Site, connection: Connection, held: Held) -> Grounds:
    """All of it, at one moment."""
    entry = held.snapshot.entry
    published = get_published(connection, entry.portal, entry.key)
    portal = _portal(connection, entry.portal)
    checked, checked_in = last_checked(held, portal_runs(connection, entry.portal, limit=_RUNS), published)
    return Grounds(
        snapshot=held.snapshot,
        state=held.state,
        portal_title=site.names.table().portals.get(entry.portal, entry.portal),
        vocabulary=site.vocabulary,
        links=site.links,
        today=date.fromisoformat(site.now()[:10]),
        portal=portal,
        vouched=proven_by_body(connection, entry.portal, portal.body if portal else ""),
        fetched=published.fetched if published else "",
        checked=checked,
        checked_in=checked_in,
        addresses=link_states(connection, entry.id),
        tables=known_tables(connection, entry, site.vocabulary),
    )


def _portal(connection: Connection, slug: str) -> Portal | None:
    """Its portal; None where that is no longer here."""
    try:
        return get_portal(connection, slug)
    except PortalError:
        return None


def last_checked(held: Held, runs: tuple[RunStatus, ...], published: Published | None) -> tuple[str, int]:
    """When it was last seen, and in which run: a complete one saw every dataset that is not missing; else only the time
    of the record itself is sure."""
    last = next((run for run in runs if run.finished), None)
    if held.state == "live" and last and last.verdict == "complete":
        return last.finished, last.number
    return (published.fetched if published else ""), 0
