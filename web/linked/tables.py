"""The rows of a view for programs: CSV and JSON, an IRI beside what it is called."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from web.answers import to_json
from web.linked.rows import Row
from web.linked.stored import LABEL, Column, View
from web.lists import spreadsheet_cell
from web.schema import COUNT, STRING, TEXT_OR_NULL, TRUTH, Schema, either, every, record, table


def to_view_csv(view: View, rows: Sequence[Row]) -> bytes:
    """A table with a header line; a column of things has a column of their names beside it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_headings(view.columns))
    for row in rows:
        writer.writerow(
            spreadsheet_cell(text)
            for column, cell in zip(view.columns, row, strict=True)
            for text in ((cell.iri, cell.text) if column.thing else (cell.iri or cell.text,))
        )
    return out.getvalue().encode(errors="replace")


def to_view_json(view: View, rows: Sequence[Row], given: Mapping[str, str], address: str) -> bytes:
    """One object a row. `complete` is false where there may be more rows than the view gives."""
    return to_json(
        {
            "view": view.name,
            "title": view.title,
            "address": address,
            "parameters": given,
            "columns": {column.name: column.label for column in view.columns},
            "total": len(rows),
            "complete": is_complete(view, rows),
            "rows": [_object(view.columns, row) for row in rows],
        }
    )


def answer_schema(view: View) -> Schema:
    """What is in the JSON of a view."""
    members: dict[str, Schema] = {}
    for column in view.columns:
        described = {"description": column.label}
        kind = TEXT_OR_NULL if column.thing else either(STRING, {"type": "number"}, {"type": "null"})
        members[column.name] = {**described, **kind}
        members |= {column.name + LABEL: TEXT_OR_NULL} if column.thing else {}
    return record(
        view=STRING,
        title=STRING,
        address=STRING,
        parameters=table(STRING),
        columns=table(STRING),
        total=COUNT,
        complete=TRUTH,
        rows=every(record(**members)),
    )


def is_complete(view: View, rows: Sequence[Row]) -> bool:
    """Whether these are all rows that there are: a full answer may have been cut by the query's own LIMIT."""
    return len(rows) < view.limit


def _headings(columns: Sequence[Column]) -> list[str]:
    pairs = ((one.name, one.name + LABEL) if one.thing else (one.name,) for one in columns)
    return [name for pair in pairs for name in pair]


def _object(columns: Sequence[Column], row: Row) -> dict[str, object]:
    found: dict[str, object] = {}
    for column, cell in zip(columns, row, strict=True):
        if column.thing:
            found[column.name], found[column.name + LABEL] = cell.iri or None, cell.text or None
        elif cell.number is not None:
            found[column.name] = cell.number
        else:
            found[column.name] = cell.iri or cell.text or None
    return found
