"""A run so far, counted: what a progress bar shows and a verdict is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from catalogue.ledger.runs import OpenRun
from catalogue.ledger.schema import asks, entries, gathered, portals, runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a run has done so far, counted. `repeated` are records that stood on two pages, and among the
    `rejected`; `failed` names each request that could not be made, with its reason."""

    read: int
    same: int
    rejected: int
    repeated: int
    requests: int
    pages: int
    declared: int | None
    failed: tuple[tuple[str, str], ...]
    replaced: int
    pending: int
    instead: tuple[str, str] = ("", "")  # the first request that another stood in for, and why
    lost: int = 0  # live datasets that did not come, where more stood in for others than in the run before


def tally(connection: Connection, run: OpenRun) -> Tally:
    """The run so far; cheap enough to ask for a progress bar."""
    outcomes = _counts(
        connection,
        select(gathered.c.outcome, func.count()).where(gathered.c.run_id == run.id),
        gathered.c.outcome,
    )
    states = _counts(
        connection, select(asks.c.state, func.count()).where(asks.c.run_id == run.id), asks.c.state
    )
    failed = connection.execute(
        select(asks.c.url, asks.c.remark)
        .where(asks.c.run_id == run.id, asks.c.state == "failed")
        .order_by(asks.c.position)
    )
    replaced = connection.execute(
        select(asks.c.url, asks.c.remark)
        .where(asks.c.run_id == run.id, asks.c.state == "replaced")
        .order_by(asks.c.position)
        .limit(1)
    ).first()
    return Tally(
        read=outcomes.get("read", 0),
        same=outcomes.get("same", 0),
        rejected=outcomes.get("rejected", 0) + outcomes.get("repeated", 0),
        repeated=outcomes.get("repeated", 0),
        requests=sum(states.values()) - states.get("pending", 0),
        pages=states.get("done", 0),
        declared=connection.scalar(select(runs.c.declared).where(runs.c.id == run.id)),
        failed=tuple((url, remark) for url, remark in failed),
        replaced=states.get("replaced", 0),
        pending=states.get("pending", 0),
        instead=tuple(replaced) if replaced else ("", ""),
        lost=_lost(connection, run, states.get("replaced", 0)),
    )


def _lost(connection: Connection, run: OpenRun, replaced: int) -> int:
    """Live datasets that did not come by another way than that of the run before. Another interface may list fewer."""
    if not run.full or not replaced:
        return 0
    past = select(runs.c.counts).where(runs.c.portal_id == run.portal_id, runs.c.finished != "")
    before = connection.scalar(past.order_by(runs.c.id.desc()).limit(1)) or {}
    if replaced <= before.get("replaced", 0):
        return 0
    came = select(func.replace(gathered.c.key, "rejected:", "")).where(gathered.c.run_id == run.id)
    live = (entries.c.portal_id == run.portal_id) & (entries.c.state == "live")
    return connection.scalar(select(func.count()).where(live, entries.c.key.not_in(came))) or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is that has not ended: pages read and still known of, records read, and how many the portal says
    that it has (None where it does not say); `rests_until` is when one that rests may be taken up again, else ""."""

    slug: str
    number: int
    started: str
    heartbeat: str
    cancelled_by: str
    rests_until: str
    pages: int
    pending: int
    records: int
    declared: int | None


def progress_of_runs(connection: Connection) -> tuple[Progress, ...]:
    """Every run that goes on, by the slug of its portal."""
    wanted = (
        select(portals.c.slug, runs)
        .join(portals, portals.c.id == runs.c.portal_id)
        .where(runs.c.finished == "")
    )
    rows = connection.execute(wanted.order_by(portals.c.slug)).mappings().all()
    return tuple(_progress(connection, row) for row in rows)


def _progress(connection: Connection, row: Any) -> Progress:
    states = select(asks.c.state, func.count()).where(asks.c.run_id == row["id"])
    counted = _counts(connection, states, asks.c.state)
    read = gathered.c.outcome.in_(("read", "same", "rejected"))
    records = select(func.count()).select_from(gathered).where(gathered.c.run_id == row["id"], read)
    names = ("slug", "number", "started", "heartbeat", "cancelled_by", "rests_until", "declared")
    return Progress(
        **{name: row[name] for name in names},
        pages=counted.get("done", 0),
        pending=counted.get("pending", 0),
        records=connection.scalar(records) or 0,
    )


def first_outcomes(connection: Connection, run: OpenRun) -> tuple[bool, list[str]]:
    """Whether the run has read a record, or met one that is none by the portal's own account; and what was wrong with
    those that it could not read."""
    mine = gathered.c.run_id == run.id
    read = select(gathered.c.key).where(mine, gathered.c.outcome.in_(("read", "same"))).limit(1)
    if connection.execute(read).first():
        return True, []
    found = connection.scalars(select(gathered.c.findings).where(mine, gathered.c.outcome == "rejected"))
    firsts = [one[0] for one in found if one]
    left_out = any(one["severity"] != "violation" for one in firsts)
    return left_out, [one["message"] for one in firsts]


def _counts(connection: Connection, wanted: Any, column: Any) -> dict[str, int]:
    return {name: count for name, count in connection.execute(wanted.group_by(column))}
