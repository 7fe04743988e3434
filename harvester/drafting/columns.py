"""Columns as portals list them, in their own words: what a word for a type means is settled later.

One reader for all softwares, since they say the same few things under a handful of names:

| column | ArcGIS | Opendatasoft | data.json | Table Schema | CSVW | CKAN's data dictionary |
|---|---|---|---|---|---|---|
| name | `name` | `name` | `title` | `name` | `name`, else `titles` | `id` |
| title | `alias` | `label` | | `title` | `titles` | `info.label` |
| datatype | `type` | `type` | `type` | `type` | `datatype`, its `base` | `info.type_override`, else `type` |
| description | `description` | `description` | `description` | `description` | `dc:description` | `info.notes` |

ArcGIS keeps a description as JSON in a text, with the words in `value`.

https://specs.frictionlessdata.io/table-schema/ · https://www.w3.org/TR/tabular-metadata/#columns ·
https://docs.ckan.org/en/2.11/maintaining/datastore.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from catalogue.columns.table import Column, Source, Table
from harvester.formats.native import first, inner_json, listed, mapping, objects, text

MOST = 500
"""Columns of one table that are kept: the widest that a person would look through."""

_NAMES = ("name", "id", "fieldName", "column_name", "field")
_TITLES = ("title", "titles", "label", "alias", "display_name")
_TYPES = ("datatype", "type", "dataType", "dataTypeName", "data_type")
_ABOUT = ("description", "dc:description", "dct:description", "dcterms:description", "notes", "definition")
_LISTS = ("fields", "columns", "column", "field", "attributes")
_HOLDERS = ("tableSchema", "schema", "data", "@graph")
_DEPTH = 4


def to_table(columns: Iterable[Column]) -> Table | None:
    """Columns as what a portal says of a table, each name once; None where there is none."""
    named = {column.name: column for column in columns if column.name}
    kept = tuple(islice(named.values(), MOST))
    return Table(source=Source.METADATA, columns=kept) if kept else None


def read_fields(value: object) -> Table | None:
    """A list of objects, each of a column, as a table; one with an address names a schema that stands elsewhere."""
    return to_table(_column(one) for one in objects(value) if not one.get("url"))


def read_schema(value: object, depth: int = 0) -> Table | None:
    """The table that a schema describes: Table Schema, CSVW or a bare list of columns, also as JSON in a text."""
    held = inner_json(value) if isinstance(value, str) and value.lstrip()[:1] in ("{", "[") else value
    if isinstance(held, list):
        return read_fields(held)
    if not isinstance(held, dict) or depth > _DEPTH:
        return None
    lists = (read_fields(held.get(name)) for name in _LISTS)
    inner = (read_schema(held.get(name), depth + 1) for name in _HOLDERS if held.get(name))
    return next((found for ways in (lists, inner) for found in ways if found), None)


def _column(said: Mapping[str, Any]) -> Column:
    info = mapping(said.get("info"))
    name, title = _first(said, _NAMES), _first(said, _TITLES) or text(info.get("label"))
    about = _first(said, _ABOUT) or text(info.get("notes"))
    return Column(
        name=name or title,
        title=title if name and title != name else "",
        datatype=text(info.get("type_override")) or _first(said, _TYPES),
        description=_unwrapped(about),
    )


def _first(said: Mapping[str, Any], names: Iterable[str]) -> str:
    return next((word for name in names for word in _words(said.get(name))), "")


def _words(value: object) -> Iterator[str]:
    """The texts of a value: one, several, by language, or those of a type that is described."""
    if isinstance(value, dict):
        yield from _words(first(value.get("en"), value.get("base"), value.get("value"), *value.values()))
        return
    for one in listed(value):
        inner = one if not isinstance(one, dict) else first(one.get("@value"), *one.values())
        if word := text(inner):
            yield word


def _unwrapped(about: str) -> str:
    """A description as ArcGIS keeps it: `{"value": "…", "fieldValueType": "…"}` in a text."""
    held = inner_json(about) if about[:1] == "{" else None
    return text(held.get("value")) if isinstance(held, dict) else about
