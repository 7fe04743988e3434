"""Short lists are tables and collections as well: what the page lists, whole, in each form."""

from __future__ import annotations

import csv
import io

import pytest
from answered_graphs import read_graph
from made_up_catalogue import BASE, EVIL
from rdflib import URIRef
from starlette.testclient import TestClient

from vocab import load_vocabulary
from vocab.namespaces import DCT, FOAF, HYDRA, SKOS
from web.negotiation import RDF_FORMS, TABLE_FORMS, Form
from web.tables import to_table_csv

LISTS = ("/organisation", "/status", "/vocabulary")


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("form", TABLE_FORMS, ids=lambda form: form.name)
def test_each_form_is_to_be_had_by_name_and_by_header(client: TestClient, address: str, form: Form) -> None:
    ended = client.get(address + form.suffix)
    asked = client.get(address, headers={"accept": form.media_type})

    assert ended.status_code == asked.status_code == 200
    assert ended.headers["content-type"].startswith(form.media_type)
    assert ended.content == asked.content


@pytest.mark.parametrize("address", LISTS)
def test_every_syntax_lists_the_same_members(client: TestClient, address: str) -> None:
    graphs = [read_graph(client.get(address + form.suffix)) for form in RDF_FORMS]
    members = [set(graph.objects(URIRef(BASE + address), URIRef(HYDRA.member))) for graph in graphs]

    assert members[0]
    assert all(each == members[0] for each in members)
    for member in sorted(members[0])[:5]:
        assert client.get(str(member).removeprefix(BASE)).status_code == 200


def test_the_table_of_publishers_is_that_of_the_json(client: TestClient) -> None:
    said = client.get("/organisation.json").json()["organisations"]
    rows = list(csv.DictReader(io.StringIO(client.get("/organisation.csv").text)))

    assert [row["iri"] for row in rows] == [one["iri"] for one in said]
    assert f"Evil {EVIL}" in {row["name"] for row in rows}


def test_a_publisher_in_the_list_has_its_name(client: TestClient) -> None:
    graph = read_graph(client.get("/organisation.ttl"))
    leeds = URIRef(f"{BASE}/organisation/leeds-city-council")

    assert str(graph.value(leeds, URIRef(FOAF.name))) == "Leeds City Council"


def test_a_portal_in_the_list_says_how_many_datasets_it_has(client: TestClient) -> None:
    graph = read_graph(client.get("/status.jsonld"))
    rows = {row["slug"]: row for row in csv.DictReader(io.StringIO(client.get("/status.csv").text))}

    assert str(graph.value(URIRef(f"{BASE}/portal/leeds"), URIRef(HYDRA.totalItems))) == "3"
    assert rows["leeds"]["datasets"] == "3"
    assert rows["empty"]["verdict"] == ""


def test_the_list_of_vocabularies_says_what_each_says_of_itself(client: TestClient) -> None:
    graph = read_graph(client.get("/vocabulary.rdf"))
    schemes = load_vocabulary().schemes

    assert len(set(graph.subjects(URIRef(DCT.modified)))) == len(schemes)
    assert len(list(csv.DictReader(io.StringIO(client.get("/vocabulary.csv").text)))) == len(schemes)


def test_what_a_search_over_labels_finds_is_a_list_as_well(client: TestClient) -> None:
    said = client.get("/vocabulary.json?q=environment").json()["list"]
    graph = read_graph(client.get("/vocabulary.ttl?q=environment"))
    rows = list(csv.DictReader(io.StringIO(client.get("/vocabulary.csv?q=environment").text)))

    assert [row["label"] for row in rows] == [one["label"] for one in said]
    assert {str(label) for label in graph.objects(None, URIRef(SKOS.prefLabel))} == {
        one["label"] for one in said
    }


def test_a_cell_is_never_a_formula_and_null_is_empty() -> None:
    body = to_table_csv(("a", "b", "c"), [{"a": "=1+1", "b": None, "c": ["x", "y"]}]).decode()

    assert body.splitlines() == ["a,b,c", "'=1+1,,x y"]
