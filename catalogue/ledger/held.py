"""What the ledger holds of datasets: snapshots, records as published, the sequence of changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from catalogue.ledger.schema import changes, entries, portals, records
from catalogue.snapshot import Snapshot, unpack_entry, unsqueeze

_CHUNK = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A dataset as the ledger holds it. `state` is "live", "missing" (not on its portal lately) or "withdrawn"."""

    snapshot: Snapshot
    state: str
    change: int
    missing_since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the sequence. `kind` is "added", "changed", "withdrawn" or "restored"."""

    n: int
    kind: str
    at: str
    snapshot: Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a dataset's history: what became of it, when, in which of its portal's runs."""

    kind: str
    at: str
    run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A record as the portal published it."""

    body: bytes
    media_type: str
    source: str
    fetched: str
    digest: str


def get_held(connection: Connection, identifier: str) -> Held | None:
    """The dataset of that identifier, also a withdrawn one; None where there never was one."""
    wanted = (
        select(changes, entries.c.state, entries.c.missing_since)
        .join(entries, entries.c.change == changes.c.n)
        .where(entries.c.id == identifier)
    )
    row = connection.execute(wanted).mappings().first()
    return read_held(row) if row else None


def list_held(connection: Connection, identifiers: tuple[str, ...]) -> dict[str, Held]:
    """Several datasets at once, by identifier."""
    wanted = (
        select(changes, entries.c.state, entries.c.missing_since)
        .join(entries, entries.c.change == changes.c.n)
        .where(entries.c.id.in_(identifiers))
    )
    return {row["entry_id"]: read_held(row) for row in connection.execute(wanted).mappings()}


def history(connection: Connection, identifier: str, *, limit: int = 50) -> tuple[Event, ...]:
    """A dataset's changes, newest first, without the snapshots: a page that lists them need not unpack them."""
    wanted = (
        select(changes.c.kind, changes.c.at, changes.c.run)
        .where(changes.c.entry_id == identifier)
        .order_by(changes.c.n.desc())
        .limit(limit)
    )
    return tuple(Event(kind=kind, at=at, run=run) for kind, at, run in connection.execute(wanted))


def changes_after(connection: Connection, n: int, *, limit: int = 1000) -> tuple[Change, ...]:
    """The changes that follow number `n`, oldest first."""
    wanted = select(changes).where(changes.c.n > n).order_by(changes.c.n).limit(limit)
    return tuple(_change(row) for row in connection.execute(wanted).mappings())


def every_shown(connection: Connection) -> Iterator[Snapshot]:
    """The snapshot of every dataset that is shown, in the order of their last change; streamed."""
    wanted = (
        select(changes)
        .join(entries, entries.c.change == changes.c.n)
        .where(entries.c.state != "withdrawn")
        .order_by(changes.c.n)
    )
    rows = connection.execution_options(yield_per=500).execute(wanted).mappings()
    for row in rows:
        yield _snapshot(row)


def shown_titles(connection: Connection) -> Iterator[tuple[str, str]]:
    """Identifier and title of every dataset that is shown; streamed."""
    wanted = select(entries.c.id, entries.c.title).where(entries.c.state != "withdrawn")
    for row in connection.execution_options(yield_per=5000).execute(wanted):
        yield row.id, row.title


def published_titles(connection: Connection, publisher: str) -> tuple[tuple[str, str], ...]:
    """Identifier and title of every shown dataset of one publisher, in the order of their identifiers."""
    wanted = (
        select(entries.c.id, entries.c.title)
        .where(entries.c.publisher == publisher, entries.c.state != "withdrawn")
        .order_by(entries.c.id)
    )
    return tuple((row.id, row.title) for row in connection.execute(wanted))


def publisher_state(connection: Connection, publisher: str) -> tuple[int, int]:
    """Another pair of numbers after each change of what one publisher shows: its last change, and how many it has."""
    wanted = select(func.max(entries.c.change), func.count()).where(
        entries.c.publisher == publisher, entries.c.state != "withdrawn"
    )
    last, count = connection.execute(wanted).one()
    return int(last or 0), int(count)


def shown_identifiers(connection: Connection, *, limit: int, offset: int = 0) -> Iterator[str]:
    """The identifiers of datasets that are shown, in their order."""
    wanted = select(entries.c.id).where(entries.c.state != "withdrawn").order_by(entries.c.id)
    yield from connection.scalars(wanted.limit(limit).offset(offset))


def titles_of(connection: Connection, identifiers: Sequence[str]) -> dict[str, str]:
    """The titles of some datasets, also of withdrawn ones, by identifier."""
    found: dict[str, str] = {}
    for first in range(0, len(identifiers), _CHUNK):
        wanted = select(entries.c.id, entries.c.title).where(
            entries.c.id.in_(identifiers[first : first + _CHUNK])
        )
        found |= {row.id: row.title for row in connection.execute(wanted)}
    return found


def shown_of(connection: Connection, identifiers: Sequence[str]) -> Iterator[Snapshot]:
    """The snapshots of those of some datasets that are shown."""
    for first in range(0, len(identifiers), _CHUNK):
        wanted = (
            select(changes)
            .join(entries, entries.c.change == changes.c.n)
            .where(entries.c.state != "withdrawn", entries.c.id.in_(identifiers[first : first + _CHUNK]))
        )
        for row in connection.execute(wanted).mappings():
            yield _snapshot(row)


def get_published(connection: Connection, portal: str, key: str) -> Published | None:
    """The record that a dataset was made from, as its portal published it."""
    wanted: Select[Any] = (
        select(records)
        .join(portals, portals.c.id == records.c.portal_id)
        .where(portals.c.slug == portal, records.c.key == key)
    )
    row = connection.execute(wanted).mappings().first()
    if row is None:
        return None
    plain = {name: row[name] for name in ("media_type", "source", "fetched", "digest")}
    return Published(body=unsqueeze(row["body"]), **plain)


def _snapshot(row: Any) -> Snapshot:
    return Snapshot(
        entry=unpack_entry(unsqueeze(row["snapshot"])),
        first_seen=row["first_seen"],
        last_changed=row["at"],
        run=row["run"],
        mapper=row["mapper"],
    )


def read_held(row: Any) -> Held:
    """A row of changes, with the state of its entry, as a dataset."""
    return Held(
        snapshot=_snapshot(row), state=row["state"], change=row["n"], missing_since=row["missing_since"]
    )


def _change(row: Any) -> Change:
    return Change(n=row["n"], kind=row["kind"], at=row["at"], snapshot=_snapshot(row))
