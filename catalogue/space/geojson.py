"""Shapes in JSON: GeoJSON (RFC 7946) with its features and its older `crs`, and the extents of ArcGIS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import orjson

from catalogue.space.geometry import Box, Point, Shape, ShapeUnreadable, floats, is_rectangle, spanned
from catalogue.space.systems import system_of

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES = "Point LineString Polygon MultiPoint MultiLineString MultiPolygon GeometryCollection"
_KINDS = {name.lower(): name for name in f"{_NAMES} Feature FeatureCollection Envelope".split()}


def read_json(text: str, complex_shape: Callable[[str, str], Shape]) -> Shape:
    """The shape in a JSON object. `complex_shape` reads what is more than a point or an upright box, given the
    text of the geometry and its reference system."""
    try:
        said = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ShapeUnreadable(f"it is not JSON: {error}") from error
    if "xmin" in said:
        return _extent(said)
    geometry = _geometry_of(said)
    points = list(_pairs(geometry.get("coordinates")))
    system = system_of(str(said.get("crs") or ""))
    if geometry["type"] == "Envelope":
        return Shape(box=spanned(points), system=system)
    written = text if geometry is said else orjson.dumps(geometry).decode()
    if _is_plain(geometry["type"], points):
        return Shape(box=spanned(points), system=system, geojson=written)
    return complex_shape(written, system)


def _is_plain(kind: str, points: list[Point]) -> bool:
    return (kind == "Point" and len(points) == 1) or (kind == "Polygon" and is_rectangle(points))


def _geometry_of(said: Any, depth: int = 0) -> dict[str, Any]:
    """The geometry of a GeoJSON object: a feature's own, or a collection of all the features'."""
    kind = _KINDS.get(str(said.get("type")).lower(), "") if isinstance(said, dict) else ""
    if kind == "Feature" and depth < 3:
        return _geometry_of(said.get("geometry"), depth + 1)
    if kind == "FeatureCollection" and depth < 3 and isinstance(said.get("features"), list):
        found = [_geometry_of(feature, depth + 1) for feature in said["features"]]
        return found[0] if len(found) == 1 else {"type": "GeometryCollection", "geometries": found}
    if not kind or not (said.get("coordinates") or said.get("geometries")):
        raise ShapeUnreadable("it has no geometry of a kind that GeoJSON knows")
    return said if said["type"] == kind else {**said, "type": kind}


def _extent(said: dict[str, Any]) -> Shape:
    """An extent as ArcGIS has it, with the number of its reference system."""
    west, south, east, north = floats(said.get(edge) for edge in ("xmin", "ymin", "xmax", "ymax"))
    about = said.get("spatialReference")
    number = (about.get("latestWkid") or about.get("wkid")) if isinstance(about, dict) else about
    box = Box(west=west, south=south, east=east, north=north)
    return Shape(box=box, system=system_of(str(number or "")))


def _pairs(value: Any, depth: int = 0) -> Iterator[Point]:
    """Every pair of numbers in nested lists."""
    if not isinstance(value, list) or depth > 5:
        return
    if len(value) >= 2 and all(isinstance(item, int | float) for item in value[:2]):
        yield value[0], value[1]
        return
    for inner in value:
        yield from _pairs(inner, depth + 1)
