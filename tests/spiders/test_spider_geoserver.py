"""A map server's layers are datasets, joined across its services and with their ISO records. All is made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from starlette.testclient import TestClient

from catalogue.errors import RecordError
from catalogue.values import Term, Text
from harvester.drafting.ogc_layer import draft_layer
from harvester.formats.capabilities import Layer, as_values, layer_of, read_wfs, read_wms
from harvester.formats.native import pack
from harvester.record import PageUnreadable, Record
from harvester.replay.recording import Recording, bundled_recordings
from harvester.replay.server import build_app

Answer = SpiderOf = Walk = Callable[..., Any]

(BOROUGH,) = (recording for recording in bundled_recordings() if recording.slug == "marlbeck")
WHOLE = BOROUGH.expected or 0


def borough(**options: Any) -> Recording:
    return replace(BOROUGH, options=MappingProxyType({**BOROUGH.options, **options}))


def test_layers_of_both_services_are_read_once_each_and_the_service_itself(walk: Walk) -> None:
    walked = walk(BOROUGH)
    drafted, refused = walked.drafts()
    assert (len(walked.records), len(walked.keys), len(drafted), refused) == (WHOLE, WHOLE, WHOLE, [])
    assert (walked.failed, walked.declared) == ([], [WHOLE])
    parks = drafted["marlbeck:play_areas"]
    assert {part.key for part in parks.distribution} == {
        "wfs",
        "wms",
        "csv",
        "geojson",
        "shapefile",
        "kml",
        "gml",
    }
    assert [agent.name for agent in parks.creator] == [(Text("Friends of Marlbeck's Parks"),)]
    assert parks.publisher and parks.publisher.name == (Text("Marlbeck Borough Council"),)
    assert (parks.license, parks.rights) == (Term("Open Government Licence v3.0"), ())
    assert parks.spatial[0].bbox and parks.conforms_to[0].word.endswith("/27700")
    csv = next(part for part in parks.distribution if part.key == "csv")
    assert "typeNames=marlbeck%3Aplay_areas&outputFormat=csv" in csv.download_url[0]
    service = drafted["service"]
    assert [part.key for part in service.distribution] == ["wfs", "wms"]


def test_layers_that_share_an_iso_record_are_one_dataset_which_it_describes(walk: Walk) -> None:
    drafted, _ = walk(BOROUGH).drafts()
    (trees,) = (one for one in drafted.values() if one.title[0].value == "Trees under a preservation order")
    keys = {part.key for part in trees.distribution if part.key}
    assert {"marlbeck:tpo-wms", "marlbeck:tpo_groups-wms", "marlbeck:tpo_groups-csv"} <= keys
    told = [part for part in trees.distribution if not part.key]
    assert [part.format for part in told] == [Term("CSV")]  # the record's own file; its WMS is the layers'
    assert trees.identifier[0].value == trees.key


@pytest.mark.parametrize(
    ("options", "described"),
    [
        ({"off": ["metadata"]}, True),  # the server's own catalogue has it
        ({"off": ["metadata", "csw"]}, False),
        ({"metadata_at": "http://localhost:8080/geonetwork/csw"}, True),
        ({"metadata_at": "http://10.1.2.3/csw", "off": ["csw"]}, False),
    ],
)
def test_a_record_that_cannot_be_had_leaves_the_layers_under_the_same_key(
    walk: Walk, options: dict[str, Any], described: bool
) -> None:
    whole, walked = walk(BOROUGH), walk(borough(**options))
    drafted, _ = walked.drafts()
    assert (walked.keys, walked.failed) == (whole.keys, [])
    assert not any("localhost" in url or "10.1.2.3" in url for url in walked.asked)
    titles = {dataset.title[0].value for dataset in drafted.values()}
    assert ("Trees under a preservation order" in titles) is described
    assert bool([one for one in walked.findings if one.code == "metadata-unreachable"]) is not described


@pytest.mark.parametrize("off", ["wfs", "wms"])
def test_a_server_of_one_service_alone_is_read(walk: Walk, off: str) -> None:
    walked = walk(borough(off=[off]))
    kinds = {"wfs": "wms", "wms": "wfs"}
    drafted, refused = walked.drafts()
    assert walked.failed == [] and refused == []
    assert [part.key for part in drafted["service"].distribution] == [kinds[off]]
    assert ("marlbeck:polling" in drafted) is (off == "wms")


@pytest.mark.parametrize("version", ["1.1.0", "2.0.0"])
def test_feature_types_read_the_same_in_each_version(version: str) -> None:
    client = TestClient(build_app([BOROUGH]))
    url = f"/marlbeck/geoserver/ows?service=WFS&version={version}&request=GetCapabilities"
    service, layers = read_wfs(client.get(url).content)
    assert (service.version, service.provider, len(layers)) == (version, "Marlbeck Borough Council", 12)
    assert (layers[0].name, layers[0].box[0], len(layers[0].described)) == ("marlbeck:tpo", "-1.71", 1)


@pytest.mark.parametrize("version", ["1.1.1", "1.3.0"])
def test_layers_read_the_same_in_each_version(version: str) -> None:
    client = TestClient(build_app([BOROUGH]))
    url = f"/marlbeck/geoserver/ows?service=WMS&version={version}&request=GetCapabilities"
    service, layers = read_wms(client.get(url).content)
    assert (service.version, len(layers)) == (version, 13)
    assert (layers[0].box, len(layers[0].described)) == (("-1.71", "53.88", "-1.39", "54.06"), 1)


def test_layers_inside_of_layers_take_over_what_they_do_not_say() -> None:
    body = b"""<WMS_Capabilities version="1.3.0"><Service><Title>S</Title></Service><Capability><Layer>
    <Title>All</Title><Attribution><Title>Us</Title></Attribution><EX_GeographicBoundingBox><westBoundLongitude>-2</westBoundLongitude>
    <southBoundLatitude>50</southBoundLatitude><eastBoundLongitude>-1</eastBoundLongitude><northBoundLatitude>51
    </northBoundLatitude></EX_GeographicBoundingBox><Layer><Name>group</Name><Title>G</Title><Layer><Name>a</Name>
    <Title>A</Title></Layer></Layer></Layer></Capability></WMS_Capabilities>"""
    _, (layer,) = read_wms(body)
    assert (layer.name, layer.credit, layer.box) == ("a", "Us", ("-2", "50", "-1", "51"))


def test_layers_are_joined_by_the_last_part_of_their_names_where_it_is_one_only(
    spider_of: SpiderOf, answer: Answer
) -> None:
    spider: Any = spider_of("geoserver", "https://madeup.example/geoserver")
    body = b"""<WMS_Capabilities version="1.3.0"><Capability><Layer><Layer><Name>a</Name><Title>A</Title></Layer>
    <Layer><Name>b</Name><Title>B</Title></Layer></Layer></Capability></WMS_Capabilities>"""
    features = [as_values(Layer(name="ws:a", title="A", wfs=True))]
    page = spider.maps(answer(body), root="https://madeup.example/geoserver/ows", wfs={}, layers=features)
    assert [record.key for record in page.records] == ["service", "ws:a", "b"]
    assert page.declared == 3


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("https://m.example/geoserver", "https://m.example/geoserver/ows?service=WFS"),
        ("https://m.example/geoserver/web/", "https://m.example/geoserver/ows?service=WFS"),
        ("https://m.example/geoserver/ows?service=WMS&request=GetCapabilities", "https://m.example/geoserver/ows?service=WFS"),
        ("https://m.example/geoserver/parks/wfs", "https://m.example/geoserver/parks/wfs?service=WFS"),
        ("https://m.example/cgi-bin/mapserv?map=a.map", "https://m.example/cgi-bin/mapserv?map=a.map&service=WFS"),
    ],
)  # fmt: skip
def test_the_services_are_asked_where_the_address_leads(
    spider_of: SpiderOf, address: str, first: str
) -> None:
    (request,) = spider_of("geoserver", address).begin()
    assert request.url.startswith(first)


def test_an_exception_in_a_200_is_told(spider_of: SpiderOf, answer: Answer) -> None:
    refusal = b'<o:ExceptionReport xmlns:o="o"><o:Exception exceptionCode="No"/></o:ExceptionReport>'
    spider: Any = spider_of("geoserver", "https://madeup.example/geoserver")
    with pytest.raises(PageUnreadable, match="refuses: No"):
        spider.features(answer(refusal), root="https://madeup.example/geoserver/ows")


def test_a_layer_survives_a_checkpoint_and_one_without_a_name_is_refused() -> None:
    layer = Layer(name="ws:a", keywords=("x",), box=("1", "2", "3", "4"))
    assert layer_of(as_values(layer)) == layer
    assert layer_of({**as_values(layer), "of_an_earlier_version": 1}) == layer
    body = pack({"services": [], "layers": [as_values(Layer(name=""))]})
    record = Record(key="k", body=body, media_type="application/json", source="https://m.example")
    with pytest.raises(RecordError, match="no title"):
        draft_layer(record)
