"""The commit of a run: one transaction in which everything it read becomes what the catalogue holds."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select, update

from catalogue.comparison import HeldState, Step, Verdict, compare_absent, compare_read, too_many_gone
from catalogue.entry import mint_id
from catalogue.ledger.runs import OpenRun
from catalogue.ledger.schema import asks, entries, findings, gathered, portals, records, runs
from catalogue.ledger.sequence import append_changes, next_number, repeat_last
from catalogue.snapshot import pack_entry, squeeze, unpack_entry, unsqueeze, with_id

_CHUNK = 400
_BOUND = ("rejected", "repeated", "remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run ends: its verdict, the sentence people read, and counts known before the commit."""

    verdict: Verdict
    sentence: str
    counts: Mapping[str, int]


@dataclass(slots=True)
class _Book:
    """One commit at work: where the next change goes, and what has been counted."""

    connection: Connection
    run: OpenRun
    slug: str
    now: str
    next_change: int
    counts: Counter[str] = field(default_factory=Counter)


def commit_run(connection: Connection, run: OpenRun, ending: Ending, *, now: str) -> Counter[str]:
    """Commits what the run read and ends it; returns the counts by Step, with `held` for removals kept back.

    Only a complete run that asked for every record may count anything as missing. A failed run changes nothing
    but its own line.
    """
    slug = connection.scalar(select(portals.c.slug).where(portals.c.id == run.portal_id)) or ""
    book = _Book(connection, run, slug, now, next_number(connection))
    if ending.verdict is not Verdict.FAILED:
        if run.full:
            _forget_loose_findings(book)
        for rows in _chunks(connection, run):
            if not run.full:
                _forget_rejections(book, [_about(row) for row in rows])
            _commit_rows(book, rows)
    if ending.verdict is Verdict.COMPLETE and run.full:
        _commit_absent(book)
    _end(book, ending)
    return book.counts


def _chunks(connection: Connection, run: OpenRun) -> Iterator[Sequence[Any]]:
    """What was gathered, by key, a few hundred at a time, so that memory does not grow with the portal."""
    after = ""
    while True:
        wanted = (
            select(gathered)
            .where(gathered.c.run_id == run.id, gathered.c.key > after)
            .order_by(gathered.c.key)
            .limit(_CHUNK)
        )
        rows = connection.execute(wanted).mappings().all()
        if not rows:
            return
        yield rows
        after = rows[-1]["key"]


def _commit_rows(book: _Book, rows: Sequence[Any]) -> None:
    read = [row for row in rows if row["outcome"] not in _BOUND]
    held = _held(book, [row["key"] for row in read])
    new = [row for row in read if row["outcome"] == "read"]
    _replace_records(book, new)
    _replace_findings(book, [row["key"] for row in new], rows)
    _keep_last_good(book, rows)
    added, changed, kept, restored = [], [], [], []
    for row in read:
        before = held.get(row["key"])
        entry = _entry(row, before, book) if row["entry"] else b""
        digest = hashlib.sha256(entry).hexdigest() if entry else ""
        step = compare_read(before[1] if before else None, digest)
        book.counts[step.value] += 1
        identifier = before[0] if before else mint_id(book.slug, row["key"])
        match step:
            case Step.ADD:
                added.append(
                    _change(book, identifier, step, entry, first_seen=book.now)
                    | {"row": row, "digest": digest}
                )
            case Step.CHANGE:
                changed.append(
                    _change(book, identifier, step, entry, first_seen=before[2] if before else book.now)
                    | {"row": row, "digest": digest}
                )
            case Step.RESTORE:
                restored.append(identifier)
            case _:
                kept.append(identifier)
    append_changes(book.connection, added + changed)
    _insert_entries(book, added)
    _update_entries(book, changed)
    _repeat(book, restored, Step.RESTORE)
    _touch(book, kept + restored)


def _entry(row: Any, before: tuple[str, HeldState, str] | None, book: _Book) -> bytes:
    """The packed entry, under the identifier that this dataset already has here."""
    packed = unsqueeze(row["entry"])
    if before is None or before[0] == mint_id(book.slug, row["key"]):
        return packed
    return pack_entry(with_id(unpack_entry(packed), before[0]))


def _held(book: _Book, keys: Sequence[str]) -> dict[str, tuple[str, HeldState, str]]:
    """By key: the identifier, the state before this run, and when it was first seen."""
    wanted = select(entries).where(entries.c.portal_id == book.run.portal_id, entries.c.key.in_(keys))
    return {
        row["key"]: (row["id"], HeldState(row["state"], row["digest"]), row["first_seen"])
        for row in book.connection.execute(wanted).mappings()
    }


def _change(book: _Book, identifier: str, step: Step, entry: bytes, *, first_seen: str) -> dict[str, Any]:
    number = book.next_change
    book.next_change += 1
    return {
        "n": number,
        "entry_id": identifier,
        "kind": step.value,
        "at": book.now,
        "run": book.run.number,
        "mapper": book.run.mapper,
        "first_seen": first_seen,
        "snapshot": squeeze(entry),
    }


def _insert_entries(book: _Book, added: Sequence[Mapping[str, Any]]) -> None:
    if added:
        rows = [
            _shown(one, book)
            | {
                "id": one["entry_id"],
                "portal_id": book.run.portal_id,
                "key": one["row"]["key"],
                "first_seen": book.now,
            }
            for one in added
        ]
        book.connection.execute(insert(entries), rows)


def _update_entries(book: _Book, changed: Sequence[Mapping[str, Any]]) -> None:
    if changed:
        # One prepared statement for all: made anew for each dataset it took twenty times as long.
        wanted = update(entries).where(entries.c.id == bindparam("entry"))
        rows = [_shown(one, book) | {"entry": one["entry_id"]} for one in changed]
        book.connection.execute(wanted, rows)


def _shown(one: Mapping[str, Any], book: _Book) -> dict[str, Any]:
    row = one["row"]
    return {
        "state": "live",
        "title": row["title"],
        "publisher": row["publisher"],
        "publisher_name": row["publisher_name"],
        "digest": one["digest"],
        "change": one["n"],
        "last_changed": book.now,
        "last_run": book.run.id,
        "missing_since": "",
        "missing_runs": 0,
    }


def _touch(book: _Book, identifiers: Sequence[str]) -> None:
    """Datasets that were met again as they were; one that had been missing is simply back."""
    if identifiers:
        _meet(book, entries.c.id.in_(identifiers))


def _meet(book: _Book, met: ColumnElement[bool]) -> None:
    values = {"last_run": book.run.id, "state": "live", "missing_since": "", "missing_runs": 0}
    book.connection.execute(update(entries).where(met).values(**values))


def _repeat(book: _Book, identifiers: Sequence[str], step: Step) -> None:
    """Changes that say nothing new of the datasets themselves: they are back unchanged, or gone for good."""
    told = {"run": book.run.number, "mapper": book.run.mapper}
    book.next_change = repeat_last(
        book.connection, identifiers, start=book.next_change, kind=step.value, at=book.now, **told
    )


def _commit_absent(book: _Book) -> None:
    """What a complete run did not meet: missing, withdrawn after the grace, or held back for a person to see."""
    mine = entries.c.portal_id == book.run.portal_id
    absent = mine & (entries.c.state != "withdrawn") & (entries.c.last_run != book.run.id)
    gone = book.connection.scalar(select(func.count()).where(absent & (entries.c.state == "live"))) or 0
    shown = book.connection.scalar(select(func.count()).where(mine & (entries.c.state == "live"))) or 0
    if too_many_gone(gone=gone, shown=shown):
        book.counts["held"] = gone
        return
    withdrawn = []
    for row in book.connection.execute(select(entries).where(absent)).mappings().all():
        state = HeldState(row["state"], row["digest"], row["missing_since"], row["missing_runs"])
        step = compare_absent(state, now=book.now)
        book.counts[step.value] += 1
        if step is Step.WITHDRAW:
            withdrawn.append(row["id"])
        values = {"state": step.value, "missing_since": row["missing_since"] or book.now}
        book.connection.execute(
            update(entries)
            .where(entries.c.id == row["id"])
            .values(**values, missing_runs=row["missing_runs"] + 1)
        )
    _repeat(book, withdrawn, Step.WITHDRAW)


def _keep_last_good(book: _Book, rows: Sequence[Any]) -> None:
    """A record that is there but can no longer be read is not missing: its last good version stays."""
    keys = [_about(row) for row in rows if row["outcome"] == "rejected"]
    if keys:
        shown = (entries.c.portal_id == book.run.portal_id) & (entries.c.state != "withdrawn")
        _meet(book, shown & entries.c.key.in_(keys))


def _replace_records(book: _Book, rows: Sequence[Any]) -> None:
    if not rows:
        return
    keys = [row["key"] for row in rows]
    book.connection.execute(
        delete(records).where(records.c.portal_id == book.run.portal_id, records.c.key.in_(keys))
    )
    names = ("key", "digest", "media_type", "source", "fetched", "body")
    common = {"portal_id": book.run.portal_id, "mapper": book.run.mapper}
    book.connection.execute(insert(records), [{name: row[name] for name in names} | common for row in rows])


def _forget_loose_findings(book: _Book) -> None:
    """Findings of earlier runs about pages and rejected records; those about datasets stay until they change."""
    loose = (findings.c.key == "") | findings.c.rejected.is_(True)
    book.connection.execute(delete(findings).where(findings.c.portal_id == book.run.portal_id, loose))


def _forget_rejections(book: _Book, keys: Sequence[str]) -> None:
    """What was wrong with records that are told anew; a run of changes says nothing of the others."""
    mine = (findings.c.portal_id == book.run.portal_id) & findings.c.rejected.is_(True)
    book.connection.execute(delete(findings).where(mine, findings.c.key.in_(keys)))


def _replace_findings(book: _Book, changed: Sequence[str], rows: Sequence[Any]) -> None:
    mine = findings.c.portal_id == book.run.portal_id
    if changed:
        book.connection.execute(delete(findings).where(mine, findings.c.key.in_(changed)))
    made = [
        finding | {"portal_id": book.run.portal_id, "run_id": book.run.id, "key": _about(row)}
        for row in rows
        for finding in row["findings"]
    ]
    if made:
        book.connection.execute(insert(findings), made)


def _about(row: Any) -> str:
    """The record that a row's findings are about: "" for a remark on a page."""
    return "" if row["outcome"] == "remark" else row["key"].removeprefix("rejected:")


def _end(book: _Book, ending: Ending) -> None:
    """Closes the run and its checkpoint."""
    counts = dict(ending.counts) | dict(book.counts)
    values = {"finished": book.now, "heartbeat": book.now, "verdict": ending.verdict.value, "counts": counts}
    sentence = ending.sentence + _held_back(book.counts["held"])
    book.connection.execute(update(runs).where(runs.c.id == book.run.id).values(**values, sentence=sentence))
    book.connection.execute(delete(gathered).where(gathered.c.run_id == book.run.id))
    book.connection.execute(delete(asks).where(asks.c.run_id == book.run.id))


def _held_back(held: int) -> str:
    if not held:
        return ""
    return f" {held} datasets that were here before are not listed any more; they stay until a person has looked."
