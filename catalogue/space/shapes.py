"""Shapes as portals write them, read into an extent and, where it is more than a box, a geometry.

Four numbers in a list, `BOX(…)` and `ENVELOPE(w,e,n,s)`, WKT with or without its reference system
(https://docs.ogc.org/is/22-047r1/22-047r1.html), GeoJSON, the extents of ArcGIS, and the envelopes and positions
of GML. What the numbers mean is not decided here: see `catalogue/space/placing.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from catalogue.space.geojson import read_json
from catalogue.space.geometry import Box, Point, Shape, ShapeUnreadable, floats, is_rectangle, spanned
from catalogue.space.systems import system_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LONGEST = 1_000_000
"""Characters of a geometry that are read at all."""

_LONGEST_LIST = 300  # characters of four numbers
_DEEPEST = 12  # brackets in brackets; the library below recurses without a limit of its own


def read_shape(text: str) -> Shape | None:
    """The shape in a text; None where it is no geometry but a name. Raises ShapeUnreadable where it is a broken one."""
    tidy = text.strip()
    if tidy[:1] in _NUMERIC and len(tidy) < _LONGEST_LIST and (found := _listed(tidy)):
        return found
    if not _BEGINS.match(tidy):
        return None
    if len(tidy) > LONGEST:
        raise ShapeUnreadable(f"it has {len(tidy)} characters")
    if tidy[0] == "{":
        _check_depth(tidy, "[{", "]}")
        return read_json(tidy, _complex_json)
    if _IS_GML.search(tidy):
        return _read_gml(tidy)
    return _named_box(tidy) or _read_wkt(tidy)


def _listed(text: str) -> Shape | None:
    """Two or four bare numbers, or two corners, with whatever stands between."""
    found = _FOUR.fullmatch(text) or _TWO.fullmatch(text)
    if not found:
        return None
    numbers = floats(found.groups())
    return Shape(box=Box(west=numbers[0], south=numbers[1], east=numbers[-2], north=numbers[-1]), listed=True)


def _named_box(text: str) -> Shape | None:
    if found := _ENVELOPE.fullmatch(text):
        west, east, north, south = floats(found.groups())
        return Shape(box=Box(west=west, south=south, east=east, north=north))
    if found := _BOX.fullmatch(text):
        west, south, east, north = floats(found.groups())
        return Shape(box=Box(west=west, south=south, east=east, north=north))
    return None


def _read_wkt(text: str) -> Shape:
    found = _WKT.fullmatch(text)
    if not found:
        raise ShapeUnreadable("it is in no form of geometry that we know")
    system, body = system_of(found["system"] or found["srid"] or ""), found["body"]
    if points := _simple_ring(body):
        return Shape(box=spanned(points), system=system)
    _check_depth(body, "(", ")")
    import shapely  # here, since most records have none but boxes, and it takes a tenth of a second

    try:
        return _complex(shapely.from_wkt(body), system)
    except (shapely.errors.GEOSException, UnicodeEncodeError) as error:
        raise ShapeUnreadable(_reason(error)) from error


def _simple_ring(body: str) -> list[Point]:
    """The points of a box or of a point, read without the library."""
    found = _RING.fullmatch(body) if len(body) < 400 else None
    if not found:
        return []
    pairs = [pair.split() for pair in (found[1] or found[2]).split(",")]
    if not all(len(pair) == 2 for pair in pairs):
        return []
    points = [(x, y) for x, y in (floats(pair) for pair in pairs)]
    return points if len(points) == 1 or is_rectangle(points) else []


def _complex_json(written: str, system: str) -> Shape:
    import shapely  # as above

    try:
        return _complex(shapely.from_geojson(written), system, geojson=written)
    except (shapely.errors.GEOSException, UnicodeEncodeError) as error:
        raise ShapeUnreadable(_reason(error)) from error


def _complex(geometry: BaseGeometry, system: str, geojson: str = "") -> Shape:
    if geometry.is_empty:
        raise ShapeUnreadable("it is empty")
    west, south, east, north = floats(geometry.bounds)
    box = Box(west=west, south=south, east=east, north=north)
    return Shape(box=box, system=system, geometry=geometry, geojson=geojson)


def _read_gml(text: str) -> Shape:
    """The box about every position of a geometry in GML."""
    found = _SYSTEM_NAME.search(text)
    numbers = _NUMBER.findall(" ".join(_POSITIONS.findall(text)))
    points = list(zip(floats(numbers[::2]), floats(numbers[1::2]), strict=False))
    return Shape(box=spanned(points), system=system_of(found[1] if found else ""))


def _check_depth(text: str, opening: str, closing: str) -> None:
    depth = 0
    for letter in re.findall(f"[{re.escape(opening + closing)}]", text):
        depth += 1 if letter in opening else -1
        if depth > _DEEPEST:
            raise ShapeUnreadable("its brackets are nested too deeply")


def _reason(error: Exception) -> str:
    return str(error).partition(":")[2].strip()[:120] or "it is not a geometry"


_NUMERIC = frozenset("[(+-.0123456789")
_N = r"([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?)"
_GAP = r"(?:\s*[,;]\s*|\s+)"
_CORNER = rf"{_N}{_GAP}{_N}"
_TWO = re.compile(r"[\[(]?\s*([-+]?\d+\.\d+)\s?,\s?([-+]?\d+\.\d+)\s*[\])]?", re.ASCII)
_FOUR = re.compile(rf"[\[(]{{0,2}}\s*{_CORNER}\s?[\])]?{_GAP}[\[(]?\s?{_CORNER}\s*[\])]{{0,2}}", re.ASCII)
_ENVELOPE = re.compile(rf"ENVELOPE\s*\(\s*{_CORNER}{_GAP}{_CORNER}\s*\)", re.IGNORECASE | re.ASCII)
_BOX = re.compile(rf"BOX(?:2D)?\s*\(\s*{_CORNER}{_GAP}{_CORNER}\s*\)", re.IGNORECASE | re.ASCII)
_KINDS = "POINT|LINESTRING|POLYGON|MULTI(?:POINT|LINESTRING|POLYGON)|ENVELOPE|BOX(?:2D)?"
_BEGINS = re.compile(
    rf"\{{\s*\"|<(?:https?://|gml:)|<[A-Z]\w{{3,20}}[ >]|SRID=|(?:{_KINDS})\s*[ZM]{{0,2}}\s*\([\s(]*[-+.\d]"
    r"|GEOMETRYCOLLECTION\s?\(",
    re.IGNORECASE | re.ASCII,
)
_WKT = re.compile(
    r"(?:<(?P<system>[^<>]{1,200})>\s*|SRID=(?P<srid>\d{1,6});\s*)?(?P<body>[A-Za-z]{3,20}.*)", re.DOTALL
)
_RING = re.compile(r"POLYGON\s*\(\s?\(([^()]+)\)\s?\)|POINT\s*\(([^(),]+)\)", re.IGNORECASE)
_IS_GML = re.compile(r"<(?:gml:)?(?:lowerCorner|pos|posList|coordinates)\b")
_SYSTEM_NAME = re.compile(r"srsName=[\"']([^\"'>]{1,200})")
_POSITIONS = re.compile(
    r"<(?:gml:)?(?:lowerCorner|upperCorner|pos|posList|coordinates)\b[^<>]{0,200}>([^<]*)<"
)
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?", re.ASCII)
