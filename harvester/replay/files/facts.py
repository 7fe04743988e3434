"""What the gazetteer knows of the subject of a row, by the names that `columns.csv` uses."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.space.systems import BRITISH_GRID, to_degrees
from harvester.replay.files.gazetteer import Area, Gazetteer, Property, Street
from harvester.replay.files.subjects import Subject

_MONTHS = 18
_FIRST = (2023, 4)


def facts_of(subject: Subject, gazetteer: Gazetteer) -> Mapping[str, str]:
    """The facts of where a row is, and the month that its number falls in."""
    spot = subject.spot
    when = _when(subject.n)
    if isinstance(spot, Property):
        there = _of_street(gazetteer.streets[spot.usrn], gazetteer) | _of_property(spot, gazetteer)
        return when | there | _as_software_has_it(there)
    if isinstance(spot, Street):
        point = _of_point(spot, subject.aside)
        return when | _of_street(spot, gazetteer) | point | _as_software_has_it(point)
    return when if spot is None else when | _of_area(spot, gazetteer)


def _of_property(one: Property, gazetteer: Gazetteer) -> dict[str, str]:
    street, town = gazetteer.streets[one.usrn], gazetteer.places[one.place].title
    flat = f"{one.name}, " if one.use == "flat" else ""
    address = f"{flat}{one.door} {street.name}"
    return {
        "uprn": one.uprn,
        "number": str(one.number),
        "name": one.name or address,
        "use": one.use,
        "address": address,
        "full_address": f"{address}, {town}, {street.postcode}",
        "latitude": one.latitude,
        "longitude": one.longitude,
        "easting": str(one.easting),
        "northing": str(one.northing),
    }


def _of_street(street: Street, gazetteer: Gazetteer) -> dict[str, str]:
    lsoa, place = gazetteer.areas[street.lsoa], gazetteer.places[street.place]
    return {
        "usrn": street.usrn,
        "street": street.name,
        "name": street.name,
        "town": place.title,
        "council": place.council,
        "postcode": street.postcode,
        "outcode": street.postcode.partition(" ")[0],
        "ward": street.ward,
        "ward_name": gazetteer.areas[street.ward].name,
        "lsoa": street.lsoa,
        "lsoa_name": lsoa.name,
        "msoa": lsoa.within,
        "length": str(street.length),
        "road_class": street.road_class,
    }


def _of_point(street: Street, aside: tuple[int, int]) -> dict[str, str]:
    easting, northing = street.easting + aside[0], street.northing + aside[1]
    longitude, latitude = to_degrees(BRITISH_GRID)(easting, northing)
    return {
        "easting": str(easting),
        "northing": str(northing),
        "latitude": f"{latitude:.6f}",
        "longitude": f"{longitude:.6f}",
    }


def _as_software_has_it(point: Mapping[str, str]) -> dict[str, str]:
    """A point as Opendatasoft writes it, latitude first, and as Socrata does."""
    longitude, latitude = point["longitude"], point["latitude"]
    return {"pair": f"{latitude}, {longitude}", "wkt": f"POINT ({longitude} {latitude})"}


def _of_area(area: Area, gazetteer: Gazetteer) -> dict[str, str]:
    place = gazetteer.places[area.place]
    by_level = {area.level: area.code, f"{area.level}_name": area.name}
    return by_level | {
        "code": area.code,
        "area_name": area.name,
        "town": place.title,
        "council": place.council,
    }


def _when(n: int) -> dict[str, str]:
    years, month = divmod(_FIRST[1] - 1 + n % _MONTHS, 12)
    year, month = _FIRST[0] + years, month + 1
    start = year if month >= 4 else year - 1
    return {
        "month": f"{year}-{month:02}",
        "quarter": f"{year} Q{(month + 2) // 3}",
        "financial_year": f"{start}/{(start + 1) % 100:02}",
    }
