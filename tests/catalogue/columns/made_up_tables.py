"""Records of made-up portals that tell of columns."""

from __future__ import annotations

from dataclasses import replace

from made_up_ledger import read

from catalogue.columns.table import Column, Source, Table
from catalogue.ledger.runs import Staged
from catalogue.property import with_values
from catalogue.snapshot import pack_entry, squeeze, unpack_entry, unsqueeze


def said(*names: str) -> Table:
    """What a portal says of a table whose columns have these names."""
    return Table(source=Source.METADATA, columns=tuple(Column(name=name) for name in names))


def read_with(key: str, table: Table | None, title: str = "") -> Staged:
    """A record that was read, and told of its columns."""
    staged = read(key, title, digest=repr((title, table)))
    entry = unpack_entry(unsqueeze(staged.entry or b""))
    dataset = with_values(entry.dataset, table=table)
    return replace(staged, entry=squeeze(pack_entry(replace(entry, dataset=dataset))))
