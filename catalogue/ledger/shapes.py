"""The shapes of portals' records: a sample of what a complete run met, and the shape it was compared with."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select, update

from catalogue.finding import Finding
from catalogue.ledger.runs import OpenRun, finding_json
from catalogue.ledger.schema import entries, findings, records, runs, shapes
from catalogue.snapshot import unsqueeze

_SAMPLE = 100  # from either end of the keys


def sample_records(connection: Connection, run: OpenRun) -> list[tuple[bytes, str]]:
    """Bodies and media types of at most 200 records that the run met, the same ones each time they are there."""
    met = (
        select(records.c.key, records.c.body, records.c.media_type)
        .join(entries, (entries.c.portal_id == records.c.portal_id) & (entries.c.key == records.c.key))
        .where(records.c.portal_id == run.portal_id, entries.c.last_run == run.id)
    )
    ends = (met.order_by(order).limit(_SAMPLE) for order in (records.c.key, records.c.key.desc()))
    found = {row.key: (row.body, row.media_type) for end in ends for row in connection.execute(end)}
    return [(unsqueeze(body), media_type) for body, media_type in found.values()]


def held_shape(connection: Connection, run: OpenRun) -> tuple[int, Mapping[str, int]] | None:
    """How many records the last shape was of, and how many had each path; None before the first."""
    row = connection.execute(select(shapes).where(shapes.c.portal_id == run.portal_id)).mappings().first()
    return (row["records"], row["paths"]) if row else None


def keep_shape(connection: Connection, run: OpenRun, count: int, paths: Mapping[str, int]) -> None:
    """Replaces the portal's shape."""
    connection.execute(delete(shapes).where(shapes.c.portal_id == run.portal_id))
    values = {"portal_id": run.portal_id, "run": run.number, "records": count, "paths": dict(paths)}
    connection.execute(insert(shapes).values(**values))


def note_turn(connection: Connection, run: OpenRun, finding: Finding, turn: Mapping[str, list[str]]) -> None:
    """Tells that the portal's shape has changed: as a finding about it, and with the run."""
    told = finding_json(finding) | {"portal_id": run.portal_id, "run_id": run.id, "key": ""}
    connection.execute(insert(findings).values(**told))
    connection.execute(update(runs).where(runs.c.id == run.id).values(shape=dict(turn)))
