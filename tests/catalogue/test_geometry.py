"""Shapes as portals write them, and what their numbers mean."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_things import QUICK

from catalogue.space.geometry import Box, Shape, ShapeUnreadable, write_box
from catalogue.space.placing import LARGEST, Bounds, Placed, Remark, place_shape
from catalogue.space.shapes import LONGEST, read_shape
from vocab.namespaces import GEO

ENGLAND = Box(west=-6.5, south=49.8, east=1.85, north=55.9)
LEEDS = Bounds(nation=ENGLAND, area=Box(west=-2.2, south=53.4, east=-0.8, north=54.2))
BELFAST = Bounds(nation=Box(west=-8.25, south=54, east=-5.35, north=55.4), on_grid=False)
WANTED = "POLYGON((-1.8 53.7,-1.2 53.7,-1.2 53.9,-1.8 53.9,-1.8 53.7))"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
RING = [[-1.8, 53.7], [-1.2, 53.7], [-1.2, 53.9], [-1.8, 53.9], [-1.8, 53.7]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
TRIANGLE = {"type": "Polygon", "coordinates": [[[-1.8, 53.7], [-1.2, 53.7], [-1.2, 53.9], [-1.8, 53.7]]]}
GML = (
    '<gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>53.7 -1.8</gml:lowerCorner>'
    "<gml:upperCorner>53.9 -1.2</gml:upperCorner></gml:Envelope>"
)


def placed(text: str, bounds: Bounds | None = None) -> Placed:
    """A text's shape, placed."""
    shape = read_shape(text)
    assert shape is not None
    return place_shape(shape, bounds)


def box_of(text: str, bounds: Bounds | None = None) -> tuple[str, list[Remark]]:
    """A text's box as WKT ("" for none), with what was noticed."""
    found = placed(text, bounds)
    return found.bbox.value if found.bbox else "", list(found.remarks)


@pytest.mark.parametrize(
    "text",
    [
        "-1.8,53.7,-1.2,53.9",
        " -1.8, 53.7, -1.2, 53.9 ",
        "-1.8 53.7 -1.2 53.9",
        "[-1.8, 53.7, -1.2, 53.9]",
        "[[-1.8, 53.7], [-1.2, 53.9]]",
        "-1.2,53.9,-1.8,53.7",
        "BOX(-1.8 53.7,-1.2 53.9)",
        "ENVELOPE(-1.8,-1.2,53.9,53.7)",
        "POLYGON((-1.8 53.7,-1.2 53.7,-1.2 53.9,-1.8 53.9,-1.8 53.7))",
        "Polygon ((-1.8 53.7, -1.8 53.9, -1.2 53.9, -1.2 53.7, -1.8 53.7))",
        f"<{EPSG}4326> POLYGON((53.7 -1.8,53.9 -1.8,53.9 -1.2,53.7 -1.2,53.7 -1.8))",
        "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POLYGON((-1.8 53.7,-1.2 53.7,-1.2 53.9,-1.8 53.9,-1.8 53.7))",
        "SRID=4326;POLYGON((53.7 -1.8,53.9 -1.8,53.9 -1.2,53.7 -1.2,53.7 -1.8))",
        json.dumps(POLYGON),
        json.dumps(TRIANGLE),
        json.dumps({"type": "polygon", "coordinates": [RING]}),
        json.dumps({"type": "Feature", "geometry": POLYGON, "properties": {}}),
        json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POLYGON}]}),
        json.dumps({"type": "MultiPolygon", "coordinates": [[RING]]}),
        json.dumps({"type": "envelope", "coordinates": [[-1.8, 53.9], [-1.2, 53.7]]}),
        json.dumps(
            {"xmin": -1.8, "ymin": 53.7, "xmax": -1.2, "ymax": 53.9, "spatialReference": {"wkid": 4326}}
        ),
        GML,
    ],
)
def test_a_box_is_read_however_it_is_written(text: str) -> None:
    assert box_of(text, LEEDS) == (WANTED, [])


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("53.7,-1.8,53.9,-1.2", Remark.SWAPPED),
        ("-1.8,-1.2,53.7,53.9", Remark.SWAPPED),
        ("POLYGON((53.7 -1.8,53.9 -1.8,53.9 -1.2,53.7 -1.2,53.7 -1.8))", Remark.SWAPPED),
        ("1.2,53.7,1.8,53.9", Remark.MIRRORED),
    ],
)
def test_numbers_are_put_right_where_only_that_lies_at_home(text: str, remark: Remark) -> None:
    assert box_of(text, LEEDS) == (WANTED, [remark])


@pytest.mark.parametrize("text", ["53.7,-1.8,53.9,-1.2", "-1.8,-1.2,53.7,53.9", "1.2,53.7,1.8,53.9"])
def test_elsewhere_nothing_is_put_right(text: str) -> None:
    assert box_of(text)[1] == [] and box_of(text)[0] not in ("", WANTED)


def test_a_latitude_beyond_ninety_was_a_longitude() -> None:
    assert box_of("40,-105,41,-104")[1] == [Remark.SWAPPED]


def test_a_longitude_stays_east_where_the_publisher_may_mean_it() -> None:
    """Norfolk lies east of Greenwich."""
    whole = Bounds(nation=ENGLAND)
    assert box_of("1.2,52.5,1.6,52.8", whole)[1] == []


@pytest.mark.parametrize(
    "text",
    [
        "415000,427000,445000,447000",
        f"<{EPSG}27700> POLYGON((415000 427000,445000 427000,445000 447000,415000 447000,415000 427000))",
        json.dumps(
            {
                "xmin": 415000,
                "ymin": 427000,
                "xmax": 445000,
                "ymax": 447000,
                "spatialReference": {"wkid": 27700},
            }
        ),
    ],
)
def test_metres_of_the_national_grid_become_degrees(text: str) -> None:
    """The corner of 415000 427000 is at 53.7394 north and 1.7741 west, as Ordnance Survey reckons it."""
    (bbox, _) = box_of(text, LEEDS)
    assert bbox.startswith("POLYGON((-1.774") and " 53.737" in bbox


def test_metres_of_web_mercator_become_degrees() -> None:
    extent = {"xmin": -200375.083, "ymin": 7120000, "xmax": -133583.389, "ymax": 7150000}
    stated = json.dumps({**extent, "spatialReference": {"wkid": 102100, "latestWkid": 3857}})
    bare = ",".join(str(edge) for edge in extent.values())

    assert box_of(stated) == box_of(stated, LEEDS)
    assert box_of(bare, LEEDS) == (box_of(stated)[0], [Remark.MERCATOR])
    assert box_of(stated)[0].startswith("POLYGON((-1.8 53.7")


@pytest.mark.parametrize("bounds", [None, BELFAST])
def test_bare_metres_stay_unread_where_the_grid_may_be_another(bounds: Bounds | None) -> None:
    assert box_of("330000,370000,340000,380000", bounds) == ("", [Remark.OFF_GLOBE])


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("-180,-90,180,90", Remark.WORLD),
        ("-180,-85.05,180,85.05", Remark.WORLD),
        ("179.5674,-85.0883,-179.5674,85.0883", Remark.WORLD),
        ("0,0,0,0", Remark.NOWHERE),
        ("500,600,700,800", Remark.OFF_GLOBE),
        (f"<{EPSG}2154> POINT(1 2)", Remark.UNKNOWN_SYSTEM),
    ],
)
def test_what_says_nothing_is_left_out_and_noticed(text: str, remark: Remark) -> None:
    assert placed(text, LEEDS) == Placed(remarks=(remark,))


def test_a_box_far_from_home_is_kept_and_noticed() -> None:
    bbox, remarks = box_of("-93,46,-91,48", LEEDS)
    assert bbox.startswith("POLYGON((-93 46") and remarks == [Remark.FAR]


def test_a_box_across_the_180th_meridian_is_the_two_at_its_sides() -> None:
    assert box_of("177,-40,-176,-30")[0] == (
        "MULTIPOLYGON(((177 -40,180 -40,180 -30,177 -30,177 -40)),((-180 -40,-176 -40,-176 -30,-180 -30,-180 -40)))"
    )


def test_a_box_without_extent_is_a_point() -> None:
    found = placed("-1.5,53.8,-1.5,53.8")
    assert found.bbox is None
    assert [one.value for one in found.geometry] == ["POINT(-1.5 53.8)"]


def test_geojson_is_kept_as_published_with_the_box_about_it() -> None:
    text = json.dumps(TRIANGLE)
    found = placed(text, LEEDS)

    assert [(one.value, one.datatype) for one in found.geometry] == [(text, GEO.geoJSONLiteral)]
    assert found.bbox is not None and found.bbox.value == WANTED


def test_geojson_that_had_to_be_turned_is_written_anew() -> None:
    turned = {"type": "Polygon", "coordinates": [[[y, x] for x, y in TRIANGLE["coordinates"][0]]]}
    found = placed(json.dumps(turned), LEEDS)

    assert [(one.value, one.datatype) for one in found.geometry] == [
        ("POLYGON ((-1.8 53.7, -1.2 53.7, -1.2 53.9, -1.8 53.7))", GEO.wktLiteral)
    ]


def test_of_a_large_geometry_only_its_box_is_kept() -> None:
    ring = ",".join(f"{-1.8 + count / 1e6} 53.8" for count in range(4000))
    found = placed(f"POLYGON((-1.8 53.7,{ring},-1.8 53.7))", LEEDS)

    assert len(ring) > LARGEST
    assert found.geometry == () and found.bbox is not None and Remark.LARGE in found.remarks


def test_lines_that_cross_are_noticed() -> None:
    crossed = "POLYGON((-1.8 53.7,-1.2 53.9,-1.2 53.7,-1.7 53.9,-1.8 53.7))"
    assert placed(crossed, LEEDS).remarks == (Remark.INVALID,)


@pytest.mark.parametrize(
    "text",
    ["Leeds", "10 Downing Street", "Box (Wiltshire)", "2019 2020", "12", "", "1,2,3", "Polygon Road", "51.5"],
)
def test_a_name_is_no_shape(text: str) -> None:
    assert read_shape(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "POLYGON((1 2",
        "POLYGON((0 0,1 1))",
        '{"type":"x"}',
        '{"type":"Polygon","coordinates":[]}',
        '{"type":"Polygon","coordinates":[[["a","b"]]]}',
        '{"type":"Feature","geometry":null}',
        '{"xmin":"NaN","ymin":1,"xmax":2,"ymax":3}',
        "GEOMETRYCOLLECTION(" * 5000,
        '{"a":' * 5000,
        "POLYGON((" + "1 2," * (LONGEST // 4),
        "<http://x.example/> nothing",
    ],
)
def test_a_broken_shape_says_why(text: str) -> None:
    with pytest.raises(ShapeUnreadable, match=r"\w"):
        read_shape(text)


longitudes = st.floats(-180, 180).map(lambda edge: round(edge, 6))
latitudes = st.floats(-90, 90).map(lambda edge: round(edge, 6))
boxes = st.builds(
    lambda x, y: Box(west=min(x), south=min(y), east=max(x), north=max(y)),
    st.tuples(longitudes, longitudes),
    st.tuples(latitudes, latitudes),
)


@QUICK
@given(boxes)
def test_a_box_survives_being_written_and_read(box: Box) -> None:
    found = read_shape(write_box(box))
    assert found is not None
    assert [round(edge, 6) for edge in (found.box.west, found.box.south, found.box.east, found.box.north)] == [
        box.west, box.south, box.east, box.north,
    ]  # fmt: skip


@QUICK
@given(boxes)
def test_the_order_of_the_corners_does_not_matter(box: Box) -> None:
    if box.east - box.west > 180:
        return
    corners = ((box.west, box.south), (box.east, box.north), (box.west, box.north), (box.east, box.south))
    written = [
        f"{first[0]!r},{first[1]!r},{last[0]!r},{last[1]!r}"
        for first, last in (corners[:2], corners[1::-1], corners[2:], corners[:1:-1])
    ]
    assert len({placed(text) for text in written}) == 1


@QUICK
@given(
    st.text(max_size=60)
    | st.from_regex(r"(POLYGON|POINT|BOX|ENVELOPE)?[(\[{]{0,3}[-0-9., ]{0,40}[)\]}]{0,3}")
)
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        shape = read_shape(text)
    except ShapeUnreadable:
        return
    assert shape is None or isinstance(place_shape(shape, LEEDS), Placed)


@QUICK
@given(
    st.recursive(
        st.none() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=4),
        max_leaves=12,
    )
)
def test_no_coordinates_break_the_reader(coordinates: object) -> None:
    for kind in ("Point", "Polygon", "MultiPolygon", "GeometryCollection"):
        try:
            shape = read_shape(json.dumps({"type": kind, "coordinates": coordinates}))
        except ShapeUnreadable:
            continue
        assert isinstance(shape, Shape)
