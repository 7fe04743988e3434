"""Answers remembered: what each held when it was last read, so that one that has not changed is not read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, delete, insert, select, update

from catalogue.ledger.runs import Ask, OpenRun, Staged, finding_of
from catalogue.ledger.schema import gathered, remembered
from catalogue.snapshot import squeeze, unsqueeze


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What an answer can be asked for by again (RFC 9110, 8.8), each "" where the portal gave none."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What an answer held. `digest` is that of the answer, `values` what its reader was given, `records` each key with
    the record's digest, `others` what was rejected or remarked, `follow` the requests that came of it."""

    validators: Validators
    digest: str
    values: Mapping[str, Any]
    records: Sequence[tuple[str, str]]
    others: tuple[Staged, ...]
    follow: tuple[Ask, ...]
    declared: int | None


def recall_validators(connection: Connection, run: OpenRun, fingerprint: str) -> Validators:
    """By what the answer to a request can be asked for again."""
    wanted = select(remembered.c.etag, remembered.c.last_modified).where(*_mine(run, fingerprint))
    row = connection.execute(wanted).mappings().first()
    return Validators(**row) if row else Validators()


def recall(connection: Connection, run: OpenRun, fingerprint: str, *, digest: str) -> Memory | None:
    """What the answer to a request held when it was last read; only of that digest, where one is given.

    None where it was read by another mapper, or never.
    """
    wanted = select(remembered).where(*_mine(run, fingerprint))
    if digest:
        wanted = wanted.where(remembered.c.digest == digest)
    row = connection.execute(wanted).mappings().first()
    return _memory(row) if row else None


def remember(
    connection: Connection,
    run: OpenRun,
    fingerprint: str,
    *,
    validators: Validators,
    digest: str,
    page: Mapping[str, Any],
) -> None:
    """Keeps what the run has read from an answer; `page` has its `values`, `follow` and `declared` as JSON values.

    An answer with a record that had stood on an earlier page is not kept: what becomes of it depends on the other.
    """
    held = gathered.c.key, gathered.c.outcome, gathered.c.digest, gathered.c.findings
    mine = (gathered.c.run_id == run.id) & (gathered.c.page == fingerprint)
    rows = connection.execute(select(*held).where(mine)).all()
    forget(connection, run, fingerprint)
    if any(outcome == "repeated" for _, outcome, _, _ in rows):
        return
    records = [(key, told) for key, outcome, told, _ in rows if outcome in ("read", "same")]
    others = [(key, outcome, found) for key, outcome, _, found in rows if outcome not in ("read", "same")]
    body = squeeze(orjson.dumps({**page, "records": records, "others": others}))
    told = {"etag": validators.etag, "last_modified": validators.last_modified, "digest": digest}
    own = {"portal_id": run.portal_id, "fingerprint": fingerprint, "mapper": run.mapper, "run": run.number}
    connection.execute(insert(remembered).values(**own, **told, page=body))


def keep(connection: Connection, run: OpenRun, fingerprint: str) -> None:
    """Says that an answer was met again."""
    connection.execute(update(remembered).where(*_mine(run, fingerprint)).values(run=run.number))


def forget(connection: Connection, run: OpenRun, fingerprint: str) -> None:
    """Forgets one answer, whichever mapper read it."""
    mine = (remembered.c.portal_id == run.portal_id) & (remembered.c.fingerprint == fingerprint)
    connection.execute(delete(remembered).where(mine))


def forget_unmet(connection: Connection, run: OpenRun) -> None:
    """Forgets the answers that a complete run did not meet: nobody will ask for them again."""
    mine = (remembered.c.portal_id == run.portal_id) & (remembered.c.run != run.number)
    connection.execute(delete(remembered).where(mine))


def _mine(run: OpenRun, fingerprint: str) -> tuple[Any, ...]:
    return (
        remembered.c.portal_id == run.portal_id,
        remembered.c.fingerprint == fingerprint,
        remembered.c.mapper == run.mapper,
    )


def _memory(row: Any) -> Memory:
    page = orjson.loads(unsqueeze(row["page"]))
    others = (
        Staged(key=key, outcome=outcome, findings=tuple(map(finding_of, found)))
        for key, outcome, found in page["others"]
    )
    return Memory(
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        digest=row["digest"],
        values=page["values"],
        records=[(key, digest) for key, digest in page["records"]],
        others=tuple(others),
        follow=tuple(Ask(fingerprint=f, url=url, request=request) for f, url, request in page["follow"]),
        declared=page["declared"],
    )
