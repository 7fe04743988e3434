"""Columns that a portal tells of lie in the snapshot, before what it was read from."""

from __future__ import annotations

import orjson
from made_up_tables import said

from catalogue.columns.said import COLUMN_NAME, may_tell
from catalogue.entry import Entry, Mapping
from catalogue.model import Dataset, Distribution
from catalogue.snapshot import pack_entry, unpack_entry
from catalogue.values import Text


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


def test_whether_columns_are_told_shows_without_unpacking() -> None:
    named = (("", COLUMN_NAME, '"UPRN"'),)
    for dataset, tells in (
        (Dataset(table=said("a")), True),
        (Dataset(distribution=(Distribution(table=said("a")),)), True),
        (Dataset(extra=named), True),
        (Dataset(title=(Text("A table of columnName"),)), False),
    ):
        entry = Entry(id="a", portal="p", key="k", source="", dataset=dataset)
        assert may_tell(pack_entry(entry)) == tells
