"""Runs that end before their portal is read: cancelled by a person, or left by processes that died."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from catalogue.errors import PortalError
from catalogue.ledger.portals import portal_id
from catalogue.ledger.runs import OpenRun, pending_asks
from catalogue.ledger.schema import runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A run that has not ended: whose it is, who cancelled it ("" for nobody), and how often its process died at
    the page that it still has to read."""

    run: OpenRun
    owner: str
    cancelled_by: str
    deaths: int


def unfinished_run(connection: Connection, slug: str) -> Unfinished | None:
    """The portal's run that has begun and not ended."""
    wanted = select(runs).where(runs.c.portal_id == portal_id(connection, slug), runs.c.finished == "")
    row = connection.execute(wanted.order_by(runs.c.id.desc())).mappings().first()
    if row is None:
        return None
    names = ("id", "portal_id", "number", "mapper", "since", "whole")
    run = OpenRun(**{name: row[name] for name in names}, resumed=True)
    return Unfinished(run=run, owner=row["owner"], cancelled_by=row["cancelled_by"], deaths=row["deaths"])


def cancel_run(connection: Connection, slug: str, *, by: str) -> Unfinished:
    """Asks for the end of the run that goes on; it leaves at its next page. PortalError where none does."""
    name = " ".join(by.split())[:120]
    if not name:
        raise PortalError(f"portals/{slug}: a run is cancelled by somebody; a name was expected")
    left = unfinished_run(connection, slug)
    if left is None:
        raise PortalError(f"portals/{slug}: no run is going on, so there is none to cancel")
    connection.execute(update(runs).where(runs.c.id == left.run.id).values(cancelled_by=name))
    return left


def note_death(connection: Connection, slug: str) -> tuple[int, str]:
    """Counts that a run's process died; how often in a row at the same page, and that page's address.

    (0, "") where its run had ended all the same. "" is also the page of one that died before its first request.
    """
    left = unfinished_run(connection, slug)
    if left is None:
        return 0, ""
    pending = pending_asks(connection, left.run)
    page = pending[0].url if pending else ""
    row = connection.execute(select(runs.c.died_at, runs.c.deaths).where(runs.c.id == left.run.id)).one()
    deaths = row.deaths + 1 if row.deaths and row.died_at == page else 1
    connection.execute(update(runs).where(runs.c.id == left.run.id).values(died_at=page, deaths=deaths))
    return deaths, page


def last_finished(connection: Connection, slug: str) -> str:
    """When a run of the portal last ended; "" for never."""
    wanted = select(func.max(runs.c.finished)).where(runs.c.portal_id == portal_id(connection, slug))
    return str(connection.scalar(wanted) or "")
