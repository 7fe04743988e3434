"""Opendatasoft: its interfaces, its limits, and each field of a dataset. All datasets are made up."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

import pytest
from scrapy.http import TextResponse
from starlette.testclient import TestClient

from catalogue.columns.table import Column, Source, Table
from catalogue.errors import RecordError
from catalogue.model import Agent, Attribution, Contact, Dataset, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.record import PageUnreadable, Record
from harvester.replay.lines import as_lines
from harvester.replay.recording import Recording, bundled_recordings
from harvester.replay.server import build_app
from vocab.namespaces import DCT, GEO, XSD

PLACE = "https://madeup.example/explore/dataset/bins/"
EXPORTS = "https://madeup.example/api/explore/v2.1/catalog/datasets/bins"


def made_up_dataset(number: int = 1, **default: Any) -> dict[str, Any]:
    return {
        "dataset_id": f"bins-{number:05}",
        "dataset_uid": f"da_{number:05}",
        "metas": {"default": {"title": f"Bins {number}", **default}},
    }


def made_up_portal(count: int, **options: Any) -> Recording:
    lines = as_lines(json.dumps(made_up_dataset(n)).encode() for n in range(count))
    return Recording(
        slug="town", title="Town", kind="opendatasoft", options=MappingProxyType(options), records=lines
    )


def drafted(spider: Any, said: dict[str, Any] | None = None, **metas: Any) -> Dataset:
    default = {"title": "Bins", **metas.pop("default", {})}
    body = {"dataset_id": "bins", "metas": {"default": default, **metas}, **(said or {})}
    record = Record(key="da_1", body=json.dumps(body).encode(), media_type="application/json", source=PLACE)
    return spider.draft(record).dataset


@pytest.fixture
def spider(spider_of):
    return spider_of("opendatasoft")


@pytest.fixture
def wexcombe() -> Recording:
    return next(recording for recording in bundled_recordings() if recording.slug == "wexcombe")


def test_the_bundled_council_is_read_whole(walk, wexcombe) -> None:
    walked = walk(wexcombe)
    assert len(walked.keys) == 33
    assert walked.declared == [33]
    assert len(walked.asked) == 1
    drafted, refused = walked.drafts()
    assert len(drafted) == wexcombe.expected
    assert refused == ["dataset da_t3st00 has no title"]


def test_a_catalogue_of_many_pages_is_read_in_pages_of_a_hundred(walk) -> None:
    walked = walk(made_up_portal(250))
    assert len(walked.keys) == 250
    assert [url.partition("offset=")[2] for url in walked.asked] == [
        "0&order_by=dataset_id",
        "100&order_by=dataset_id",
        "200&order_by=dataset_id",
    ]


def test_a_catalogue_past_the_end_of_pages_is_taken_from_its_export(walk) -> None:
    walked = walk(made_up_portal(10_050))
    assert len(walked.keys) == 10_050
    assert [url.partition("?")[0].rpartition("/")[2] for url in walked.asked] == ["datasets", "json"]


def test_a_portal_that_refuses_the_order_is_asked_without_it(walk) -> None:
    walked = walk(made_up_portal(150, order_by=["modified"]))
    assert len(walked.keys) == 150
    assert "order_by" not in walked.asked[1]


@pytest.mark.parametrize("version", ["v2", "v1"])
def test_an_older_portal_is_read_by_its_own_interface(walk, wexcombe, version: str) -> None:
    whole, _ = walk(wexcombe).drafts()
    older, _ = walk(replace(wexcombe, options=MappingProxyType({"versions": [version]}))).drafts()
    assert older == whole


def test_the_portal_is_asked_in_english(walk, wexcombe) -> None:
    drafted, _ = walk(wexcombe).drafts()
    words = {term.word for dataset in drafted.values() for term in dataset.theme}
    assert "Environment" in words
    assert "Environnement" not in words


def test_a_page_that_fails_is_made_good_by_the_export(spider, answer) -> None:
    page = {"total_count": 300, "results": [made_up_dataset(1)]}
    (following,) = spider.catalogue(answer(page), api="v2.1", ordered=True).follow
    assert [other.url.partition("?")[0] for other in following.meta["otherwise"]] == [
        "https://madeup.example/api/explore/v2.1/catalog/exports/json"
    ]


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (b"<!DOCTYPE html><title>Oops</title>", r"got a web page \(title: Oops\)"),
        (b"", "empty answer"),
        (b"[]", "without a list `results`"),
        (b'{"results": [], "total_count": true}', "without a number `total_count`"),
        (b'{"error_code": "X", "message": "Quota exceeded"}', "failed: Quota exceeded"),
        (b'{"results": [], "total_count": 7}', "an empty page at 0 of 7"),
        (b'{"results": [{"dataset_id', "not JSON"),
    ],
)
def test_what_is_no_page_is_refused_in_words(spider, answer, made_up: bytes, said: str) -> None:
    with pytest.raises(PageUnreadable, match=said):
        spider.catalogue(answer(made_up), api="v2.1")


def test_a_page_that_repeats_the_one_before_it_is_refused(spider, answer) -> None:
    page = {"total_count": 300, "results": [made_up_dataset(1)]}
    with pytest.raises(PageUnreadable, match="repeats the one before it"):
        spider.catalogue(answer(page), api="v2.1", start=100, before="bins-00001")


def test_what_is_no_dataset_is_rejected_with_its_place(spider, answer) -> None:
    page = spider.catalogue(answer({"total_count": 3, "results": [None, made_up_dataset(), "x"]}), api="v2.1")
    assert [finding.place for finding in page.findings] == ["results[0]", "results[2]"]
    assert len(page.records) == 1


def test_an_export_gives_its_datasets_one_by_one_up_to_where_it_breaks(spider, answer) -> None:
    page = spider.export(answer(json.dumps([made_up_dataset(1), "x", made_up_dataset(2)]).encode()[:-9]))
    taken = []
    with pytest.raises(PageUnreadable, match="ends early"):
        taken.extend(record.key for record in page.records)
    assert [finding.place for finding in page.findings] == ["[1]"]


def test_a_flattened_export_is_the_same_dataset(spider, answer) -> None:
    (record,) = spider.export(
        answer([{"dataset_id": "bins", "default.title": "Bins", "dcat.issued": "2020"}])
    ).records
    assert spider.draft(record).dataset.issued == Typed("2020")


def test_a_dataset_without_a_title_says_so(spider) -> None:
    with pytest.raises(RecordError, match="dataset da_1 has no title"):
        drafted(spider, default={"title": None})


@pytest.mark.parametrize(
    ("metas", "name", "expected"),
    [
        ({"default": {"description": "<p>Where</p>"}}, "description", (Text("<p>Where</p>"),)),
        ({"default": {"keyword": "bins"}}, "keyword", (Text("bins"),)),
        ({"default": {"theme": ["A, B", "C"]}}, "theme", (Term("A, B"), Term("C"))),
        ({"inspire": {"theme": "Land use"}}, "theme", (Term("Land use"),)),
        ({"default": {"publisher": "A Council"}}, "publisher", Agent(name=(Text("A Council"),))),
        ({"custom": {"Publisher-Name": "B"}}, "publisher", Agent(name=(Text("B"),))),
        ({"dcat": {"creator": "C"}}, "creator", (Agent(name=(Text("C"),)),)),
        (
            {"dcat": {"contributor": "D"}},
            "qualified_attribution",
            (Attribution(agent=Agent(name=(Text("D"),)), had_role=(Term("contributor"),)),),
        ),
        (
            {"dcat": {"contact_name": "Team", "contact_email": "t@a.example"}},
            "contact_point",
            (Contact(fn=(Text("Team"),), has_email="mailto:t@a.example"),),
        ),
        (
            {"inspire": {"contact_email": "gis@a.example"}},
            "contact_point",
            (Contact(has_email="mailto:gis@a.example"),),
        ),
        ({"dcat": {"created": "2020-01-02"}}, "issued", Typed("2020-01-02", XSD.date)),
        (
            {"default": {"modified": "2020-01-02T03:04:05+00:00"}},
            "modified",
            Typed("2020-01-02T03:04:05+00:00", XSD.dateTime),
        ),
        ({"default": {"language": "cy"}}, "language", (Term("cy"),)),
        (
            {"default": {"license": "OGL", "license_url": "http://l/"}},
            "license",
            Term("OGL", link="http://l/"),
        ),
        ({"default": {"license_url": "http://l/"}}, "license", Term("http://l/")),
        ({"default": {"attributions": ["© Crown"]}}, "rights", (Term("© Crown"),)),
        ({"dcat_ap_ch": {"access_rights": "PUBLIC"}}, "access_rights", Term("PUBLIC")),
        ({"dcat": {"accrualperiodicity": "monthly"}}, "accrual_periodicity", Term("monthly")),
        ({"custom": {"update-frequency": "weekly"}}, "accrual_periodicity", Term("weekly")),
        (
            {"default": {"update_frequency": "daily"}, "dcat": {"accrualperiodicity": "x"}},
            "accrual_periodicity",
            Term("daily"),
        ),
        (
            {"default": {"territory": ["Wex"], "geographic_reference": ["uk_40_E06999999", "world_uk"]}},
            "spatial",
            (Location(label=(Text("Wex"),)), Location(label=(Text("E06999999"),))),
        ),
        (
            {"default": {"bbox": {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 51]}}}},
            "spatial",
            (Location(geometry=(Typed('{"coordinates":[0,51],"type":"Point"}', GEO.geoJSONLiteral),)),),
        ),
        (
            {
                "inspire": {
                    "extend_bounding_box_westbound_longitude": "-2",
                    "extend_bounding_box_southbound_latitude": "50",
                    "extend_bounding_box_eastbound_longitude": "-1",
                    "extend_bounding_box_northbound_latitude": "51",
                }
            },
            "spatial",
            (Location(bbox=Typed("POLYGON((-2 50,-1 50,-1 51,-2 51,-2 50))", GEO.wktLiteral)),),
        ),
        ({"dcat": {"temporal": "2019/2024"}}, "temporal", (PeriodOfTime(label=(Text("2019/2024"),)),)),
        (
            {"dcat": {"temporal_coverage_start": "2019-01-01"}},
            "temporal",
            (PeriodOfTime(start_date=Typed("2019-01-01", XSD.date)),),
        ),
        (
            {"dcat": {"dataquality": "Good", "granularity": "Ward"}},
            "provenance",
            (Term("Good"), Term("Ward")),
        ),
        ({"default": {"references": "http://page.example/"}}, "page", ("http://page.example/",)),
        ({"inspire": {"hierarchy_level": "series"}}, "type", (Term("series"),)),
        (
            {"inspire": {"file_identifier": "abc"}},
            "identifier",
            (Typed("bins"), Typed("abc")),
        ),
        ({"custom": {"lgsl": "524"}}, "council_service", (Term("524"),)),
    ],
)
def test_each_field_has_its_place(spider, metas: dict[str, Any], name: str, expected: Any) -> None:
    assert getattr(drafted(spider, **metas), name) == expected


def test_a_federated_dataset_names_the_portal_that_owns_it(spider) -> None:
    found = drafted(
        spider,
        default={
            "federated": True,
            "source_domain_address": "data.other.example",
            "source_domain_title": "Other",
            "source_dataset": "stops",
        },
    )
    assert found.source == ("https://data.other.example/explore/dataset/stops/",)
    assert ("", f"<{DCT.source}>", '"Other"') in found.extra


def test_a_download_is_known_by_its_format(spider) -> None:
    found = drafted(spider, {"has_records": True, "features": []})
    assert [(one.key, *one.download_url) for one in found.distribution] == [
        (form, f"{EXPORTS}/exports/{form}") for form in ("csv", "json", "xlsx", "parquet")
    ]
    drawn = drafted(spider, {"has_records": True, "features": ["geo"]})
    assert {"geojson", "shp", "kml", "gpx"} < {one.key for one in drawn.distribution}


def test_files_that_people_added_are_distributions(spider) -> None:
    found = drafted(
        spider,
        {
            "has_records": False,
            "attachments": [
                {"id": "g", "title": "G", "mimetype": "application/pdf", "url": "odsfile://g.pdf"}
            ],
            "alternative_exports": [{"id": "x", "title": "X", "url": "https://files.example/x.zip"}],
        },
    )
    assert [(one.key, one.download_url, one.media_type) for one in found.distribution] == [
        ("attachment/g", (f"{EXPORTS}/attachments/g",), Term("application/pdf")),
        ("alternative_export/x", ("https://files.example/x.zip",), None),
    ]


def test_columns_are_kept_by_name_and_label(spider) -> None:
    fields = [{"name": "uprn", "label": "UPRN", "type": "text", "description": None}, "x", {"name": "ward"}]
    assert drafted(spider, {"fields": fields}).table == Table(
        source=Source.METADATA,
        columns=(Column(name="uprn", title="UPRN", datatype="text"), Column(name="ward")),
    )


def test_changes_are_asked_for_by_date_and_beside_them_what_has_none(spider) -> None:
    urls = [unquote(request.url) for request in spider.begin_since("2024-06-01T00:00:00Z")]
    assert [url.partition("where=")[2].partition("&")[0] for url in urls] == [
        "modified >= date'2024-06-01T00:00:00Z'",
        "modified is null",
    ]


def test_a_run_of_changes_goes_on_with_its_filter_and_declares_nothing(spider, answer) -> None:
    page = spider.catalogue(
        answer({"total_count": 300, "results": [made_up_dataset(1)]}), api="v2.1", where="modified is null"
    )
    (following,) = page.follow
    assert page.declared is None
    assert "where=modified%20is%20null" in following.url
    assert following.cb_kwargs["where"] == "modified is null"


def test_the_controls_prove_the_filter(spider, wexcombe) -> None:
    client = TestClient(build_app([wexcombe]))
    counted: dict[str, int] = {}
    for request in spider.controls():
        path = request.url.removeprefix("https://madeup.example")
        body = client.get(f"/wexcombe{path}").content
        page = spider.count(TextResponse(request.url, body=body))
        sort = request.meta["control"]
        counted[sort] = counted.get(sort, 0) + (page.declared or 0)
    assert counted["all"] == counted["old"] == 33
    assert counted["new"] == 0
