"""What lists of a replayed portal are sorted and cut by, so that its records may stay packed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

from harvester.replay.answering import Json
from harvester.replay.lines import Lines


@dataclass(frozen=True, slots=True)
class Row:
    """One record's place among the lines, and what is sorted by or asked for."""

    place: int
    outline: Mapping[str, Any]


class Rows:
    """The records as rows, each outlined by `outline` on first use."""

    def __init__(self, records: Lines, outline: Callable[[Json], Mapping[str, Any]]) -> None:
        self._records = records
        self._outline = outline
        self._orders: dict[tuple[str, bool], list[Row]] = {}

    @cached_property
    def all(self) -> tuple[Row, ...]:
        """Every row, in the order of the lines. Lines that are no objects are left out."""
        read = ((place, orjson.loads(line)) for place, line in enumerate(self._records))
        return tuple(Row(place, self._outline(record)) for place, record in read if isinstance(record, dict))

    def by(self, name: str, *, descending: bool = False) -> list[Row]:
        """The rows in the order of one thing in their outlines; what is missing counts as "" ."""
        if (name, descending) not in self._orders:
            ordered = sorted(self.all, key=lambda row: str(row.outline.get(name) or ""), reverse=descending)
            self._orders[name, descending] = ordered
        return self._orders[name, descending]

    def record(self, row: Row) -> Json:
        """The record of a row."""
        found: Json = orjson.loads(self._records[row.place])
        return found


def natural(given: Mapping[str, str], name: str, default: int) -> int | None:
    """A parameter as a number from 0; None where it is none."""
    text = given.get(name, "") or str(default)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
