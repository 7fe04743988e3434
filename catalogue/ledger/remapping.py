"""Records that another mapping has read: what is held of them, and how a new reading takes its place.

A record keeps the name of the mapping that read it last. So what is still to be read anew is always known, and a
process killed in between is continued by whoever comes next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select, update

from catalogue.errors import PortalError
from catalogue.finding import Finding, Severity
from catalogue.ledger.portals import portal_id
from catalogue.ledger.runs import finding_json
from catalogue.ledger.schema import changes, entries, findings, records, runs
from catalogue.ledger.sequence import append_changes, next_number
from catalogue.snapshot import squeeze, unsqueeze


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A record as published, with the dataset that was made of it: its identifier, its packed entry and its
    findings, without those that say why a later version of the record was rejected."""

    key: str
    body: bytes
    media_type: str
    source: str
    digest: str
    mapper: str
    id: str
    title: str
    packed: bytes
    findings: tuple[Finding, ...]
    refused: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What today's mapping makes of a kept record: a packed entry and what lists show of it, or, where it is None,
    the reason why not."""

    kept: Kept
    packed: bytes | None
    title: str = ""
    publisher: str = ""
    publisher_name: str = ""
    filled: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the dataset would say anything else."""
        return self.packed is not None and self.packed != self.kept.packed


def count_unread(connection: Connection, slug: str, mapper: str) -> int:
    """How many of a portal's records were last read by another mapping."""
    return (
        connection.scalar(select(func.count()).select_from(_unread(connection, slug, mapper).subquery())) or 0
    )


def list_unread(
    connection: Connection, slug: str, mapper: str, *, after: str, limit: int
) -> tuple[Kept, ...]:
    """The next of a portal's records that another mapping read last, by key. Withdrawn datasets stay as they are."""
    wanted = _unread(connection, slug, mapper).where(records.c.key > after).order_by(records.c.key)
    rows = connection.execute(wanted.limit(limit)).mappings().all()
    found = _findings(connection, slug, [row["key"] for row in rows])
    return tuple(_kept(row, found.get(row["key"], [])) for row in rows)


def commit_reread(
    connection: Connection, slug: str, mapper: str, reread: Sequence[Reread], *, now: str
) -> int:
    """Puts new readings in the place of the old; returns how many datasets changed.

    What another process has changed since it was listed is left as it now is. Raises PortalError while a harvest of
    the portal goes on, or waits to be taken up again: it reads every record by today's mapping itself.
    """
    portal = portal_id(connection, slug)
    if connection.scalar(select(runs.c.id).where(runs.c.portal_id == portal, runs.c.finished == "")):
        raise PortalError(
            f"portals/{slug}: a harvest is going on, or was interrupted and waits; it reads every record anew"
        )
    held = _held(connection, portal, reread)
    still = [one for one in reread if held.get(one.kept.key, {}).get("stands") == _stands(one.kept)]
    read = [one for one in still if one.packed is not None]
    changed = [one for one in read if one.is_changed]
    _append(connection, mapper, changed, held, now=now)
    _replace_findings(connection, portal, still, held)
    keys = [one.kept.key for one in read]
    mine = (records.c.portal_id == portal) & records.c.key.in_(keys)
    connection.execute(update(records).where(mine).values(mapper=mapper))
    return len(changed)


def _unread(connection: Connection, slug: str, mapper: str) -> Select[Any]:
    portal = portal_id(connection, slug)
    names = ("key", "body", "media_type", "source", "digest", "mapper")
    return (
        select(*(records.c[name] for name in names), entries.c.id, entries.c.title, changes.c.snapshot)
        .join(entries, (entries.c.portal_id == records.c.portal_id) & (entries.c.key == records.c.key))
        .join(changes, changes.c.n == entries.c.change)
        .where(records.c.portal_id == portal, records.c.mapper != mapper, entries.c.state != "withdrawn")
    )


def _kept(row: Any, found: Sequence[Finding]) -> Kept:
    plain = ("key", "media_type", "source", "digest", "mapper", "id", "title")
    return Kept(
        **{name: row[name] for name in plain},
        body=unsqueeze(row["body"]),
        packed=unsqueeze(row["snapshot"]),
        findings=tuple(one for one in found if not one.rejected),
        refused=tuple(one for one in found if one.rejected),
    )


def _findings(connection: Connection, slug: str, keys: Sequence[str]) -> dict[str, list[Finding]]:
    """What is found wrong with some records, by key."""
    mine = (findings.c.portal_id == portal_id(connection, slug)) & findings.c.key.in_(keys)
    plain = ("code", "message", "place", "published", "fix", "rejected")
    found: dict[str, list[Finding]] = {}
    for row in connection.execute(select(findings).where(mine).order_by(findings.c.id)).mappings():
        made = Finding(**{name: row[name] for name in plain}, severity=Severity(row["severity"]))
        found.setdefault(row["key"], []).append(made)
    return found


def _stands(kept: Kept) -> tuple[str, str, str]:
    """What must still be so for a new reading to take the place of the old."""
    return kept.digest, kept.mapper, sha256(kept.packed).hexdigest()


def _held(connection: Connection, portal: int, reread: Sequence[Reread]) -> dict[str, dict[str, Any]]:
    """What the ledger holds now under the same keys: what stands, the last change, and the run that met it last."""
    wanted = (
        select(
            records.c.key, records.c.digest, records.c.mapper, entries.c.digest.label("entry"),
            entries.c.last_run, changes.c.run, changes.c.first_seen,
        )
        .join(entries, (entries.c.portal_id == records.c.portal_id) & (entries.c.key == records.c.key))
        .join(changes, changes.c.n == entries.c.change)
        .where(records.c.portal_id == portal, entries.c.state != "withdrawn")
        .where(records.c.key.in_([one.kept.key for one in reread]))
    )  # fmt: skip
    rows = connection.execute(wanted).mappings()
    return {row["key"]: {**row, "stands": (row["digest"], row["mapper"], row["entry"])} for row in rows}


def _append(
    connection: Connection,
    mapper: str,
    changed: Sequence[Reread],
    held: dict[str, dict[str, Any]],
    *,
    now: str,
) -> None:
    """A change for each dataset that says something else now. Whether it is live or missing stays as it is."""
    start = next_number(connection)
    made = [_change(one, held[one.kept.key], start + place) for place, one in enumerate(changed)]
    append_changes(connection, [one | {"kind": "changed", "at": now, "mapper": mapper} for one in made])
    if made:
        lines = [
            {
                "entry": one["entry_id"],
                "change": one["n"],
                "last_changed": now,
                "digest": sha256(reread.packed or b"").hexdigest(),
                "title": reread.title,
                "publisher": reread.publisher,
                "publisher_name": reread.publisher_name,
                "filled": reread.filled,
            }
            for one, reread in zip(made, changed, strict=True)
        ]
        connection.execute(update(entries).where(entries.c.id == bindparam("entry")), lines)


def _change(one: Reread, held: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        "n": number,
        "entry_id": one.kept.id,
        "run": held["run"],
        "first_seen": held["first_seen"],
        "snapshot": squeeze(one.packed or b""),
    }


def _replace_findings(
    connection: Connection, portal: int, still: Sequence[Reread], held: dict[str, dict[str, Any]]
) -> None:
    """New findings in the place of the old. Where a record is rejected now, those of its last good version stay."""
    mine = findings.c.portal_id == portal
    read = [
        one for one in still if one.packed is not None and Counter(one.findings) != Counter(one.kept.findings)
    ]
    refused = [one for one in still if one.packed is None and one.findings != one.kept.refused]
    for chosen, rejected in ((read, False), (refused, True)):
        keys = [one.kept.key for one in chosen]
        old = mine & findings.c.key.in_(keys) & findings.c.rejected.is_(rejected)
        connection.execute(delete(findings).where(old))
    made = [
        finding_json(finding)
        | {"portal_id": portal, "run_id": held[one.kept.key]["last_run"], "key": one.kept.key}
        for one in (*read, *refused)
        for finding in one.findings
    ]
    if made:
        connection.execute(insert(findings), made)
