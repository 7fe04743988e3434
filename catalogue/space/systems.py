"""Reference systems of coordinates: which one a portal names, and the way from it to longitude and latitude."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Final

from catalogue.space.geometry import Box

if TYPE_CHECKING:
    from pyproj import Transformer

BRITISH_GRID: Final = "27700"
DEGREES: Final = frozenset({"", "4326", "4258", "4979", "CRS84", "84"})
"""Systems in degrees on an ellipsoid that agrees with WGS 84 to a metre; "" is nothing stated."""

LATITUDE_FIRST: Final = frozenset({"4326", "4258", "4979"})
"""Those whose definition names the latitude first."""

_METRES: Final = {
    "27700": 27700,
    "3857": 3857,
    "29902": 29902,
    "29903": 29903,
    "2157": 2157,
    "32630": 32630,
    "3035": 3035,
}
_SAME: Final = {"102100": "3857", "102113": "3857", "900913": "3857", "3785": "3857"}
_EPSG = re.compile(r"(\d{4,6})\D{0,9}$", re.ASCII)


def system_of(stated: str) -> str:
    """The number that ends the name of a reference system, "CRS84", or "". Esri's numbers for web Mercator are
    those of EPSG."""
    if "CRS84" in stated.upper():
        return "CRS84"
    found = _EPSG.search(stated)
    return _SAME.get(found[1], found[1]) if found else ""


def is_known(system: str) -> bool:
    """Whether coordinates of a system can be read as longitude and latitude."""
    return system in DEGREES or system in _METRES


def to_degrees(system: str) -> Callable[[float, float], tuple[float, float]]:
    """The way from easting and northing to longitude and latitude.

    Exact to two metres or so on the British National Grid: the shift grid of Ordnance Survey, which gives
    centimetres, is no part of the library.
    """
    transform: Callable[[float, float], tuple[float, float]] = _transformer(system).transform
    return transform


def box_to_degrees(box: Box, system: str) -> Box:
    """A box in metres as the box of longitude and latitude about it, its bent sides included."""
    edges = _transformer(system).transform_bounds(box.west, box.south, box.east, box.north)
    west, south, east, north = (round(edge, 6) for edge in edges)
    return Box(west=west, south=south, east=east, north=north)


@cache
def _transformer(system: str) -> Transformer:
    import pyproj  # here, since few records need it, and its database takes a tenth of a second to open

    return pyproj.Transformer.from_crs(_METRES[system], 4326, always_xy=True)
