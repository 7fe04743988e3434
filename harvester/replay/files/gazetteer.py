"""The invented gazetteer: the places, areas, streets and properties that the bundled portals' files speak of."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one body serves. `county` is "" where no county council serves as well; `letters` begin its references."""

    place: str
    title: str
    nation: str
    council: str
    county: str
    postcode_district: str
    letters: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A ward, or an LSOA (a data zone in Scotland) in the ward it lies in, or the MSOA of a place."""

    code: str
    level: str
    name: str
    place: str
    within: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """A street; all of it has one postcode, ward and LSOA. Easting and northing are its middle, `length` is metres."""

    usrn: str
    name: str
    place: str
    postcode: str
    ward: str
    lsoa: str
    easting: int
    northing: int
    length: int
    road_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """An address. `number` is 1, 2, 3 … through the whole gazetteer; other codes of the premises are made of it."""

    uprn: str
    number: int
    place: str
    usrn: str
    door: str
    name: str
    use: str
    latitude: str
    longitude: str
    easting: int
    northing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """All of it, by code; each in the order of its file."""

    places: Mapping[str, Place]
    areas: Mapping[str, Area]
    streets: Mapping[str, Street]
    properties: Mapping[str, Property]


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer that comes with the product."""
    return Gazetteer(
        places={row["place"]: Place(**row) for row in rows_of("gazetteer/places.csv")},
        areas={row["code"]: Area(**row) for row in rows_of("gazetteer/areas.csv")},
        streets={row["usrn"]: _street(row) for row in rows_of("gazetteer/streets.csv")},
        properties={row["uprn"]: _property(row) for row in rows_of("gazetteer/properties.csv")},
    )


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of this package."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _street(row: dict[str, str]) -> Street:
    numbers: Any = {name: int(row[name]) for name in ("easting", "northing", "length")}
    return Street(**row | numbers)


def _property(row: dict[str, str]) -> Property:
    numbers: Any = {name: int(row[name]) for name in ("easting", "northing", "number")}
    return Property(**row | numbers)
