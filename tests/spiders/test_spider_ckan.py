"""CKAN: pages, packages left out, and each field of a package. All packages are made up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalogue.errors import RecordError
from catalogue.finding import Severity
from catalogue.model import Agent, Checksum, Contact, Dataset, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.record import PageUnreadable, Record
from vocab.namespaces import GEO, XSD

MADE_UP_ID = "0b9c2f0e-0000-4000-8000-000000000001"


def made_up_package(**fields: Any) -> dict[str, Any]:
    return {"id": MADE_UP_ID, "name": "bins", "title": "Bins", "type": "dataset", "state": "active", **fields}


def made_up_page(*packages: Any, count: int | None = None) -> dict[str, Any]:
    found = len(packages) if count is None else count
    return {"success": True, "result": {"count": found, "results": list(packages)}}


def drafted(spider: Any, **fields: Any) -> Dataset:
    body = json.dumps(made_up_package(**fields)).encode()
    record = Record(
        key=MADE_UP_ID, body=body, media_type="application/json", source="https://madeup.example/dataset/bins"
    )
    return spider.draft(record).dataset


@pytest.fixture
def spider(spider_of):
    return spider_of("ckan")


def test_the_first_page_is_asked_in_an_order_that_does_not_move(spider) -> None:
    (request,) = spider.begin()
    assert request.url == (
        "https://madeup.example/api/3/action/package_search?q=*:*&rows=500&start=0&sort=id%20asc"
    )


def test_the_older_path_is_asked_where_the_first_fails(spider) -> None:
    (request,) = spider.begin()
    (old,) = request.meta["otherwise"]
    assert old.url.startswith("https://madeup.example/api/action/package_search?")
    assert old.cb_kwargs["path"] == "/api/action"


def test_a_portal_below_a_path_is_asked_below_it(spider_of) -> None:
    (request,) = spider_of("ckan", "https://madeup.example/data/").begin()
    assert request.url.startswith("https://madeup.example/data/api/3/action/")


def test_paging_goes_on_by_what_was_received(spider, answer) -> None:
    packages = [made_up_package(id=str(n)) for n in range(3)]
    page = spider.search(answer(made_up_page(*packages, count=10)), path="/api/3/action", start=4)
    assert page.declared == 10
    assert "start=7&" in page.follow[0].url


def test_the_last_page_leads_nowhere(spider, answer) -> None:
    page = spider.search(answer(made_up_page(made_up_package())), path="/api/3/action")
    assert page.follow == ()


def test_a_page_that_fails_is_asked_in_smaller_pieces_then_stepped_over(spider, answer) -> None:
    page = spider.search(answer(made_up_page(made_up_package(), count=9)), path="/api/3/action")
    asked, request = [], page.follow[0]
    while request is not None:
        asked.append((request.cb_kwargs["start"], request.cb_kwargs["rows"]))
        request = next(iter(request.meta["otherwise"]), None)
    assert asked == [(1, 500), (1, 125), (1, 31), (1, 7), (1, 1), (2, 500)]


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (b"<!DOCTYPE html><title>Sign\n in</title>", r"got a web page \(title: Sign in\)"),
        (b"", "got an empty answer"),
        (b'"Not found"', "got text: 'Not found'"),
        (
            b'{"success": false, "error": {"message": "Access denied", "__type": "x"}}',
            "failed: Access denied",
        ),
        (b'{"success": false, "error": {"rows": ["Invalid"]}}', "failed: rows: "),
        (b'{"success": true, "result": {"count": 3}}', "without a list `result.results`"),
        (b'{"success": true, "result": {"results": []}}', "without a number `result.count`"),
        (b'{"result": {"count": 7, "results": []}}', "an empty page at 0 of 7"),
        (b'{"result": {"count": 7, "results": [{"id"', "not JSON"),
    ],
)
def test_what_is_no_page_of_ckan_is_refused_in_words(spider, answer, made_up: bytes, said: str) -> None:
    with pytest.raises(PageUnreadable, match=said):
        spider.search(answer(made_up), path="/api/3/action")


def test_a_page_that_repeats_the_one_before_it_is_refused(spider, answer) -> None:
    with pytest.raises(PageUnreadable, match="ignores `start`"):
        spider.search(
            answer(made_up_page(made_up_package())), path="/api/3/action", start=1, before=MADE_UP_ID
        )


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"type": "harvest"}, "'harvest'"),
        ({"type": "showcase"}, "'showcase'"),
        ({"private": True}, "is private"),
        ({"state": "deleted"}, "'deleted'"),
    ],
)
def test_what_is_no_published_dataset_is_counted_as_left_out(spider, answer, fields, reason) -> None:
    page = spider.search(answer(made_up_page(made_up_package(**fields))), path="/api/3/action")
    (finding,) = page.findings
    assert page.records == ()
    assert (finding.severity, finding.rejected) == (Severity.INFO, True)
    assert reason in finding.message


def test_a_portal_can_say_which_types_are_datasets(spider_of, answer) -> None:
    spider = spider_of("ckan", types="dataset showcase")
    page = spider.search(answer(made_up_page(made_up_package(type="showcase"))), path="/api/3/action")
    assert len(page.records) == 1


def test_an_item_that_is_no_package_is_rejected_with_its_place(spider, answer) -> None:
    page = spider.search(answer(made_up_page("bins", made_up_package())), path="/api/3/action")
    (finding,) = page.findings
    assert (finding.place, finding.rejected) == ("result.results[0]", True)
    assert len(page.records) == 1


def test_the_order_of_keys_does_not_change_the_digest(spider, answer) -> None:
    package = made_up_package(notes="n")
    turned = dict(reversed(package.items()))
    page = spider.search(answer(made_up_page(package, turned)), path="/api/3/action")
    assert len({record.digest for record in page.records}) == 1


def test_the_key_is_the_id_and_the_source_the_page(spider, answer) -> None:
    (record,) = spider.search(answer(made_up_page(made_up_package())), path="/api/3/action").records
    assert (record.key, record.source, record.weak) == (
        MADE_UP_ID,
        "https://madeup.example/dataset/bins",
        False,
    )


def test_a_package_without_an_id_has_a_weak_key(spider, answer) -> None:
    (record,) = spider.search(answer(made_up_page(made_up_package(id=None))), path="/api/3/action").records
    assert record.weak


def test_a_stub_without_a_title_cannot_be_drafted(spider) -> None:
    with pytest.raises(RecordError, match="has no title"):
        drafted(spider, title=None)


@pytest.mark.parametrize(
    ("fields", "field", "expected"),
    [
        ({}, "title", (Text("Bins"),)),
        ({"title": {"en": "Bins", "cy": "Biniau"}}, "title", (Text("Bins", "en"), Text("Biniau", "cy"))),
        ({"title_translated": {"en": "Bins"}}, "title", (Text("Bins", "en"),)),
        ({"notes": " Where. "}, "description", (Text("Where."),)),
        ({"notes_translated": {"cy": "Ble"}}, "description", (Text("Ble", "cy"),)),
        ({"tags": [{"name": "a"}, {"name": "b", "display_name": "B"}]}, "keyword", (Text("a"), Text("B"))),
        ({"groups": [{"name": "env", "title": "Environment"}]}, "theme", (Term("Environment"),)),
        ({"theme-primary": "Health", "theme-secondary": ["Towns"]}, "theme", (Term("Health"), Term("Towns"))),
        ({"extras": [{"key": "theme", "value": '["http://t/1"]'}]}, "theme", (Term("http://t/1"),)),
        (
            {"organization": {"id": "o", "title": "A Council"}},
            "publisher",
            Agent(key="o", name=(Text("A Council"),)),
        ),
        ({"organization": "a-council"}, "publisher", Agent(name=(Text("a-council"),))),
        ({"organization": None}, "publisher", None),
        (
            {"extras": [{"key": "publisher_name", "value": "P"}], "organization": {"title": "O"}},
            "publisher",
            Agent(name=(Text("P"),)),
        ),
        (
            {"maintainer": "Data team", "maintainer_email": "data@a.example"},
            "contact_point",
            (Contact(fn=(Text("Data team"),), has_email="mailto:data@a.example"),),
        ),
        (
            {"contact-name": "GIS", "contact-phone": "01", "author": "x"},
            "contact_point",
            (Contact(fn=(Text("GIS"),), has_telephone="tel:01"),),
        ),
        (
            {"metadata_created": "2020-01-02T03:04:05.6"},
            "issued",
            Typed("2020-01-02T03:04:05.6Z", XSD.dateTime),
        ),
        ({"extras": [{"key": "issued", "value": "2019-01-01"}]}, "issued", Typed("2019-01-01", XSD.date)),
        ({"modified": "2014-15", "metadata_modified": "2020-01-01T00:00:00"}, "modified", Typed("2014-15")),
        (
            {
                "extras": [
                    {"key": "dataset-reference-date", "value": '[{"type":"revision","value":"2004-01-01"}]'}
                ]
            },
            "modified",
            Typed("2004-01-01", XSD.date),
        ),
        (
            {
                "extras": [
                    {"key": "metadata_provenance", "value": '[{"harvest_source_url":"http://o.example/"}]'}
                ]
            },
            "source",
            ("http://o.example/",),
        ),
        ({"language": "en, cy"}, "language", (Term("en"), Term("cy"))),
        ({"license_id": "uk-ogl", "license_title": "UK OGL"}, "license", Term("uk-ogl")),
        ({"license_id": "ours-7", "license_title": "OGL v3"}, "license", Term("OGL v3")),
        ({"license_url": "http://ogl/3/"}, "license", Term("http://ogl/3/")),
        (
            {"license_id": "uk-ogl", "license_url": "http://ogl/3/"},
            "license",
            Term("uk-ogl", link="http://ogl/3/"),
        ),
        ({"extras": [{"key": "licence", "value": '["Free text"]'}]}, "license", Term("Free text")),
        (
            {"license_id": "uk-ogl", "extras": [{"key": "licence", "value": '["More"]'}]},
            "rights",
            (Term("More"),),
        ),
        ({"frequency": "monthly"}, "accrual_periodicity", Term("monthly")),
        (
            {"extras": [{"key": "spatial", "value": '{"type":"Point","coordinates":[0,51]}'}]},
            "spatial",
            (Location(geometry=(Typed('{"type":"Point","coordinates":[0,51]}', GEO.geoJSONLiteral),)),),
        ),
        ({"spatial": "Leeds"}, "spatial", (Location(label=(Text("Leeds"),)),)),
        (
            {
                "extras": [
                    {"key": "bbox-west-long", "value": "-2"},
                    {"key": "bbox-south-lat", "value": "50"},
                    {"key": "bbox-east-long", "value": "-1"},
                    {"key": "bbox-north-lat", "value": "51"},
                ]
            },
            "spatial",
            (Location(bbox=Typed("POLYGON((-2 50,-1 50,-1 51,-2 51,-2 50))", GEO.wktLiteral)),),
        ),
        (
            {"extras": [{"key": "spatial", "value": "[-2, 50, -1, 51]"}]},
            "spatial",
            (Location(bbox=Typed("-2,50,-1,51")),),
        ),
        (
            {
                "extras": [
                    {"key": "bbox-west-long", "value": "415000"},
                    {"key": "bbox-south-lat", "value": "427000"},
                    {"key": "bbox-east-long", "value": "445000"},
                    {"key": "bbox-north-lat", "value": "447000"},
                ]
            },
            "spatial",
            (Location(bbox=Typed("ENVELOPE(415000.0,445000.0,447000.0,427000.0)")),),
        ),
        (
            {"temporal_coverage": "2018-19"},
            "temporal",
            (PeriodOfTime(label=(Text("2018-19"),)),),
        ),
        (
            {"temporal_coverage-from": '["1998"]', "temporal_coverage-to": "[]"},
            "temporal",
            (PeriodOfTime(start_date=Typed("1998")),),
        ),
        ({"url": "http://page.example/"}, "landing_page", ("http://page.example/",)),
        ({"url": ""}, "landing_page", ("https://madeup.example/dataset/bins",)),
        (
            {"extras": [{"key": "harvest_source_url", "value": "http://o.example"}]},
            "source",
            ("http://o.example",),
        ),
        ({"extras": [{"key": "guid", "value": "g"}]}, "identifier", (Typed("g"), Typed(MADE_UP_ID))),
        ({"extras": [{"key": "uri", "value": "http://id.example/1"}]}, "iri", "http://id.example/1"),
        ({"version": 2}, "version", Typed("2")),
        ({"conforms_to": '["http://s/1"]'}, "conforms_to", (Term("http://s/1"),)),
    ],
)
def test_a_field_of_a_package_is_read(spider, fields, field, expected) -> None:
    assert getattr(drafted(spider, **fields), field) == expected


@pytest.mark.parametrize(
    ("resource", "field", "expected"),
    [
        ({"url": "https://x.example/a.csv"}, "access_url", ("https://x.example/a.csv",)),
        ({"url": "/dataset/a.csv"}, "access_url", ("https://madeup.example/dataset/a.csv",)),
        (
            {"url": "a.csv", "url_type": "upload", "id": "r"},
            "download_url",
            (f"https://madeup.example/dataset/{MADE_UP_ID}/resource/r/download/a.csv",),
        ),
        ({"url": "https://x.example/a"}, "download_url", ()),
        ({"name": "A"}, "title", (Text("A"),)),
        ({"format": "", "resource_locator_protocol": "OGC:WMS"}, "format", Term("OGC:WMS")),
        ({"format": "", "resource_locator_protocol": "http"}, "format", None),
        ({"mimetype": "text/csv"}, "media_type", Term("text/csv")),
        ({"size": 12}, "byte_size", Typed("12", XSD.nonNegativeInteger)),
        ({"size": "12 kB"}, "byte_size", Typed("12 kB")),
        (
            {"hash": "d41d8cd98f00b204e9800998ecf8427e"},
            "checksum",
            Checksum(
                algorithm=Term("MD5"), checksum_value=Typed("d41d8cd98f00b204e9800998ecf8427e", XSD.hexBinary)
            ),
        ),
        ({"hash": "abc"}, "checksum", None),
        ({"created": "2020-01-01T00:00:00"}, "issued", Typed("2020-01-01T00:00:00Z", XSD.dateTime)),
        ({"rights": "Ours"}, "rights", (Term("Ours"),)),
        ({"id": "r1"}, "key", "r1"),
    ],
)
def test_a_field_of_a_resource_is_read(spider, resource, field, expected) -> None:
    (distribution,) = drafted(spider, resources=[resource]).distribution
    assert getattr(distribution, field) == expected


def test_a_deleted_resource_is_left_out(spider) -> None:
    assert drafted(spider, resources=[{"url": "http://a.example", "state": "deleted"}]).distribution == ()


def test_a_list_that_is_something_else_is_a_finding(spider) -> None:
    body = json.dumps(made_up_package(tags="bins")).encode()
    record = Record(key="k", body=body, media_type="application/json", source="s")
    (finding,) = spider.draft(record).findings
    assert finding.message == "`tags` is text where CKAN has a list"
