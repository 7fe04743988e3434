"""The columns that a portal tells of: their texts made plain, the words for their types read as CSVW's."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from catalogue.columns.datatypes import DATATYPES
from catalogue.columns.table import Column, Table
from catalogue.text.mending import mended
from catalogue.text.plain import plain_line

_WORDS = Path(__file__).with_name("datatypes.csv")
_NAME = 200
_ABOUT = 1000
_STEPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[\s_-]+")
_SPACE = re.compile(r".*[#/:]", re.DOTALL)
_FACETS = re.compile(r"\s*[\[(].*", re.DOTALL)


def settle_table(table: Table | None) -> Table | None:
    """A table in plain words; a column that is left without a name is left out, as is a table without columns."""
    if table is None:
        return None
    columns = tuple(column for one in table.columns if (column := _settled(one)).name)
    return replace(table, columns=columns) if columns else None


@lru_cache(maxsize=4096)
def read_datatype(word: str) -> str:
    """The local name of the CSVW datatype that a portal's word means; "" for one that nobody knows.

    >>> read_datatype("esriFieldTypeString"), read_datatype("xsd:dateTime"), read_datatype("varchar(255)")
    ('string', 'dateTime', 'string')
    """
    bare = _FACETS.sub("", _SPACE.sub("", word.strip()))
    if bare in DATATYPES:
        return bare
    return _words().get(" ".join(step for step in _STEPS.split(bare[:80]) if step).lower(), "")


def _settled(column: Column) -> Column:
    name, title = _line(column.name)[:_NAME], _line(column.title)[:_NAME]
    return Column(
        name=name or title,
        title=title if name and title != name else "",
        datatype=read_datatype(column.datatype) if column.datatype else "",
        description=_line(column.description)[:_ABOUT] if column.description else "",
    )


@lru_cache(maxsize=8192)
def _line(text: str) -> str:
    """A text on one line, without markup and with its characters mended; names of columns recur in every record."""
    return plain_line(mended(text))


@cache
def _words() -> dict[str, str]:
    lines = (line for line in _WORDS.read_text().splitlines() if not line.startswith("#"))
    return {row["word"]: row["datatype"] for row in csv.DictReader(lines)}
