"""The table of one file: its head as the body writes it, and its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from harvester.replay.answering import Json
from harvester.replay.files.gazetteer import Gazetteer, load_gazetteer, rows_of
from harvester.replay.files.headings import heading
from harvester.replay.files.listing import Body, Listed
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
    rows = [row_of(subject, gazetteer, dates=body.dates, letters=letters) for subject in subjects]
    return Table(
        head=tuple(_heading(column, own, body) for column, own in topic.columns),
        rows=tuple(_cells(row, topic) for row in rows),
        shapes=tuple(_shape(row, topic, gazetteer) for row in rows),
    )


@cache
def topics() -> Mapping[str, Topic]:
    """The topics of `topics.csv` by name."""
    return {
        row["topic"]: Topic(rows=row["rows"], columns=_columns(row["columns"]))
        for row in rows_of("topics.csv")
    }


@cache
def _made() -> Mapping[str, Mapping[str, str]]:
    return {row["column"]: row for row in rows_of("columns.csv")}


def _columns(text: str) -> tuple[tuple[str, str], ...]:
    parted = (one.strip().partition("=") for one in text.split(";"))
    return tuple((column, own) for column, _, own in parted)


def _heading(column: str, own: str, body: Body) -> str:
    if renamed := body.renames.get(column):
        return renamed
    row = _made()[column]
    return heading(own or row["name"], row["welsh"], body.style)


def _cells(row: Row, topic: Topic) -> tuple[str, ...]:
    return tuple(value_of(row, column, _made()[column]["made"]) for column, _ in topic.columns)


def _shape(row: Row, topic: Topic, gazetteer: Gazetteer) -> Json | None:
    """A point for what has coordinates or a UPRN; else the street or the area itself."""
    pointed = _POINTED & {column for column, _ in topic.columns}
    return point_of(row.facts) if pointed else shape_of(row.subject.spot, gazetteer)
