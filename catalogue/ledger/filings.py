"""Filings: portals whose time has come, each claimed once by whoever looks first and taken by one worker.

The queue only tells workers that there is something to do; that a portal is filed, and who works on it, stands here,
so that neither a lost queue nor a killed worker loses a run or makes it twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select, update

from catalogue.clock import shifted
from catalogue.ledger.hosts import resting_until
from catalogue.ledger.portals import portal_id, set_next_run
from catalogue.ledger.runs import stranded_portals
from catalogue.ledger.schedules import portal_schedule, read_schedule
from catalogue.ledger.schema import filings, portals, runs
from catalogue.ledger.workers import gone_workers, is_gone
from catalogue.schedule import after_quiet, next_due, quiet_until

IsAlive = Callable[[str], bool | None]
_IN_QUEUE = timedelta(seconds=5)  # a filing that is younger may be on its way into the queue


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """How filings are made: the instant, the catalogue's own hours between runs, chance, and who lives."""

    now: str
    every: float
    chance: Callable[[], float]
    is_alive: IsAlive


def file_due(connection: Connection, clerk: Clerk) -> tuple[str, ...]:
    """Files each portal that is due or has a run that a gone process left; those in their quiet hours wait.

    Each is filed by one of those who look at the same time, and not again before its run has ended.
    """
    left = left_behind(connection, clerk)
    wanted = (
        select(portals)
        .outerjoin(filings, filings.c.portal_id == portals.c.id)
        .where(filings.c.portal_id.is_(None))
        .where((portals.c.paused.is_(False) & (portals.c.next_run <= clerk.now)) | portals.c.slug.in_(left))
        .order_by(portals.c.next_run, portals.c.slug)
    )
    filed = []
    for row in connection.execute(wanted).mappings().all():
        schedule = read_schedule(row, every=clerk.every)
        if quiet_until(schedule, clerk.now):
            due = after_quiet(schedule, clerk.now, chance=clerk.chance)
            if row["next_run"] <= clerk.now:
                _move(connection, row["id"], row["next_run"], due)
            continue
        due = next_due(schedule, clerk.now, chance=clerk.chance)
        if _move(connection, row["id"], row["next_run"], due):
            values = {"portal_id": row["id"], "due": row["next_run"] or clerk.now, "filed": clerk.now}
            connection.execute(insert(filings).values(**values))
            filed.append(row["slug"])
    return tuple(filed)


def left_behind(connection: Connection, clerk: Clerk) -> tuple[str, ...]:
    """Portals with a run whose process is gone, or, where that cannot be known, silent for a minute.

    A run that rests until its host may be asked again waits for its portal to be due.
    """
    wanted = select(portals.c.slug, runs.c.heartbeat).join(runs, runs.c.portal_id == portals.c.id)
    beats = {slug: beat for slug, beat in connection.execute(wanted.where(runs.c.finished == ""))}
    return tuple(
        slug
        for slug, owner in stranded_portals(connection)
        if is_gone(clerk.is_alive(owner), beats.get(slug, ""), now=clerk.now)
        and not resting_until(connection, slug, now=clerk.now)
    )


def unserved(connection: Connection, clerk: Clerk, queued: Collection[str]) -> tuple[str, ...]:
    """Filed portals that no living worker has and that do not wait in the queue: to be put there again."""
    wanted = select(portals.c.slug, filings).join(filings, filings.c.portal_id == portals.c.id)
    rows = connection.execute(wanted.order_by(filings.c.filed)).mappings().all()
    owners = {row["taken_by"] for row in rows if row["taken_by"]}
    gone = gone_workers(connection, owners, now=clerk.now, is_alive=clerk.is_alive)
    found = []
    for row in rows:
        if row["taken_by"] and row["taken_by"] not in gone:
            continue
        if row["taken_by"]:
            _release(connection, row["portal_id"], row["taken_by"])
        if row["slug"] not in queued and (row["taken_by"] or row["filed"] <= shifted(clerk.now, -_IN_QUEUE)):
            found.append(row["slug"])
    return tuple(found)


def take_filing(connection: Connection, slug: str, *, worker: str, now: str) -> bool:
    """Whether the worker may run the portal now: it is filed, and no other has taken it."""
    free = (filings.c.portal_id == portal_id(connection, slug)) & (filings.c.taken_by == "")
    taken = connection.execute(update(filings).where(free).values(taken_by=worker, taken=now))
    return taken.rowcount == 1


def is_filed(connection: Connection, slug: str) -> bool:
    """Whether the portal waits for a worker, or has one."""
    mine = filings.c.portal_id == portal_id(connection, slug)
    return connection.scalar(select(filings.c.portal_id).where(mine)) is not None


def give_back(connection: Connection, slug: str, *, worker: str) -> None:
    """Lets another worker, or this one later, take the portal again."""
    _release(connection, portal_id(connection, slug), worker)


def end_filing(connection: Connection, slug: str) -> None:
    """The run that was filed has ended."""
    connection.execute(delete(filings).where(filings.c.portal_id == portal_id(connection, slug)))


def put_off(connection: Connection, slug: str, clerk: Clerk) -> str:
    """Ends the filing of a portal whose quiet hours have begun; returns when it is due again."""
    schedule = portal_schedule(connection, slug, every=clerk.every)
    due = after_quiet(schedule, clerk.now, chance=clerk.chance)
    set_next_run(connection, slug, at=due)
    end_filing(connection, slug)
    return due


def _move(connection: Connection, portal: int, held: str, due: str) -> bool:
    """Sets when a portal is due, unless somebody else has done so since we looked."""
    mine = (portals.c.id == portal) & (portals.c.next_run == held)
    return connection.execute(update(portals).where(mine).values(next_run=due)).rowcount == 1


def _release(connection: Connection, portal: int, worker: str) -> None:
    held = (filings.c.portal_id == portal) & (filings.c.taken_by == worker)
    connection.execute(update(filings).where(held).values(taken_by="", taken=""))
