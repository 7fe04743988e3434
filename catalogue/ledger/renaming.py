"""Former keys: a dataset listed under a new key keeps its identifier, and its old key as an alias."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from catalogue.ledger.schema import entries, findings, former_keys, held_back, matches, records

_CHUNK = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """A dataset's old and new key, with what it was recognised by, in words."""

    entry: str
    old: str
    new: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerKey:
    """A key under which a dataset was listed before. `run` and `at` tell when its next name was recognised, and
    `evidence` by what."""

    key: str
    run: int
    at: str
    evidence: str


def list_former_keys(connection: Connection, identifier: str) -> tuple[FormerKey, ...]:
    """The keys that a dataset had before, the latest first."""
    names = ("key", "run", "at", "evidence")
    wanted = (
        select(*(former_keys.c[name] for name in names))
        .where(former_keys.c.entry_id == identifier)
        .order_by(former_keys.c.at.desc(), former_keys.c.run.desc(), former_keys.c.key)
    )
    return tuple(FormerKey(**row) for row in connection.execute(wanted).mappings())


def rename(connection: Connection, portal: int, made: Sequence[Renaming], *, run: int, now: str) -> None:
    """Gives datasets their new keys, which no entry has yet. The record under an old key goes, since a new one comes;
    its findings stay with the dataset until then. What was proposed or held of them is settled."""
    for start in range(0, len(made), _CHUNK):
        _rename(connection, portal, made[start : start + _CHUNK], run=run, now=now)


def _rename(connection: Connection, portal: int, made: Sequence[Renaming], *, run: int, now: str) -> None:
    old, new = [one.old for one in made], [one.new for one in made]
    named = update(entries).where(entries.c.id == bindparam("entry")).values(key=bindparam("named"))
    connection.execute(named, [{"entry": one.entry, "named": one.new} for one in made])
    mine = former_keys.c.portal_id == portal
    connection.execute(delete(former_keys).where(mine, former_keys.c.key.in_([*old, *new])))
    told = {"portal_id": portal, "run": run, "at": now}
    rows = [told | {"key": one.old, "entry_id": one.entry, "evidence": one.evidence} for one in made]
    connection.execute(insert(former_keys), rows)
    connection.execute(delete(records).where(records.c.portal_id == portal, records.c.key.in_(old)))
    for table in (held_back, matches):
        settled = table.c.entry_id.in_([one.entry for one in made])
        connection.execute(delete(table).where(table.c.portal_id == portal, settled))
    moved = update(findings).where(findings.c.portal_id == portal, findings.c.key == bindparam("before"))
    connection.execute(
        moved.values(key=bindparam("after")), [{"before": one.old, "after": one.new} for one in made]
    )
