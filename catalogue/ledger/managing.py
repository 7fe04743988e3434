"""What whoever manages a portal may do with it, each with its line in the audit log."""

from __future__ import annotations

from sqlalchemy import Connection, update

from catalogue.ledger.audit import write_audit
from catalogue.ledger.checks_schema import registrations
from catalogue.ledger.portals import set_next_run, set_paused
from catalogue.registering.asked import Registration


def pause_managed(connection: Connection, slug: str, *, paused: bool, by: str, now: str) -> None:
    """Stops the regular harvest of a portal, or resumes it, which is then due at once."""
    set_paused(connection, slug, paused=paused)
    if not paused:
        set_next_run(connection, slug, at=now)
    action = "portal paused" if paused else "portal resumed"
    write_audit(connection, who=by, action=action, thing=f"portal/{slug}", detail={}, now=now)


def run_managed(connection: Connection, slug: str, *, by: str, now: str) -> None:
    """Makes a portal due, so that a worker harvests it as soon as it is free and the portal's quiet hours allow."""
    set_next_run(connection, slug, at=now)
    write_audit(connection, who=by, action="run asked for", thing=f"portal/{slug}", detail={}, now=now)


def set_check(connection: Connection, held: Registration, number: int) -> None:
    """The check that the private link of a registration now leads to."""
    mine = registrations.c.id == held.id
    connection.execute(update(registrations).where(mine).values(check_id=number))
