"""Columns that a portal tells of lie in the snapshot, before what it was read from."""

from __future__ import annotations

import orjson
from made_up_tables import said

from catalogue.entry import Entry, Mapping
from catalogue.model import Dataset, Distribution
from catalogue.snapshot import pack_entry, unpack_entry


def test_an_entry_with_columns_is_read_back_whole() -> None:
    dataset = Dataset(table=said("UPRN"), distribution=(Distribution(table=said("a", "b")), Distribution()))
    entry = Entry(
        id="a",
        portal="p",
        key="k",
        source="",
        dataset=dataset,
        mappings=(Mapping(property="theme", word="x"),),
    )
    packed = pack_entry(entry)
    assert unpack_entry(packed) == entry
    assert list(orjson.loads(packed))[-1] == "mappings"
