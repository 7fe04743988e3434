"""A dataset as CKAN's package: CKAN takes it, and what a package can say comes back from it as it was."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_catalogue import BASE, bins, evil, text
from starlette.applications import Starlette

from catalogue.entry import Entry, mint_id
from catalogue.model import (
    Agent,
    Checksum,
    Contact,
    Dataset,
    Distribution,
    Identifier,
    Location,
    PeriodOfTime,
)
from catalogue.snapshot import Snapshot
from catalogue.values import Term, Text, Typed
from harvester.drafting.ckan_package import draft_package
from harvester.record import Record
from vocab.namespaces import GEO, XSD
from web.ckan.identities import part_identity, whole_of
from web.ckan.packages import make_packer
from web.ckan.resources import resource_ids

SQUARE = '{"type":"Polygon","coordinates":[[[-1.8,53.6],[-1.2,53.6],[-1.2,53.9],[-1.8,53.9],[-1.8,53.6]]]}'


def full() -> Dataset:
    """Made-up: a dataset that says whatever a package has a place for."""
    return Dataset(
        title=text("Street trees"),
        description=text("Every tree.\n\n*Surveyed* yearly."),
        identifier=(Typed("trees-1"),),
        keyword=(*text("trees"), *text("parks & gardens")),
        theme=(Term("Environment", "http://publications.europa.eu/resource/authority/data-theme/ENVI"),),
        council_service=(Term("Trees", "http://id.esd.org.uk/service/1"),),
        publisher=Agent(
            slug="borchester-city-council",
            name=text("Borchester City Council"),
            homepage="https://borchester.example/",
            mbox="mailto:open@borchester.example",
        ),
        creator=(Agent(name=text("Tree officers"), mbox="mailto:trees@borchester.example"),),
        contact_point=(
            Contact(
                fn=text("Data team"), has_email="mailto:data@borchester.example", has_telephone="tel:0100"
            ),
        ),
        issued=Typed("2019-05", XSD.gYearMonth),
        modified=Typed("2026-05-01T10:00:00Z", XSD.dateTime),
        language=(Term("en"), Term("cy")),
        license=Term("OGL3", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
        rights=(Term("Ask first"),),
        access_rights=Term("public"),
        landing_page=("https://data.borchester.example/trees",),
        page=("https://data.borchester.example/trees/manual",),
        conforms_to=(Term("https://standards.example/trees"),),
        relation=("https://data.borchester.example/parks",),
        version=Typed("1.4"),
        version_notes=text("More trees"),
        accrual_periodicity=Term(
            "Yearly", "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
        ),
        spatial=(Location(geometry=(Typed(SQUARE, GEO.geoJSONLiteral),)),),
        temporal=(
            PeriodOfTime(start_date=Typed("2020-01-01", XSD.date), end_date=Typed("2024-12-31", XSD.date)),
        ),
        provenance=(Term("Counted on foot"),),
        source=("https://old.borchester.example/trees",),
        other_identifier=(Identifier(notation=Typed("BCC/7")),),
        distribution=(
            Distribution(
                key="one",
                title=text("All trees"),
                description=text("As a table"),
                access_url=("https://data.borchester.example/trees.html",),
                download_url=("https://data.borchester.example/trees.csv",),
                format=Term("csv", "http://publications.europa.eu/resource/authority/file-type/CSV"),
                media_type=Term("text/csv"),
                byte_size=Typed("1234", XSD.nonNegativeInteger),
                checksum=Checksum(
                    algorithm=Term("MD5"),
                    checksum_value=Typed("d41d8cd98f00b204e9800998ecf8427e", XSD.hexBinary),
                ),
                issued=Typed("2026-05-02", XSD.date),
                modified=Typed("2026-05-03T10:00:00Z", XSD.dateTime),
                license=Term("CC0"),
                rights=(Term("Ask twice"),),
                language=(Term("en"),),
                conforms_to=(Term("https://standards.example/csv"),),
                availability=Term("stable"),
                status=Term("Completed"),
            ),
        ),
    )


def snapshot(dataset: Dataset) -> Snapshot:
    entry = Entry(
        id="abcdefghijkl",
        portal="leeds",
        key="trees",
        source="https://leeds.example/api/trees",
        dataset=dataset,
    )
    return Snapshot(
        entry=entry,
        first_seen="2026-02-14T03:10:00Z",
        last_changed="2026-11-22T03:10:00Z",
        run=2,
        mapper="m1",
    )


def packed(app: Starlette, dataset: Dataset) -> dict[str, Any]:
    """The package of a dataset."""
    return make_packer(app.state.site).pack(snapshot(dataset))


def read_back(app: Starlette, dataset: Dataset) -> Dataset:
    """What our own reading of CKAN portals makes of it."""
    record = Record(
        key="abcdefghijkl",
        body=orjson.dumps(packed(app, dataset)),
        media_type="application/json",
        source=f"{BASE}/dataset/abcdefghijkl",
    )
    return draft_package(record, site=BASE).dataset


def said(value: object) -> object:
    """A value without what only settles later: a concept's word or address, whichever is written."""
    match value:
        case Term():
            return value.iri or value.word
        case Typed():
            return value.value
        case tuple():
            return tuple(said(each) for each in value)
        case _:
            return value


SAME = (
    *(
        "title",
        "description",
        "council_service",
        "creator",
        "issued",
        "modified",
        "language",
    ),
    *(
        "rights",
        "access_rights",
        "landing_page",
        "page",
        "conforms_to",
        "relation",
        "version",
        "version_notes",
    ),
    *("accrual_periodicity", "provenance", "source"),
)
SAME_OF_FILES = (
    *(
        "title",
        "description",
        "access_url",
        "download_url",
        "media_type",
        "byte_size",
        "issued",
        "modified",
        "license",
    ),
    *("rights", "language", "conforms_to", "availability", "status"),
)


@pytest.mark.parametrize("name", SAME)
def test_what_a_package_can_say_comes_back(app: Starlette, name: str) -> None:
    assert said(getattr(read_back(app, full()), name)) == said(getattr(full(), name))


@pytest.mark.parametrize("name", SAME_OF_FILES)
def test_what_a_resource_can_say_comes_back(app: Starlette, name: str) -> None:
    (read,), (told,) = read_back(app, full()).distribution, full().distribution
    assert said(getattr(read, name)) == said(getattr(told, name))


def test_nodes_of_a_package_come_back(app: Starlette) -> None:
    read, told = read_back(app, full()), full()
    assert read.publisher
    assert read.publisher == replace(
        told.publisher or Agent(), slug="", key=read.publisher.key, iri=read.publisher.iri
    )
    assert read.contact_point == told.contact_point
    assert [place.geometry[0].value for place in read.spatial] == [SQUARE]
    assert [(said(each.start_date), said(each.end_date)) for each in read.temporal] == [
        ("2020-01-01", "2024-12-31")
    ]
    assert [said(each.notation) for each in read.other_identifier] == ["BCC/7"]
    assert read.identifier[0].value == "trees-1"
    assert {each.value for each in read.keyword} == {"trees", "parks & gardens"}
    assert [each.word for each in read.theme] == ["Environment", told.theme[0].iri]
    assert read.license
    assert read.license.word == "Open Government Licence v3.0"
    assert read.distribution[0].format == Term("CSV")
    assert read.distribution[0].checksum == told.distribution[0].checksum


def test_titles_of_two_languages_come_back(app: Starlette) -> None:
    titles = {(title.value, title.lang) for title in read_back(app, bins()).title}
    assert titles == {("Household bin collection rounds", "en"), ("Rowndiau casglu biniau", "cy")}


@pytest.mark.parametrize("dataset", [full(), bins(), evil(), Dataset(title=text("Bare"))])
def test_ckan_takes_every_package(app: Starlette, dataset: Dataset) -> None:
    package = packed(app, dataset)
    assert re.fullmatch(r"[a-z0-9_-]{2,100}", package["name"])
    keys = [extra["key"] for extra in package["extras"]]
    assert len(keys) == len(set(keys))
    assert all(isinstance(extra["value"], str) and extra["value"] for extra in package["extras"])
    assert all(re.fullmatch(r"[\w .-]{2,100}", tag["name"]) for tag in package["tags"])
    assert all(uuid.UUID(one["id"]).version == 8 for one in package["resources"])
    assert all(uuid.UUID(one["id"]) for one in package["groups"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}", package["metadata_modified"])
    assert package["maintainer_email"] is None or "@" in package["maintainer_email"]


def test_a_resource_keeps_its_id_when_others_come_before_it() -> None:
    one, two = Distribution(key="a"), Distribution(access_url=("https://x.example/b",))
    before = resource_ids("abcdefghijkl", Dataset(distribution=(one, two)))
    after = resource_ids("abcdefghijkl", Dataset(distribution=(Distribution(key="new"), two, one)))
    assert before == [after[2], after[1]]


def test_resources_that_say_the_same_have_ids_of_their_own() -> None:
    same = Distribution(access_url=("https://x.example/b",))
    ids = resource_ids("abcdefghijkl", Dataset(distribution=(same, same, same)))
    assert len(set(ids)) == 3
    assert {whole_of(name) for name in ids} == {"abcdefghijkl"}


def test_a_box_is_drawn_as_geojson(app: Starlette) -> None:
    box = Typed("POLYGON((-1.8 53.6,-1.2 53.6,-1.2 53.9,-1.8 53.9,-1.8 53.6))", GEO.wktLiteral)
    package = packed(app, Dataset(title=text("Box"), spatial=(Location(bbox=box),)))
    spatial = next(extra["value"] for extra in package["extras"] if extra["key"] == "spatial")
    assert orjson.loads(spatial) == orjson.loads(SQUARE)


def test_several_paragraphs_of_one_language_are_one_text(app: Starlette) -> None:
    texts = (Text("One.", "en"), Text("Dau.", "cy"), Text("Two.", "en"))
    assert packed(app, Dataset(title=text("T"), description=texts))["notes"] == "One.\n\nTwo."


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_part_says_of_which_dataset_it_is(portal: str, what: str) -> None:
    identifier = mint_id(portal, what)
    assert whole_of(part_identity(identifier, what)) == identifier


@pytest.mark.parametrize("name", ["", "x", "abcdefghijkl", "2a2a2a2a-2a2a-4a2a-8a2a-2a2a2a2a2a2a"])
def test_another_name_is_part_of_nothing(name: str) -> None:
    assert whole_of(name) == ""
