"""A dataset in schema.org says what its record says, in the shapes that search engines take, and no more."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from made_up_things import QUICK, things

from catalogue.entry import Entry
from catalogue.links import Links
from catalogue.model import (
    Agent,
    Checksum,
    Contact,
    DataService,
    Dataset,
    Distribution,
    Location,
    PeriodOfTime,
)
from catalogue.profiles.schema_org import OFFLINE, Speaker, to_document
from catalogue.snapshot import Snapshot
from catalogue.values import OWN_TERMS, Term, Text, Typed
from vocab import load_vocabulary
from vocab.namespaces import RDF, SCHEMA, XSD

VOCABULARY = load_vocabulary()
SPEAKER = Speaker(links=Links("http://catalogue.test"), vocabulary=VOCABULARY, site="Stook", most=5)


def concept(scheme: str, word: str) -> str:
    """The IRI of what a word means."""
    match = VOCABULARY.match(scheme, word)
    assert match
    return match.concept.iri


def spoken(dataset: Dataset, *, portal: str = "Data Mill") -> dict[str, Any]:
    """A made-up dataset in schema.org."""
    entry = Entry(id="abc", portal="leeds", key="k", source="https://leeds.example/k", dataset=dataset)
    snapshot = Snapshot(
        entry=entry,
        first_seen="2026-01-01T00:00:00Z",
        last_changed="2026-02-01T00:00:00Z",
        run=1,
        mapper="m",
    )
    return SPEAKER.dataset(snapshot, portal=portal)


def test_what_is_not_said_is_left_out() -> None:
    node = spoken(Dataset(title=(Text("Allotments"),)))

    assert node == {
        "@type": "Dataset",
        "@id": "http://catalogue.test/dataset/abc",
        "url": "http://catalogue.test/dataset/abc",
        "name": "Allotments",
        "includedInDataCatalog": [
            {
                "@type": "DataCatalog",
                "@id": "http://catalogue.test/",
                "url": "http://catalogue.test/",
                "name": "Stook",
            },
            {
                "@type": "DataCatalog",
                "@id": "http://catalogue.test/portal/leeds",
                "url": "http://catalogue.test/portal/leeds",
                "name": "Data Mill",
            },
        ],
        "sdDatePublished": "2026-02-01T00:00:00Z",
    }


def test_the_properties_that_search_engines_ask_for_are_filled() -> None:
    node = spoken(
        Dataset(
            iri="https://leeds.example/id/bins",
            title=(Text("Rowndiau biniau", "cy"), Text("Bin rounds", "en")),
            description=(Text("**Days** of collection"),),
            identifier=(Typed("https://doi.org/10.1/x"),),
            keyword=(Text("bins"), Text("biniau", "cy")),
            theme=(Term("Environment", concept("theme", "Environment")), Term("odd theme")),
            license=Term("OGL3", concept("licence", "OGL-UK-3.0")),
            language=(Term("cy", concept("language", "cy")),),
            issued=Typed("2020", XSD.gYear),
            modified=Typed("2026-11-03", XSD.date),
            landing_page=("https://leeds.example/bins", "javascript:alert(1)"),
            temporal=(PeriodOfTime(start_date=Typed("2022-01-01", XSD.date)),),
            publisher=Agent(slug="leeds", name=(Text("Leeds City Council"),)),
            contact_point=(Contact(fn=(Text("Data team"),), has_email="mailto:data@leeds.example"),),
        )
    )

    assert node["name"] == "Bin rounds"
    assert node["alternateName"] == {"@language": "cy", "@value": "Rowndiau biniau"}
    assert node["description"] == "Days of collection"
    assert node["identifier"] == "https://doi.org/10.1/x"
    assert node["keywords"] == ["bins", {"@language": "cy", "@value": "biniau"}]
    assert [one["name"] for one in node["about"]] == ["Environment", "odd theme"]
    assert node["license"] == concept("licence", "OGL-UK-3.0")
    assert node["isAccessibleForFree"] is True
    assert node["inLanguage"] == "cy"
    assert (node["datePublished"], node["dateModified"]) == ("2020", "2026-11-03")
    assert node["temporalCoverage"] == "2022-01-01/.."
    assert node["sameAs"] == ["https://leeds.example/bins", "https://leeds.example/id/bins"]
    publisher = node["publisher"]
    assert publisher["@type"] == "GovernmentOrganization"
    assert publisher["@id"] == publisher["url"] == "http://catalogue.test/organisation/leeds"
    assert publisher["contactPoint"]["email"] == "data@leeds.example"


def test_a_file_has_its_address_its_media_type_and_its_size() -> None:
    csv = Distribution(
        key="csv",
        title=(Text("Rounds"),),
        format=Term("csv", concept("file-type", "CSV")),
        download_url=("https://leeds.example/bins.csv",),
        access_url=("https://leeds.example/page",),
        byte_size=Typed("1800", XSD.nonNegativeInteger),
        checksum=Checksum(algorithm=Term("SHA-256"), checksum_value=Typed("ab12")),
    )

    assert spoken(Dataset(distribution=(csv,)))["distribution"] == {
        "@type": "DataDownload",
        "@id": "http://catalogue.test/dataset/abc#csv",
        "name": "Rounds",
        "contentUrl": "https://leeds.example/bins.csv",
        "url": "https://leeds.example/page",
        "encodingFormat": "text/csv",
        "contentSize": "1800 B",
        "sha256": "ab12",
    }


def test_a_page_and_a_service_are_not_passed_off_as_the_bytes() -> None:
    page = Distribution(access_url=("https://leeds.example/page",))
    service = Distribution(
        access_url=("https://leeds.example/wfs",),
        format=Term("WFS"),
        access_service=(DataService(endpoint_url=("https://leeds.example/wfs?",)),),
    )
    nowhere = Distribution(title=(Text("Ask us"),), access_url=("javascript:alert(1)",))

    first, second = spoken(Dataset(distribution=(page, service, nowhere)))["distribution"]

    assert "contentUrl" not in first and first["url"] == "https://leeds.example/page"
    assert "contentUrl" not in second and second["url"] == "https://leeds.example/wfs"


@pytest.mark.parametrize(
    ("shape", "geo"),
    [
        (
            "POLYGON ((-1.8 53.7, -1.2 53.7, -1.2 53.9, -1.8 53.9, -1.8 53.7))",
            {"@type": "GeoShape", "box": "53.7 -1.8 53.9 -1.2"},
        ),
        ("POINT (-1.5 53.8)", {"@type": "GeoCoordinates", "latitude": 53.8, "longitude": -1.5}),
        ("POLYGON ((broken", None),
        ("POINT (430000 433000)", None),
    ],
)
def test_a_place_has_the_corners_of_its_box_latitude_first(shape: str, geo: object) -> None:
    place = Location(label=(Text("Leeds"),), bbox=Typed(shape))

    assert spoken(Dataset(spatial=(place,)))["spatialCoverage"].get("geo") == geo


def test_terms_of_a_publishers_own_are_a_work_with_their_words() -> None:
    own = Term("Ask before you sell it.", OWN_TERMS, "https://c.example/terms")

    node = spoken(Dataset(license=own))

    assert node["license"] == {
        "@type": "CreativeWork",
        "name": "Ask before you sell it.",
        "url": "https://c.example/terms",
    }
    assert "isAccessibleForFree" not in node


def test_restricted_access_is_not_called_free_whatever_the_licence() -> None:
    node = spoken(
        Dataset(
            license=Term("OGL3", concept("licence", "OGL-UK-3.0")),
            access_rights=Term("internal", concept("access-right", "internal")),
        )
    )

    assert "isAccessibleForFree" not in node
    assert node["conditionsOfAccess"] == "Not public"


def test_every_list_is_bounded() -> None:
    files = tuple(Distribution(download_url=(f"https://x.example/{n}",)) for n in range(50))
    node = spoken(Dataset(keyword=tuple(Text(f"k{n}") for n in range(50)), distribution=files))

    assert len(node["keywords"]) == len(node["distribution"]) == SPEAKER.most


def test_a_long_description_ends_where_search_engines_stop_reading() -> None:
    assert len(spoken(Dataset(description=(Text("word " * 5_000),)))["description"]) <= 5_000


def test_a_council_is_a_government_organisation_with_its_code_and_names() -> None:
    node = SPEAKER.organisation("cardiff", "Cardiff Council", ["City of Cardiff"])

    assert node["@type"] == "GovernmentOrganization"
    assert node["identifier"] == "W06000015"
    assert node["areaServed"]["@id"].endswith("/W06000015")
    assert node["url"] == "http://catalogue.test/organisation/cardiff"
    assert node["name"] not in node["alternateName"]


def test_a_publisher_that_no_vocabulary_knows_has_its_name() -> None:
    assert SPEAKER.organisation("x", "Xs & Co") == {
        "@type": "Organization",
        "@id": "http://catalogue.test/organisation/x",
        "name": "Xs & Co",
        "url": "http://catalogue.test/organisation/x",
    }


def test_the_catalogue_says_how_it_is_searched() -> None:
    action = SPEAKER.catalog("All of it.")["potentialAction"]

    assert action["target"]["urlTemplate"] == "http://catalogue.test/search?q={search_term_string}"


def test_the_context_that_needs_no_fetching_gives_schema_org_statements() -> None:
    node = spoken(Dataset(title=(Text("Bins"),), landing_page=("https://leeds.example/b",)))
    document = json.dumps(to_document(node, OFFLINE)).encode()
    said = {
        (quad.subject, quad.predicate, quad.object)
        for quad in ox.parse(document, ox.RdfFormat.JSON_LD)
        if quad.subject == ox.NamedNode("http://catalogue.test/dataset/abc")
    }

    here = ox.NamedNode("http://catalogue.test/dataset/abc")
    assert (here, ox.NamedNode(RDF.type), ox.NamedNode(SCHEMA.Dataset)) in said
    assert (here, ox.NamedNode(SCHEMA.sameAs), ox.NamedNode("https://leeds.example/b")) in said
    assert all(name.value.startswith(SCHEMA.IRI) for _, name, _ in said if name.value != RDF.type)


@QUICK
@given(things(Dataset))
def test_whatever_a_record_says_becomes_a_document_without_empty_values(dataset: Dataset) -> None:
    node = spoken(dataset)

    def walk(value: object) -> None:
        assert value not in (None, "", [], {})
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(inner)

    walk(json.loads(json.dumps(node)))
