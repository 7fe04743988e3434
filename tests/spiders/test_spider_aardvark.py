"""OpenGeoMetadata: its interfaces, GeoBlacklight's, and each field of a record. All records are made up."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from catalogue.errors import RecordError
from catalogue.model import Agent, Attribution, DataService, Dataset, Distribution, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.record import PageUnreadable, Record
from harvester.replay.lines import as_lines
from harvester.replay.recording import Recording, bundled_recordings
from vocab.namespaces import XSD

SITE = "https://madeup.example"
MADE_UP = {"id": "a-1", "dct_title_s": "Bins"}


def made_up_portal(count: int) -> Recording:
    lines = as_lines(
        json.dumps({"id": f"a-{n:04}", "dct_title_s": f"Bins {n:04}"}).encode() for n in range(count)
    )
    return Recording(slug="town", title="Town", kind="aardvark", records=lines)


def drafted(spider: Any, **fields: Any) -> Dataset:
    body = json.dumps(MADE_UP | fields).encode()
    record = Record(key="a-1", body=body, media_type="application/json", source=f"{SITE}/catalog/a-1")
    return spider.draft(record).dataset


@pytest.fixture
def spider(spider_of):
    return spider_of("aardvark")


@pytest.fixture
def lindisholm() -> Recording:
    return next(recording for recording in bundled_recordings() if recording.slug == "lindisholm")


def test_the_bundled_library_is_read_whole(walk, lindisholm) -> None:
    walked = walk(lindisholm)
    drafts, refused = walked.drafts()
    assert (len(drafts), len(refused), len(walked.asked)) == (lindisholm.expected, 1, 1)
    assert [finding.message for finding in walked.findings] == ["lindisholm-hidden is suppressed"]


def test_geoblacklight_shows_parts_so_each_record_is_asked_for(walk, lindisholm) -> None:
    whole, _ = walk(lindisholm).drafts()
    walked = walk(replace(lindisholm, options=MappingProxyType({"interfaces": ["geoblacklight"]})))
    drafts, _ = walked.drafts()
    assert drafts == whole
    assert sum(url.endswith("/raw") for url in walked.asked) == len(lindisholm.records)


def test_pages_of_a_hundred_are_asked_in_the_order_of_titles(walk) -> None:
    walked = walk(made_up_portal(250))
    assert len(walked.keys) == len(walked.records) == 250
    assert [url.partition("&page=")[2] for url in walked.asked] == ["1", "2", "3"]
    assert all("sort=title_asc" in url for url in walked.asked)


def test_an_address_of_a_list_is_taken_whole(spider_of, answer) -> None:
    spider = spider_of("aardvark", "https://madeup.example/all.json")
    (request,) = spider.begin()
    assert request.url == "https://madeup.example/all.json"
    assert [record.key for record in spider.document(answer([MADE_UP])).records] == ["a-1"]


@pytest.mark.parametrize(
    "made_up",
    [
        {
            "data": [{"id": "a-1", "attributes": {"dct_title_s": "Bins"}}],
            "meta": {"pagination": {"total_count": 1}},
        },
        {"data": [{"id": "a-1", "attributes": {"ogm": MADE_UP}}], "meta": {"pages": {"total_count": 1}}},
        {"response": {"docs": [MADE_UP], "pages": {"total_count": 1}}},
        {"response": {"docs": [MADE_UP], "numFound": 1}},
        {"response": {"docs": [{"layer_slug_s": "a-1", "dc_title_s": "Bins"}], "numFound": 1}},
    ],
    ids=["JSON:API", "with a part for each schema", "GeoBlacklight 3", "Solr", "GeoBlacklight 1.0"],
)
def test_a_list_is_read_in_every_envelope(spider, answer, made_up: dict[str, Any]) -> None:
    page = spider.search(answer(made_up), way="ogm", page=1)
    (record,) = page.records
    assert (record.key, page.declared, page.follow) == ("a-1", 1, ())
    assert spider.draft(record).dataset.title == (Text("Bins"),)


def test_where_no_total_is_told_the_next_page_is(spider, answer) -> None:
    made_up = {"data": [{"id": "a-1", "attributes": MADE_UP}], "links": {"next": "https://x/?page=2"}}
    page = spider.search(answer(made_up), way="ogm", page=1)
    assert [request.cb_kwargs["page"] for request in page.follow] == [2]


@pytest.mark.parametrize(
    ("made_up", "values", "said"),
    [
        (b"<!DOCTYPE html><title>Maps</title>", {}, r"got a web page \(title: Maps\)"),
        (b'{"status": 429, "detail": "Slow down"}', {}, "without one: Slow down"),
        (b"[]", {}, "without one$"),
        (
            b'{"data": [], "meta": {"pages": {"total_count": 9}}}',
            {"seen": 3},
            "page 2 is empty, after 3 of 9",
        ),
        (
            b'{"response": {"docs": [{"id": "a", "dct_title_s": "A"}]}}',
            {"before": "a"},
            "repeats the one before it",
        ),
    ],
)
def test_what_is_no_page_is_refused_in_words(spider, answer, made_up: bytes, values, said: str) -> None:
    with pytest.raises(PageUnreadable, match=said):
        spider.search(answer(made_up), way="ogm", page=2, **values)


def test_what_is_no_record_is_rejected(spider, answer) -> None:
    page = spider.search(answer({"response": {"docs": ["x", MADE_UP], "numFound": 2}}), way="ogm", page=1)
    assert [finding.place for finding in page.findings] == ["[0]"]
    assert len(page.records) == 1


def test_a_record_without_a_title_says_so(spider) -> None:
    with pytest.raises(RecordError, match="record a-1 has no title"):
        drafted(spider, dct_title_s="")


@pytest.mark.parametrize(
    ("fields", "name", "expected"),
    [
        ({"dct_alternative_sm": ["B"]}, "alternative", (Text("B"),)),
        ({"dct_description_sm": ["One.", "Two."]}, "description", (Text("One.\n\nTwo."),)),
        ({"dct_subject_sm": ["a"], "dcat_keyword_sm": ["b", "a"]}, "keyword", (Text("b"), Text("a"))),
        ({"dcat_theme_sm": ["Utilities"]}, "theme", (Term("Utilities"),)),
        (
            {"gbl_resourceClass_sm": ["Datasets", "Maps"], "gbl_resourceType_sm": ["Raster data"]},
            "type",
            (Term("Maps"), Term("Raster data")),
        ),
        ({"schema_provider_s": "Stanford"}, "publisher", Agent(name=(Text("Stanford"),))),
        (
            {"schema_provider_s": "Stanford", "dct_publisher_sm": ["P"]},
            "publisher",
            Agent(name=(Text("P"),)),
        ),
        ({"dct_creator_sm": ["C"]}, "creator", (Agent(name=(Text("C"),)),)),
        (
            {"dct_rightsHolder_sm": ["H"]},
            "qualified_attribution",
            (Attribution(agent=Agent(name=(Text("H"),)), had_role=(Term("rightsHolder"),)),),
        ),
        ({"dct_issued_s": "2014"}, "issued", Typed("2014")),
        (
            {"gbl_mdModified_dt": "2025-04-25T21:37:55Z"},
            "modified",
            Typed("2025-04-25T21:37:55Z", XSD.dateTime),
        ),
        ({"dct_language_sm": ["eng"]}, "language", (Term("eng"),)),
        ({"dct_license_sm": ["http://l/"]}, "license", Term("http://l/")),
        ({"dct_rights_sm": ["Ask"]}, "rights", (Term("Ask"),)),
        ({"dct_accessRights_s": "Restricted"}, "access_rights", Term("Restricted")),
        (
            {"dcat_bbox": "ENVELOPE(1, 2, 4, 3)", "locn_geometry": "ENVELOPE(1, 2, 4, 3)"},
            "spatial",
            (Location(bbox=Typed("ENVELOPE(1, 2, 4, 3)")),),
        ),
        (
            {"locn_geometry": "POINT(1 2)", "dct_spatial_sm": ["Leeds"]},
            "spatial",
            (Location(geometry=(Typed("POINT(1 2)"),)), Location(label=(Text("Leeds"),))),
        ),
        (
            {"gbl_dateRange_drsim": ["[1890 TO *]"], "dct_temporal_sm": ["1890s"]},
            "temporal",
            (PeriodOfTime(start_date=Typed("1890")),),
        ),
        ({"dct_temporal_sm": ["1890s"]}, "temporal", (PeriodOfTime(label=(Text("1890s"),)),)),
        ({"pcdm_memberOf_sm": ["b-1"]}, "is_part_of", (f"{SITE}/catalog/b-1",)),
        ({"dct_source_sm": ["https://o.example/"]}, "source", ("https://o.example/",)),
        ({"dct_identifier_sm": ["x"]}, "identifier", (Typed("a-1"), Typed("x"))),
    ],
)
def test_each_field_has_its_place(spider, fields: dict[str, Any], name: str, expected: Any) -> None:
    assert getattr(drafted(spider, **fields), name) == expected


def test_references_are_pages_downloads_and_services(spider) -> None:
    references = {
        "http://schema.org/url": "https://purl.example/1",
        "http://schema.org/downloadUrl": [{"url": "https://f.example/1.zip", "label": "Zip"}],
        "http://www.opengis.net/def/serviceType/ogc/wms": "https://g.example/wms",
        "http://www.isotc211.org/schemas/2005/gmd": "https://f.example/1.xml",
        "https://schema.org/relatedLink": "https://r.example/1",
        "https://oembed.com": "https://e.example/1",
    }
    found = drafted(
        spider,
        dct_references_s=json.dumps(references),
        dct_format_s="Shapefile",
        gbl_wxsIdentifier_s="layer",
    )
    assert (found.landing_page, found.page) == (("https://purl.example/1",), ("https://f.example/1.xml",))
    assert found.relation == ("https://r.example/1",)
    download, service = found.distribution
    assert (download.key, download.format) == ("downloadUrl/Zip", Term("Shapefile"))
    assert service == Distribution(
        key="WMS",
        access_url=("https://g.example/wms",),
        format=Term("WMS"),
        access_service=(
            DataService(
                title=(Text("layer"),), endpoint_url=("https://g.example/wms",), format=(Term("WMS"),)
            ),
        ),
    )


@pytest.mark.parametrize("made_up", ["{not json", "[1]", 7])
def test_references_that_are_no_object_are_remarked_on(spider, made_up: object) -> None:
    body = json.dumps(MADE_UP | {"dct_references_s": made_up}).encode()
    draft = spider.draft(Record(key="a", body=body, media_type="application/json", source=SITE))
    assert [finding.code for finding in draft.findings] == ["aardvark-references-unreadable"]
    assert draft.dataset.distribution == ()
