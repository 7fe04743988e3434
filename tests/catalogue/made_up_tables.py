"""Records of made-up portals that tell of columns."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from made_up_ledger import read
from sqlalchemy import Connection, delete, insert

from catalogue.columns.table import Column, Source, Table, pack_tables
from catalogue.ledger.columns_schema import sample_uses, samples
from catalogue.ledger.runs import Staged
from catalogue.model import Location
from catalogue.property import with_values
from catalogue.snapshot import pack_entry, squeeze, unpack_entry, unsqueeze


def said(*names: str) -> Table:
    """What a portal says of a table whose columns have these names."""
    return Table(source=Source.METADATA, columns=tuple(Column(name=name) for name in names))


def read_with(key: str, table: Table | None, title: str = "", *, area: str = "") -> Staged:
    """A record that was read, and told of its columns, and of an area by its IRI."""
    staged = read(key, title, digest=repr((title, table)))
    entry = unpack_entry(unsqueeze(staged.entry or b""))
    dataset = with_values(entry.dataset, table=table)
    if area:
        dataset = replace(dataset, spatial=(Location(iri=area),))
    return replace(staged, entry=squeeze(pack_entry(replace(entry, dataset=dataset))))


def keep_sample(
    connection: Connection, entry_id: str, table: Table, *, url: str = "https://files.test/a.csv"
) -> None:
    """Keeps what a sample of a dataset's file showed, as the sampler does."""
    digest = hashlib.sha256(url.encode()).hexdigest()
    connection.execute(delete(samples).where(samples.c.digest == digest))
    line = {"digest": digest, "url": url, "host": "files.test", "state": "read", "body": pack_tables([table])}
    number = connection.execute(insert(samples).values(line)).inserted_primary_key
    assert number
    use = {"sample_id": number[0], "entry_id": entry_id, "file": table.file, "portal": "leeds"}
    connection.execute(insert(sample_uses).values(use))
