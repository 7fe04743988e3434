"""Where and when an ISO record's data holds (ISO 19115:2003 B.3.1; GEMINI 7 and 11 to 18).

| model | record |
|---|---|
| spatial | `EX_GeographicBoundingBox` in degrees, `EX_BoundingPolygon` as GML |
| … by name | `EX_GeographicDescription` (code or address), an extent's `description`, keywords of the type `place` |
| temporal | `EX_TemporalExtent`: a `TimePeriod`'s two ends, a `TimeInstant` |
| spatial_resolution_in_meters | the finest `distance` whose unit is a length |
| conforms_to | the reference systems, as EPSG addresses where the code says so |
| extra | `EX_VerticalExtent`, the denominators of `equivalentScale` |
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue.model import Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from catalogue.writing import literal
from harvester.drafting.iso_words import Tongues, code, plain
from harvester.formats import native
from harvester.formats.elements import address_of, attribute, each, every, name_of, one, text_of, word_of
from harvester.formats.xml import Element, canonical
from vocab.namespaces import GEO, STOOK, XSD

_EDGES = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
_EPSG = re.compile(
    r"EPSG(?: code)?[\s:/#]{0,4}(?:\d{1,2}(?:\.\d{1,3}){0,2}[:/])?(\d{4,5})(?!\d)", re.IGNORECASE
)
_METRES = {"m": "1", "metre": "1", "meter": "1", "km": "1000", "kilometre": "1000", "kilometer": "1000"}
_SMALL = {
    "cm": "0.01",
    "centimetre": "0.01",
    "mm": "0.001",
    "ft": "0.3048",
    "foot": "0.3048",
    "feet": "0.3048",
}
_LONGEST = 100_000  # characters of a polygon that are kept


def places_of(about: Element, tongues: Tongues) -> tuple[Location, ...]:
    """The areas of an identification, each said once."""
    found: dict[Location, None] = {}
    for extent in each(about, "extent/EX_Extent"):
        found |= dict.fromkeys(_places(extent, tongues))
    for keywords in each(about, "descriptiveKeywords/MD_Keywords"):
        if code(one(keywords, "type")) == "place":
            names = (place for said in each(keywords, "keyword") for place in _named(said, tongues))
            found |= dict.fromkeys(names)
    return tuple(found)


def periods_of(about: Element) -> tuple[PeriodOfTime, ...]:
    """The periods of an identification, each said once."""
    held = (inner for extent in every(about, "EX_TemporalExtent") for inner in each(extent, "extent/*"))
    found = (_period(inner) for inner in held)
    return tuple(dict.fromkeys(period for period in found if period != PeriodOfTime()))


def resolution_of(about: Element) -> Typed | None:
    """The finest resolution in metres; None where none is a length."""
    found = [
        metres
        for distance in each(about, "spatialResolution/MD_Resolution/distance/*")
        if (metres := _metres(text_of(distance), attribute(distance, "uom"))) is not None
    ]
    return Typed(f"{min(found):.10g}", XSD.decimal) if found else None


def systems_of(root: Element) -> Iterator[Term]:
    """The reference systems of a record."""
    for said in each(root, "referenceSystemInfo/MD_ReferenceSystem/referenceSystemIdentifier/*"):
        space, named, link = plain(said, "codeSpace"), plain(said, "code"), address_of(one(said, "code"))
        number = (
            _EPSG.search(f"{space}:{named}") or _EPSG.search(link) or _EPSG.search(plain(said, "description"))
        )
        if number:
            yield Term(f"http://www.opengis.net/def/crs/EPSG/0/{number.group(1)}")
        elif link or named:
            yield Term(link or named)


def measures_of(about: Element) -> Iterator[tuple[str, str, str]]:
    """Heights and scales, for which DCAT has no property, as statements of a thing's `extra`."""
    for scale in every(about, "equivalentScale"):
        if (denominator := word_of(scale, "MD_RepresentativeFraction/denominator")).isdecimal():
            yield "", f"<{STOOK.scaleDenominator}>", literal(denominator, datatype=XSD.integer)
    for height in every(about, "EX_VerticalExtent"):
        ends = (word_of(height, "minimumValue"), word_of(height, "maximumValue"))
        if all(ends):
            yield "", f"<{STOOK.verticalExtent}>", literal(" – ".join(ends) + _unit(height))


def _places(extent: Element, tongues: Tongues) -> Iterator[Location]:
    """An extent's description is a name only where there is an area; beside a period it tells of the time."""
    for said in each(extent, "geographicElement/*"):
        match name_of(said):
            case "EX_GeographicBoundingBox":
                edges = [word_of(said, edge) for edge in _EDGES]
                if box := native.box(*edges):
                    yield Location(bbox=box)
                elif any(edges):
                    yield Location(bbox=Typed(", ".join(edges)))
            case "EX_BoundingPolygon":
                yield from _drawn(said)
            case "EX_GeographicDescription":
                for identifier in each(said, "geographicIdentifier/*"):
                    yield from _named(one(identifier, "code"), tongues)
    if one(extent, "geographicElement/*") is not None and (label := tongues.texts(extent, "description")):
        yield Location(label=label)


def _drawn(said: Element) -> Iterator[Location]:
    for shape in each(said, "polygon/*"):
        gml = canonical(shape).decode()
        if len(gml) <= _LONGEST:
            yield Location(geometry=(Typed(gml, GEO.gmlLiteral),))


def _named(said: Element | None, tongues: Tongues) -> Iterator[Location]:
    """A place by its code or name, or by the address that its anchor gives."""
    link = address_of(said)
    label = () if said is None else tuple(tongues.of(said))
    if link or label:
        yield Location(iri=link, label=label)


def _period(said: Element) -> PeriodOfTime:
    if name_of(said) == "TimePeriod":
        start = _end(said, "beginPosition", "begin")
        end = _end(said, "endPosition", "end")
        return PeriodOfTime(start_date=start, end_date=end)
    if name_of(said) == "TimeInstant":
        moment = native.date(word_of(said, "timePosition"))
        return PeriodOfTime(start_date=moment, end_date=moment)
    label = text_of(said)
    return PeriodOfTime(label=(Text(label),)) if label else PeriodOfTime()


def _end(period: Element, position: str, moment: str) -> Typed | None:
    """One end of a period; `indeterminatePosition` (now, unknown, after …) leaves it open."""
    return native.date(word_of(period, position) or word_of(period, f"{moment}/TimeInstant/timePosition"))


def _metres(said: str, unit: str) -> float | None:
    name = re.split(r"[#/:]", unit.strip().lower())[-1].removesuffix("s").strip()
    factor = _METRES.get(name) or _SMALL.get(name) or ("1" if name == "9001" else None)
    try:
        metres = float(said) * float(factor) if factor else 0.0
    except ValueError:
        return None
    return metres if 0 < metres < 1e9 else None


def _unit(height: Element) -> str:
    """The name of the system that heights are counted in, in brackets."""
    named = [text_of(said) for said in every(height, "name")]
    links = [address_of(said) for said in each(height, "verticalCRS")]
    found = next((one for one in (*named, *links) if one), "")
    return f" ({found})" if found else ""
