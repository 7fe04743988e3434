"""Boxes and shapes: what a portal's geometry is once it has been read, and how it is written as WKT.

`catalogue/space/shapes.py` reads them, `catalogue/space/placing.py` checks what their numbers mean.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Four edges, in whatever unit."""

    west: float
    south: float
    east: float
    north: float

    @property
    def corners(self) -> tuple[Point, ...]:
        """The ring of its corners, closed, beginning south-west and going round by the south."""
        low, high = self.south, self.north
        return ((self.west, low), (self.east, low), (self.east, high), (self.west, high), (self.west, low))

    def holds(self, other: Box) -> bool:
        """Whether another box lies wholly inside."""
        across = self.west <= other.west and other.east <= self.east
        return across and self.south <= other.south and other.north <= self.north

    def meets(self, other: Box) -> bool:
        """Whether another box shares any ground."""
        across = self.west <= other.east and other.west <= self.east
        return across and self.south <= other.north and other.south <= self.north


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A shape as published. `box` is its extent, first axis then second, as written; `listed` marks four bare
    numbers, whose order nobody stated. `system` is the number of the EPSG system that it names, "CRS84", or "".
    `geometry` stands where it is more than a box or a point; `geojson` is the text of its geometry where it was
    published as GeoJSON."""

    box: Box
    listed: bool = False
    system: str = ""
    geometry: BaseGeometry | None = None
    geojson: str = ""


class ShapeUnreadable(Exception):
    """A text that begins as a geometry and is none; its words say why."""


def floats(texts: Iterable[Any]) -> tuple[float, ...]:
    """Finite numbers; raises ShapeUnreadable where one is none."""
    try:
        numbers = tuple(float(text) for text in texts)
    except (TypeError, ValueError) as error:
        raise ShapeUnreadable("an edge is not a number") from error
    if not all(map(math.isfinite, numbers)):
        raise ShapeUnreadable("an edge is not a number")
    return numbers


def spanned(points: list[Point]) -> Box:
    """The box about some points; raises ShapeUnreadable where there is none."""
    if not points:
        raise ShapeUnreadable("it holds no positions")
    across, up = [x for x, _ in points], [y for _, y in points]
    west, south, east, north = floats((min(across), min(up), max(across), max(up)))
    return Box(west=west, south=south, east=east, north=north)


def is_rectangle(points: list[Point]) -> bool:
    """Whether a closed ring is a box that stands upright."""
    across, up = {x for x, _ in points}, {y for _, y in points}
    return len(points) == 5 and points[0] == points[-1] and len(across) <= 2 and len(up) <= 2


def write_box(box: Box) -> str:
    """A box as WKT. One that crosses the 180th meridian is written as the two boxes on its sides."""
    if box.west <= box.east:
        return f"POLYGON({_ring(box)})"
    sides = (
        Box(west=box.west, south=box.south, east=180, north=box.north),
        Box(west=-180, south=box.south, east=box.east, north=box.north),
    )
    return f"MULTIPOLYGON({','.join(f'({_ring(side)})' for side in sides)})"


def write_point(x: float, y: float) -> str:
    """A point as WKT."""
    return f"POINT({x:.10g} {y:.10g})"


def _ring(box: Box) -> str:
    return f"({','.join(f'{x:.10g} {y:.10g}' for x, y in box.corners)})"
