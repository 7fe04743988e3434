"""A record of ISO 19115 becomes a dataset, field by field, the same from either of its encodings. All is made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.errors import RecordError
from catalogue.model import Attribution, Dataset, DatasetSeries, Identifier, Location, PeriodOfTime
from catalogue.portal import Portal
from catalogue.values import Term, Text, Typed
from harvester.drafting.iso_contacts import ROLES
from harvester.drafting.iso_record import draft_iso, identifier_of, normal_identifier
from harvester.formats.xml import canonical, read_xml
from harvester.record import Draft, Record
from harvester.settle import settle
from vocab import load_vocabulary
from vocab.namespaces import DCT, FOAF, STOOK, XSD

HERE = Path(__file__).parent
ENCODINGS = ["made_up_gemini.xml", "made_up_iso19115_3.xml"]
GEO_WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
GRID = "http://www.opengis.net/def/crs/EPSG/0/27700"
OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
SMALLEST = (
    '<g:MD_Metadata xmlns:g="http://www.isotc211.org/2005/gmd" xmlns:srv="http://www.isotc211.org/2005/srv" '
    'xmlns:gco="http://www.isotc211.org/2005/gco" xmlns:gmx="http://www.isotc211.org/2005/gmx" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"><g:identificationInfo><g:MD_DataIdentification><g:citation>'
    "<g:CI_Citation><g:title><gco:CharacterString>T</gco:CharacterString></g:title>{citation}</g:CI_Citation>"
    "</g:citation>{about}</g:MD_DataIdentification></g:identificationInfo>{rest}</g:MD_Metadata>"
)


def as_record(body: bytes) -> Record:
    root = read_xml(body)
    return Record(
        key=identifier_of(root) or "k",
        body=canonical(root),
        media_type="application/xml",
        source="https://m.example",
    )


def drafted(name: str) -> Draft:
    return draft_iso(as_record((HERE / name).read_bytes()))


def small(about: str = "", rest: str = "", citation: str = "") -> Dataset:
    return draft_iso(as_record(SMALLEST.format(about=about, rest=rest, citation=citation).encode())).dataset


@pytest.fixture(params=ENCODINGS, scope="module")
def gates(request: pytest.FixtureRequest) -> Dataset:
    return drafted(request.param).dataset


def test_a_uuid_is_the_same_in_braces_and_capitals_and_another_name_stays_as_it_is() -> None:
    assert (
        normal_identifier(" {6F1A2B3C-0001-4D5E-8F90-ABCDEF012345}\n")
        == "6f1a2b3c-0001-4d5e-8f90-abcdef012345"
    )
    assert normal_identifier("uk.gov.Gates_1 ") == "uk.gov.Gates_1"


def test_who_it_is(gates: Dataset) -> None:
    assert type(gates) is Dataset
    assert gates.key == "6f1a2b3c-0001-4d5e-8f90-abcdef012345"
    assert gates.identifier == (Typed(gates.key),)
    assert gates.iri == "https://data.madeup.example/id/gates"
    assert gates.other_identifier[0] == Identifier(
        notation=Typed("gates-1"), schema_agency=(Text("https://data.madeup.example"),)
    )
    assert gates.version == Typed("7")


def test_texts_stand_in_each_of_their_languages(gates: Dataset) -> None:
    assert gates.title == (Text("Footpath gates", "eng"), Text("Gatiau llwybrau", "cym"))
    assert gates.alternative == (Text("PROW_GATES", "eng"),)
    assert gates.description[0].value.startswith("Every gate and stile")
    assert gates.language == (Term("eng"), Term("cym"))


def test_dates_go_by_their_types(gates: Dataset) -> None:
    assert gates.issued == Typed("2016-05-02", XSD.date)
    assert gates.modified == Typed("2025-11-30T09:00:00Z", XSD.dateTime)


def test_parties_go_by_their_roles(gates: Dataset) -> None:
    assert gates.publisher and gates.publisher.name == (Text("Made-up National Park", "eng"),)
    (contact,) = gates.contact_point
    assert (contact.fn, contact.has_email) == ((Text("Access team"),), "mailto:access@madeup.example")
    assert (contact.has_telephone, contact.has_url) == (
        "tel:01632 960001",
        "https://www.madeup.example/access",
    )
    assert [agent.name[0].value for agent in gates.creator] == ["Volunteer wardens"]
    (processor,) = gates.qualified_attribution
    assert isinstance(processor, Attribution) and processor.had_role == (Term(ROLES + "processor"),)


def test_terms_of_use_and_of_access_are_told_apart(gates: Dataset) -> None:
    assert gates.license == Term("Open Government Licence", link=OGL)
    assert set(gates.rights) == {Term("Contains wardens' data."), Term("Not for navigation.")}
    assert gates.access_rights and gates.access_rights.link.endswith("noLimitations")


def test_subjects(gates: Dataset) -> None:
    themes = (Term("transportation"), Term("Transport networks", link="http://inspire.ec.europa.eu/theme/tn"))
    assert gates.theme == themes
    words = [(text.value, text.lang) for text in gates.keyword]
    assert words == [("stiles", "eng"), ("camfeydd", "cym"), ("gates", "eng"), ("kissing gates", "eng")]


def test_where_when_and_how_fine(gates: Dataset) -> None:
    wales = "http://statistics.data.gov.uk/id/statistical-geography/W92000004"
    box = "POLYGON((-4.5 51.5,-3.25 51.5,-3.25 52,-4.5 52,-4.5 51.5))"
    assert gates.spatial == (
        Location(iri=wales, label=(Text("Wales", "eng"),)),
        Location(bbox=Typed(box, GEO_WKT)),
        Location(label=(Text("Made-up Moor", "eng"),)),
    )
    assert gates.temporal == (PeriodOfTime(start_date=Typed("2015-04-01", XSD.date)),)
    assert gates.spatial_resolution_in_meters == Typed("0.5", XSD.decimal)
    assert gates.conforms_to == (Term(GRID), Term("http://data.europa.eu/eli/reg/2010/1089"))


def test_upkeep_origin_and_relations(gates: Dataset) -> None:
    assert (gates.accrual_periodicity, gates.status) == (Term("annually"), Term("completed"))
    assert gates.provenance == (Term("Walked by wardens."),)
    assert gates.in_series == ("urn:uuid:6f1a2b3c-0009-4d5e-8f90-abcdef012345",)
    assert gates.is_part_of == ("https://data.madeup.example/id/paths",)


def test_a_file_a_service_and_a_page_are_told_apart(gates: Dataset) -> None:
    file, layer = gates.distribution
    assert file.download_url == file.access_url == ("https://data.madeup.example/gates.gpkg",)
    assert (file.format, file.byte_size) == (Term("GeoPackage"), Typed("1500000", XSD.nonNegativeInteger))
    (service,) = layer.access_service
    assert service.endpoint_url == ("https://maps.madeup.example/wms?map=paths",)
    assert service.endpoint_description == layer.access_url
    assert (layer.format, layer.download_url) == (Term("OGC:WMS"), ())
    assert gates.landing_page == ("https://www.madeup.example/gates",)


def test_what_the_model_lacks_is_kept(gates: Dataset) -> None:
    said = {(subject, predicate): value for subject, predicate, value in gates.extra}
    assert said["", f"<{STOOK.purpose}>"] == '"To plan repairs."'
    assert said["", f"<{STOOK.scaleDenominator}>"] == f'"2500"^^<{XSD.integer}>'
    assert said["", f"<{STOOK.verticalExtent}>"] == '"12 – 880 (http://www.opengis.net/def/crs/EPSG/0/5701)"'
    assert said["", f"<{FOAF.depiction}>"] == "<https://data.madeup.example/gates.png>"
    assert said["_:record", f"<{DCT.modified}>"] == f'"2026-03-01"^^<{XSD.date}>'


def test_what_a_record_says_it_does_not_know_is_told() -> None:
    told = {(finding.place, finding.published) for finding in drafted(ENCODINGS[0]).findings}
    assert told == {("keyword", "unknown"), ("version", "missing")}


@pytest.mark.parametrize("name", ENCODINGS)
def test_the_words_are_settled_to_concepts(name: str) -> None:
    record = as_record((HERE / name).read_bytes())
    portal = Portal(slug="madeup", title="Made up", kind="csw", address="https://madeup.example")
    entry, findings = settle(draft_iso(record), record, portal, load_vocabulary())
    dataset = entry.dataset
    assert {finding.code for finding in findings} <= {"unknown-place", "unknown-publisher", "mended-text"}
    assert [text.lang for text in dataset.title] == ["en", "cy"]
    assert dataset.license and dataset.license.known
    assert {theme.iri.rpartition("/")[2] for theme in dataset.theme} == {"TRAN"}
    assert dataset.access_rights and dataset.access_rights.iri.endswith("PUBLIC")
    assert dataset.accrual_periodicity and dataset.accrual_periodicity.iri.endswith("ANNUAL")


def test_a_series_is_a_series() -> None:
    level = '<g:hierarchyLevel><g:MD_ScopeCode codeListValue="series"/></g:hierarchyLevel>'
    assert type(small(rest=level)) is DatasetSeries


def test_a_service_serves_what_it_operates_on() -> None:
    body = SMALLEST.replace("g:MD_DataIdentification", "srv:SV_ServiceIdentification").format(
        citation="",
        about="<srv:serviceType><gco:LocalName>view</gco:LocalName></srv:serviceType>"
        "<srv:containsOperations><srv:SV_OperationMetadata><srv:connectPoint><g:CI_OnlineResource><g:linkage><g:URL>"
        "https://m.example/ows?service=WMS&amp;request=GetCapabilities</g:URL></g:linkage></g:CI_OnlineResource>"
        "</srv:connectPoint></srv:SV_OperationMetadata></srv:containsOperations>"
        '<srv:operatesOn uuidref="6F1A2B3C-0001-4D5E-8F90-ABCDEF012345"/>'
        '<srv:operatesOn xlink:href="https://m.example/csw?id=2"/>',
        rest='<g:hierarchyLevel><g:MD_ScopeCode codeListValue="service"/></g:hierarchyLevel>',
    )
    dataset = draft_iso(as_record(body.encode())).dataset
    (given,) = dataset.distribution
    (service,) = given.access_service
    assert service.title == dataset.title
    assert service.endpoint_url == ("https://m.example/ows",)
    assert service.serves_dataset == (
        "urn:uuid:6f1a2b3c-0001-4d5e-8f90-abcdef012345",
        "https://m.example/csw?id=2",
    )
    kind = "http://inspire.ec.europa.eu/metadata-codelist/ResourceType/service"
    assert ("", f"<{DCT.type}>", f"<{kind}>") in dataset.extra


@pytest.mark.parametrize(
    ("sections", "licence", "rights", "access"),
    [
        ("L:<g:useLimitation>CC BY 4.0</g:useLimitation>", "CC BY 4.0", [], ""),
        ("L:<g:useLimitation>Not for navigation</g:useLimitation>", "", ["Not for navigation"], ""),
        ("U:<g:otherConstraints>Ask us first</g:otherConstraints>", "Ask us first", [], ""),
        ("A:<g:otherConstraints>Kept: nests</g:otherConstraints>", "", [], "Kept: nests"),
        ("A:<g:otherConstraints>Open Government Licence</g:otherConstraints>", "Open Government Licence", [], ""),
        ("AU:<g:otherConstraints>no limitations</g:otherConstraints><g:otherConstraints>OGL</g:otherConstraints>",
         "OGL", [], "no limitations"),
        ("R:", "", [], "restricted"),
        ("L:<g:useLimitation>None</g:useLimitation>", "", [], ""),
    ],
)  # fmt: skip
def test_constraints_in_each_of_their_ways(
    sections: str, licence: str, rights: list[str], access: str
) -> None:
    marks, _, inside = sections.partition(":")
    other = '<g:{0}Constraints><g:MD_RestrictionCode codeListValue="{1}"/></g:{0}Constraints>'
    heads = {
        "L": "",
        "A": other.format("access", "otherRestrictions"),
        "U": other.format("use", "otherRestrictions"),
        "R": other.format("access", "restricted"),
    }
    head = "".join(heads[mark] for mark in marks)
    dataset = small(
        about=f"<g:resourceConstraints><g:MD_LegalConstraints>{head}{inside}</g:MD_LegalConstraints></g:resourceConstraints>"
    )
    assert (dataset.license.word if dataset.license else "") == licence
    assert [term.word for term in dataset.rights] == rights
    assert (dataset.access_rights.word if dataset.access_rights else "") == access


@pytest.mark.parametrize(
    ("url", "protocol", "function", "kind"),
    [
        ("https://m.example/a.zip", "", "", "file"),
        ("https://m.example/get?id=1", "WWW:DOWNLOAD-1.0-http--download", "", "file"),
        ("https://m.example/arcgis/rest/services/Paths/MapServer", "", "", "service"),
        ("https://m.example/x", "OGC:WFS-1.1.0-http-get-capabilities", "information", "service"),
        ("https://m.example/x", "http://www.opengis.net/def/serviceType/ogc/wms", "", "service"),
        ("https://m.example/feed.atom", "INSPIRE Atom", "download", "service"),
        ("https://m.example/about", "WWW:LINK-1.0-http--link", "information", "page"),
        ("https://m.example/about", "WWW:LINK-1.0-http--link", "", "link"),
        ("https://m.example/guide.pdf", "", "information", "file"),
    ],
)
def test_an_online_resource_is_what_its_protocol_function_and_address_say(
    url: str, protocol: str, function: str, kind: str
) -> None:
    dataset = small(
        rest="<g:distributionInfo><g:MD_Distribution><g:transferOptions><g:MD_DigitalTransferOptions><g:onLine>"
        f"<g:CI_OnlineResource><g:linkage><g:URL>{url}</g:URL></g:linkage><g:protocol>{protocol}</g:protocol>"
        f'<g:function><g:CI_OnLineFunctionCode codeListValue="{function}"/></g:function></g:CI_OnlineResource>'
        "</g:onLine></g:MD_DigitalTransferOptions></g:transferOptions></g:MD_Distribution></g:distributionInfo>"
    )
    if kind == "page":
        assert (dataset.distribution, dataset.landing_page) == ((), (url,))
        return
    (part,) = dataset.distribution
    found = "file" if part.download_url else "service" if part.access_service else "link"
    assert found == kind


def test_one_link_for_several_formats_stands_once_for_each() -> None:
    formats = "".join(
        f"<g:distributionFormat><g:MD_Format><g:name>{name}</g:name></g:MD_Format></g:distributionFormat>"
        for name in ("GML", "Shapefile", "Unknown")
    )
    link = "<g:linkage><g:URL>https://m.example/get</g:URL></g:linkage>"
    options = f"<g:onLine><g:CI_OnlineResource>{link}</g:CI_OnlineResource></g:onLine>"
    dataset = small(
        rest=f"<g:distributionInfo><g:MD_Distribution>{formats}<g:transferOptions><g:MD_DigitalTransferOptions>{options}"
        "</g:MD_DigitalTransferOptions></g:transferOptions></g:MD_Distribution></g:distributionInfo>"
    )
    assert [part.format for part in dataset.distribution] == [Term("GML"), Term("Shapefile")]


@pytest.mark.parametrize(
    ("code", "space", "system"),
    [
        ("urn:ogc:def:crs:EPSG::27700", "", GRID),
        ("27700", "EPSG", GRID),
        ("EPSG:27700", "", GRID),
        ("urn:ogc:def:crs:EPSG:7.1:27700", "", GRID),
        ("http://www.opengis.net/def/crs/EPSG/0/27700", "OGP", GRID),
        ("OSGB 1936 / British National Grid (EPSG:27700)", "", GRID),
        ("OSGB 1936", "urn:ogc:def:crs:EPSG", "OSGB 1936"),
    ],
)
def test_a_reference_system_is_its_epsg_address_where_its_code_says_so(
    code: str, space: str, system: str
) -> None:
    dataset = small(
        rest="<g:referenceSystemInfo><g:MD_ReferenceSystem><g:referenceSystemIdentifier><g:RS_Identifier>"
        f"<g:code>{code}</g:code><g:codeSpace>{space}</g:codeSpace></g:RS_Identifier></g:referenceSystemIdentifier>"
        "</g:MD_ReferenceSystem></g:referenceSystemInfo>"
    )
    assert dataset.conforms_to == (Term(system),)


def test_a_record_inside_of_an_answer_is_read() -> None:
    inside = SMALLEST.format(about="", rest="", citation="")
    assert draft_iso(as_record(f"<a><b>{inside}</b></a>".encode())).dataset.title == (Text("T"),)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<a/>", "holds no ISO metadata"),
        (b"<MD_Metadata/>", "has no title"),
        (b"<MD_Metadata><identificationInfo><MD_DataIdentification/></identificationInfo></MD_Metadata>", "no title"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_refused_in_words(body: bytes, reason: str) -> None:
    with pytest.raises(RecordError, match=reason):
        draft_iso(as_record(body))
