"""What a shape's numbers mean: longitude and latitude in that order, checked, and put right where that is certain.

A shape is moved only where one reading lies at home and the published one does not, or where the published one
lies nowhere on the globe. "Home" is where the portal's publisher is; nothing is known of it for other portals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeAlias

from catalogue.space.geometry import Box, Shape, write_box, write_point
from catalogue.space.systems import (
    BRITISH_GRID,
    DEGREES,
    LATITUDE_FIRST,
    box_to_degrees,
    is_known,
    to_degrees,
)
from catalogue.values import Typed
from vocab.namespaces import GEO

_NOWHERE = 0.01  # degrees around the point that software writes for "unknown", where nothing is but the sea
LARGEST = 50_000
"""Characters of a geometry that are kept; of a larger one only its box is."""

_MARGIN = 0.5  # degrees that a nation's box is taken to be larger: data may lie off the coast
_GRID = Box(west=0, south=0, east=700_000, north=1_300_000)  # metres on the British National Grid
_MERCATOR = 20_037_509  # metres; web Mercator's farthest easting
_WORLD = (359, 160)  # degrees across and up


class Remark(Enum):
    """What was noticed of a shape, and done about it."""

    SWAPPED = "the latitude stood first"
    MIRRORED = "the longitude had lost its sign"
    GRID = "metres of the British National Grid stood in the place of degrees"
    MERCATOR = "metres of web Mercator stood in the place of degrees"
    WORLD = "the whole world"
    NOWHERE = "nought degrees of longitude and latitude"
    OFF_GLOBE = "no degrees"
    UNKNOWN_SYSTEM = "a reference system that we do not know"
    LARGE = "too large to keep"
    INVALID = "its lines cross each other"
    FAR = "far from the publisher's area"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Where a publisher is: its nation's box, its own rough one where known, and whether Ordnance Survey's grid
    for Great Britain is the one in use there."""

    nation: Box
    area: Box | None = None
    on_grid: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A shape in degrees: its box, its centre where it is a point, its geometry as literals."""

    bbox: Typed | None = None
    geometry: tuple[Typed, ...] = ()
    remarks: tuple[Remark, ...] = ()


Move: TypeAlias = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One way to read a shape: its box in degrees, and how its points get there (None: they are there)."""

    box: Box
    move: Move | None = None
    remark: Remark | None = None


def place_shape(shape: Shape, bounds: Bounds | None = None) -> Placed:
    """A shape as longitude and latitude, with what was noticed. Nothing but remarks where it says nothing."""
    if not is_known(shape.system):
        return Placed(remarks=(Remark.UNKNOWN_SYSTEM,))
    reading = _in_degrees(shape, bounds) if shape.system in DEGREES else _from_metres(shape, shape.system)
    if reading is None:
        return Placed(remarks=(Remark.OFF_GLOBE,))
    if nothing := _says_nothing(reading.box):
        return Placed(remarks=(nothing,))
    reading = _signed(reading, bounds)
    bbox, geometry = _written(shape, reading)
    remarks = [reading.remark] if reading.remark else []
    remarks += [Remark.FAR] if bounds and not _at_home(reading.box, bounds) else []
    return Placed(bbox=bbox, geometry=geometry, remarks=(*remarks, *_remarks_on(shape, geometry)))


def _in_degrees(shape: Shape, bounds: Bounds | None) -> _Reading | None:
    """The one reading of numbers in degrees that must be meant; else as metres."""
    readings = (reading for reading in _readings(shape) if _on_globe(reading.box))
    likeliest = next(readings, None)
    if likeliest is None:
        return _bare_metres(shape, bounds)
    if bounds and not _inside(likeliest.box, bounds):
        near = [reading for reading in readings if _inside(reading.box, bounds)]
        return near[0] if len({reading.box for reading in near}) == 1 else likeliest
    return likeliest


def _readings(shape: Shape) -> Iterator[_Reading]:
    """Every way to read a shape in degrees, the likeliest first."""
    raw = shape.box
    plain = _Reading(box=_sorted(raw))
    turned = _Reading(box=_sorted(_swapped(raw)), move=_swap, remark=Remark.SWAPPED)
    if (
        shape.system in LATITUDE_FIRST
    ):  # as its definition says; many portals write longitude first all the same
        yield replace(turned, remark=None)
        yield plain
        return
    yield plain
    yield turned
    if shape.listed and (raw.west, raw.south) != (raw.east, raw.north):
        paired = Box(west=raw.west, east=raw.south, south=raw.east, north=raw.north)
        yield _Reading(box=_sorted(paired), remark=Remark.SWAPPED)


def _bare_metres(shape: Shape, bounds: Bounds | None) -> _Reading | None:
    """Numbers too large for degrees, at a publisher in Great Britain: metres, if they then lie at home."""
    raw = _ordered(shape.box)
    if bounds is None or not bounds.on_grid or shape.system:
        return None
    if _GRID.holds(raw) and (reading := _from_metres(shape, BRITISH_GRID)):
        return replace(reading, remark=Remark.GRID) if _inside(reading.box, bounds) else None
    if max(map(abs, (raw.west, raw.south, raw.east, raw.north))) > _MERCATOR:
        return None
    reading = _from_metres(shape, "3857")
    return replace(reading, remark=Remark.MERCATOR) if reading and _inside(reading.box, bounds) else None


def _from_metres(shape: Shape, system: str) -> _Reading | None:
    box = box_to_degrees(_ordered(shape.box), system)
    return _Reading(box=box, move=to_degrees(system)) if _on_globe(box) else None


def _signed(reading: _Reading, bounds: Bounds | None) -> _Reading:
    """A box east of Greenwich whose mirror image, and not itself, lies in the publisher's own area."""
    box = reading.box
    if not bounds or not bounds.area or box.west <= 0 or reading.move:
        return reading
    mirrored = Box(west=-box.east, south=box.south, east=-box.west, north=box.north)
    if bounds.area.holds(mirrored) and not bounds.area.meets(box):
        return _Reading(box=mirrored, move=_mirror, remark=Remark.MIRRORED)
    return reading


def _written(shape: Shape, reading: _Reading) -> tuple[Typed | None, tuple[Typed, ...]]:
    """The literals of a shape: its box, and its geometry where it is more than that or was GeoJSON."""
    box = reading.box
    if box.west == box.east and box.south == box.north:
        return None, _geojson(shape, reading) or (Typed(write_point(box.west, box.south), GEO.wktLiteral),)
    bbox = None if _is_flat(box) else Typed(write_box(box), GEO.wktLiteral)
    geometry = _geojson(shape, reading) or _wkt(shape, reading)
    line = Typed(
        f"LINESTRING({box.west:.10g} {box.south:.10g},{box.east:.10g} {box.north:.10g})", GEO.wktLiteral
    )
    return bbox, tuple(one for one in geometry if len(one.value) <= LARGEST) or (() if bbox else (line,))


def _geojson(shape: Shape, reading: _Reading) -> tuple[Typed, ...]:
    """GeoJSON as published, unless its numbers had to be moved."""
    kept = shape.geojson and not reading.move and '"crs"' not in shape.geojson
    return (Typed(shape.geojson, GEO.geoJSONLiteral),) if kept else ()


def _wkt(shape: Shape, reading: _Reading) -> tuple[Typed, ...]:
    if shape.geometry is None:
        return ()
    import shapely  # here, since most shapes are boxes and never come so far

    geometry, move = shape.geometry, reading.move
    if move is not None:
        geometry = shapely.transform(geometry, _over_columns(move))
    text = shapely.to_wkt(geometry, rounding_precision=7 if move else -1, output_dimension=2)
    return (Typed(text, GEO.wktLiteral),)


def _over_columns(move: Move) -> Callable[[Any], Any]:
    """A move of points as shapely asks for it: over an array of two columns."""
    import numpy as np

    return lambda points: np.column_stack(move(points[:, 0], points[:, 1]))


def _remarks_on(shape: Shape, geometry: tuple[Typed, ...]) -> Iterator[Remark]:
    if shape.geometry is not None and not geometry:
        yield Remark.LARGE
    if shape.geometry is not None and not shape.geometry.is_valid:
        yield Remark.INVALID


def _says_nothing(box: Box) -> Remark | None:
    if max(map(abs, (box.west, box.south, box.east, box.north))) <= _NOWHERE:
        return Remark.NOWHERE
    across = box.east - box.west  # below nought where it crosses the 180th meridian
    wide = across >= _WORLD[0] or across <= 1 - _WORLD[0]
    return Remark.WORLD if wide and box.north - box.south >= _WORLD[1] else None


def _on_globe(box: Box) -> bool:
    return max(abs(box.west), abs(box.east)) <= 180 and max(abs(box.south), abs(box.north)) <= 90


def _inside(box: Box, bounds: Bounds) -> bool:
    nation = bounds.nation
    wider = Box(
        west=nation.west - _MARGIN,
        south=nation.south - _MARGIN,
        east=nation.east + _MARGIN,
        north=nation.north + _MARGIN,
    )
    return wider.holds(box)


def _at_home(box: Box, bounds: Bounds) -> bool:
    """Whether a box shares ground with home: one of all Europe does."""
    return bounds.nation.meets(box)


def _is_flat(box: Box) -> bool:
    return box.west == box.east or box.south == box.north


def _sorted(box: Box) -> Box:
    """Edges in order. West stays east of east only where the box then crosses the 180th meridian."""
    ordered = _ordered(box)
    crosses = box.west - box.east > 180
    return replace(ordered, west=box.west, east=box.east) if crosses else ordered


def _ordered(box: Box) -> Box:
    if box.west <= box.east and box.south <= box.north:
        return box
    west, east = sorted((box.west, box.east))
    south, north = sorted((box.south, box.north))
    return Box(west=west, south=south, east=east, north=north)


def _swapped(box: Box) -> Box:
    return Box(west=box.south, south=box.west, east=box.north, north=box.east)


def _swap(x: float, y: float) -> tuple[float, float]:
    return y, x


def _mirror(x: float, y: float) -> tuple[float, float]:
    return -x, y
