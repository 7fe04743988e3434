"""The table of one file: its head as the body writes it, and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from harvester.replay.answering import Json
from harvester.replay.files.gazetteer import Gazetteer, load_gazetteer, rows_of
from harvester.replay.files.headings import heading
from harvester.replay.files.listing import Body, Listed, headed
from harvester.replay.files.shape import point_of, shape_of
from harvester.replay.files.subjects import subjects_of
from harvester.replay.files.values import Row, row_of, value_of

_POINTED = frozenset(("latitude", "easting", "uprn"))
_NOWHERE = "ZZ"  # where a body has no place, its references begin so


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a dataset of this sort tells: of which subjects, and in which columns, each with its own heading or ""."""

    rows: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as text. `shapes` has where each row's subject lies, as GeoJSON has it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shapes: tuple[Json | None, ...]


def table_of(listed: Listed, body: Body) -> Table:
    """The table behind an address of a body."""
    gazetteer, topic = load_gazetteer(), topics()[listed.topic]
    subjects = subjects_of(topic.rows, body.patches, gazetteer, file=f"{body.portal} {listed.topic}")
    letters = gazetteer.places[body.patches[0].place].letters if body.patches else _NOWHERE
    columns = columns_of(topic, body)
    rows = [row_of(subject, gazetteer, dates=body.dates, letters=letters) for subject in subjects]
    return Table(
        head=tuple(_heading(column, own, body) for column, own in columns),
        rows=tuple(_cells(row, columns) for row in rows),
        shapes=tuple(_shape(row, topic, gazetteer) for row in rows),
    )


def columns_of(topic: Topic, body: Body) -> tuple[tuple[str, str], ...]:
    """The topic's columns among those that the body's software adds."""
    return (*body.before, *topic.columns, *(body.behind if _is_pointed(topic) else ()))


@cache
def topics() -> Mapping[str, Topic]:
    """The topics of `topics.csv` by name."""
    return {
        row["topic"]: Topic(rows=row["rows"], columns=headed(row["columns"])) for row in rows_of("topics.csv")
    }


@cache
def _made() -> Mapping[str, Mapping[str, str]]:
    return {row["column"]: row for row in rows_of("columns.csv")}


def _heading(column: str, own: str, body: Body) -> str:
    if renamed := body.renames.get(column):
        return renamed
    if (column, own) in (*body.before, *body.behind):
        return own
    row = _made()[column]
    return heading(own or row["name"], row["welsh"], body.style)


def _cells(row: Row, columns: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(value_of(row, column, _made()[column]["made"]) for column, _ in columns)


def _shape(row: Row, topic: Topic, gazetteer: Gazetteer) -> Json | None:
    """A point for what has coordinates or a UPRN; else the street or the area itself."""
    return point_of(row.facts) if _is_pointed(topic) else shape_of(row.subject.spot, gazetteer)


def _is_pointed(topic: Topic) -> bool:
    return bool(_POINTED & {column for column, _ in topic.columns})
