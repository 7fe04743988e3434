"""A record of Dublin Core becomes a dataset, from a CSW or from OAI-PMH. All records are made up."""

from __future__ import annotations

import pytest

from catalogue.errors import RecordError
from catalogue.model import Dataset, DatasetSeries
from catalogue.values import Term, Text, Typed
from harvester.drafting.dublin_core import draft_dublin_core, dublin_core_identifier
from harvester.formats.xml import canonical, read_xml
from harvester.record import Record
from vocab.namespaces import DCT, XSD

RECORD = (
    '<csw:Record xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dct="http://purl.org/dc/terms/" xmlns:ows="http://www.opengis.net/ows">{}</csw:Record>'
)
FULL = """<dc:identifier>{6F1A2B3C-0001-4D5E-8F90-ABCDEF012345}</dc:identifier><dc:title xml:lang="en">Gates</dc:title>
<dc:title xml:lang="cy">Gatiau</dc:title><dc:type>dataset</dc:type><dc:subject>stiles; gates</dc:subject>
<dct:abstract>Where they are.</dct:abstract><dc:creator>Wardens</dc:creator><dc:publisher>Made-up Park</dc:publisher>
<dc:contributor>A Surveyor</dc:contributor><dc:date>2016-05-02</dc:date><dct:modified>2025-11-30</dct:modified>
<dc:language>eng</dc:language><dc:rights>Mind the nests</dc:rights><dc:rights>Open Government Licence</dc:rights>
<dc:format>GeoPackage</dc:format><dct:references scheme="OGC:WMS">https://m.example/wms?</dct:references>
<dct:references scheme="WWW:DOWNLOAD-1.0-http--download">https://m.example/gates.gpkg</dct:references>
<dc:identifier>https://m.example/gates</dc:identifier><dc:coverage>Wales</dc:coverage>
<ows:BoundingBox crs="urn:x-ogc:def:crs:EPSG:6.11:4326"><ows:LowerCorner>51.5 -4.5</ows:LowerCorner>
<ows:UpperCorner>52 -3.25</ows:UpperCorner></ows:BoundingBox>"""


def drafted(inside: str, frame: str = RECORD) -> Dataset:
    root = read_xml(frame.replace("{}", inside).encode())
    key = dublin_core_identifier(root) or "k"
    return draft_dublin_core(
        Record(key=key, body=canonical(root), media_type="application/xml", source="https://m.example")
    ).dataset


def test_each_field_finds_its_place() -> None:
    gates = drafted(FULL)
    assert gates.key == gates.identifier[0].value == "6f1a2b3c-0001-4d5e-8f90-abcdef012345"
    assert gates.title == (Text("Gates", "en"), Text("Gatiau", "cy"))
    assert (gates.description, gates.type) == ((Text("Where they are."),), ())
    assert gates.keyword == (Text("stiles"), Text("gates"))
    assert (gates.issued, gates.modified) == (Typed("2016-05-02", XSD.date), Typed("2025-11-30", XSD.date))
    assert gates.publisher and gates.publisher.name == (Text("Made-up Park"),)
    assert [agent.name[0].value for agent in gates.creator] == ["Wardens"]
    assert gates.qualified_attribution[0].agent
    assert (gates.license, gates.rights) == (Term("Open Government Licence"), (Term("Mind the nests"),))
    assert gates.landing_page == ("https://m.example/gates",)
    box, wales = gates.spatial
    assert box.bbox and box.bbox.value.startswith("POLYGON((-4.5 51.5,")
    assert wales.label == (Text("Wales"),)


def test_references_are_services_and_files() -> None:
    layer, file = drafted(FULL).distribution
    assert layer.access_service[0].endpoint_url == ("https://m.example/wms",)
    assert (file.download_url, file.format) == (("https://m.example/gates.gpkg",), Term("GeoPackage"))


def test_an_oai_record_reads_the_same() -> None:
    frame = (
        '<m><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
        'xmlns:dct="http://purl.org/dc/terms/" '
        'xmlns:ows="http://www.opengis.net/ows" xmlns:dc="http://purl.org/dc/elements/1.1/">{}</oai_dc:dc></m>'
    )
    assert drafted(FULL, frame).title == drafted(FULL).title


def test_series_and_services_are_told_by_the_type() -> None:
    title = "<dc:title>T</dc:title>"
    assert type(drafted(f"{title}<dc:type>series</dc:type>")) is DatasetSeries
    service = drafted(f"{title}<dc:type>http://purl.org/dc/dcmitype/Service</dc:type>")
    assert service.extra[0][1] == f"<{DCT.type}>" and service.type == ()
    assert drafted(f"{title}<dc:type>Image</dc:type>").type == (Term("Image"),)


@pytest.mark.parametrize(("body", "reason"), [("", "no title"), (None, "holds no Dublin Core")])
def test_what_is_no_record_is_refused_in_words(body: str | None, reason: str) -> None:
    with pytest.raises(RecordError, match=reason):
        drafted("", RECORD if body is not None else "<a/>")
