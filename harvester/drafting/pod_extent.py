"""Where and when a dataset of data.json is about: `spatial` and `temporal` in every form that portals write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.model import Location, PeriodOfTime
from catalogue.values import Text, Typed
from harvester.formats import native
from harvester.formats.native import first, mapping, text, texts
from vocab.namespaces import GEO

_ISO_INTERVAL = re.compile(r"(\d{4}[\d:.TZtz+-]*|\.\.|)/(\d{4}[\d:.TZtz+-]*|\.\.|)", re.ASCII)


def places(said: Mapping[str, Any]) -> Iterator[Location]:
    """Boxes, shapes and names; USMART's edges and area beside them."""
    spatial = native.listed(said.get("spatial"))
    if box := native.bounds(spatial):  # four numbers in a list are one box
        yield Location(bbox=box)
        spatial = []
    for value in spatial:
        yield from _place(value)
    edges = (said.get(f"boundingBox{edge}") for edge in ("West", "South", "East", "North"))
    if found := native.box(*edges):
        yield Location(bbox=found)
    if name := text(said.get("coverageArea")):
        yield Location(label=(Text(name),))


def periods(said: Mapping[str, Any]) -> Iterator[PeriodOfTime]:
    """Intervals, objects with two ends, and words; Argentina's two ends beside them."""
    for value in native.listed(said.get("temporal")):
        stated = mapping(value)
        if found := _period(first(stated.get("startDate")), first(stated.get("endDate"))) or _split(
            text(value)
        ):
            yield found
    start, end = text(said.get("temporalCoverageStart")), text(said.get("temporalCoverageEnd"))
    if found := _period(start, end):
        yield found


def _place(value: object) -> Iterator[Location]:
    if isinstance(value, dict):
        yield _place_object(value)
        return
    word = text(value)
    if box := native.bounds(word):
        yield Location(bbox=box)
    elif word[:1] == "{" and '"coordinates"' in word:
        yield Location(geometry=(Typed(word, GEO.geoJSONLiteral),))
    elif word:
        yield Location(label=(Text(word),))


def _place_object(place: dict[str, Any]) -> Location:
    if "coordinates" in place or "features" in place:
        return Location(geometry=(Typed(native.pack(place).decode(), GEO.geoJSONLiteral),))
    if "xmin" in place:
        return Location(bbox=Typed(native.pack(place).decode()))
    return Location(
        iri=native.iri(place.get("@id")),
        label=texts(first(place.get("prefLabel"), place.get("label"), place.get("name"))),
        bbox=native.bounds(place.get("bbox")) or _shape(place.get("bbox")),
        centroid=_shape(place.get("centroid")),
        geometry=tuple(filter(None, (_shape(place.get("geometry")),))),
    )


def _shape(drawn: object) -> Typed | None:
    """A shape as GeoJSON where it is an object, else as WKT."""
    if isinstance(drawn, dict):
        return Typed(native.pack(drawn).decode(), GEO.geoJSONLiteral)
    return native.typed(drawn, GEO.wktLiteral)


def _split(interval: str) -> PeriodOfTime | None:
    """`start/end`, where ".." is open; what is no interval, such as 2018/19, is kept as its label."""
    if found := _ISO_INTERVAL.fullmatch(interval.replace(" ", "")):
        return _period(*found.groups())
    return PeriodOfTime(label=(Text(interval),)) if interval else None


def _period(start: str, end: str) -> PeriodOfTime | None:
    first_day, last_day = (native.date(edge.replace("..", "")) for edge in (start, end))
    return PeriodOfTime(start_date=first_day, end_date=last_day) if first_day or last_day else None
