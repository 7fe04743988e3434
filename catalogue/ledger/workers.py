"""The workers that live, as they say in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from catalogue.clock import shifted
from catalogue.ledger.runs import STALE
from catalogue.ledger.schema import filings, portals, workers


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerStatus:
    """One worker, and whether it gave a sign of life within the last minute."""

    name: str
    started: str
    heartbeat: str
    jobs: int
    alive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A portal that is filed; `worker` is who has taken it, "" while it waits."""

    slug: str
    title: str
    due: str
    worker: str


def beat_worker(connection: Connection, name: str, *, jobs: int, now: str) -> None:
    """Says that a worker lives; those silent for ten minutes are forgotten."""
    values = {"heartbeat": now, "jobs": jobs}
    known = connection.execute(update(workers).where(workers.c.name == name).values(**values))
    if not known.rowcount:
        connection.execute(insert(workers).values(name=name, started=now, **values))
    connection.execute(delete(workers).where(workers.c.heartbeat <= shifted(now, -STALE * 10)))


def gone_workers(
    connection: Connection, names: Iterable[str], *, now: str, is_alive: Callable[[str], bool | None]
) -> frozenset[str]:
    """Those of the workers named that are gone; one whose process cannot be seen from here, when it is silent."""
    beats = {name: beat for name, beat in connection.execute(select(workers.c.name, workers.c.heartbeat))}
    return frozenset(name for name in names if is_gone(is_alive(name), beats.get(name, ""), now=now))


def is_gone(alive: bool | None, beat: str, *, now: str) -> bool:
    """Whether a process is gone: seen to be, or, where it cannot be seen, without a sign of life for a minute."""
    return alive is False or (alive is None and beat <= shifted(now, -STALE))


def leave_work(connection: Connection, name: str) -> None:
    """Says that a worker ends."""
    connection.execute(delete(workers).where(workers.c.name == name))


def worker_statuses(connection: Connection, *, now: str) -> tuple[WorkerStatus, ...]:
    """Every worker of the last minutes, longest at work first."""
    rows = connection.execute(select(workers).order_by(workers.c.started, workers.c.name)).mappings()
    return tuple(WorkerStatus(**row, alive=row["heartbeat"] > shifted(now, -STALE)) for row in rows)


def waiting_portals(connection: Connection) -> tuple[Waiting, ...]:
    """What is filed and has not ended, longest due first."""
    wanted = (
        select(portals.c.slug, portals.c.title, filings.c.due, filings.c.taken_by)
        .join(portals, portals.c.id == filings.c.portal_id)
        .order_by(filings.c.due, portals.c.slug)
    )
    rows = connection.execute(wanted).mappings()
    return tuple(
        Waiting(slug=row["slug"], title=row["title"], due=row["due"], worker=row["taken_by"]) for row in rows
    )
