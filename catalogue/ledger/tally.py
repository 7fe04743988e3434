"""A run so far, counted: what a progress bar shows and a verdict is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from catalogue.ledger.runs import OpenRun
from catalogue.ledger.schema import asks, gathered, runs


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
    )


def _counts(connection: Connection, wanted: Any, column: Any) -> dict[str, int]:
    return {name: count for name, count in connection.execute(wanted.group_by(column))}
