"""The geometries in the rows of an answer, as lines and areas of longitude and latitude, whatever wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from catalogue.space.geometry import Point, ShapeUnreadable
from catalogue.space.placing import place_shape
from catalogue.space.shapes import read_shape
from vocab.namespaces import GEO

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MOST_PLACES = 300
"""Geometries of one answer that are drawn."""

_LONGEST = 200_000  # characters of one that are read, and of all together ten times as many
_TYPES = frozenset({GEO.wktLiteral, GEO.geoJSONLiteral})
_BEGINNINGS = ("POINT", "LINESTRING", "POLYGON", "MULTI", "ENVELOPE", "BOX", "GEOMETRYCOLLECTION", '{"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A run of points, longitude first: closed ones are areas, one alone is a point."""

    points: tuple[Point, ...]
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One geometry, in row `row` (from 0); `name` is the first text of the row that is none."""

    row: int
    name: str
    parts: tuple[Part, ...]


def read_places(names: Iterable[str], bindings: Iterable[Mapping[str, Any]]) -> tuple[Place, ...]:
    """The geometries of an answer in SPARQL 1.1 Query Results JSON; what cannot be read is left out."""
    columns, found, left = tuple(names), list[Place](), 10 * _LONGEST
    for number, row in enumerate(bindings):
        terms = [row[name] for name in columns if name in row]
        for term in terms:
            text = str(term.get("value", ""))
            if len(found) == MOST_PLACES or left < len(text):
                return tuple(found)
            if not is_geometry(term) or len(text) > _LONGEST:
                continue
            left -= len(text)
            if parts := read_parts(text):
                found.append(Place(row=number, name=_name(terms), parts=parts))
    return tuple(found)


def is_geometry(term: Mapping[str, Any]) -> bool:
    """Whether a term is a literal of a geometry, by its datatype or, without one, by how it begins."""
    if term.get("type") not in ("literal", "typed-literal"):
        return False
    return term.get("datatype") in _TYPES or str(term["value"]).lstrip()[:20].upper().startswith(_BEGINNINGS)


def read_parts(text: str) -> tuple[Part, ...]:
    """The parts of a geometry in WKT or GeoJSON, in degrees; none where it is no geometry, or lies off the globe."""
    try:
        shape = read_shape(text)
        placed = place_shape(shape) if shape else None
        said = next(iter(placed.geometry), placed.bbox) if placed else None
        shape = read_shape(said.value) if said else None
    except ShapeUnreadable:
        return ()
    if shape is None:
        return ()
    if shape.geometry is not None:
        return tuple(_parts(shape.geometry))
    corners = shape.box.corners
    return (Part(points=corners[:1]),) if len(set(corners)) == 1 else (Part(points=corners, closed=True),)


def _parts(geometry: BaseGeometry) -> Iterator[Part]:
    match geometry.geom_type:
        case "Point":
            yield Part(points=_points(geometry))
        case "LineString" | "LinearRing":
            yield Part(points=_points(geometry))
        case "Polygon":
            yield Part(points=_points(geometry.exterior), closed=True)
        case _:
            for each in getattr(geometry, "geoms", ()):
                yield from _parts(each)


def _points(line: BaseGeometry) -> tuple[Point, ...]:
    return tuple((float(each[0]), float(each[1])) for each in line.coords)


def _name(terms: Iterable[Mapping[str, Any]]) -> str:
    texts = [str(term["value"]) for term in terms if term["type"] == "literal" and not is_geometry(term)]
    return next(iter(texts), "")
