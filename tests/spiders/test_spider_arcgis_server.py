"""ArcGIS Server: its directory however it answers, and each field of a layer. All services are made up."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from catalogue.errors import RecordError
from catalogue.model import Dataset, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.record import PageUnreadable, Record
from harvester.replay.recording import Recording, bundled_recordings
from vocab.namespaces import XSD

HOME = "https://madeup.example/arcgis/rest/services/Roads/MapServer"
VALUES = {"home": HOME, "path": "Roads", "twin": ""}
TOKEN = {"error": {"code": 499, "message": "Token Required", "details": []}}


@pytest.fixture
def spider(spider_of):
    return spider_of("arcgis_server", "https://madeup.example/arcgis/rest/services")


@pytest.fixture
def stanmoor() -> Recording:
    (found,) = (one for one in bundled_recordings() if one.slug == "stanmoor")
    return found


def directory(spider, answer, body: Any, folder: str = ""):
    return spider.directory(answer(body), root="https://madeup.example/arcgis/rest/services", folder=folder)


def drafted(spider, *, layer: Any = None, service: Any = None, twin: str = "") -> Dataset:
    said = {
        "path": "Roads",
        "service": service or {},
        "layer": {"id": 3, "name": "A", **(layer or {})},
        "twin": twin,
    }
    record = Record(key="Roads/3", body=json.dumps(said).encode(), media_type="", source=f"{HOME}/3")
    return spider.draft(record).dataset


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://a.example/arcgis/rest/services/", "https://a.example/arcgis/rest/services?f=pjson"),
        ("https://a.example/x/y/rest/services?f=html", "https://a.example/x/y/rest/services?f=pjson"),
        ("https://a.example/gis/rest", "https://a.example/gis/rest/services?f=pjson"),
        ("https://a.example/arcgis", "https://a.example/arcgis/rest/services?f=pjson"),
    ],
)
def test_the_directory_is_asked_below_any_prefix(spider_of, address: str, asked: str) -> None:
    (request,) = spider_of("arcgis_server", address).begin()
    assert request.url == asked


def test_the_usual_places_are_tried_where_the_address_names_no_directory(spider_of) -> None:
    (request,) = spider_of("arcgis_server", "https://a.example").begin()
    asked = []
    while request:
        asked.append(request.url)
        request = next(iter(request.meta["otherwise"]), None)
    assert [url.partition("example")[2] for url in asked] == [
        f"{at}/rest/services?f=pjson" for at in ("", "/arcgis", "/server", "/gis")
    ]


def test_a_council_is_read_with_two_requests_a_service(walk, stanmoor: Recording) -> None:
    walked = walk(stanmoor)
    assert len(walked.keys) == len(walked.records) == stanmoor.expected
    assert sum(finding.rejected for finding in walked.findings) == stanmoor.unreadable
    assert walked.drafts()[1] == walked.failed == []
    assert len(walked.asked) <= 1 + 8 + 2 * 14  # the root, its folders, its services


def test_a_server_without_all_layers_gives_at_least_their_names(walk, stanmoor: Recording) -> None:
    old = replace(stanmoor, options=MappingProxyType({**stanmoor.options, "old": True}))
    assert walk(old).keys == walk(stanmoor).keys


def test_a_map_and_a_feature_service_of_one_name_are_one(spider, answer) -> None:
    page = directory(
        spider,
        answer,
        {"services": [{"name": "A", "type": "FeatureServer"}, {"name": "A", "type": "MapServer"}]},
    )
    (request,) = page.follow
    assert request.url.endswith("/A/MapServer?f=pjson")
    assert request.cb_kwargs["twin"] == "FeatureServer"


def test_services_of_a_folder_are_found_with_or_without_its_name(spider, answer) -> None:
    services = [{"name": "F/A", "type": "MapServer"}, {"name": "B c", "type": "ImageServer"}]
    page = directory(spider, answer, {"services": services, "folders": ["deeper"]}, "F")
    assert [request.url.partition("services/")[2] for request in page.follow] == [
        "F/A/MapServer?f=pjson",
        "F/B%20c/ImageServer?f=pjson",
    ]


def test_services_without_data_are_told(spider, answer) -> None:
    (finding,) = directory(spider, answer, {"services": [{"name": "P", "type": "GPServer"}]}).findings
    assert (finding.rejected, "P (GPServer)" in finding.message) == (False, True)


def test_a_folder_or_service_behind_a_token_is_a_rejected_finding(spider, answer) -> None:
    (folder,) = directory(spider, answer, TOKEN, "Internal").findings
    (service,) = spider.service(answer(TOKEN), home=HOME, path="Roads", kind="MapServer").findings
    assert folder.rejected
    assert service.message == "the service Roads asks for a token (499: Token Required)"


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (TOKEN, "the directory asks for a token .499: Token Required"),
        ({"error": {"code": 500, "message": "Boom"}}, "it failed .500: Boom"),
        ({"status": "error", "messages": ["Could not access"]}, "it failed .no code: Could not access"),
        ({"currentVersion": 10}, "without a list `services`"),
        ([], "got a list"),
        (b"<html><title>Home</title>", "a web page .title: Home"),
        (b"", "empty answer"),
    ],
)
def test_what_is_no_directory_is_refused_in_words(spider, answer, made_up: Any, said: str) -> None:
    with pytest.raises(PageUnreadable, match=said):
        directory(spider, answer, made_up)


def test_a_layer_of_an_item_is_known_as_hub_knows_it(spider, answer) -> None:
    item = "a" * 32
    about = {"serviceItemId": item}
    page = spider.layers(answer({"layers": [{"id": 2, "name": "A"}]}), about=about, **VALUES)
    assert [record.key for record in page.records] == [f"{item}_2"]


def test_groups_are_no_datasets_and_one_bad_layer_costs_itself(spider, answer) -> None:
    layers = [{"id": 0, "type": "Group Layer"}, {"id": 1, "name": "A"}, "text", {"name": "no id"}]
    page = spider.layers(answer({"layers": layers, "tables": [{"id": 4, "name": "T"}]}), about={}, **VALUES)
    assert [record.key for record in page.records] == ["Roads/1", "Roads/4"]
    assert [finding.place for finding in page.findings] == ["Roads layers[2]", "Roads layers[3]"]


def test_how_a_layer_is_drawn_does_not_change_its_record(spider, answer) -> None:
    def body(colour: int) -> bytes:
        layers = [{"id": 1, "name": "A", "drawingInfo": {"renderer": colour}}]
        (record,) = spider.layers(answer({"layers": layers}), about={}, **VALUES).records
        return record.body

    assert body(1) == body(2)


@pytest.mark.parametrize(
    ("layer", "service", "field", "expected"),
    [
        ({"description": "L"}, {"description": "S"}, "description", (Text("L"),)),
        ({"description": ""}, {"serviceDescription": "S"}, "description", (Text("S"),)),
        ({}, {"documentInfo": {"Subject": "D"}}, "description", (Text("D"),)),
        (
            {"name": ""},
            {"mapName": "Layers", "documentInfo": {"Title": "Roads of A"}},
            "title",
            (Text("Roads of A"),),
        ),
        ({"name": ""}, {"mapName": "Layers"}, "title", (Text("Roads"),)),
        ({}, {"documentInfo": {"Keywords": "a, b;c,,a"}}, "keyword", (Text("a"), Text("b"), Text("c"))),
        ({}, {"documentInfo": {"Category": "Transport"}}, "theme", (Term("Transport"),)),
        ({}, {"copyrightText": "© A"}, "rights", (Term("© A"),)),
        ({"editingInfo": {"lastEditDate": 0}}, {}, "modified", None),
        (
            {"editingInfo": {"lastEditDate": 86400000}},
            {},
            "modified",
            Typed("1970-01-02T00:00:00Z", XSD.dateTime),
        ),
        (
            {"extent": {"xmin": 1, "spatialReference": {"wkid": 102100, "latestWkid": 3857}}},
            {},
            "conforms_to",
            (Term("http://www.opengis.net/def/crs/EPSG/0/3857"),),
        ),
        (
            {"timeInfo": {"timeExtent": [86400000, None]}},
            {},
            "temporal",
            (PeriodOfTime(start_date=Typed("1970-01-02T00:00:00Z", XSD.dateTime)),),
        ),
        ({"timeInfo": {"timeExtent": "x"}}, {}, "temporal", ()),
    ],
)
def test_a_field_of_a_layer_is_read(spider, layer, service, field: str, expected) -> None:
    assert getattr(drafted(spider, layer=layer, service=service), field) == expected


def test_a_layer_is_had_from_its_services(spider) -> None:
    layer = {"fields": [{"name": "USRN"}], "capabilities": "Map,Query"}
    dataset = drafted(spider, layer=layer, service={"supportedExtensions": "WMSServer"}, twin="FeatureServer")
    assert [(one.key, one.access_url[0].partition("example")[2]) for one in dataset.distribution] == [
        ("mapserver", "/arcgis/rest/services/Roads/MapServer/3"),
        ("featureserver", "/arcgis/rest/services/Roads/FeatureServer/3"),
        ("geojson", "/arcgis/rest/services/Roads/MapServer/3/query?where=1%3D1&outFields=*&f=geojson"),
        ("wms", "/arcgis/services/Roads/MapServer/WMSServer?service=WMS&request=GetCapabilities"),
    ]
    assert dataset.distribution[0].access_service[0].endpoint_url == (HOME,)


def test_a_layer_without_a_description_has_a_finding(spider, answer) -> None:
    (record,) = spider.layers(answer({"layers": [{"id": 1, "name": "A"}]}), about={}, **VALUES).records
    (finding,) = spider.draft(record).findings
    assert finding.code == "arcgis-layer-undescribed"


def test_a_service_of_images_is_one_dataset(spider, answer) -> None:
    page = spider.service(answer({"description": "Photos"}), home="https://a.example/Air/ImageServer", path="Air",
                          kind="ImageServer")  # fmt: skip
    (record,) = page.records
    assert (record.key, spider.draft(record).dataset.title) == ("Air/ImageServer", (Text("Air"),))


def test_a_record_of_nothing_is_refused(spider) -> None:
    with pytest.raises(RecordError, match="has no name"):
        spider.draft(Record(key="k", body=b"{}", media_type="", source="s"))
