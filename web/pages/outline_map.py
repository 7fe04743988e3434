"""A map of an answer, drawn by us over our own light outline: no tiles, no script, nothing from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import orjson

from catalogue.space.geometry import Box, Point, spanned
from web.geometries import Part, Place

WIDTH = 640.0
_OUTLINE = Path(__file__).parents[1] / "outline" / "british-isles.json"
_TALLEST, _FLATTEST = 1.25, 0.6  # height by width
_MARGIN = 0.08
_LEAST = 0.02  # degrees across: a point alone would have no extent
_POINT = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One geometry on the map: a path, and how it is called."""

    path: str
    name: str
    area: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Marks over coasts. `told` says for those who do not see it what it shows."""

    coasts: str
    marks: tuple[Mark, ...]
    height: float
    told: str
    width: float = WIDTH


def draw_map(places: Sequence[Place]) -> Map | None:
    """The map of some places, the largest below the others; None where there is none."""
    points = [point for place in places for part in place.parts for point in part.points]
    if not points:
        return None
    frame = _Frame(spanned(points))
    ordered = sorted(places, key=lambda place: -_size(place))
    return Map(
        coasts=" ".join(frame.path(ring) for ring in _coasts() if frame.shows(ring)),
        marks=tuple(_mark(place, frame) for place in ordered),
        height=frame.height,
        told=_told(places),
    )


class _Frame:
    """Where longitude and latitude come to lie: as they are, but narrowed as meridians are at this latitude."""

    def __init__(self, box: Box) -> None:
        middle = (box.south + box.north) / 2
        self._narrow = max(0.05, math.cos(math.radians(middle)))
        across = max((box.east - box.west) * self._narrow, _LEAST)
        up = max(box.north - box.south, _LEAST)
        ratio = min(_TALLEST, max(_FLATTEST, up / across))
        across = max(across, up / ratio) * (1 + 2 * _MARGIN)
        self._scale = WIDTH / across
        self.height = round(WIDTH * ratio, 1)
        self._west = (box.west + box.east) / 2 - across / self._narrow / 2
        self._north = middle + self.height / self._scale / 2

    def place(self, point: Point) -> tuple[float, float]:
        x = (point[0] - self._west) * self._narrow * self._scale
        return round(x, 1), round((self._north - point[1]) * self._scale, 1)

    def shows(self, ring: Iterable[Point]) -> bool:
        """Whether any of the ring may be seen, even if the map lies wholly within it."""
        box = spanned([self.place(point) for point in ring])
        return box.meets(Box(west=0, south=0, east=WIDTH, north=self.height))

    def path(self, points: Iterable[Point], *, closed: bool = True) -> str:
        """The path of SVG, without the points that would fall on the one before."""
        kept: list[tuple[float, float]] = []
        for placed in map(self.place, points):
            if not kept or placed != kept[-1]:
                kept.append(placed)
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + ("Z" if closed else "")


def _mark(place: Place, frame: _Frame) -> Mark:
    path = " ".join(_drawn(part, frame) for part in place.parts)
    return Mark(path=path, name=place.name, area=any(part.closed for part in place.parts))


def _drawn(part: Part, frame: _Frame) -> str:
    if len(part.points) > 1:
        return frame.path(part.points, closed=part.closed)
    x, y = frame.place(part.points[0])
    arc = f"a{_POINT:g} {_POINT:g} 0 1 0"
    return f"M{x - _POINT:g} {y:g}{arc} {2 * _POINT:g} 0{arc} {-2 * _POINT:g} 0Z"


def _size(place: Place) -> float:
    box = spanned([point for part in place.parts for point in part.points])
    return (box.east - box.west) * (box.north - box.south)


def _told(places: Sequence[Place]) -> str:
    names = list(dict.fromkeys(place.name for place in places if place.name))
    some = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    count = f"{len(places)} place" + ("" if len(places) == 1 else "s")
    return f"Map of {count}" + (f": {some}" if some else "")


@cache
def _coasts() -> tuple[tuple[Point, ...], ...]:
    rings = orjson.loads(_OUTLINE.read_bytes())["rings"]
    return tuple(tuple((float(x), float(y)) for x, y in ring) for ring in rings)
