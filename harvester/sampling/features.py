"""GeoJSON (RFC 7946), of which there may be no more than a beginning: the properties of its first features.

The events of the document are read one by one and its depth is counted here: a reader that keeps the path of where it
is takes hours over brackets within brackets.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import ijson
from ijson.common import JSONError

from harvester.formats.depth import DEEPEST, depth_of
from harvester.record import PageUnreadable

_HEAD = re.compile(rb'[\s\x1e]*\{.{0,30000}?"(?:FeatureCollection|features|Feature)"', re.DOTALL)
_PIECE = 2048  # bytes; what is read before a fault in the document is kept
_MOST = 1000  # columns
_LONGEST = 1000  # letters of a value that are kept
_OPENING, _CLOSING = ("start_map", "start_array"), ("end_map", "end_array")


def is_geojson(body: bytes) -> bool:
    """Whether a document begins as GeoJSON does."""
    return _HEAD.match(body) is not None


def read_features(body: bytes, *, most: int) -> list[dict[str, str]]:
    """The properties of the first features, as text; lists and objects within them are left out. PageUnreadable where
    there are none."""
    if depth_of(body) > DEEPEST:
        raise PageUnreadable("is JSON that is nested too deeply")
    walk = _Walk()
    try:
        # a feature a line, with or without a mark before it (RFC 8142), is read as well
        document = BytesIO(body.replace(b"\x1e", b""))
        for event, value in ijson.basic_parse(
            document, buf_size=_PIECE, use_float=True, multiple_values=True
        ):
            walk.take(event, value)
            if len(walk.rows) >= most:
                break
    except (JSONError, UnicodeDecodeError, ValueError):
        pass  # where the document is cut off, or broken: what came before stands
    if not walk.rows:
        raise PageUnreadable(
            "is GeoJSON whose first feature is longer than what is read of a file, or has no properties"
        )
    return walk.rows


@dataclass(slots=True)
class _Walk:
    """Where in a document we are: `keys` are the names that lead there, "" for the members of a list."""

    keys: list[str] = field(default_factory=list)
    key: str = ""
    row: dict[str, str] | None = None
    rows: list[dict[str, str]] = field(default_factory=list)

    def take(self, event: str, value: Any) -> None:
        """One event of the parser."""
        if event == "map_key":
            self.key = value
        elif event in _OPENING:
            self._open()
        elif event in _CLOSING:
            self._close()
        elif self.row is not None and len(self.row) < _MOST and self.keys in _PROPERTIES:
            self.row[self.key] = _shown(value)

    def _open(self) -> None:
        self.keys.append(self.key)
        self.key = ""
        if self.keys in _PROPERTIES:
            self.row = {}

    def _close(self) -> None:
        if self.keys in _PROPERTIES and self.row:
            self.rows.append(self.row)
            self.row = None
        self.keys.pop()
        self.key = ""


# A collection's features, one feature alone, and what ArcGIS calls features in its own JSON.
_PROPERTIES = (["", "features", "", "properties"], ["", "properties"], ["", "features", "", "attributes"])


def columns_of(rows: list[dict[str, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each property with its values, in the order in which they are first met."""
    for name in list(dict.fromkeys(name for row in rows for name in row))[:_MOST]:
        yield " ".join(name.split())[:200], tuple(row.get(name, "") for row in rows)


def _shown(value: Any) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return " ".join(str(value)[:_LONGEST].split())
