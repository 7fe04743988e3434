"""What an unfinished run has read so far, for those who look at it before it is committed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from catalogue.entry import Entry
from catalogue.finding import Finding
from catalogue.ledger.runs import OpenRun, finding_of
from catalogue.ledger.schema import asks, gathered, runs
from catalogue.snapshot import unpack_entry, unsqueeze

_REJECTED = "rejected:"


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedRecord:
    """One record of a run: its bytes as published, and the entry they became; without one it was rejected, for what
    its findings say."""

    key: str
    body: bytes
    media_type: str
    source: str
    entry: Entry | None
    findings: tuple[Finding, ...]


def staged_records(connection: Connection, run: OpenRun, *, most: int) -> tuple[StagedRecord, ...]:
    """The first records that were read or rejected, in the portal's order."""
    wanted = (
        select(gathered)
        .where(gathered.c.run_id == run.id, gathered.c.outcome.in_(("read", "rejected")))
        .order_by(gathered.c.position)
        .limit(most)
    )
    return tuple(
        StagedRecord(
            key=row["key"].removeprefix(_REJECTED),
            body=unsqueeze(row["body"]) if row["body"] else b"",
            media_type=row["media_type"],
            source=row["source"],
            entry=unpack_entry(unsqueeze(row["entry"])) if row["entry"] else None,
            findings=tuple(finding_of(one) for one in row["findings"]),
        )
        for row in connection.execute(wanted).mappings()
    )


def declared_records(connection: Connection, run: OpenRun) -> int | None:
    """How many records the portal says it has, as far as it has said."""
    told = connection.scalar(select(runs.c.declared).where(runs.c.id == run.id))
    return None if told is None else int(told)


def failed_asks(connection: Connection, run: OpenRun) -> tuple[tuple[str, str], ...]:
    """The addresses that could not be read, each with the reason."""
    wanted = select(asks.c.url, asks.c.remark).where(asks.c.run_id == run.id, asks.c.state == "failed")
    return tuple((url, remark) for url, remark in connection.execute(wanted.order_by(asks.c.position)))


def count_staged(connection: Connection, run: OpenRun) -> int:
    """How many records were read or rejected."""
    mine = (gathered.c.run_id == run.id) & gathered.c.outcome.in_(("read", "rejected"))
    return int(connection.scalar(select(func.count()).where(mine)) or 0)
