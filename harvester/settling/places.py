"""Where: what a portal says of an area, as a place that others name alike and a geometry that is checked.

A place and a geometry are told apart: the place is the area's own IRI, of which nothing is said but its name; the
geometry belongs to the dataset. A name that nobody knows stays a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from catalogue.model import Location
from catalogue.space.geometry import Box, Shape, ShapeUnreadable
from catalogue.space.placing import Bounds, Placed, Remark, place_shape
from catalogue.space.shapes import read_shape
from catalogue.values import Text
from harvester.settling.home import Home, Place, home_of
from harvester.settling.notes import Notes
from vocab import Concept, How, Match, fold
from vocab.places import area_boxes
from vocab.rules import says_nothing

_NATIONS = {
    "England": "E92000001",
    "Northern Ireland": "N92000002",
    "Scotland": "S92000003",
    "Wales": "W92000004",
}
_CODE = re.compile(r"[EKNSW]\d{8}", re.ASCII)
_LIST = re.compile(r"\s*[,;|\n]\s*")
_MOST_NAMES = 50
_ORDER = "Give boxes as west, south, east, north in degrees, with a minus for west of Greenwich."

# By what was noticed: the finding's code, what we did in a sentence, and the fix.
_REMARKS: dict[Remark, tuple[str, str, str]] = {
    Remark.SWAPPED: (
        "swapped-axes",
        "The latitude stands where the longitude should; we turned them round.",
        _ORDER,
    ),
    Remark.MIRRORED: (
        "lost-sign",
        "The longitude has lost its minus; we put it back, since the box then lies at home.",
        _ORDER,
    ),
    Remark.GRID: (
        "metres-for-degrees",
        "These are metres of the British National Grid, which we turned into degrees.",
        _ORDER,
    ),
    Remark.MERCATOR: (
        "metres-for-degrees",
        "These are metres of web Mercator, which we turned into degrees.",
        _ORDER,
    ),
    Remark.WORLD: (
        "whole-world",
        "The box is that of the whole world, so it says nothing.",
        "Give the box of the data.",
    ),
    Remark.NOWHERE: (
        "null-island",
        "The box is at nought degrees of both, so it says nothing.",
        "Give the box of the data.",
    ),
    Remark.OFF_GLOBE: ("no-degrees", "These numbers are no degrees of longitude and latitude.", _ORDER),
    Remark.UNKNOWN_SYSTEM: (
        "unknown-reference-system",
        "The reference system is one that we do not know.",
        "Give the geometry in WGS 84.",
    ),
    Remark.LARGE: (
        "large-geometry",
        "The geometry is too large to keep, so only the box about it is kept.",
        "Give a simpler outline.",
    ),
    Remark.INVALID: ("invalid-geometry", "The geometry's lines cross each other.", "Repair the geometry."),
    Remark.FAR: ("far-away", "The box lies far from the publisher's nation.", _ORDER),
}


def settle_places(places: tuple[Location, ...], notes: Notes) -> tuple[Location, ...]:
    """Every area of a draft; each place that is known stands by itself, and once."""
    if not places:
        return ()
    home = home_of(notes.portal, notes.vocabulary)
    found = (_settle(where, f"spatial[{count}]", home, notes) for count, where in enumerate(places))
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def _settle(where: Location, place: str, home: Home, notes: Notes) -> Iterator[Location]:
    names: list[Text] = []
    shapes: list[Placed] = []
    for label in where.label:
        if _is_silent(label.value, notes):
            continue
        try:
            shape = read_shape(label.value)
        except ShapeUnreadable as error:
            _broken(label.value, str(error), place, notes)
            names.append(label)
            continue
        if shape:
            shapes.append(_placed(shape, label.value, place, home, notes))
        elif areas := _areas(label.value, place, home, notes):
            yield from map(_as_place, areas)
        else:
            names.append(label)
    own = _known_iri(where.iri, place, notes)
    if own:
        yield _as_place(own)
    shapes += _drawn(where, place, home, notes)
    rest = _rest(where, "" if own else where.iri, tuple(names), shapes)
    if rest.iri or rest.label or rest.bbox or rest.geometry or rest.centroid or rest.extra:
        yield rest


def _is_silent(word: str, notes: Notes) -> bool:
    """Whether a word says nothing, by itself or by a correction of the portal."""
    return notes.portal.correction("spatial", word) == "" or says_nothing(fold(word))


def _known_iri(iri: str, place: str, notes: Notes) -> Concept | None:
    """The place that an address stands for."""
    match = notes.vocabulary.match("place", iri) if iri else None
    if match is None or not match.sure:
        return None
    if match.concept.iri != iri:
        notes.mapped(place, iri, match.concept.iri, match.reason)
    return match.concept


def _areas(word: str, place: str, home: Home, notes: Notes) -> list[Concept]:
    """The places that a text names: one, or every one of a list; none where a single name is unknown."""
    tidy = " ".join(word.split())
    code = notes.portal.correction("spatial", tidy)
    if concept := notes.vocabulary.find("place", code) if code else None:
        notes.mapped(place, tidy, concept.iri, "correction for this portal")
        return [concept]
    if match := _area(tidy, home, notes):
        notes.mapped(place, tidy, match.concept.iri, match.reason)
        return [match.concept]
    parts = [part for part in _LIST.split(word) if part]
    matches = [_area(part, home, notes) for part in parts] if 1 < len(parts) <= _MOST_NAMES else []
    if matches and all(match and match.sure for match in matches):
        found = [match for match in matches if match]
        for match in found:
            notes.mapped(place, match.word, match.concept.iri, match.reason)
        return [match.concept for match in found]
    notes.mapped(place, tidy, "", "")
    notes.unread(
        "unknown-place",
        place,
        tidy,
        "The area named is not one that we know, so it is shown as published.",
        "Use the official name of an area, or its code in the register of the Office for National Statistics.",
    )
    return []


def _area(word: str, home: Home, notes: Notes) -> Match | None:
    """The place that a word means. Leeds and Plymouth are in America too: only at a British portal is a bare
    name enough for a place smaller than a nation."""
    match = notes.vocabulary.match("place", word)
    if match is None or home.place is Place.BRITISH:
        return match
    code = match.concept.code
    nation = code[0] == "K" or code[1:3] == "92"
    return match if nation or match.how in (How.IRI, How.NOTATION) or _CODE.search(word) else None


def _as_place(concept: Concept) -> Location:
    return Location(iri=concept.iri, label=(Text(concept.label("en"), "en"),))


def _broken(text: str, reason: str, place: str, notes: Notes) -> None:
    notes.unread(
        "unreadable-geometry",
        place,
        text,
        f"This geometry cannot be read: {reason}.",
        "Give it as WKT or GeoJSON.",
    )


def _drawn(where: Location, place: str, home: Home, notes: Notes) -> Iterator[Placed]:
    """What an area's box, geometries and centre say."""
    said = (where.bbox, *where.geometry, where.centroid)
    for text in dict.fromkeys(typed.value for typed in said if typed and typed.value.strip()):
        try:
            shape = read_shape(text)
        except ShapeUnreadable as error:
            _broken(text, str(error), place, notes)
            continue
        if shape is None:
            _broken(text, "it is in no form that we know", place, notes)
        else:
            yield _placed(shape, text, place, home, notes)


def _placed(shape: Shape, text: str, place: str, home: Home, notes: Notes) -> Placed:
    placed = place_shape(shape, _bounds(home))
    for remark in placed.remarks:
        code, message, fix = _REMARKS[remark]
        notes.unread(code, place, text, message, fix)
    return placed


def _rest(where: Location, iri: str, names: tuple[Text, ...], shapes: list[Placed]) -> Location:
    """What is said of an area beside the places that it is: names, the first of its boxes, all of its geometries."""
    geometry = list(dict.fromkeys(one for shape in shapes for one in shape.geometry))
    centre = (
        geometry.pop() if where.centroid and geometry and geometry[-1].value.startswith("POINT") else None
    )
    return Location(
        iri=iri,
        key=where.key,
        extra=where.extra,
        label=names,
        bbox=next((shape.bbox for shape in shapes if shape.bbox), None),
        centroid=centre,
        geometry=tuple(geometry),
    )


def _bounds(home: Home) -> Bounds | None:
    if home.place is not Place.BRITISH:
        return None
    return _bounds_of(home.body.code if home.body else "", home.nation)


@lru_cache(maxsize=512)
def _bounds_of(body: str, nation: str) -> Bounds:
    """The boxes of a British publisher; a body that is no council is at home in its nation, else in the kingdom."""
    boxes = area_boxes()
    around = boxes.get(_NATIONS.get(nation, ""), boxes["K02000001"])
    return Bounds(
        nation=_box(around),
        area=_box(boxes[body]) if body in boxes else None,
        on_grid=nation not in ("", "Northern Ireland"),  # there the Irish Grid looks just the same
    )


def _box(edges: tuple[float, float, float, float]) -> Box:
    west, south, east, north = edges
    return Box(west=west, south=south, east=east, north=north)
