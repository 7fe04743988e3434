"""Catalogues with JSON of their own: a Solr index of packages, and UKCEH's documents. All records are made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from catalogue.errors import RecordError
from catalogue.model import Agent, Contact, Dataset, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.record import PageUnreadable, Record
from harvester.replay.recording import bundled_recordings, load_recording
from vocab.namespaces import GEO, XSD

PAGE = "https://madeup.example/id/1"


def made_up_index(*documents: Any, count: int | None = None) -> dict[str, Any]:
    found = len(documents) if count is None else count
    return {"response": {"numFound": found, "start": 0, "docs": list(documents)}}


def made_up_document(key: str = "1", **package: Any) -> dict[str, Any]:
    held = {"id": key, "name": "bins", "title": "Bins", "notes": "Where", "resources": []} | package
    return {
        "id": key,
        "name": "bins",
        "title": "Bins",
        "notes": "W…",
        "validated_data_dict": json.dumps(held),
    }


def drafted(spider: Any, **fields: Any) -> Dataset:
    body = json.dumps({"id": "1", "uri": PAGE, "title": "Bins", **fields}).encode()
    return spider.draft(Record(key="1", body=body, media_type="application/json", source=PAGE)).dataset


@pytest.fixture
def spider(spider_of):
    return spider_of("native_json", "https://madeup.example/solr/ckan/select")


def test_an_address_of_a_solr_index_is_asked_by_id(spider) -> None:
    (request,) = spider.begin()
    assert request.url.endswith("/solr/ckan/select?q=*:*&rows=500&start=0&sort=id%20asc&wt=json")


def test_the_bundled_catalogue_is_read_whole(walk) -> None:
    (saltholme,) = (one for one in bundled_recordings() if one.slug == "saltholme")
    walked = walk(saltholme)
    drafts, refused = walked.drafts()
    assert (len(drafts), len(refused)) == (saltholme.expected, 1)
    assert walked.declared == [len(saltholme.records)]


def test_an_index_is_computed_of_recorded_answers(walk, tmp_path: Path) -> None:
    facts = {"slug": "index", "title": "Index", "kind": "native_json"}
    pages = []
    for n, answer in enumerate((made_up_index(made_up_document("1")), made_up_index(made_up_document("2")))):
        (tmp_path / f"{n}.json").write_text(json.dumps(answer))
        pages.append(
            {"path": f"/q?{n}=", "file": f"{n}.json", "media_type": "application/json", "status": 200}
        )
    (tmp_path / "portal.json").write_text(json.dumps(facts))
    (tmp_path / "pages.json").write_text(json.dumps(pages))
    walked = walk(load_recording(tmp_path))
    assert walked.keys == {"1", "2"}
    assert walked.declared == [2]


def test_a_package_is_drafted_as_ckans(spider, answer) -> None:
    document = made_up_document(license_id="uk-ogl", organization={"title": "A Council"})
    (record,) = spider.index(answer(made_up_index(document)), start=0).records
    dataset = spider.draft(record).dataset
    assert (dataset.license, dataset.description) == (Term("uk-ogl"), (Text("Where"),))
    assert dataset.publisher == Agent(name=(Text("A Council"),))


def test_a_document_without_its_package_is_read_itself(spider, answer) -> None:
    document = made_up_document() | {"validated_data_dict": "{broken"}
    (record,) = spider.index(answer(made_up_index(document)), start=0).records
    assert spider.draft(record).dataset.description == (Text("W…"),)


def test_an_organisation_of_the_index_is_left_out(spider, answer) -> None:
    page = spider.index(answer(made_up_index({"id": "o", "title": "A Council"}, made_up_document())), start=0)
    assert len(page.records) == 1
    assert ["no dataset" in finding.message for finding in page.findings] == [True]


def test_paging_goes_on_by_what_was_received(spider, answer) -> None:
    (following,) = spider.index(answer(made_up_index(made_up_document(), count=3)), start=0).follow
    assert "&start=1&" in following.url
    with pytest.raises(PageUnreadable, match="ignores `start`"):
        spider.index(answer(made_up_index(made_up_document(), count=3)), start=1, before="1")


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (b"<html><title>Solr Admin</title>", "web page"),
        (b'{"error": {"msg": "undefined field id"}}', "a count undefined field id"),
        (b'{"response": {"docs": [], "numFound": 4}}', "an empty page at 0 of 4"),
    ],
)
def test_what_is_no_index_is_refused_in_words(spider, answer, made_up: bytes, said: str) -> None:
    with pytest.raises(PageUnreadable, match=said):
        spider.index(answer(made_up), start=0)


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (b"[]", "without `results` and `numFound`"),
        (b'{"results": [], "numFound": 4}', "page 1 is empty, after 0 of 4"),
    ],
)
def test_what_is_no_list_of_documents_is_refused_in_words(spider, answer, made_up: bytes, said: str) -> None:
    with pytest.raises(PageUnreadable, match=said):
        spider.listed(answer(made_up), page=1)


def test_each_document_of_a_list_is_asked_for_and_the_next_page(spider_of, answer) -> None:
    spider = spider_of("native_json")
    page = spider.listed(answer({"results": [{"identifier": "a b"}, {}], "numFound": 5}), page=1)
    assert [request.url.partition("example")[2] for request in page.follow] == [
        "/documents/a%20b?format=json",
        "/documents?page=2&rows=100&format=json",
    ]


def test_a_document_without_a_title_says_so(spider) -> None:
    with pytest.raises(RecordError, match="document 1 has no title"):
        drafted(spider, title=None)


PARTY = {"organisationName": "Centre", "individualName": "A. Example", "email": "a@b.example"}


@pytest.mark.parametrize(
    ("fields", "name", "expected"),
    [
        ({"alternateTitles": ["B"]}, "alternative", (Text("B"),)),
        (
            {"resourceIdentifiers": [{"code": "10.1/x", "codeSpace": "doi:"}]},
            "identifier",
            (Typed("1"), Typed("doi:10.1/x")),
        ),
        (
            {"keywords": [{"value": "a"}], "descriptiveKeywords": [{"keywords": [{"value": "b"}]}]},
            "keyword",
            (Text("a"), Text("b")),
        ),
        (
            {"topicCategories": [{"value": "biota", "uri": "http://t/b"}]},
            "theme",
            (Term("biota", link="http://t/b"),),
        ),
        ({"inspireThemes": [{"theme": "Land Cover"}]}, "theme", (Term("Land Cover"),)),
        ({"resourceType": {"value": "service"}}, "type", (Term("service"),)),
        ({"type": "dataset"}, "type", ()),
        (
            {
                "responsibleParties": [PARTY | {"role": "publisher"}],
                "publishers": [PARTY | {"role": "publisher"}],
            },
            "publisher",
            Agent(name=(Text("Centre"),)),
        ),
        ({"authors": [PARTY | {"role": "author"}]}, "creator", (Agent(name=(Text("A. Example"),)),)),
        (
            {"pointOfContacts": [PARTY | {"role": "pointOfContact"}]},
            "contact_point",
            (Contact(fn=(Text("Centre"),), has_email="mailto:a@b.example"),),
        ),
        (
            {"datasetReferenceDate": {"creationDate": "2017-04-25", "revisionDate": "2018-01-01"}},
            "issued",
            Typed("2017-04-25", XSD.date),
        ),
        ({"metadataDate": "2018-01-18T14:07:22"}, "modified", Typed("2018-01-18T14:07:22Z", XSD.dateTime)),
        ({"datasetLanguages": ["eng"]}, "language", (Term("eng"),)),
        (
            {"useConstraints": [{"value": "OGL", "code": "license", "uri": "http://l/"}, {"value": "Cite"}]},
            "license",
            Term("OGL", link="http://l/"),
        ),
        ({"useConstraints": [{"value": "Cite"}]}, "rights", (Term("Cite"),)),
        ({"accessLimitation": {"value": "Registration"}}, "access_rights", Term("Registration")),
        (
            {"resourceMaintenance": [{"frequencyOfUpdate": "annually"}]},
            "accrual_periodicity",
            Term("annually"),
        ),
        (
            {
                "boundingBox": {
                    "westBoundLongitude": -2,
                    "southBoundLatitude": 50,
                    "eastBoundLongitude": "-1",
                    "northBoundLatitude": 51,
                }
            },
            "spatial",
            (Location(bbox=Typed("POLYGON((-2 50,-1 50,-1 51,-2 51,-2 50))", GEO.wktLiteral)),),
        ),
        (
            {"temporalExtent": {"begin": "1992-01-01"}},
            "temporal",
            (PeriodOfTime(start_date=Typed("1992-01-01", XSD.date)),),
        ),
        (
            {"spatialReferenceSystems": [{"code": "27700"}]},
            "conforms_to",
            (Term("http://www.opengis.net/def/crs/EPSG/0/27700"),),
        ),
        (
            {"relationships": [{"relation": "http://v#memberOf", "target": "2"}]},
            "is_part_of",
            ("https://madeup.example/id/2",),
        ),
        ({"associatedResources": [{"href": "http://o/"}]}, "relation", ("http://o/",)),
    ],
)
def test_each_field_of_a_document_has_its_place(
    spider, fields: dict[str, Any], name: str, expected: Any
) -> None:
    assert getattr(drafted(spider, **fields), name) == expected


def test_addresses_are_downloads_services_or_pages(spider) -> None:
    found = drafted(
        spider,
        distributionFormats=[{"name": "CSV", "type": "text/csv"}],
        onlineResources=[
            {"url": "http://d/", "function": "download"},
            {"url": "http://i/", "function": "information"},
            {"url": "http://w/", "function": "information", "type": "WMS_GET_CAPABILITIES"},
        ],
    )
    assert found.page == ("http://i/",)
    assert [(one.access_url, one.format, one.media_type) for one in found.distribution] == [
        (("http://d/",), Term("CSV"), Term("text/csv")),
        (("http://w/",), Term("WMS"), None),
    ]
