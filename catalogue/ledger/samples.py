"""The samples of the catalogue: every file whose first rows may tell its columns, once, and what was read of it.

Which files they are follows the numbered changes with a mark of its own; what they show is the sampler's to write
(`catalogue/ledger/sampling.py`), so that finding all of them again (`anew`) forgets nothing that was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping, insert, select, update

from catalogue.checking.address import host_of
from catalogue.clock import shifted
from catalogue.columns.choosing import Chosen, choose_files
from catalogue.columns.table import Table, to_table
from catalogue.ledger.chunks import chunks
from catalogue.ledger.columns_schema import sample_uses, samples
from catalogue.ledger.following import follow, set_mark
from catalogue.ledger.ledger import Ledger
from catalogue.ledger.used import drop_keys, known_digests
from catalogue.linkage.leading import link_digest
from catalogue.snapshot import unpack_entry, unsqueeze

Use = tuple[str, str, str]
"""The digest of a file's address, the dataset that has it, and how its tables name it."""

_MARK = "samples"
_BATCH = 1000
_REST = timedelta(
    days=1
)  # a record that changes says nothing of its file; it is asked again, but not more often


def follow_samples(ledger: Ledger, *, anew: bool = False) -> None:
    """Brings the files that are sampled up to the ledger's last change; `anew` looks at every dataset again."""
    if anew:
        with ledger.writing() as connection:
            set_mark(connection, _MARK, 0)
    follow(ledger, _MARK, _follow, batch=_BATCH)


def samples_of(connection: Connection, entry_ids: Iterable[str]) -> Mapping[str, tuple[Table, ...]]:
    """The tables that samples showed, by dataset, in the order of the files; those that have none are left out."""
    found: dict[str, list[Table]] = {}
    joined = select(sample_uses.c.entry_id, sample_uses.c.file, samples.c.url, samples.c.body).join(samples)
    for chunk in chunks(sorted(set(entry_ids))):
        wanted = joined.where(sample_uses.c.entry_id.in_(chunk), samples.c.body.is_not(None))
        for row in connection.execute(wanted.order_by(samples.c.id, sample_uses.c.file)):
            for held in orjson.loads(row.body):
                table = replace(to_table(held), file=row.file, url=row.url)
                found.setdefault(row.entry_id, []).append(table)
    return {identifier: tuple(tables) for identifier, tables in found.items()}


def ask_anew(connection: Connection) -> None:
    """Lets each file be read whole when it is next due, though it has not changed: what its columns hold was told by
    other rules, and the values are not kept."""
    connection.execute(update(samples).values(etag="", last_modified=""))


def _follow(connection: Connection, rows: Sequence[RowMapping]) -> None:
    last = {row["entry_id"]: row for row in rows}
    portals: dict[str, str] = {}
    files: dict[str, Chosen] = {}
    wanted: set[Use] = set()
    for identifier, row in last.items():
        if row["kind"] == "withdrawn":
            continue
        entry = unpack_entry(unsqueeze(row["snapshot"]))
        portals[identifier] = entry.portal
        for chosen in choose_files(entry.dataset):
            digest = link_digest(chosen.url)
            files[digest] = chosen
            wanted.add((digest, identifier, chosen.file))
    held = _held_uses(connection, list(last))
    numbers = _numbers(connection, files)
    _hasten(connection, [key[0] for use, key in held.items() if use in wanted])
    _insert_uses(connection, wanted - held.keys(), numbers, portals)
    drop_keys(connection, [key for use, key in held.items() if use not in wanted], sample_uses, named=samples)


def _held_uses(connection: Connection, identifiers: Sequence[str]) -> dict[Use, tuple[int, str, str]]:
    """The files that datasets were last seen to have, with the key of each line."""
    joined = select(sample_uses, samples.c.digest).join(samples)
    return {
        (row.digest, row.entry_id, row.file): (row.sample_id, row.entry_id, row.file)
        for chunk in chunks(identifiers)
        for row in connection.execute(joined.where(sample_uses.c.entry_id.in_(chunk)))
    }


def _numbers(connection: Connection, files: Mapping[str, Chosen]) -> dict[str, int]:
    """The number of each file by the digest of its address; those met for the first time are due at once."""
    known = known_digests(connection, samples, list(files))
    fresh = [
        {"digest": digest, "url": chosen.url, "host": host_of(chosen.url), "format": chosen.form}
        for digest, chosen in sorted(files.items())
        if digest not in known
    ]
    if fresh:
        connection.execute(insert(samples), fresh)
    return known | known_digests(connection, samples, [one["digest"] for one in fresh])


def _hasten(connection: Connection, numbers: Sequence[int]) -> None:
    """Files of a record that has changed are due again, a day after they were last asked for at the earliest."""
    for chunk in chunks(sorted(set(numbers))):
        wanted = select(samples.c.id, samples.c.read, samples.c.due).where(samples.c.id.in_(chunk))
        for row in connection.execute(wanted.where(samples.c.read > "")).all():
            soon = shifted(row.read, _REST)
            if soon < row.due:
                connection.execute(update(samples).where(samples.c.id == row.id).values(due=soon))


def _insert_uses(
    connection: Connection, uses: Iterable[Use], numbers: Mapping[str, int], portals: Mapping[str, str]
) -> None:
    made: list[dict[str, Any]] = [
        {"sample_id": numbers[digest], "entry_id": entry, "file": file, "portal": portals[entry]}
        for digest, entry, file in sorted(uses)
    ]
    if made:
        connection.execute(insert(sample_uses), made)
