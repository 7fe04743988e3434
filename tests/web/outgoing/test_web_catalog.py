"""The whole catalogue as DCAT: its pages, its profiles, and what SHACL finds wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from answered_graphs import read_graph
from made_up_catalogue import BARE, BASE, BINS, GONE
from pyshacl import validate
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SH, Graph, Namespace, URIRef
from starlette.testclient import TestClient

import catalogue.profiles

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SHAPES = Path(catalogue.profiles.__file__).parent / "dcat_ap.ttl"
VOCAB_DATA = Path(os.environ.get("STOOK_VOCAB_DATA", ""))
OFFICIAL = VOCAB_DATA / "dcat-ap/releases/3.0.1/shacl/dcat-ap-SHACL.ttl"
CATALOG = URIRef(f"{BASE}/catalog")


def walk(client: TestClient, address: str) -> Iterator[Graph]:
    """The pages from an address on, each by the link of the page before."""
    while address:
        graph = read_graph(client.get(address))
        yield graph
        address = next((str(one) for one in graph.objects(None, HYDRA.next)), "")


@pytest.fixture(scope="module")
def whole(client: TestClient) -> Graph:
    """All pages in the profile dcat-ap as one graph."""
    first, *rest = walk(client, "/catalog.nt?_profile=dcat-ap")
    for graph in rest:
        first += graph
    return first


def violations(graph: Graph, shapes: Path = SHAPES) -> set[tuple[str, str]]:
    """Where a shape is violated, and along which property. Shapes without a path say nothing."""
    asked = Graph().parse(shapes)
    for shape, part in list(asked.subject_objects(SH.property)):
        if asked.value(part, SH.path) is None:
            asked.remove((shape, SH.property, part))
            asked.remove((part, None, None))
    found = validate(graph, shacl_graph=asked, allow_warnings=True)
    report = found[1]
    return {
        (str(report.value(one, SH.focusNode)), str(report.value(one, SH.resultPath)))
        for one in report.subjects(SH.resultSeverity, SH.Violation)
    }


def test_every_dataset_is_met_once_on_the_way_from_page_to_page(client: TestClient) -> None:
    met = [
        str(one)
        for graph in walk(client, "/catalog.ttl?portal=leeds")
        for one in graph.objects(CATALOG, DCAT.dataset)
    ]

    assert len(met) == len(set(met)) == 3
    assert f"{BASE}/dataset/{BINS}" in met
    assert f"{BASE}/dataset/{GONE}" not in met


def test_a_page_begins_after_the_identifier_that_it_names(client: TestClient) -> None:
    graph = read_graph(client.get(f"/catalog.ttl?page=2&after={BINS}"))

    assert min(str(one) for one in graph.objects(CATALOG, DCAT.dataset)) > f"{BASE}/dataset/{BINS}"


def test_a_view_says_how_much_there_is_and_where_its_neighbours_are(client: TestClient) -> None:
    graph = read_graph(client.get("/catalog.ttl"))
    view = graph.value(CATALOG, HYDRA.view)

    assert (view, RDF.type, HYDRA.PartialCollectionView) in graph
    assert int(str(graph.value(CATALOG, HYDRA.totalItems))) == 48
    assert graph.value(view, HYDRA.first) == graph.value(view, HYDRA.last) == URIRef(f"{BASE}/catalog.ttl")


def test_the_catalogue_says_what_it_is_and_who_runs_it(client: TestClient) -> None:
    graph = read_graph(client.get("/catalog.ttl"))
    publisher = graph.value(CATALOG, DCTERMS.publisher)

    assert str(graph.value(publisher, FOAF.name)) == "catalogue.test"
    assert graph.value(CATALOG, DCTERMS.license) is None


@pytest.mark.parametrize(
    "since, count", [("2026-11-22T03:10:00Z", 48), ("2026-11-22T03:10:01Z", 0), ("2026-11-22", 48)]
)
def test_changed_since_an_instant_includes_the_instant(client: TestClient, since: str, count: int) -> None:
    graph = read_graph(client.get("/catalog.nt", params={"modified_since": since}))

    assert [int(str(one)) for one in graph.objects(None, HYDRA.totalItems)] == [count]


@pytest.mark.parametrize(
    "asked, count",
    [("theme=ENVI", 1), ("theme=ENVI&portal=many", 0), ("theme=NONE", 0), ("publisher=council-1", 2)],
)
def test_a_list_is_narrowed_by_theme_publisher_and_portal(client: TestClient, asked: str, count: int) -> None:
    graph = read_graph(client.get(f"/catalog.nt?{asked}"))

    assert len(set(graph.objects(CATALOG, DCAT.dataset))) == count
    assert [int(str(one)) for one in graph.objects(None, HYDRA.totalItems)] == [count]


def test_a_date_that_is_none_is_refused(client: TestClient) -> None:
    assert client.get("/catalog.ttl?modified_since=lately").status_code == 400


@pytest.mark.parametrize("form", ["ttl", "jsonld", "nt", "rdf"])
def test_all_forms_say_the_same(client: TestClient, form: str) -> None:
    asked = f"/catalog.{form}?portal=leeds"
    spoken = read_graph(client.get(asked))
    datasets = set(spoken.objects(CATALOG, DCAT.dataset))

    assert len(datasets) == 3
    assert all(spoken.value(one, DCTERMS.title) for one in datasets)
    assert (None, FOAF.primaryTopic, URIRef(f"{BASE}/dataset/{BINS}")) in spoken


def test_the_only_violations_are_what_portals_left_out(whole: Graph) -> None:
    """Made-up records of a title alone have no description, and one says no good address for its file."""
    found = violations(whole)

    assert {path for _, path in found} <= {str(DCTERMS.description), str(DCAT.accessURL)}
    assert (f"{BASE}/dataset/{BARE}", str(DCTERMS.description)) in found
    assert not any(node == f"{BASE}/dataset/{BINS}" for node, _ in found)


@pytest.mark.corpus
@pytest.mark.skipif(
    not OFFICIAL.is_file(), reason="STOOK_VOCAB_DATA names no folder with the shapes of DCAT-AP"
)
def test_the_official_shapes_find_no_more(whole: Graph) -> None:
    """DCAT itself says that a dataset is a resource; the shapes ask for it."""
    known = Graph() + whole
    known.add((DCAT.Dataset, RDFS.subClassOf, DCAT.Resource))

    assert {path for _, path in violations(known, OFFICIAL)} <= {
        str(DCTERMS.description),
        str(DCAT.accessURL),
    }


def test_what_the_profile_does_not_know_is_left_out(whole: Graph) -> None:
    assert not [one for one in whole.predicates(None, None) if str(one).startswith("urn:")]


def test_a_profile_that_nobody_knows_is_refused_with_those_that_there_are(client: TestClient) -> None:
    answer = client.get("/catalog?_profile=mine", headers={"Accept": "application/json"})

    assert answer.status_code == 406
    assert [one["token"] for one in answer.json()["profiles"]] == ["dcat", "dcat-ap", "dcat-us", "schema-org"]


@pytest.mark.parametrize(
    "header, told",
    [
        ("<http://data.europa.eu/r5r/>;q=0.9, <https://schema.org/>;q=0.2", "<http://data.europa.eu/r5r/>"),
        ("", "<http://www.w3.org/ns/dcat#>"),
        ("<urn:x:other>, *;q=0.1", "<http://www.w3.org/ns/dcat#>"),
    ],
)
def test_a_profile_is_chosen_by_the_header(client: TestClient, header: str, told: str) -> None:
    answer = client.get("/catalog", headers={"Accept-Profile": header, "Accept": "text/turtle"})

    assert f'{told}; rel="profile"' in answer.headers["Link"]
    assert "Accept-Profile" in answer.headers["Vary"]


def test_a_header_that_names_only_other_profiles_is_refused(client: TestClient) -> None:
    assert client.get("/catalog", headers={"Accept-Profile": "<urn:x:other>"}).status_code == 406


def test_a_profile_that_is_not_written_in_a_form_is_not_had_in_it(client: TestClient) -> None:
    assert client.get("/catalog.ttl?_profile=dcat-us").status_code == 406


def test_data_json_has_every_dataset_by_its_iri(client: TestClient) -> None:
    found = client.get("/data.json").json()
    entry = next(one for one in found["dataset"] if one["identifier"] == f"{BASE}/dataset/{BINS}")

    assert found["conformsTo"] == "https://project-open-data.cio.gov/v1.1/schema"
    assert len(found["dataset"]) == 48
    assert entry["contactPoint"] == {
        "@type": "vcard:Contact",
        "fn": "Data team",
        "hasEmail": "mailto:data@leeds.example",
    }
    assert entry["distribution"][0]["mediaType"] == "text/csv"
    assert "keyword" not in next(one for one in found["dataset"] if one["title"] == "Allotment waiting list")


def test_the_page_leads_to_the_datasets(client: TestClient) -> None:
    page = client.get("/catalog?portal=leeds").text

    assert f'href="/dataset/{BINS}"' in page
    assert "<script>alert" not in page
