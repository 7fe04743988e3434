"""Which descriptions the shapes have not looked at as they are held now, and what they said of those they have.

A look is for good: it stands beside the digest of what was looked at, so that a process killed between two batches
loses nothing, and a description that changes is not known again until it is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from catalogue.ledger.ledger import Ledger
from catalogue.ledger.quality_schema import conformance
from catalogue.ledger.schema import changes, entries
from catalogue.ledger.scores import uninspected
from catalogue.quality.conforming import Report, as_json, check_conformance
from catalogue.quality.content import content_digest
from catalogue.snapshot import unpack_entry, unsqueeze
from vocab import Vocabulary

_BATCH = 200
MOST = 5000
"""Descriptions of one round: some half a minute, so that the scores follow meanwhile."""


def inspect(ledger: Ledger, vocabulary: Vocabulary, clock: Callable[[], str], *, most: int = MOST) -> int:
    """Looks at descriptions that are not known to conform or not, at most so many; returns how many it looked at."""
    after, done = "", 0
    while done < most:
        with ledger.reading() as connection:
            names = uninspected(connection, after, limit=min(_BATCH, most - done))
            held = _held(connection, names)
        if not names:
            return done
        found = check_conformance([unpack_entry(body) for body in held.values()], vocabulary)
        with ledger.writing() as connection:
            _write(connection, held, found, now=clock())
        after, done = names[-1], done + len(names)
    return done


def _held(connection: Connection, names: Sequence[str]) -> dict[str, bytes]:
    wanted = (
        select(changes.c.entry_id, changes.c.snapshot)
        .join(entries, entries.c.change == changes.c.n)
        .where(entries.c.id.in_(names))
    )
    return {row.entry_id: unsqueeze(row.snapshot) for row in connection.execute(wanted)}


def _write(
    connection: Connection, held: Mapping[str, bytes], found: Mapping[str, Report], *, now: str
) -> None:
    lines = [
        {"entry_id": name, "digest": content_digest(held[name]), "conforms": report.conforms}
        | {"findings": as_json(report), "at": now}
        for name, report in found.items()
    ]
    connection.execute(delete(conformance).where(conformance.c.entry_id.in_(list(found))))
    if lines:
        connection.execute(insert(conformance), lines)
