"""The commit of a run: one transaction in which everything it read becomes what the catalogue holds."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from catalogue.comparison import HeldState, Step, Verdict, compare_read
from catalogue.entry import mint_id
from catalogue.ledger.absence import commit_absent, count_shown
from catalogue.ledger.aside import tell_aside
from catalogue.ledger.book import Book
from catalogue.ledger.holding import hold_additions, hold_changes, learn_bounds
from catalogue.ledger.portals import get_portal
from catalogue.ledger.recognition import recognise
from catalogue.ledger.runs import OpenRun
from catalogue.ledger.schema import asks, entries, findings, gathered, portals, records, runs
from catalogue.ledger.sequence import append_changes, next_number
from catalogue.snapshot import pack_entry, squeeze, unpack_entry, unsqueeze, with_id

_CHUNK = 400
_ASIDE = ("waiting", "held", "over")
_BOUND = ("rejected", "repeated", "remark", *_ASIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run ends: its verdict, the sentence people read, and counts known before the commit."""

    verdict: Verdict
    sentence: str
    counts: Mapping[str, int]


def commit_run(connection: Connection, run: OpenRun, ending: Ending, *, now: str) -> Counter[str]:
    """Commits what the run read and ends it; returns the counts by Step, with `recognised` for datasets listed under
    new keys, `waiting` for records about which a person must decide, and `held` for removals kept back.

    Only a complete run that asked for every record may count anything as missing. A failed run changes nothing
    but its own line.
    """
    book = Book(
        connection=connection,
        run=run,
        portal=get_portal(connection, _slug(connection, run)),
        now=now,
        knows_absence=ending.verdict is Verdict.COMPLETE and run.full,
        next_change=next_number(connection),
    )
    shown, listed, bounds = count_shown(book), _count_listed(book), learn_bounds(book)
    if ending.verdict is not Verdict.FAILED:
        if run.full:
            _forget_loose_findings(book)
        recognise(book)
        hold_changes(book)
        hold_additions(book, bounds, listed=listed)
        for rows in _chunks(connection, run):
            if not run.full:
                _forget_rejections(book, [_about(row) for row in rows])
            _commit_rows(book, rows)
    if book.knows_absence:
        _note_positions(book)
        commit_absent(book, shown=shown, listed=listed, bounds=bounds)
    _end(book, ending, {"listed": listed, "shown": shown} if book.knows_absence else {})
    return book.counts


def _slug(connection: Connection, run: OpenRun) -> str:
    return connection.scalar(select(portals.c.slug).where(portals.c.id == run.portal_id)) or ""


def _count_listed(book: Book) -> int:
    """How many records the run met, also such as cannot be read."""
    met = gathered.c.outcome.in_(("read", "same", "rejected"))
    wanted = select(func.count()).select_from(gathered).where(gathered.c.run_id == book.run.id, met)
    return book.connection.scalar(wanted) or 0


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


def _commit_rows(book: Book, rows: Sequence[Any]) -> None:
    read = [row for row in rows if row["outcome"] not in _BOUND]
    held = _held(book, [row["key"] for row in read])
    minted = _mint(book, [row["key"] for row in read if row["key"] not in held])
    new = [row for row in read if row["outcome"] == "read"]
    _replace_records(book, new)
    _replace_findings(book, [row["key"] for row in new], rows)
    _keep_last_good(book, rows)
    added, changed, kept, restored = [], [], [], []
    for row in read:
        before = held.get(row["key"])
        if before is None and not row["entry"]:
            continue  # an answer that is remembered names a record that was kept back when it came
        identifier = before[0] if before else minted[row["key"]]
        entry = _entry(row, identifier, book) if row["entry"] else b""
        digest = hashlib.sha256(entry).hexdigest() if entry else ""
        step = compare_read(before[1] if before else None, digest)
        book.counts[step.value] += 1
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
    book.repeat(restored, Step.RESTORE)
    if kept or restored:
        book.meet(entries.c.id.in_(kept + restored))


def _entry(row: Any, identifier: str, book: Book) -> bytes:
    """The packed entry, under the identifier that this dataset has here."""
    packed = unsqueeze(row["entry"])
    if identifier == mint_id(book.portal.slug, row["key"]):
        return packed
    return pack_entry(with_id(unpack_entry(packed), identifier))


def _mint(book: Book, keys: Sequence[str]) -> dict[str, str]:
    """Identifiers for new datasets. One that had such a key before, and has another now, keeps what was made of it."""
    minted = {key: mint_id(book.portal.slug, key) for key in keys}
    turn = 1
    while taken := _taken(book, list(minted.values())):
        turn += 1
        minted |= {
            key: mint_id(book.portal.slug, f"{key}\n{turn}") for key, made in minted.items() if made in taken
        }
    return minted


def _taken(book: Book, identifiers: Sequence[str]) -> set[str]:
    return set(book.connection.scalars(select(entries.c.id).where(entries.c.id.in_(identifiers))))


def _held(book: Book, keys: Sequence[str]) -> dict[str, tuple[str, HeldState, str]]:
    """By key: the identifier, the state before this run, and when it was first seen."""
    wanted = select(entries).where(entries.c.portal_id == book.run.portal_id, entries.c.key.in_(keys))
    return {
        row["key"]: (row["id"], HeldState(row["state"], row["digest"]), row["first_seen"])
        for row in book.connection.execute(wanted).mappings()
    }


def _change(book: Book, identifier: str, step: Step, entry: bytes, *, first_seen: str) -> dict[str, Any]:
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


def _insert_entries(book: Book, added: Sequence[Mapping[str, Any]]) -> None:
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


def _update_entries(book: Book, changed: Sequence[Mapping[str, Any]]) -> None:
    if changed:
        # One prepared statement for all: made anew for each dataset it took twenty times as long.
        wanted = update(entries).where(entries.c.id == bindparam("entry"))
        rows = [_shown(one, book) | {"entry": one["entry_id"]} for one in changed]
        book.connection.execute(wanted, rows)


def _shown(one: Mapping[str, Any], book: Book) -> dict[str, Any]:
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
        "filled": row["filled"],
    }


def _note_positions(book: Book) -> None:
    """The place of each dataset on the list, where it has another than before."""
    place = select(gathered.c.position).where(
        gathered.c.run_id == book.run.id, gathered.c.key == entries.c.key
    )
    now = place.scalar_subquery()
    met = book.mine & (entries.c.last_run == book.run.id) & (entries.c.position != now)
    book.connection.execute(update(entries).where(met).values(position=now))


def _keep_last_good(book: Book, rows: Sequence[Any]) -> None:
    """A record that is there but can no longer be read, or whose change is held back, is not missing: the last good
    version stays."""
    keys = [_about(row) for row in rows if row["outcome"] in ("rejected", "held")]
    if keys:
        book.meet(book.mine & (entries.c.state != "withdrawn") & entries.c.key.in_(keys))


def _replace_records(book: Book, rows: Sequence[Any]) -> None:
    if not rows:
        return
    keys = [row["key"] for row in rows]
    book.connection.execute(
        delete(records).where(records.c.portal_id == book.run.portal_id, records.c.key.in_(keys))
    )
    names = ("key", "digest", "media_type", "source", "fetched", "body")
    common = {"portal_id": book.run.portal_id, "mapper": book.run.mapper}
    book.connection.execute(insert(records), [{name: row[name] for name in names} | common for row in rows])


def _forget_loose_findings(book: Book) -> None:
    """Findings of earlier runs about pages and rejected records; those about datasets stay until they change."""
    loose = (findings.c.key == "") | findings.c.rejected.is_(True)
    book.connection.execute(delete(findings).where(findings.c.portal_id == book.run.portal_id, loose))


def _forget_rejections(book: Book, keys: Sequence[str]) -> None:
    """What was wrong with records that are told anew; a run of changes says nothing of the others."""
    mine = (findings.c.portal_id == book.run.portal_id) & findings.c.rejected.is_(True)
    book.connection.execute(delete(findings).where(mine, findings.c.key.in_(keys)))


def _replace_findings(book: Book, changed: Sequence[str], rows: Sequence[Any]) -> None:
    mine = findings.c.portal_id == book.run.portal_id
    if changed:
        book.connection.execute(delete(findings).where(mine, findings.c.key.in_(changed)))
    made = [
        finding | {"portal_id": book.run.portal_id, "run_id": book.run.id, "key": _about(row)}
        for row in rows
        if row["outcome"] not in _ASIDE
        for finding in row["findings"]
    ]
    if made:
        book.connection.execute(insert(findings), made)


def _about(row: Any) -> str:
    """The record that a row's findings are about: "" for a remark on a page."""
    return "" if row["outcome"] == "remark" else row["key"].removeprefix("rejected:")


def _end(book: Book, ending: Ending, known: Mapping[str, int]) -> None:
    """Closes the run and its checkpoint."""
    values = {
        "finished": book.now,
        "heartbeat": book.now,
        "verdict": ending.verdict.value,
        "counts": dict(ending.counts) | dict(book.counts) | dict(known),
        "sentence": ending.sentence + tell_aside(book.counts),
        "site": book.portal.site,
    }
    book.connection.execute(update(runs).where(runs.c.id == book.run.id).values(**values))
    book.connection.execute(delete(gathered).where(gathered.c.run_id == book.run.id))
    book.connection.execute(delete(asks).where(asks.c.run_id == book.run.id))
