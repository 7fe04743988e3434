"""Runs that ask for changes alone: what control queries counted, how many records are new, and asking for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, func, select, update

from catalogue.ledger.runs import OpenRun
from catalogue.ledger.schema import asks, entries, findings, gathered, runs

COUNTED, UNCOUNTED = "counted", "uncounted"  # how the ask of a control query ends


def counted(connection: Connection, run: OpenRun) -> Mapping[str, Sequence[int | None]]:
    """What the run's control queries counted, by their sort; None for one that got no count."""
    wanted = select(asks.c.request, asks.c.state, asks.c.remark).where(
        asks.c.run_id == run.id, asks.c.state.in_((COUNTED, UNCOUNTED))
    )
    found: defaultdict[str, list[int | None]] = defaultdict(list)
    for request, state, remark in connection.execute(wanted):
        found[request["control"]].append(int(remark) if state == COUNTED else None)
    return dict(found)


def last_total(connection: Connection, run: OpenRun) -> int | None:
    """How many records the portal said it had at the run before."""
    wanted = (
        select(runs.c.total)
        .where(runs.c.portal_id == run.portal_id, runs.c.id < run.id)
        .order_by(runs.c.id.desc())
    )
    return connection.execute(wanted.limit(1)).scalar()


def note_total(connection: Connection, run: OpenRun, total: int | None) -> None:
    """Notes how many records the portal says it has now."""
    connection.execute(update(runs).where(runs.c.id == run.id).values(total=total))


def note_clock(connection: Connection, run: OpenRun, told: str) -> None:
    """Notes what the portal's own clock said when the run began."""
    connection.execute(update(runs).where(runs.c.id == run.id).values(clock=told))


def has_failed(connection: Connection, run: OpenRun) -> bool:
    """Whether a request of the run failed for good."""
    failed = select(asks.c.url).where(asks.c.run_id == run.id, asks.c.state == "failed")
    return connection.execute(failed.limit(1)).first() is not None


def count_new(connection: Connection, run: OpenRun) -> int:
    """How many of the records that the run met were not listed at the run before, readable or not."""
    met = func.replace(gathered.c.key, "rejected:", "")
    listed = select(entries.c.key).where(entries.c.portal_id == run.portal_id, entries.c.state == "live")
    refused = select(findings.c.key).where(
        findings.c.portal_id == run.portal_id, findings.c.rejected.is_(True)
    )
    wanted = select(func.count()).where(
        gathered.c.run_id == run.id,
        gathered.c.outcome.in_(("read", "same", "rejected")),
        met.not_in(listed),
        met.not_in(refused),
    )
    return connection.scalar(wanted) or 0


def widen(connection: Connection, run: OpenRun, *, why: str) -> None:
    """The run asks for everything from here on; what it had read is read again, and what failed is asked otherwise."""
    connection.execute(delete(gathered).where(gathered.c.run_id == run.id))
    failed = (asks.c.run_id == run.id) & (asks.c.state == "failed")
    connection.execute(update(asks).where(failed).values(state="replaced"))
    connection.execute(
        update(runs).where(runs.c.id == run.id).values(since="", whole=True, why=why, total=None)
    )
