"""Removals that were filed by whoever registered a portal: paused at once, withdrawn and forgotten by a worker."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, select, update

from catalogue.ledger.audit import write_audit
from catalogue.ledger.checks_schema import registrations
from catalogue.ledger.portals import remove_portal, set_paused
from catalogue.ledger.schema import portals, runs
from catalogue.ledger.stopping import cancel_run, unfinished_run
from catalogue.ledger.withdrawal import withdraw_portal
from catalogue.ledger.workers import is_gone
from catalogue.registering.asked import Registration, Step


def file_removal(connection: Connection, held: Registration, *, now: str) -> None:
    """Asks a worker to remove a portal; until then it is paused, and a run that goes on ends at its next page."""
    if held.step is not Step.REGISTERED:
        return
    who = held.asked.email
    set_paused(connection, held.portal, paused=True)
    if unfinished_run(connection, held.portal):
        cancel_run(connection, held.portal, by=who)
    mine = registrations.c.portal == held.portal
    connection.execute(update(registrations).where(mine).values(decision="removing", decided=now))
    write_audit(
        connection, who=who, action="removal filed", thing=f"portal/{held.portal}", detail={}, now=now
    )


def filed_removals(connection: Connection) -> tuple[str, ...]:
    """The portals that a worker is to remove, longest waiting first."""
    filed = select(registrations.c.portal).where(registrations.c.decision == "removing")
    return tuple(dict.fromkeys(connection.scalars(filed.order_by(registrations.c.decided))))


def carry_out_removal(
    connection: Connection, slug: str, *, is_alive: Callable[[str], bool | None], now: str
) -> bool:
    """Withdraws a portal's datasets, forgets the portal and its contact; False while a living run still has it.

    One that an operator has removed meanwhile is only forgotten. Of two workers that begin at once one does it: the
    other waits for the row, and then finds nothing to do.
    """
    there = connection.scalar(select(portals.c.id).where(portals.c.slug == slug)) is not None
    if there and _is_harvested(connection, slug, is_alive=is_alive, now=now):
        return False
    mine = (registrations.c.portal == slug) & (registrations.c.decision == "removing")
    ended = {"decision": "removed", "decided": now, "email": ""}
    if not connection.execute(update(registrations).where(mine).values(**ended)).rowcount:
        return False
    if there:
        withdrawn = withdraw_portal(connection, slug, now=now)
        remove_portal(connection, slug)
        detail = {"withdrawn": withdrawn}
        write_audit(
            connection, who="", action="portal removed", thing=f"portal/{slug}", detail=detail, now=now
        )
    return True


def _is_harvested(
    connection: Connection, slug: str, *, is_alive: Callable[[str], bool | None], now: str
) -> bool:
    left = unfinished_run(connection, slug)
    if left is None:
        return False
    beat = str(connection.scalar(select(runs.c.heartbeat).where(runs.c.id == left.run.id)))
    return not is_gone(is_alive(left.owner), beat, now=now)
