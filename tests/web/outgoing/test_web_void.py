"""What the catalogue says of itself as linked data."""

from __future__ import annotations

import pytest
from answered_graphs import read_graph
from made_up_catalogue import BASE, BINS
from rdflib import DCTERMS, FOAF, RDF, VOID, URIRef
from rdflib.compare import isomorphic
from starlette.testclient import TestClient

HERE = URIRef(f"{BASE}/void#dataset")


def test_it_is_where_programs_look_for_it(client: TestClient) -> None:
    graph = read_graph(client.get("/.well-known/void"))

    assert graph.value(URIRef(f"{BASE}/void"), FOAF.primaryTopic) == HERE
    assert (HERE, RDF.type, VOID.Dataset) in graph
    assert graph.value(HERE, VOID.sparqlEndpoint) == URIRef(f"{BASE}/sparql")
    assert graph.value(HERE, DCTERMS.title)


def test_all_forms_of_it_say_the_same(client: TestClient) -> None:
    first, *rest = (read_graph(client.get(f"/void.{form}")) for form in ("nt", "ttl", "rdf", "jsonld"))

    assert all(isomorphic(first, one) for one in rest)


def test_its_example_and_its_linksets_can_be_followed(client: TestClient) -> None:
    graph = read_graph(client.get("/void"))
    examples = [str(one) for one in graph.objects(HERE, VOID.exampleResource)]
    targets = {str(one) for one in graph.objects(None, VOID.objectsTarget)}

    assert examples and targets
    for address in (*examples, *targets):
        assert client.get(address.removeprefix(BASE)).status_code == 200


def test_a_page_says_of_what_it_is_a_part(client: TestClient) -> None:
    assert (
        'rel="http://rdfs.org/ns/void#inDataset" href="/void#dataset"' in client.get(f"/dataset/{BINS}").text
    )


@pytest.mark.parametrize("accept", ["text/html", "image/png"])
def test_it_has_no_page(client: TestClient, accept: str) -> None:
    assert client.get("/void", headers={"Accept": accept}).status_code == 406
