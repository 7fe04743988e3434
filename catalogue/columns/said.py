"""What a portal's description says of the columns of a dataset's files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from catalogue.columns.table import Column, Source, Table
from catalogue.model import Dataset, Distribution
from vocab.namespaces import STOOK

COLUMN_NAME = f"<{STOOK.columnName}>"
"""Of a dataset whose feed, or an entry of an older version, says no more of a column than its name."""

_NAMED = COLUMN_NAME.encode()
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)".*', re.DOTALL)
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def tables_said(dataset: Dataset) -> tuple[Table, ...]:
    """The tables that the description tells of, that of the whole dataset first, each with the file that it is of."""
    return tuple(_tables(dataset))


def may_tell(snapshot: bytes) -> bool:
    """Whether a snapshot, as packed JSON, may tell of columns: most do not, and need not be unpacked to know it."""
    return b'"table":' in snapshot or _NAMED in snapshot


def file_of(part: Distribution, place: int) -> str:
    """How tables name the file of a distribution: by its key, else by its place from 1."""
    return part.key or str(place)


def names_of(tables: Iterable[Table]) -> tuple[str, ...]:
    """Every name and title of a column, each once, in the order of the tables."""
    columns = (column for table in tables for column in table.columns)
    return tuple(
        dict.fromkeys(name for column in columns for name in (column.name, column.title) if name.strip())
    )


def _tables(dataset: Dataset) -> Iterator[Table]:
    if dataset.table:
        yield dataset.table
    elif names := tuple(_names(dataset)):
        columns = tuple(Column(name=name) for name in dict.fromkeys(names))
        yield Table(source=Source.METADATA, columns=columns)
    for place, part in enumerate(dataset.distribution, 1):
        if part.table:
            url = next(iter((*part.download_url, *part.access_url)), "")
            yield replace(part.table, file=file_of(part, place), url=url)


def _names(dataset: Dataset) -> Iterator[str]:
    for subject, term, value in dataset.extra:
        if not subject and term == COLUMN_NAME and (literal := _LITERAL.fullmatch(value)):
            yield _ESCAPED.sub(_sign, literal[1])


def _sign(found: re.Match[str]) -> str:
    """One escaped sign of a literal (https://www.w3.org/TR/n-triples/#grammar-production-ECHAR)."""
    if code := found[1] or found[2]:
        point = int(code, 16)
        return chr(point) if point < 0x110000 else "\ufffd"
    return _SIGNS.get(found[3], found[3])
