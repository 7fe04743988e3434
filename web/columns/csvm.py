"""A metadata document of CSVW for the files of a dataset, so that programs read and check them by it.

https://www.w3.org/TR/tabular-metadata/#table-groups; the media type is that of its clause 9, https://www.w3.org/TR/tabular-data-model/
says how a processor finds and uses such a document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.columns.csvw import to_name
from catalogue.columns.datatypes import DATATYPES
from catalogue.columns.merging import FileTable
from catalogue.columns.table import Column, Table
from catalogue.iri import is_web_address

CONTEXT = "http://www.w3.org/ns/csvw"

_ENCODINGS = {"utf-8-sig": "utf-8"}


def csvm_document(tables: Sequence[FileTable]) -> dict[str, object]:
    """The tables that stand in text with separators, at an address of their own; a group of them without tables where
    there is none."""
    texts = [one for one in tables if is_web_address(one.url) and one.sample and one.sample.separator]
    return {"@context": CONTEXT, "tables": [_table(one) for one in texts]}


def _table(table: FileTable) -> dict[str, object]:
    said: dict[str, object] = {"url": table.url}
    if table.sample:
        said["dialect"] = _dialect(table.sample)
    columns = list(_columns(table.columns))
    return said | {"tableSchema": {"columns": columns}}


def _columns(columns: Sequence[Column]) -> Iterator[dict[str, object]]:
    """Each column by its place; a name stands once in a schema (clause 5.6), and the second of two is numbered."""
    used: set[str] = set()
    for number, column in enumerate(columns, 1):
        name = to_name(column.name)
        name = name if name and name not in used else f"{name or 'column'}.{number}"
        used.add(name)
        yield {"name": name} | _said(column)


def _said(column: Column) -> dict[str, object]:
    titles = [one for one in (column.name, column.title) if one]
    said: dict[str, object] = {"titles": titles} if titles else {}
    if column.datatype in DATATYPES:
        said["datatype"] = column.datatype
    if column.description:
        said["dc:description"] = column.description
    return said


def _dialect(sample: Table) -> dict[str, object]:
    """How the file is read; what is as the standard takes it anyway is said too, since it was seen."""
    said: dict[str, object] = {
        "encoding": _ENCODINGS.get(sample.encoding.lower(), sample.encoding) or "utf-8",
        "delimiter": sample.separator or ",",
        "header": sample.header > 0,
    }
    return said | ({"skipRows": sample.header - 1} if sample.header > 1 else {})
