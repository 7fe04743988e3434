"""data.json: the document however it is written, and each field of a dataset. All datasets are made up."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from catalogue.errors import RecordError
from catalogue.model import (
    Agent,
    Attribution,
    Checksum,
    Contact,
    Dataset,
    DatasetSeries,
    Distribution,
    Identifier,
    Location,
    PeriodOfTime,
    Relationship,
)
from catalogue.values import Term, Text, Typed
from harvester.record import PageUnreadable, Record
from harvester.replay.recording import bundled_recordings
from vocab.namespaces import GEO, XSD

MADE_UP = {"identifier": "1", "title": "Bins"}


@pytest.fixture
def spider(spider_of):
    return spider_of("pod")


def drafted(spider: Any, **fields: Any) -> Dataset:
    body = json.dumps({**MADE_UP, **fields}).encode()
    return spider.draft(
        Record(key="1", body=body, media_type="application/json", source="s#/dataset/0")
    ).dataset


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://madeup.example/", "https://madeup.example/data.json"),
        ("https://madeup.example/open/", "https://madeup.example/open/data.json"),
        ("https://madeup.example/all.json?x=1", "https://madeup.example/all.json?x=1"),
    ],
)
def test_the_document_is_asked_where_it_is(spider_of, address: str, asked: str) -> None:
    (request,) = spider_of("pod", address).begin()
    assert request.url == asked


@pytest.mark.parametrize(
    "made_up",
    [
        b'{"dataset": [{"identifier": "1", "title": "Caf\xc3\xa9"}]}',
        b'\xef\xbb\xbf{"dataset": [{"identifier": "1", "title": "Caf\xc3\xa9"}]}',
        b'{"dataset": [{"identifier": "1", "title": "Caf\xe9"}]}',
        '{"dataset": [{"identifier": "1", "title": "Café"}]}'.encode("utf-16"),
        b'[{"title": "Caf\\u00e9", "identifier": "1", "x": NaN}]',
        b' \n{"dataset": {"identifier": "1", "title": "Caf\xc3\xa9"}}',
    ],
    ids=["utf-8", "byte order mark", "windows-1252", "utf-16", "1.0 with NaN", "one object"],
)
def test_a_document_is_read_however_it_is_written(spider, answer, made_up: bytes) -> None:
    (record,) = spider.document(answer(made_up)).records
    assert spider.draft(record).dataset.title == (Text("Café"),)


def test_a_number_that_json_lacks_costs_no_dataset(spider, answer) -> None:
    body = b'{"dataset": [{"title":"a"},{"title":"b","x":NaN},{"title":"c"}]}'
    assert len(list(spider.document(answer(body)).records)) == 3


def test_a_number_without_end_is_refused_in_words(spider, answer) -> None:
    body = b'{"dataset": [{"title":"a"},{"title":' + b"9" * 5000 + b"}]}"
    with pytest.raises(PageUnreadable, match="cannot be read after 1 datasets"):
        list(spider.document(answer(body)).records)


def test_half_a_surrogate_pair_costs_no_dataset(spider, answer) -> None:
    body = b'{"dataset": [{"title":"a"},{"title":"b \\udc00 \\ud83d"},{"title":"c"}]}'
    titles = [spider.draft(record).dataset.title[0].value for record in spider.document(answer(body)).records]
    assert titles[::2] == ["a", "c"]
    assert titles[1].isprintable()


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (b"\n<!DOCTYPE html><head><title>Oops</title>", r"expected .*, got a web page \(title: Oops\)"),
        (b"", "got text that begins ''"),
        (b'{"type": "FeatureCollection"}', "without a list `dataset`"),
        (b'{"dataset": [{"title', "ends early, after 0 datasets"),
    ],
)
def test_what_is_no_data_json_is_refused_by_the_reader_itself(
    spider, answer, made_up: bytes, said: str
) -> None:
    with pytest.raises(PageUnreadable, match=said):
        spider.document(answer(made_up))


def test_datasets_before_the_end_of_a_cut_document_are_given(spider, answer) -> None:
    page = spider.document(answer(b'{"dataset": [{"title":"a"},{"title":"b"},{"tit'))
    taken = []
    with pytest.raises(PageUnreadable, match="ends early, after 2 datasets"):
        taken.extend(record.key for record in page.records)
    records = iter(spider.document(answer(b'{"dataset": [{"title":"a"},{"title":"b"},{"tit')).records)
    assert [spider.draft(next(records)).dataset.title[0].value for _ in range(2)] == ["a", "b"]


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        ('"text"', "at /dataset/1 the record is text, not an object"),
        ("null", "at /dataset/1 the record is null, not an object"),
        ('{"identifier": "x"}', "at /dataset/1 the dataset 'x' has no title"),
        ("{}", "at /dataset/1 the dataset without an identifier has no title"),
        ("[" * 2000 + "]" * 2000, "at /dataset/1 the record is"),
    ],
)
def test_an_item_that_is_no_dataset_says_so_with_its_position(
    spider, answer, made_up: str, said: str
) -> None:
    body = f'{{"dataset": [{{"title":"a"}}, {made_up}, {{"title":"b"}}]}}'.encode()
    records = list(spider.document(answer(body)).records)
    assert len(records) == 3
    with pytest.raises(RecordError, match=said):
        spider.draft(records[1])


def test_a_dataset_without_an_identifier_has_a_weak_key(spider, answer) -> None:
    (record,) = spider.document(answer([{"title": "a", "landingPage": "http://p.example"}])).records
    assert (record.weak, record.source) == (True, "http://p.example")


@pytest.mark.parametrize(
    ("identifier", "key"),
    [("a", "a"), (12, "12"), ({"@id": "http://i/1"}, "http://i/1"), ({"notation": "N"}, "N")],
)
def test_an_identifier_may_be_text_a_number_or_an_object(spider, answer, identifier, key) -> None:
    (record,) = spider.document(answer([{"title": "a", "identifier": identifier}])).records
    assert record.key == key


@pytest.mark.parametrize(
    ("fields", "field", "expected"),
    [
        ({"title": 300.21}, "title", (Text("300.21"),)),
        ({"title": {"en": "A", "cy": "B"}}, "title", (Text("A", "en"), Text("B", "cy"))),
        ({"keyword": ["a", "", "b"]}, "keyword", (Text("a"), Text("b"))),
        ({"keyword": "a, b"}, "keyword", (Text("a"), Text("b"))),
        ({"theme": ["t"], "superTheme": ["GOVE"]}, "theme", (Term("t"), Term("GOVE"))),
        ({"publisher": "A Council"}, "publisher", Agent(name=(Text("A Council"),))),
        ({"publisher": {"name": None}}, "publisher", None),
        (
            {"contactPoint": {"fn": "GIS", "hasEmail": "mailto:g@a.example"}},
            "contact_point",
            (Contact(fn=(Text("GIS"),), has_email="mailto:g@a.example"),),
        ),
        (
            {"contactPoint": {"fn": "GIS", "email": "g@a.example"}},
            "contact_point",
            (Contact(fn=(Text("GIS"),), has_email="mailto:g@a.example"),),
        ),
        (
            {"contactPoint": {"fn": "GIS", "hasEmail": "mailto:"}},
            "contact_point",
            (Contact(fn=(Text("GIS"),)),),
        ),
        ({"modified": "2014-08-31"}, "modified", Typed("2014-08-31", XSD.date)),
        ({"modified": "R/P1D"}, "modified", None),
        ({"modified": "R/P1D"}, "accrual_periodicity", Term("R/P1D")),
        ({"modified": "R/P1D", "accrualPeriodicity": "Daily"}, "accrual_periodicity", Term("Daily")),
        (
            {"issueDate": None, "createdAt": "2020-04-03T14:53:09Z"},
            "issued",
            Typed("2020-04-03T14:53:09Z", XSD.dateTime),
        ),
        ({"licence": "http://ogl/3/"}, "license", Term("http://ogl/3/")),
        (
            {"license": {"name": "OGL v3", "url": "http://ogl/3/"}},
            "license",
            Term("OGL v3", link="http://ogl/3/"),
        ),
        ({"accessLevel": "restricted public"}, "access_rights", Term("restricted public")),
        ({"rights": "true"}, "rights", (Term("true"),)),
        (
            {"spatial": "-2,50,-1,51"},
            "spatial",
            (Location(bbox=Typed("-2,50,-1,51")),),
        ),
        ({"spatial": [-2, 50, -1, 51]}, "spatial", (Location(bbox=Typed("-2,50,-1,51")),)),
        (
            {"spatial": {"geometry": {"type": "Point", "coordinates": [0, 51]}, "name": "Fife"}},
            "spatial",
            (
                Location(
                    label=(Text("Fife"),),
                    geometry=(Typed('{"coordinates":[0,51],"type":"Point"}', GEO.geoJSONLiteral),),
                ),
            ),
        ),
        (
            {"spatial": "Leeds, Bradford, York, Hull"},
            "spatial",
            (Location(label=(Text("Leeds, Bradford, York, Hull"),)),),
        ),
        ({"spatial": None, "coverageArea": "Fife"}, "spatial", (Location(label=(Text("Fife"),)),)),
        (
            {"spatial": {"type": "Point", "coordinates": [0, 51]}},
            "spatial",
            (Location(geometry=(Typed('{"coordinates":[0,51],"type":"Point"}', GEO.geoJSONLiteral),)),),
        ),
        (
            {"temporal": "2007-01-01/.."},
            "temporal",
            (PeriodOfTime(start_date=Typed("2007-01-01", XSD.date)),),
        ),
        ({"temporal": "2018/19"}, "temporal", (PeriodOfTime(label=(Text("2018/19"),)),)),
        ({"temporal": "Summer"}, "temporal", (PeriodOfTime(label=(Text("Summer"),)),)),
        ({"language": "en"}, "language", (Term("en"),)),
        ({"landingPage": "http://p"}, "landing_page", ("http://p",)),
        ({"references": ["http://r"], "describedBy": "http://d"}, "page", ("http://r", "http://d")),
        ({"distribution": None}, "distribution", ()),
        ({"distribution": "http://f"}, "distribution", (Distribution(access_url=("http://f",)),)),
        (
            {"distribution": {"accessURL": "http://f"}},
            "distribution",
            (Distribution(access_url=("http://f",)),),
        ),
        ({"webService": "http://w"}, "distribution", (Distribution(access_url=("http://w",)),)),
    ],
)
def test_a_field_of_a_dataset_is_read(spider, fields, field, expected) -> None:
    assert getattr(drafted(spider, **fields), field) == expected


def test_column_names_stand_with_their_distribution(spider) -> None:
    fields = [{"title": "año"}, {"title": "total"}, {"title": "total"}]
    (distribution,) = drafted(spider, distribution=[{"identifier": "1.1", "field": fields}]).distribution
    assert distribution.key == "1.1"
    assert distribution.table and [one.name for one in distribution.table.columns] == ["año", "total"]


def test_the_organisations_above_a_publisher_are_kept(spider) -> None:
    above = {"name": "Team", "subOrganizationOf": {"name": "Council"}}
    publisher = drafted(spider, publisher=above).publisher
    assert publisher is not None
    assert [value for _, _, value in publisher.extra] == ["_:o1", '"Council"']


def test_an_interval_in_place_of_a_date_is_a_finding(spider) -> None:
    body = json.dumps({**MADE_UP, "modified": "R/P1D"}).encode()
    (finding,) = spider.draft(Record(key="1", body=body, media_type="", source="")).findings
    assert (finding.code, finding.published) == ("pod-modified-is-interval", "R/P1D")


@pytest.mark.parametrize(
    ("fields", "field", "expected"),
    [
        ({"titleMap": {"cy": "Biniau"}}, "title", (Text("Bins"), Text("Biniau", "cy"))),
        ({"title": {"@value": "Bins", "@language": "en"}}, "title", (Text("Bins", "en"),)),
        ({"title": [{"@value": "B", "@language": "en"}, "C"]}, "title", (Text("B", "en"), Text("C"))),
        ({"keyword": ["a"], "keywordMap": {"cy": ["b"]}}, "keyword", (Text("a"), Text("b", "cy"))),
        (
            {"theme": [{"@id": "http://t/1", "prefLabel": "Climate"}]},
            "theme",
            (Term("Climate", link="http://t/1"),),
        ),
        ({"theme": [{"@id": "http://t/1"}]}, "theme", (Term("http://t/1"),)),
        ({"category": ["Planning"]}, "theme", (Term("Planning"),)),
        (
            {
                "contactPoint": [
                    {"fn": "A", "tel": "01"},
                    {"organization-name": "O", "hasEmail": "o@a.example"},
                ]
            },
            "contact_point",
            (
                Contact(fn=(Text("A"),), has_telephone="tel:01"),
                Contact(has_email="mailto:o@a.example", organization_name=(Text("O"),)),
            ),
        ),
        (
            {"otherIdentifier": [{"notation": "10.1/x", "schemaAgency": "DOI"}]},
            "other_identifier",
            (Identifier(notation=Typed("10.1/x"), schema_agency=(Text("DOI"),)),),
        ),
        ({"landingPage": {"@id": "http://x/p", "accessURL": "http://x/q"}}, "landing_page", ("http://x/q",)),
        ({"page": [{"accessURL": "http://x/guide"}]}, "page", ("http://x/guide",)),
        ({"describedBy": {"downloadURL": "http://x/d.pdf"}}, "page", ("http://x/d.pdf",)),
        ({"inSeries": [{"@id": "http://x/s", "title": "S"}]}, "in_series", ("http://x/s",)),
        ({"previousVersion": {"@id": "http://x/1"}}, "previous_version", "http://x/1"),
        (
            {"qualifiedRelation": [{"relation": "http://x/m", "hadRole": "isInputTo"}]},
            "qualified_relation",
            (Relationship(relation=("http://x/m",), had_role=(Term("isInputTo"),)),),
        ),
        (
            {"rightsHolder": [{"name": "H"}]},
            "qualified_attribution",
            (Attribution(agent=Agent(name=(Text("H"),)), had_role=(Term("rightsHolder"),)),),
        ),
        ({"creator": {"name": "C"}}, "creator", (Agent(name=(Text("C"),)),)),
        ({"created": "2024-01-01"}, "issued", Typed("2024-01-01", XSD.date)),
        (
            {"temporal": [{"startDate": "2024-01-01", "endDate": "2024-12-31"}]},
            "temporal",
            (PeriodOfTime(start_date=Typed("2024-01-01", XSD.date), end_date=Typed("2024-12-31", XSD.date)),),
        ),
        (
            {"spatial": [{"label": "USA", "geometry": "POINT(0 51)"}]},
            "spatial",
            (Location(label=(Text("USA"),), geometry=(Typed("POINT(0 51)", GEO.wktLiteral),)),),
        ),
        ({"spatialResolutionInMeters": "10"}, "spatial_resolution_in_meters", Typed("10", XSD.decimal)),
        ({"versionNotes": "First."}, "version_notes", (Text("First."),)),
        (
            {"provenance": ["From sensors."], "purpose": "To plan."},
            "provenance",
            (Term("From sensors."), Term("To plan.")),
        ),
        ({"accessRights": "Public"}, "access_rights", Term("Public")),
        ({"liabilityStatement": "As is."}, "rights", (Term("As is."),)),
        ({"status": {"prefLabel": "Completed"}}, "status", Term("Completed")),
        ({"accrualPeriodicity": {"@id": "http://f/DAILY"}}, "accrual_periodicity", Term("http://f/DAILY")),
        (
            {"sample": [{"downloadURL": "http://x/s"}]},
            "sample",
            (Distribution(download_url=("http://x/s",)),),
        ),
        (
            {"distribution": [{"@id": "http://x/d"}]},
            "distribution",
            (Distribution(iri="http://x/d"),),
        ),
        (
            {
                "distribution": {
                    "downloadURL": "http://x/f",
                    "checksum": {"algorithm": "SHA-256", "checksumValue": "ab"},
                }
            },
            "distribution",
            (
                Distribution(
                    download_url=("http://x/f",),
                    checksum=Checksum(algorithm=Term("SHA-256"), checksum_value=Typed("ab", XSD.hexBinary)),
                ),
            ),
        ),
    ],
)
def test_a_field_of_version_3_is_read(spider, fields, field, expected) -> None:
    assert getattr(drafted(spider, **fields), field) == expected


def test_a_series_names_its_members_and_they_name_it(spider, answer) -> None:
    made_up = {
        "datasetSeries": [
            {
                "@id": "http://x/s",
                "title": "Series",
                "seriesMember": [{"identifier": "http://x/1", "title": "One"}, {"@id": "http://x/2"}],
                "first": {"identifier": "http://x/1", "title": "One"},
            }
        ]
    }
    series, member = (spider.draft(record).dataset for record in spider.document(answer(made_up)).records)
    assert isinstance(series, DatasetSeries)
    assert series.series_member == ("http://x/1", "http://x/2")
    assert (member.title, member.in_series) == ((Text("One"),), ("http://x/s",))


def test_a_member_that_stands_on_the_list_as_well_is_taken_once(spider, answer) -> None:
    made_up = {
        "dataset": [{"identifier": "1", "title": "One"}],
        "datasetSeries": [
            {"@id": "http://x/s", "title": "S", "seriesMember": [{"identifier": "1", "title": "One"}]}
        ],
    }
    assert [record.key for record in spider.document(answer(made_up)).records] == ["1", "http://x/s"]


def test_a_service_is_offered_as_a_distribution_and_gives_what_it_serves(spider, answer) -> None:
    made_up = {
        "service": [
            {
                "identifier": "http://x/api",
                "title": "API",
                "endpointURL": ["http://x/v1"],
                "servesDataset": [{"identifier": "http://x/1", "title": "One"}],
            }
        ]
    }
    service, served = (spider.draft(record).dataset for record in spider.document(answer(made_up)).records)
    (offered,) = service.distribution
    assert offered.access_service[0].endpoint_url == ("http://x/v1",)
    assert offered.access_service[0].serves_dataset == ("http://x/1",)
    assert served.title == (Text("One"),)


def test_catalogues_inside_of_catalogues_are_read_with_their_places(spider, answer) -> None:
    inner = {
        "title": "Inner",
        "dataset": [{"title": None, "identifier": "2"}],
        "hasPart": [{"dataset": ["x"]}],
    }
    made_up = {"dataset": [{"identifier": "1", "title": "One"}], "catalog": [inner]}
    records = list(spider.document(answer(made_up)).records)
    assert [record.source.partition("#")[2] for record in records] == [
        "/dataset/0",
        "/catalog/0/dataset/0",
        "/catalog/0/hasPart/0/dataset/0",
    ]


def test_a_catalogue_without_end_is_read_to_some_depth(spider, answer) -> None:
    made_up: dict[str, Any] = {"dataset": [{"title": "Deep", "identifier": "d"}]}
    for _ in range(100):
        made_up = {"catalog": [made_up]}
    assert list(spider.document(answer({"dataset": [MADE_UP]} | made_up)).records)


def test_an_address_that_counts_pages_is_asked_for_the_next_while_there_are_datasets(
    spider_of, answer
) -> None:
    spider = spider_of("pod", "https://madeup.example/data.json?page=1&size=2")
    (request,) = spider.begin()
    response = answer({"dataset": [MADE_UP]}).replace(request=request)
    (following,) = spider.document(response).follow
    assert following.url == "https://madeup.example/data.json?page=2&size=2"
    assert spider.document(answer({"dataset": []}).replace(request=following)).follow == ()


def test_the_bundled_council_of_version_3_is_read_whole(walk) -> None:
    (wharfdale,) = (one for one in bundled_recordings() if one.slug == "wharfdale")
    drafts, refused = walk(wharfdale).drafts()
    assert (len(drafts), refused) == (wharfdale.expected, [])


def test_a_portal_in_pages_is_read_whole(walk) -> None:
    (ottermoor,) = (one for one in bundled_recordings() if one.slug == "ottermoor")
    paged = replace(ottermoor, options=MappingProxyType({"page_size": 15}))
    (whole,) = {len(walk(ottermoor).records)}
    assert len(walk(paged, address="/data.json?page=1").records) == whole
