"""The replayed map server says of itself what GeoServer does, in both versions of both services."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import orjson
import pytest
from lxml import etree
from starlette.testclient import TestClient

from harvester.replay.recording import bundled_recordings
from harvester.replay.server import build_app

(BOROUGH,) = (recording for recording in bundled_recordings() if recording.slug == "marlbeck")
LAYERS = [orjson.loads(line) for line in BOROUGH.records]


def ask(path: str, **options: object) -> etree._Element:
    changed = replace(BOROUGH, options=MappingProxyType({**BOROUGH.options, **options}))
    answer = TestClient(build_app([changed])).get(f"/marlbeck/geoserver/{path}")
    assert answer.status_code == 200
    return etree.fromstring(answer.content, parser=etree.XMLParser(load_dtd=False, no_network=True))


def names(root: etree._Element, inside: str) -> list[str | None]:
    found = [one for one in root.iter() if etree.QName(one).localname == inside]
    return [name.text for one in found for name in one if etree.QName(name).localname == "Name"]


@pytest.mark.parametrize(
    ("service", "version", "inside"),
    [
        ("wfs", "2.0.0", "FeatureType"),
        ("wfs", "1.1.0", "FeatureType"),
        ("wms", "1.3.0", "Layer"),
        ("wms", "1.1.1", "Layer"),
    ],
)
def test_each_service_lists_the_layers_that_it_gives(service: str, version: str, inside: str) -> None:
    root = ask(f"ows?service={service.upper()}&version={version}&request=GetCapabilities")
    assert root.get("version") == version
    assert names(root, inside) == [layer["name"] for layer in LAYERS if layer[service]]


def test_a_service_that_is_switched_off_is_an_exception_in_a_200() -> None:
    root = ask("ows?service=WMS&request=GetCapabilities", off=["wms"])
    assert etree.QName(root).localname == "ExceptionReport"


def test_the_catalogue_gives_the_record_that_a_layer_points_to() -> None:
    identifier = next(layer["id"] for layer in LAYERS if layer.get("id"))
    (record,) = ask(f"csw?request=GetRecordById&id={identifier}")
    assert identifier in "".join(record.itertext())
    assert len(ask("csw?request=GetRecordById&id=no-such")) == 0
