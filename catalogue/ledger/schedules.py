"""Each portal's schedule in the ledger, and when it is due next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from catalogue.errors import PortalError
from catalogue.ledger.portals import portal_id, set_next_run
from catalogue.ledger.schema import portals, runs
from catalogue.schedule import ZONE, Schedule, check_zone, next_due, read_quiet

_LOOKED_BACK = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleChange:
    """What an operator says of a portal's schedule; None leaves it as it is, `every` 0 is the catalogue's own."""

    every: float | None = None
    quiet: str | None = None
    zone: str | None = None


def portal_schedule(connection: Connection, slug: str, *, every: float) -> Schedule:
    """The schedule of a portal; `every` is the catalogue's own number of hours, where the portal has none."""
    row = connection.execute(select(portals).where(portals.c.slug == slug)).mappings().first()
    if row is None:
        raise PortalError(f"portals/{slug}: no portal of that name is registered")
    return read_schedule(row, every=every)


def own_hours(connection: Connection, slug: str) -> float | None:
    """The portal's own number of hours between runs; None where it has the catalogue's."""
    return connection.scalar(select(portals.c.every).where(portals.c.slug == slug))


def read_schedule(row: RowMapping, *, every: float) -> Schedule:
    """A portal's row as its schedule."""
    return Schedule(every=row["every"] or every, quiet=read_quiet(row["quiet"]), zone=row["zone"] or ZONE)


def set_schedule(connection: Connection, slug: str, change: ScheduleChange) -> None:
    """Changes a portal's schedule; PortalError where it cannot be one."""
    values: dict[str, Any] = {}
    if change.every is not None:
        if change.every < 0:
            raise PortalError(
                f"portals/{slug}: every {change.every} hours is no time span; more than 0 was expected"
            )
        values["every"] = change.every or None
    if change.quiet is not None:
        values["quiet"] = str(read_quiet(change.quiet) or "")
    if change.zone is not None:
        values["zone"] = check_zone(change.zone)
    number = portal_id(connection, slug)
    if values:
        connection.execute(update(portals).where(portals.c.id == number).values(**values))


def plan_next(
    connection: Connection, slug: str, *, now: str, every: float, chance: Callable[[], float]
) -> str:
    """Notes when the portal is due next, by its schedule and the runs that failed in a row; returns the instant."""
    schedule = portal_schedule(connection, slug, every=every)
    due = next_due(schedule, now, failures=failures_in_row(connection, slug), chance=chance)
    set_next_run(connection, slug, at=due)
    return due


def failures_in_row(connection: Connection, slug: str) -> int:
    """How many of a portal's last finished runs failed, up to the newest one that did not."""
    wanted = (
        select(runs.c.verdict)
        .where(runs.c.portal_id == portal_id(connection, slug), runs.c.finished != "")
        .order_by(runs.c.number.desc())
        .limit(_LOOKED_BACK)
    )
    verdicts = list(connection.scalars(wanted))
    return next((place for place, verdict in enumerate(verdicts) if verdict != "failed"), len(verdicts))
