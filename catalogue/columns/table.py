"""A table of a dataset: its columns, what they hold, and how we know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from catalogue.compact import compact_json


class Source(StrEnum):
    """Who tells of a table: the portal's description, or the first rows of a file."""

    METADATA = "metadata"
    SAMPLE = "sample"


class Rule(StrEnum):
    """What an identifier was told by: the column's name, its values, or a list of all values that there are."""

    NAME = "name"
    VALUES = "values"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """That a column holds a kind of identifier. `kind` is a code of the scheme `identifier`, `confidence` from 0 to 1,
    `reason` a sentence for people, `sketch` keyed digests of the values that were sampled, never the values."""

    kind: str
    confidence: float
    rule: Rule
    reason: str
    sketch: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `datatype` is the local name of one of CSVW's (https://www.w3.org/TR/tabular-metadata/#datatypes), ""
    where unknown; `missing` the share of sampled rows that leave it empty, None where none were; `examples` only values
    that can identify nobody; `traits` what calls for caution, as catalogue.identifiers.traits names it."""

    name: str
    title: str = ""
    datatype: str = ""
    description: str = ""
    missing: float | None = None
    examples: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    detections: tuple[Detection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The columns of one file, or of the whole dataset where `file` is "": else the key of a distribution, or its place
    among them from 1. `url` is the file's address; `at` the instant of the sample, "" for what the portal says.
    `rows` is how many were looked at, `header` the number of the line that names the columns (0: none does),
    `whole` whether that was the whole file."""

    source: Source
    columns: tuple[Column, ...]
    file: str = ""
    url: str = ""
    at: str = ""
    encoding: str = ""
    separator: str = ""
    header: int = 0
    rows: int = 0
    whole: bool = False


def pack_tables(tables: Sequence[Table]) -> bytes:
    """Tables as JSON; the same tables always give the same bytes."""
    return compact_json([pack_table(table) for table in tables])


def pack_table(table: Table) -> dict[str, Any]:
    """One table as the object of its JSON; only what is said."""
    return _told(table)


def to_table(held: Mapping[str, Any]) -> Table:
    """One table from its JSON: the inverse of what pack_tables writes of each."""
    columns = tuple(_to_column(one) for one in held["columns"])
    return Table(**{**held, "source": Source(held["source"]), "columns": columns})


def _to_column(held: Mapping[str, Any]) -> Column:
    detections = tuple(
        Detection(**{**one, "rule": Rule(one["rule"]), "sketch": tuple(one.get("sketch", ()))})
        for one in held.get("detections", ())
    )
    lists = {name: tuple(held.get(name, ())) for name in ("examples", "traits")}
    return Column(**{**held, **lists, "detections": detections})


def _told(thing: Table | Column | Detection) -> dict[str, Any]:
    """The fields that are not as they are where nothing is said."""
    told: dict[str, Any] = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if value != field.default:
            told[field.name] = [_item(one) for one in value] if isinstance(value, tuple) else value
    return told


def _item(value: Any) -> Any:
    return _told(value) if isinstance(value, Table | Column | Detection) else value
