"""What data is about: themes and council services, from each kind of record to a concept."""

from __future__ import annotations

import json

import pytest

from catalogue.entry import Entry
from catalogue.portal import Portal
from catalogue.values import Term
from harvester.drafting.arcgis_item import read_item
from harvester.drafting.ckan_package import draft_package
from harvester.drafting.dcat_dataset import draft_dataset as draft_rdf
from harvester.drafting.pod_dataset import draft_dataset
from harvester.record import Draft, Record
from harvester.settle import settle
from vocab import load_vocabulary
from vocab.namespaces import DCAT, DCT, RDF

THEME = "http://publications.europa.eu/resource/authority/data-theme/"
SERVICE = "http://id.esd.org.uk/service/"
BINS = f"{SERVICE}524"
PORTAL = Portal(slug="made-up", title="Made up", address="https://data.example", kind="ckan")


def record_of(body: bytes, media_type: str = "application/json") -> Record:
    return Record(key="1", body=body, media_type=media_type, source="https://data.example/1")


def settled(draft: Draft) -> Entry:
    return settle(draft, record_of(b"{}"), PORTAL, load_vocabulary())[0]


def ckan(extras: dict[str, object], **package: object) -> Entry:
    said = {"title": "Bins", "extras": [{"key": k, "value": v} for k, v in extras.items()], **package}
    return settled(draft_package(record_of(json.dumps(said).encode()), site="https://data.example"))


def feed(*subjects: str) -> Entry:
    said = [f"<{RDF.type}> <{DCAT.Dataset}>", f'<{DCT.title}> "Bins"']
    said += [f"<{DCT.subject}> {subject}" for subject in subjects]
    lines = "\n".join(f"<https://x.example/1> {statement} ." for statement in said)
    return settled(draft_rdf(record_of(lines.encode(), "application/n-triples")))


def themes(entry: Entry) -> list[str]:
    return [term.iri.rpartition("/")[2] for term in entry.dataset.theme]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("la_service", "524"),
        ("la_service", BINS),
        ("lga_services", json.dumps([BINS])),
        ("lgsl", "LGSL 524"),
        ("la_service", "Household waste collection"),
    ],
)
def test_a_ckan_extra_names_a_council_service(key: str, value: str) -> None:
    (service,) = ckan({key: value}).dataset.council_service
    assert service.iri == BINS


def test_several_services_stand_in_one_text() -> None:
    found = ckan({"la_service": "524, 530"}).dataset.council_service
    assert [term.iri for term in found] == [BINS, f"{SERVICE}530"]


def test_a_service_says_the_theme_where_no_theme_is_said() -> None:
    assert themes(ckan({"la_service": "524"})) == ["ENVI"]
    assert themes(ckan({"la_service": "524", "theme": "Health"})) == ["HEAL"]


def test_a_function_says_the_theme() -> None:
    assert themes(ckan({"la_function": "66"})) == ["REGI"]


def test_a_keyword_names_a_service_by_its_address() -> None:
    entry = ckan({}, tags=[{"name": BINS}, {"name": "service"}, {"name": "524"}])
    assert [term.iri for term in entry.dataset.council_service] == [BINS]
    assert len(entry.dataset.keyword) == 3


def test_one_text_of_ckan_holds_several_themes() -> None:
    assert themes(ckan({"theme": "Environment; Transport"})) == ["ENVI", "TRAN"]
    assert themes(ckan({"topic-category": json.dumps(["inlandWaters", "boundaries"])})) == ["ENVI", "REGI"]


def test_a_theme_that_tells_only_a_form_is_left_out() -> None:
    assert ckan({"theme": "geospatial"}).dataset.theme == ()


def test_data_json_names_a_service() -> None:
    said = {"title": "Bins", "keyword": [BINS]}
    entry = settled(draft_dataset(record_of(json.dumps(said).encode())))
    assert entry.dataset.council_service == (Term(BINS, BINS),)
    assert themes(entry) == ["ENVI"]


def test_a_feeds_subjects_are_services_or_themes() -> None:
    topic = "http://inspire.ec.europa.eu/metadata-codelist/TopicCategory/transportation"
    entry = feed(f"<{BINS}>", f"<{topic}>", '"Housing"')
    assert [term.iri for term in entry.dataset.council_service] == [BINS]
    assert sorted(themes(entry)) == ["REGI", "TRAN"]


def test_a_category_of_arcgis_is_its_name_and_a_deeper_one_its_path() -> None:
    said = {
        "title": "Bins",
        "categories": ["/Categories/Transport", "/Categories/Environment/Layer 7", "Health"],
    }
    dataset = read_item(said, key="a" * 32, site="https://hub.example")
    assert [term.word for term in dataset.theme] == ["Transport", "/Categories/Environment/Layer 7", "Health"]
    assert themes(settled(Draft(dataset=dataset))) == ["TRAN", "ENVI", "HEAL"]
