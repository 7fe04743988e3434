"""The tables of a dataset for programs: plain JSON, and a line a column in CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from catalogue.columns.merging import FileTable
from catalogue.columns.table import Column, Detection, Table
from web.addresses import Addresses
from web.schema import COUNT, SHARE, STRING, TEXT_OR_NULL, TRUTH, every, or_null, record
from web.tables import to_table_csv

_HELD = record(
    kind=STRING, iri=STRING, confidence=SHARE, rule={"enum": ["name", "values", "list"]}, reason=STRING
)
_COLUMN = record(
    "Column",
    number=COUNT,
    name=STRING,
    title=TEXT_OR_NULL,
    datatype=TEXT_OR_NULL,
    description=TEXT_OR_NULL,
    missing=or_null(SHARE),
    examples=every(STRING),
    identifiers=every(_HELD),
)
_SAMPLE = record(
    at=STRING, rows=COUNT, whole=TRUTH, encoding=TEXT_OR_NULL, separator=TEXT_OR_NULL, header=COUNT
)
TABLE_SCHEMA = record(
    "Table",
    file=TEXT_OR_NULL,
    url=TEXT_OR_NULL,
    told_by_portal=TRUTH,
    sample=or_null(_SAMPLE),
    columns=every(_COLUMN),
)
COLUMNS_SCHEMA = record(
    "Columns",
    id=STRING,
    iri=STRING,
    title=STRING,
    total=COUNT,
    tables=every(TABLE_SCHEMA),
    next=TEXT_OR_NULL,
)
_LINE = (
    *("file", "url", "number", "name", "title", "datatype", "description", "missing", "examples"),
    *("identifier", "confidence", "rule", "reason", "told_by_portal", "sampled", "rows"),
)


def table_json(table: FileTable, iris: Addresses) -> dict[str, object]:
    """One table; what nobody says is null."""
    return {
        "file": table.file or None,
        "url": table.url or None,
        "told_by_portal": table.said,
        "sample": _sample(table.sample) if table.sample else None,
        "columns": [_column(number, one, iris) for number, one in enumerate(table.columns, 1)],
    }


def columns_csv(tables: Sequence[FileTable]) -> bytes:
    """A line a column; of several kinds of identifier in one the surest."""
    return to_table_csv(_LINE, chain.from_iterable(_lines(table) for table in tables))


def _sample(sample: Table) -> dict[str, object]:
    return {
        "at": sample.at,
        "rows": sample.rows,
        "whole": sample.whole,
        "encoding": sample.encoding or None,
        "separator": sample.separator or None,
        "header": sample.header,
    }


def _column(number: int, column: Column, iris: Addresses) -> dict[str, object]:
    return {
        "number": number,
        "name": column.name,
        "title": column.title or None,
        "datatype": column.datatype or None,
        "description": column.description or None,
        "missing": column.missing,
        "examples": list(column.examples),
        "identifiers": [_held(found, iris) for found in column.detections],
    }


def _held(found: Detection, iris: Addresses) -> dict[str, object]:
    return {
        "kind": found.kind,
        "iri": iris.identifier(found.kind),
        "confidence": found.confidence,
        "rule": found.rule.value,
        "reason": found.reason,
    }


def _lines(table: FileTable) -> Iterator[dict[str, object]]:
    for number, column in enumerate(table.columns, 1):
        found = next(iter(column.detections), None)
        yield {
            "file": table.file,
            "url": table.url,
            "number": number,
            "name": column.name,
            "title": column.title,
            "datatype": column.datatype,
            "description": column.description,
            "missing": column.missing,
            "examples": "; ".join(column.examples),
            "identifier": found.kind if found else None,
            "confidence": found.confidence if found else None,
            "rule": found.rule.value if found else None,
            "reason": found.reason if found else None,
            "told_by_portal": str(table.said).lower(),
            "sampled": table.sample.at if table.sample else None,
            "rows": table.sample.rows if table.sample else None,
        }
