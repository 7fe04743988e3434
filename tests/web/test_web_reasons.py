"""Reasons and areas, said to people."""

from __future__ import annotations

import pytest

from catalogue.model import Location
from catalogue.values import Text, Typed
from vocab import How, load_vocabulary
from web.areas import say_area
from web.reasons import say_reason

WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
GEOJSON = "http://www.opengis.net/ont/geosparql#geoJSONLiteral"


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("hidden label “OGL3”", "a known spelling, “OGL3”"),
        ("notation “CSV”", "its code, “CSV”"),
        ("preferred label “Energy”; likely", "its name, “Energy”; usually meant, not certainly"),
        ("rule: a file name, then “CSV”", "a file name, “CSV”"),
        ("rule: words, then “a”, then “b”", "words, then “a”, “b”"),
        (
            "name: alternative label “Moray Council”",
            "the publisher's name: another name of it, “Moray Council”",
        ),
        (
            "the contact's mailbox: its web domain, leeds.gov.uk",
            "the contact's e-mail address: its web domain, leeds.gov.uk",
        ),
        ("portal default", "the body whose portal it is"),
        ("read as a date", "read as a date"),
        ("something new", "something new"),
        ("", ""),
    ],
)
def test_a_reason_is_said_in_plain_words(how: str, said: str) -> None:
    assert say_reason(how) == said


@pytest.mark.parametrize("how", How)
def test_no_way_of_matching_is_shown_by_its_technical_name(how: How) -> None:
    assert "label" not in say_reason(f"{how.value} “x”")


def test_the_reasons_of_the_vocabularies_are_all_translated() -> None:
    vocabulary = load_vocabulary()
    for scheme, word in (("licence", "OGL3"), ("file-type", ".xlsx (zip)"), ("frequency", "Every 3 months")):
        match = vocabulary.match(scheme, word)
        assert match and say_reason(match.reason) != match.reason


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("POLYGON((-3.69 57.44,-2.7587 57.44,-2.7587 57.7286,-3.69 57.7286,-3.69 57.44))",
         "57.44° N, 3.69° W to 57.73° N, 2.76° W"),
        ("POINT(-89.3795 43.0723)", "43.07° N, 89.38° W"),
        ("POINT Z (1.5 -2 312.7)", "2° S, 1.5° E"),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(0 51.5)", "51.5° N, 0°"),
        ('{"type": "Point", "coordinates": [-1.35, 53.0]}', "53° N, 1.35° W"),
        ('{"type": "LineString", "coordinates": [[1, 2, 900], [3, 4, 900]]}', "2° N, 1° E to 4° N, 3° E"),
    ],
)  # fmt: skip
def test_an_area_is_said_by_its_corners(value: str, said: str) -> None:
    shape = Typed(value, GEOJSON if value.startswith("{") else WKT)
    assert say_area(Location(geometry=(shape,))).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    "value",
    [
        "POINT(400000 300000)",
        "somewhere",
        "",
        "MULTIPOLYGON(((179 -17,180 -17,180 -16,179 -17)),((-180 -17,-179 -17,-179 -16,-180 -17)))",
    ],
)
def test_what_is_no_place_in_degrees_or_goes_around_the_globe_is_not_said(value: str) -> None:
    assert say_area(Location(label=(Text("Fiji"),), bbox=Typed(value, WKT))) == ""
