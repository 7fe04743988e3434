"""Where and when: settled to places, geometries and dates, or kept as they were published."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from small_spider import record_of, small_spider

from catalogue.entry import Entry
from catalogue.finding import Finding
from catalogue.model import Dataset, Location, PeriodOfTime
from catalogue.reading import Triples, read_thing
from catalogue.values import Text, Typed
from catalogue.writing import write_graph
from harvester.record import Draft
from harvester.settle import settle
from vocab import load_vocabulary
from vocab.namespaces import GEO, XSD
from vocab.places import AREA

VOCABULARY = load_vocabulary()
LEEDS = "E08000035"
BOX = "POLYGON((-1.8 53.7,-1.2 53.7,-1.2 53.9,-1.8 53.9,-1.8 53.7))"
ABROAD = {"address": "https://data.city.gov", "body": ""}


def settled(*, home: dict[str, Any] | None = None, **said: Any) -> tuple[Entry, list[Finding]]:
    """A dataset with a title and what else is said of it, settled at Leeds unless at another home."""
    facts = {"address": "https://data.leeds.gov.uk", "body": LEEDS, "title": ""} | (home or {})
    portal = replace(small_spider().portal, **facts)
    dataset = Dataset(title=(Text("Bins"),), **said)
    return settle(Draft(dataset=dataset), record_of("a", "Bins"), portal, VOCABULARY)


def named(*names: str) -> tuple[Location, ...]:
    """Locations of which only a name is said."""
    return tuple(Location(label=(Text(name),)) for name in names)


def codes(names: list[str], **more: Any) -> list[str]:
    """The codes of the places that some names become; of what stays a name, the name."""
    entry, _ = settled(spatial=named(*names), **more)
    return [
        where.iri.removeprefix(AREA) or (where.label[0].value if where.label else "?")
        for where in entry.dataset.spatial
    ]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Leeds", LEEDS),
        ("leeds city council", LEEDS),
        (LEEDS, LEEDS),
        (AREA + LEEDS, LEEDS),
        ("E05001234", "E05001234"),
        ("Cymru", "W92000004"),
        ("111100: United Kingdom (England, Scotland, Wales, Northern Ireland)", "K02000001"),
    ],
)
def test_a_place_becomes_the_areas_own_iri_and_official_name(word: str, code: str) -> None:
    entry, findings = settled(spatial=named(word))
    (where,) = entry.dataset.spatial
    concept = VOCABULARY.find("place", code)

    assert concept is not None and where == Location(iri=AREA + code, label=(Text(concept.label(), "en"),))
    assert [(one.property, one.word, one.iri) for one in entry.mappings][:1] == [
        ("spatial", word, AREA + code)
    ]
    assert findings == []


def test_a_place_that_nobody_knows_stays_a_label() -> None:
    entry, findings = settled(spatial=named("Behind the gasworks"))
    assert [where.label[0].value for where in entry.dataset.spatial] == ["Behind the gasworks"]
    assert [(one.code, one.severity.value) for one in findings] == [("unknown-place", "info")]
    assert [(one.word, one.iri) for one in entry.mappings if one.property == "spatial"] == [
        ("Behind the gasworks", "")
    ]


def test_a_correction_says_what_a_name_means_on_one_portal() -> None:
    meant = {"settings": {"corrections": {"spatial": {"our patch": LEEDS, "ward 7": "E05001234", "all": ""}}}}
    assert codes(["Our patch", "Ward 7", "ALL"], home=meant) == [LEEDS, "E05001234"]


def test_a_list_of_places_is_each_of_them_and_a_doubtful_one_stays_whole() -> None:
    assert codes(["Leeds; Bradford, Wakefield"]) == [LEEDS, "E08000032", "E08000036"]
    assert codes(["Leeds, Gotham"]) == ["Leeds, Gotham"]


def test_places_said_twice_stand_once() -> None:
    assert codes(["Leeds", "Leeds City Council", "leeds"]) == [LEEDS]


def test_a_bare_name_is_a_british_place_at_british_portals_only() -> None:
    assert codes(["Plymouth", "Lancaster"]) == ["E06000026", "E07000121"]
    assert codes(["Plymouth", "Scotland", LEEDS], home=ABROAD) == ["Plymouth", "S92000003", LEEDS]


@pytest.mark.parametrize("word", ["", "unknown", "N/A", "null"])
def test_a_word_that_says_nothing_is_no_place(word: str) -> None:
    entry, findings = settled(spatial=named(word))
    assert (entry.dataset.spatial, findings) == ((), [])


@pytest.mark.parametrize(
    ("where", "code"),
    [
        (Location(label=(Text("-1.8,53.7,-1.2,53.9"),)), None),
        (Location(bbox=Typed("-1.8,53.7,-1.2,53.9")), None),
        (Location(bbox=Typed(BOX, GEO.wktLiteral)), None),
        (Location(bbox=Typed("53.7,-1.8,53.9,-1.2")), "swapped-axes"),
        (Location(bbox=Typed("1.2,53.7,1.8,53.9")), "lost-sign"),
    ],
)
def test_a_box_is_checked_against_the_publishers_home(where: Location, code: str | None) -> None:
    entry, findings = settled(spatial=(where,))
    assert entry.dataset.spatial == (Location(bbox=Typed(BOX, GEO.wktLiteral)),)
    assert [one.code for one in findings] == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-180,-90,180,90", "whole-world"),
        ("0,0,0,0", "null-island"),
        ("POLYGON((1 2", "unreadable-geometry"),
        ("beyond", "unreadable-geometry"),
        ("500,600,700,800", "no-degrees"),
    ],
)
def test_a_box_that_says_nothing_is_left_out_and_its_text_kept_in_a_finding(text: str, code: str) -> None:
    entry, findings = settled(spatial=(Location(bbox=Typed(text)),))
    assert entry.dataset.spatial == ()
    assert [(one.code, one.published, one.place) for one in findings] == [(code, text, "spatial[0]")]


def test_a_broken_geometry_in_the_place_of_a_name_is_no_unknown_place() -> None:
    entry, findings = settled(spatial=named("POLYGON((1 2"))
    assert [one.code for one in findings] == ["unreadable-geometry"]
    assert [where.label[0].value for where in entry.dataset.spatial] == ["POLYGON((1 2"]


def test_a_centre_stays_a_centre() -> None:
    point = Typed("POINT(-1.5 53.8)", GEO.wktLiteral)
    entry, _ = settled(spatial=(Location(bbox=Typed(BOX), centroid=point),))
    assert entry.dataset.spatial == (Location(bbox=Typed(BOX, GEO.wktLiteral), centroid=point),)


def test_a_geometry_belongs_to_the_dataset_and_not_to_the_place_named_beside_it() -> None:
    entry, _ = settled(spatial=(Location(label=(Text("Leeds"),), bbox=Typed(BOX)),))
    assert [(bool(one.iri), bool(one.bbox)) for one in entry.dataset.spatial] == [
        (True, False),
        (False, True),
    ]


def test_the_address_of_a_place_that_others_keep_stays() -> None:
    theirs = Location(iri="http://places.example/1", label=(Text("Somewhere"),))
    entry, _ = settled(spatial=(theirs,))
    assert entry.dataset.spatial[0].iri == theirs.iri


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (PeriodOfTime(label=(Text("2018-19"),)), "2018", "2019"),
        (PeriodOfTime(label=(Text("Financial year 2018/19"),)), "2018-04-01", "2019-03-31"),
        (
            PeriodOfTime(start_date=Typed("01/04/2018"), end_date=Typed("31/03/2019")),
            "2018-04-01",
            "2019-03-31",
        ),
        (PeriodOfTime(start_date=Typed("2018/19"), end_date=Typed("2020/21")), "2018", "2021"),
        (PeriodOfTime(start_date=Typed("2018"), end_date=Typed("ongoing")), "2018", None),
        (PeriodOfTime(start_date=Typed("2018"), end_date=Typed("9999-12-31")), "2018", None),
        (PeriodOfTime(start_date=Typed("2018-01-01", XSD.date)), "2018-01-01", None),
    ],
)
def test_a_period_gets_the_ends_that_it_says(period: PeriodOfTime, start: str, end: str | None) -> None:
    entry, findings = settled(temporal=(period,))
    (found,) = entry.dataset.temporal
    assert (found.start_date and found.start_date.value, found.end_date and found.end_date.value) == (
        start,
        end,
    )
    assert findings == []


@pytest.mark.parametrize(
    "period",
    [
        PeriodOfTime(label=(Text("when the moon is full"),)),
        PeriodOfTime(start_date=Typed("when the moon is full")),
        PeriodOfTime(start_date=Typed("2018"), end_date=Typed("when the moon is full")),
    ],
)
def test_what_cannot_be_read_of_a_period_stays_as_its_label(period: PeriodOfTime) -> None:
    entry, findings = settled(temporal=(period,))
    assert [text.value for text in entry.dataset.temporal[0].label] == ["when the moon is full"]
    assert [(one.code, one.published) for one in findings] == [("unreadable-period", "when the moon is full")]
    assert [(one.property, one.iri) for one in entry.mappings if one.word] == [("temporal", "")]


def test_a_period_that_ends_before_it_begins_is_noticed() -> None:
    _, findings = settled(temporal=(PeriodOfTime(start_date=Typed("2015"), end_date=Typed("2000")),))
    assert [one.code for one in findings] == ["period-ends-first"]


@pytest.mark.parametrize(
    ("home", "text", "value"),
    [
        ({}, "4/5/2026", "2026-05-04"),
        (ABROAD, "4/5/2026", "2026-04-05"),
        ({"address": "http://127.0.0.1:8100/holmshire", "body": ""}, "4/5/2026", "2026-05-04"),
        ({"address": "https://donnees.ville.fr", "body": ""}, "4/5/2026", "2026-05-04"),
        ({"address": "https://city.hub.arcgis.com", "body": ""}, "4/5/2026", None),
        (
            {"address": "https://city.hub.arcgis.com", "body": "", "settings": {"date_order": "mdy"}},
            "4/5/2026",
            "2026-04-05",
        ),
        ({"address": "https://city.hub.arcgis.com", "body": ""}, "4/25/2026", "2026-04-25"),
    ],
)
def test_the_order_of_day_and_month_is_that_of_the_portals_country(
    home: dict[str, Any], text: str, value: str | None
) -> None:
    entry, findings = settled(home=home, modified=Typed(text))
    assert (entry.dataset.modified.value if entry.dataset.modified else None) == value
    assert [one.code for one in findings] == ([] if value else ["ambiguous-date"])


def test_a_date_in_another_shape_is_noted_with_its_word_and_a_plain_one_is_not() -> None:
    entry, _ = settled(issued=Typed("3 March 2026"), modified=Typed("2026-03-04"))
    assert [(one.property, one.word, one.iri) for one in entry.mappings if one.word] == [
        ("issued", "3 March 2026", XSD.date)
    ]


def test_what_software_writes_for_unknown_is_no_date() -> None:
    entry, findings = settled(issued=Typed("0001-01-01T00:00:00"), modified=Typed("1970-01-01T00:00:00Z"))
    assert (entry.dataset.issued, entry.dataset.modified) == (None, None)
    assert [one.code for one in findings] == ["placeholder-date"] * 2


def test_a_serial_was_first_published_in_the_first_of_its_years() -> None:
    entry, _ = settled(issued=Typed("1972-1976"), modified=Typed("1972-1976"))
    assert entry.dataset.issued == Typed("1972", XSD.gYear)
    assert entry.dataset.modified is None


FEED = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> . @prefix locn: <http://www.w3.org/ns/locn#> .
@prefix time: <http://www.w3.org/2006/time#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://x.example/d> a dcat:Dataset ; dct:title "Bins" ;
    dct:spatial <http://publications.europa.eu/resource/authority/country/GBR> , "Leeds" ,
        [ a dct:Location ; locn:geometry [ a locn:Geometry ; geo:asWKT "POINT(-1.5 53.8)"^^geo:wktLiteral ] ] ;
    dct:temporal "start=2001-01-01; end=2002-12-31;" ,
        [ a dct:PeriodOfTime ; time:hasBeginning [ a time:Instant ; time:inXSDDate "2010-01-01"^^xsd:date ] ] .
"""


def test_a_feeds_places_and_periods_are_read_and_written_as_dcat_does() -> None:
    dataset = read_thing(
        Dataset, NamedNode("http://x.example/d"), Triples(parse(FEED, format=RdfFormat.TURTLE))
    )
    entry, _ = settled(spatial=dataset.spatial, temporal=dataset.temporal)
    written = write_graph(
        [replace(entry.dataset, iri="http://x.example/d")], graph="http://x.example/g"
    ).decode()

    assert [where.iri.removeprefix(AREA) for where in entry.dataset.spatial] == ["K02000001", LEEDS, ""]
    assert [one.value for one in entry.dataset.spatial[2].geometry] == ["POINT(-1.5 53.8)"]
    assert [when.start_date and when.start_date.value for when in entry.dataset.temporal] == [
        "2001-01-01",
        "2010-01-01",
    ]
    assert f"<http://x.example/d> <http://purl.org/dc/terms/spatial> <{AREA}{LEEDS}>" in written
    assert (
        '<http://www.w3.org/ns/dcat#startDate> "2001-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'
        in written
    )
