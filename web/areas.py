"""Where an area lies, in degrees as people read them: its corners, of whatever shape it was written in."""

from __future__ import annotations

import re

from catalogue.model import Location

_NUMBER = r"(-?\d{1,15}(?:\.\d{1,20})?(?:[eE]-?\d{1,2})?)"
_WKT = re.compile(rf"[(,]\s?{_NUMBER}\s{_NUMBER}", re.ASCII)
_GEOJSON = re.compile(rf"\[\s?{_NUMBER},\s?{_NUMBER}", re.ASCII)
_LONGEST = 20_000


def say_area(place: Location) -> str:
    """The south-west and the north-east corner of what the place's geometry spans: "57.44° N, 3.69° W to 57.73° N,
    2.76° W"; a point is one; "" where no geometry can be read."""
    shapes = (
        *([place.bbox] if place.bbox else ()),
        *place.geometry,
        *([place.centroid] if place.centroid else ()),
    )
    return next((said for shape in shapes if (said := _say_shape(shape.value))), "")


def _say_shape(text: str) -> str:
    """The corners of a shape in WKT or GeoJSON. One in parts that reaches around the globe is left alone: it may be
    a small one that crosses the 180th meridian."""
    positions = (_GEOJSON if text.lstrip().startswith("{") else _WKT).findall(text[:_LONGEST])
    east, north = [float(x) for x, _ in positions], [float(y) for _, y in positions]
    if not positions or len(text) > _LONGEST or not _on_globe(east, north):
        return ""
    if "multi" in text[:200].lower() and max(east) - min(east) == 360:
        return ""
    low, high = _say_point(min(east), min(north)), _say_point(max(east), max(north))
    return low if low == high else f"{low} to {high}"


def _on_globe(east: list[float], north: list[float]) -> bool:
    return all(abs(x) <= 180 for x in east) and all(abs(y) <= 90 for y in north)


def _say_point(east: float, north: float) -> str:
    return f"{_say_degrees(north, 'N', 'S')}, {_say_degrees(east, 'E', 'W')}"


def _say_degrees(value: float, positive: str, negative: str) -> str:
    """Two places after the point, which is about a kilometre."""
    said = f"{abs(value):.2f}".rstrip("0").rstrip(".")
    return f"{said}°\u00a0{negative if value < 0 else positive}" if said != "0" else "0°"
