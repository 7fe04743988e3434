"""Socrata: its catalogue's limits and overlaps, its other interfaces, and each field. All assets are made up."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from catalogue.columns.table import Column, Source, Table
from catalogue.errors import RecordError
from catalogue.finding import Severity
from catalogue.model import Agent, Contact, Dataset, Location, PeriodOfTime, Relationship
from catalogue.values import Term, Text, Typed
from harvester.record import PageUnreadable, Record
from harvester.replay.lines import as_lines
from harvester.replay.recording import Recording, bundled_recordings
from vocab.namespaces import XSD

HOST = "data.town.example"
MADE_UP_STATE = {"types": ["datasets"], "order": "dataset_id"}


def made_up_row(number: int = 1, *, domain: str = HOST, **resource: Any) -> dict[str, Any]:
    key = f"{number // 10_000:04}-{number % 10_000:04}"
    created = f"2020-01-01T00:{(number * 7) % 60:02}:00.000Z"
    return {
        "resource": {"id": key, "name": f"Bins {-number}", "type": "dataset", "createdAt": created}
        | resource,
        "classification": {},
        "metadata": {"domain": domain},
        "permalink": f"https://{domain}/d/{key}",
    }


def made_up_portal(*rows: dict[str, Any], **options: Any) -> Recording:
    lines = as_lines(json.dumps(row).encode() for row in rows)
    return Recording(
        slug="town",
        title="Town",
        kind="socrata",
        origin=f"https://{HOST}",
        options=MappingProxyType(options),
        records=lines,
    )


def made_up_page(*rows: Any, count: int | None = None) -> dict[str, Any]:
    return {"results": list(rows), "resultSetSize": len(rows) if count is None else count}


def drafted(spider: Any, row: dict[str, Any] | None = None, own: Any = (), **resource: Any) -> Dataset:
    fields = [{"key": key, "value": value} for key, value in own]
    body = made_up_row(**resource) | {"classification": {"domain_metadata": fields}} | (row or {})
    record = Record(
        key="0000-0001",
        body=json.dumps(body).encode(),
        media_type="application/json",
        source=f"https://{HOST}/d/0000-0001",
    )
    return spider.draft(record).dataset


def asked(urls: list[str], name: str) -> list[str]:
    return [parse_qs(urlsplit(url).query).get(name, [""])[0] for url in urls]


@pytest.fixture
def spider(spider_of):
    return spider_of("socrata", origin=f"https://{HOST}")


@pytest.fixture
def rivervale() -> Recording:
    return next(recording for recording in bundled_recordings() if recording.slug == "rivervale")


def test_the_bundled_council_is_read_whole_and_its_neighbour_left_out(walk, rivervale) -> None:
    walked = walk(rivervale)
    drafts, refused = walked.drafts()
    assert (len(drafts), len(refused)) == (rivervale.expected, 1)
    assert [finding.severity for finding in walked.findings] == [Severity.INFO] * 2
    assert all("data.ferrydown.example" in finding.message for finding in walked.findings)
    assert walked.declared == [len(walked.records) + len(walked.findings)]


def test_the_catalogue_is_asked_for_the_portals_own_host(spider) -> None:
    (request,) = spider.begin()
    query = parse_qs(urlsplit(request.url).query)
    assert (query["domains"], query["search_context"], query["only"]) == ([HOST], [HOST], ["datasets"])


def test_past_what_offsets_reach_the_last_id_is_the_cursor(walk) -> None:
    walked = walk(made_up_portal(*map(made_up_row, range(11_500))))
    assert len(walked.keys) == len(walked.records) == 11_500
    assert asked(walked.asked, "offset")[:3] == ["0", "1000", "2000"]
    assert asked(walked.asked, "scroll_id")[9:] == ["", "0000-9999", "0001-0999"]


def test_what_overlapping_pages_skip_is_found_in_another_order(walk) -> None:
    """The catalogue repeats the last row of each page on the next one, and so never gives the last row of all."""
    walked = walk(made_up_portal(*map(made_up_row, range(2_500)), orders=["name", "createdAt"]))
    assert len(walked.keys) == 2_500
    assert len(walked.records) > 2_500
    assert asked(walked.asked, "order")[1:] == ["name"] * 3 + ["createdAt"] * 3


def test_pages_that_do_not_overlap_are_asked_for_once(walk) -> None:
    walked = walk(made_up_portal(*map(made_up_row, range(2_500))))
    assert asked(walked.asked, "order") == ["dataset_id"] * 3


@pytest.mark.parametrize("interface", ["views", "data.json"])
def test_another_interface_gives_the_same_keys(walk, rivervale, interface: str) -> None:
    whole, _ = walk(rivervale).drafts()
    other, _ = walk(replace(rivervale, options=MappingProxyType({"interfaces": [interface]}))).drafts()
    assert set(whole) <= set(other)
    key = next(iter(whole))
    assert other[key].title == whole[key].title
    assert other[key].landing_page == (f"https://data.rivervale.example/d/{key}",)


def test_a_view_says_what_a_row_says(walk, rivervale) -> None:
    whole, _ = walk(rivervale).drafts()
    views, _ = walk(replace(rivervale, options=MappingProxyType({"interfaces": ["views"]}))).drafts()
    for name in (
        "license",
        "publisher",
        "accrual_periodicity",
        "modified",
        "council_service",
    ):
        assert all(getattr(views[key], name) == getattr(whole[key], name) for key in whole), name


def test_a_site_without_datasets_is_asked_for_what_it_has_instead(walk) -> None:
    rows = [made_up_row(n, type=kind) for n, kind in enumerate(["map", "map", "file", "href", "chart"])]
    walked = walk(made_up_portal(*rows))
    assert asked(walked.asked, "only") == ["datasets", "maps", "files", "links"]
    assert len(walked.keys) == 4
    assert max(walked.declared) == 4


def test_a_portal_can_say_which_types_are_datasets(walk) -> None:
    rows = [made_up_row(1), made_up_row(2, type="map"), made_up_row(3, type="chart")]
    walked = walk(made_up_portal(*rows), types="datasets, maps")
    assert walked.keys == {"0000-0001", "0000-0002"}
    assert max(walked.declared) == 2


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (b"<!DOCTYPE html><title>Oops</title>", r"got a web page \(title: Oops\)"),
        (b"[]", "without a list `results`"),
        (b'{"results": [], "resultSetSize": "7"}', "without a number `resultSetSize`"),
        (b'{"error": "App token missing"}', "failed: App token missing"),
        (b'{"results": [], "resultSetSize": 7}', "an empty page at 0 of 7"),
        (b'{"results": [{"resource', "not JSON"),
    ],
)
def test_what_is_no_page_is_refused_in_words(spider, answer, made_up: bytes, said: str) -> None:
    with pytest.raises(PageUnreadable, match=said):
        spider.catalogue(answer(made_up), **MADE_UP_STATE)


def test_what_is_no_row_is_rejected_with_its_place(spider, answer) -> None:
    page = spider.catalogue(answer(made_up_page("x", made_up_row(), None)), **MADE_UP_STATE)
    assert [finding.place for finding in page.findings] == ["results[0]", "results[2]"]
    assert len(page.records) == 1


def test_what_is_no_list_of_views_is_refused(spider, answer) -> None:
    with pytest.raises(PageUnreadable, match="expected a list of Socrata's views, got an object"):
        spider.views(answer({"error": True}), page=1)


def test_a_view_that_is_hidden_is_left_out(spider, answer) -> None:
    page = spider.views(answer([{"id": "aaaa-1111", "name": "A", "hideFromCatalog": True}]), page=1)
    (finding,) = page.findings
    assert "hidden" in finding.message


def test_an_asset_without_a_name_says_so(spider) -> None:
    with pytest.raises(RecordError, match="asset 0000-0001 has no name"):
        drafted(spider, name=None)


@pytest.mark.parametrize(
    ("resource", "name", "expected"),
    [
        ({"description": "<b>B</b>"}, "description", (Text("<b>B</b>"),)),
        ({"attribution": "A Council"}, "publisher", Agent(name=(Text("A Council"),))),
        ({"attribution_link": "https://a.example/"}, "page", ("https://a.example/",)),
        (
            {"publication_date": "2020-01-02T03:04:05.000Z"},
            "issued",
            Typed("2020-01-02T03:04:05.000Z", XSD.dateTime),
        ),
        (
            {"updatedAt": "2021-01-01T00:00:00Z", "data_updated_at": "2020-01-01T00:00:00Z"},
            "modified",
            Typed("2020-01-01T00:00:00Z", XSD.dateTime),
        ),
        ({"type": "map"}, "type", (Term("map"),)),
        ({"type": "dataset"}, "type", ()),
        ({"provenance": "official"}, "provenance", (Term("official"),)),
        (
            {"parent_fxf": ["aaaa-1111"]},
            "qualified_relation",
            (
                Relationship(
                    relation=(f"https://{HOST}/d/aaaa-1111",),
                    had_role=(Term("http://www.iana.org/assignments/relation/original"),),
                ),
            ),
        ),
        ({"contact_email": "a@b.example"}, "contact_point", (Contact(has_email="mailto:a@b.example"),)),
    ],
)
def test_each_field_of_the_resource_has_its_place(
    spider, resource: dict[str, Any], name: str, expected: Any
) -> None:
    assert getattr(drafted(spider, **resource), name) == expected


@pytest.mark.parametrize(
    ("key", "value", "name", "expected"),
    [
        ("Publication_Publisher-Organisation", "P", "publisher", Agent(name=(Text("P"),))),
        ("Publisher_Organisation", "P", "publisher", Agent(name=(Text("P"),))),
        ("Data-Owner_Owner", "P", "publisher", Agent(name=(Text("P"),))),
        ("Detail_Update_Frequency", "weekly", "accrual_periodicity", Term("weekly")),
        ("Licence_Licence", "OGL", "license", Term("OGL")),
        ("X_Geographic-Coverage", "Town", "spatial", (Location(label=(Text("Town"),)),)),
        ("X_Time Period", "2018/19", "temporal", (PeriodOfTime(label=(Text("2018/19"),)),)),
        ("Contact_Contact-Email", "a@b.example", "contact_point", (Contact(has_email="mailto:a@b.example"),)),
        ("X_Language", "cy", "language", (Term("cy"),)),
        ("Services_LGSL", "524", "council_service", (Term("524"),)),
    ],
)
def test_a_councils_own_field_is_found_whatever_its_section(spider, key, value, name, expected) -> None:
    assert getattr(drafted(spider, own=[(key, value)]), name) == expected


def test_the_words_of_the_portal_come_before_those_of_the_software(spider) -> None:
    sorted_as = {"domain_tags": ["bins"], "tags": ["auto"], "domain_category": "Waste", "categories": ["x"]}
    found = drafted(spider, {"classification": sorted_as})
    assert (found.keyword, found.theme) == ((Text("bins"),), (Term("Waste"),))


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ({}, ["csv", "json"]),
        ({"columns_datatype": ["Text", "Point"]}, ["csv", "json", "geojson"]),
        ({"type": "map"}, ["geojson", "shp", "kml"]),
        ({"type": "href"}, ["href"]),
        ({"type": "chart"}, []),
    ],
)
def test_the_downloads_of_an_asset_are_known_by_their_formats(spider, resource, expected: list[str]) -> None:
    found = drafted(spider, **resource).distribution
    assert [one.key for one in found] == expected
    assert all(url.startswith(f"https://{HOST}/") for one in found for url in one.access_url)


def test_columns_are_kept_in_their_order(spider) -> None:
    found = drafted(
        spider,
        columns_name=["UPRN", "Ward", "Ward", "Zone"],
        columns_field_name=["uprn", "ward", "ward_1", ":@computed_region_x"],
        columns_datatype=["Number", "Text", "Text", "Number"],
        columns_description=["Which property.", "", "Second"],
    )
    assert found.table == Table(
        source=Source.METADATA,
        columns=(
            Column(name="uprn", title="UPRN", datatype="Number", description="Which property."),
            Column(name="ward", title="Ward", datatype="Text"),
            Column(name="ward_1", title="Ward", datatype="Text", description="Second"),
        ),
    )
