"""Where a row's subject lies, as GeoJSON has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.space.systems import BRITISH_GRID, to_degrees
from harvester.replay.files.gazetteer import Area, Gazetteer, Street
from harvester.replay.files.subjects import Spot

_HALF = 220  # metres from the middle of an area to its edges


def point_of(facts: Mapping[str, str]) -> dict[str, Any] | None:
    """A point, as the facts of a row tell it."""
    if "latitude" not in facts:
        return None
    return {"type": "Point", "coordinates": [float(facts["longitude"]), float(facts["latitude"])]}


def shape_of(spot: Spot | None, gazetteer: Gazetteer) -> dict[str, Any] | None:
    """A line for a street, a square about an area's streets; None for anything else."""
    if isinstance(spot, Street):
        half = spot.length / 2
        ends = ((spot.easting - half, spot.northing), (spot.easting + half, spot.northing))
        return {"type": "LineString", "coordinates": [_degrees(*end) for end in ends]}
    return _square(spot, gazetteer) if isinstance(spot, Area) else None


def _square(area: Area, gazetteer: Gazetteer) -> dict[str, Any] | None:
    streets = [one for one in gazetteer.streets.values() if area.code in (one.ward, one.lsoa)]
    if not streets:
        return None
    west, east = (pick(one.easting for one in streets) for pick in (min, max))
    south, north = (pick(one.northing for one in streets) for pick in (min, max))
    corners = ((west - _HALF, south - _HALF), (east + _HALF, south - _HALF), (east + _HALF, north + _HALF))
    ring = [*corners, (west - _HALF, north + _HALF), corners[0]]
    return {"type": "Polygon", "coordinates": [[_degrees(*corner) for corner in ring]]}


def _degrees(easting: float, northing: float) -> list[float]:
    return [round(degree, 6) for degree in to_degrees(BRITISH_GRID)(easting, northing)]
