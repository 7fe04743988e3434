"""Geometries of an answer on a map of our own: what is read, where it lies, and what is left out."""

from __future__ import annotations

import re

import pytest
from lxml import html
from starlette.testclient import TestClient

from web.geometries import MOST_PLACES, Part, Place, read_parts, read_places
from web.pages.outline_map import WIDTH, draw_map

WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
GEOJSON = "http://www.opengis.net/ont/geosparql#geoJSONLiteral"
LEEDS = "POLYGON((-1.8 53.7,-1.3 53.7,-1.3 53.95,-1.8 53.95,-1.8 53.7))"


def row(value: str, datatype: str = "", name: str = "") -> dict[str, dict[str, str]]:
    """A row with a geometry and perhaps a name."""
    typed = {"datatype": datatype} if datatype else {}
    named = {"name": {"type": "literal", "value": name}} if name else {}
    return {"where": {"type": "literal", "value": value, **typed}, **named}


@pytest.mark.parametrize(
    ("text", "points", "closed"),
    [
        ("POINT(-1.5 53.8)", 1, False),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(-1.5 53.8)", 1, False),
        ("LINESTRING(-1.5 53.8, -1.4 53.9, -1.2 53.7)", 3, False),
        (LEEDS, 5, True),
        ("POLYGON((-1 53, 0 53, -0.5 54, -1 53))", 4, True),
        ('{"type": "Point", "coordinates": [-1.5, 53.8]}', 1, False),
        ('{"type": "Polygon", "coordinates": [[[-1, 53], [0, 53], [-0.5, 54], [-1, 53]]]}', 4, True),
    ],
)
def test_a_geometry_is_read_as_points_of_longitude_and_latitude(text: str, points: int, closed: bool) -> None:
    (part,) = read_parts(text)
    assert (len(part.points), part.closed) == (points, closed)
    assert all(-2 <= x <= 0 and 53 <= y <= 54 for x, y in part.points)


def test_each_part_of_a_collection_is_read() -> None:
    parts = read_parts("MULTIPOLYGON(((-1 53,0 53,-0.5 54,-1 53)),((1 52,2 52,1.5 53,1 52)))")
    assert len(parts) == 2


@pytest.mark.parametrize(
    "text",
    ["", "POINT", "POINT(", "POLYGON((" * 5000, '{"type": "Point"}', '{"type": "Polygon", "coordinates": 7}',
     "POINT(500 900)", "POINT(nan nan)", "POINT(0 0)", "MULTI", "BOX of books", "\ud800POINT(1 2)"],
)  # fmt: skip
def test_what_is_no_place_on_the_globe_is_left_out(text: str) -> None:
    assert read_parts(text) == ()


def test_places_are_named_by_the_first_text_of_their_row() -> None:
    rows = [row(LEEDS, WKT, "Leeds"), {"name": {"type": "literal", "value": "no place"}}, row("POINT(-1 53)")]
    found = read_places(["where", "name"], rows)
    assert [(place.row, place.name) for place in found] == [(0, "Leeds"), (2, "")]
    only_typed = {"where": {"type": "uri", "value": "POINT(1 2)"}}
    assert read_places(["where"], [only_typed]) == ()


def test_no_more_places_are_read_than_can_be_told_apart() -> None:
    assert len(read_places(["where"], [row("POINT(-1 53)")] * (MOST_PLACES + 50))) == MOST_PLACES


def coordinates(path: str) -> list[tuple[float, float]]:
    """The points of a path of straight lines."""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", path)]


def test_north_is_up_east_is_right_and_all_of_it_is_seen() -> None:
    drawn = draw_map(
        [
            Place(row=0, name="south-west", parts=(Part(points=((-5.0, 50.0),)),)),
            Place(row=1, name="north-east", parts=(Part(points=((1.0, 58.0),)),)),
        ]
    )
    assert drawn
    (low,), (high,) = (coordinates(mark.path) for mark in drawn.marks)
    assert low[0] < high[0]
    assert low[1] > high[1]
    assert all(0 <= x <= WIDTH and 0 <= y <= drawn.height for x, y in (low, high))
    assert "2 places: south-west, north-east" in drawn.told


def test_coasts_are_where_the_map_is_and_no_others() -> None:
    leeds = Place(row=0, name="", parts=read_parts(LEEDS))
    far = Place(row=0, name="", parts=(Part(points=((150.0, -33.0),)),))
    here, there = draw_map([leeds]), draw_map([far])
    assert here
    assert there
    assert here.coasts.count("M") == 1  # wholly within Great Britain
    assert there.coasts == ""


def test_the_largest_lies_below_the_others() -> None:
    point = Place(row=0, name="point", parts=(Part(points=((-1.5, 53.8),)),))
    area = Place(row=1, name="area", parts=read_parts(LEEDS))
    drawn = draw_map([point, area])
    assert drawn
    assert [mark.name for mark in drawn.marks] == ["area", "point"]


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw_map(read_places(["where"], [row("Leeds")])) is None


@pytest.mark.parametrize("place", [f'"{LEEDS}"^^<{WKT}>', f'"{LEEDS}"', "'POINT(-1 53)'"])
def test_the_page_of_an_answer_with_geometries_has_a_map_beside_its_table(
    client: TestClient, place: str
) -> None:
    query = f"SELECT ?name ?where {{ VALUES (?name ?where) {{ ('<b>Leeds</b>' {place}) }} }}"
    page = html.fromstring(
        client.get("/sparql", params={"query": query}, headers={"accept": "text/html"}).text
    )
    (svg,) = page.xpath("//main//svg")
    assert "<b>Leeds</b>" in svg.get("aria-label")
    assert page.xpath("//main//tbody/tr/td")[0].text_content() == "<b>Leeds</b>"
    without = client.get(
        "/sparql", params={"query": "SELECT ('x' AS ?y) {}"}, headers={"accept": "text/html"}
    )
    assert not html.fromstring(without.text).xpath("//main//svg")
