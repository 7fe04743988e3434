"""A table as the bytes of a file: CSV in the body's encoding, GeoJSON, or a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

import orjson

from harvester.replay.files.damage import damaged
from harvester.replay.files.listing import Body, Listed
from harvester.replay.files.table import Table, table_of
from harvester.replay.files.workbook import to_workbook

MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]+)?")


def written(listed: Listed, body: Body) -> bytes:
    """The bytes of a file, the same each time."""
    table = damaged(table_of(listed, body), listed.damage)
    if listed.form == "geojson":
        return to_geojson(table)
    if listed.form == "xlsx":
        return to_workbook(
            table.head, [[to_cell(text) for text in row] for row in table.rows], above=body.above
        )
    encoding = "utf-16" if listed.damage == "utf-16" else body.encoding
    separator = "\t" if listed.form == "tsv" else body.separator
    return to_csv(table, separator=separator, above=body.above).encode(encoding, "replace")


def to_csv(table: Table, *, separator: str, above: tuple[str, ...]) -> str:
    """Lines that end as spreadsheets end them, below the lines that stand over the head."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([line] for line in above)
    writer.writerows([[]] if above else [])
    writer.writerow(table.head)
    writer.writerows(table.rows)
    return text.getvalue()


def to_geojson(table: Table) -> bytes:
    """A feature for each row (RFC 7946): a point, a line along the street, or a square for an area."""
    features = [
        {
            "type": "Feature",
            "geometry": shape,
            "properties": {name: to_cell(text) for name, text in zip(table.head, row, strict=True)},
        }
        for shape, row in zip(table.shapes, table.rows, strict=True)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def to_cell(text: str) -> Any:
    """A number where the text is one that no leading nought is lost of; None for an empty cell."""
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text or None
