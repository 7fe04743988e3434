"""The edges of the SPARQL 1.1 Protocol, where clients and servers differ."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, URIRef
from starlette.testclient import TestClient

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf"])
def test_the_description_is_the_same_in_every_form(client: TestClient, form: str) -> None:
    by_name = client.get("/sparql", params={"format": form})
    accept = by_name.headers["content-type"].partition(";")[0]
    by_accept = client.get("/sparql", headers={"accept": accept})
    assert by_name.content == by_accept.content
    quads = ox.parse(by_name.content, ox.RdfFormat.from_media_type(accept))
    lines = "".join(f"{quad.triple} .\n" for quad in quads)
    graph = Graph().parse(data=lines, format="nt")
    (service,) = graph.subjects(RDF.type, URIRef(f"{SD}Service"))
    (dataset,) = graph.objects(service, URIRef(f"{SD}defaultDataset"))
    assert len(set(graph.objects(dataset, URIRef(f"{SD}namedGraph")))) > 5
    assert (service, URIRef(f"{SD}feature"), URIRef(f"{SD}UnionDefaultGraph")) in graph
    again = client.get("/sparql", params={"format": form}, headers={"if-none-match": by_name.headers["etag"]})
    assert again.status_code == 304


def test_a_description_in_no_form_there_is_lists_them(client: TestClient) -> None:
    for response in (
        client.get("/sparql", headers={"accept": "image/png"}),
        client.get("/sparql?format=png"),
    ):
        assert response.status_code == 406
        assert "application/ld+json" in response.json()["detail"]


def test_head_says_what_get_would_and_sends_nothing(client: TestClient) -> None:
    get = client.get("/sparql", params={"query": "ASK {}"})
    head = client.head("/sparql", params={"query": "ASK {}"})
    assert (head.status_code, head.headers["etag"]) == (200, get.headers["etag"])
    assert head.headers["content-type"] == get.headers["content-type"]


def test_options_and_a_wrong_method_name_the_right_ones(client: TestClient) -> None:
    options, put = client.options("/sparql"), client.put("/sparql")
    assert options.status_code == 204
    assert set(options.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert put.status_code == 405
    assert set(put.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        (QUERY + "; charset=utf-8", b"ASK { VALUES ?x { '\xc3\xa9' } }", 200),
        (QUERY + '; charset="UTF-8"', b"ASK {}", 200),
        (QUERY + "; charset=latin-1", b"ASK { VALUES ?x { '\xe9' } }", 415),
        (QUERY + "; charset=klingon", b"ASK {}", 415),
        (FORM + "; charset=utf-16", b"query=ASK%7B%7D", 415),
        (FORM, b"query=ASK+%7B%7D", 200),
        (FORM, b"query=ASK+%7B+VALUES+?x+%7B+'%ff'+%7D+%7D", 400),
        (FORM, b"query=", 400),
        (FORM, b"", 400),
        (QUERY, b"", 400),
        (FORM, b"query=ASK%7B%7D&using-graph-uri=urn:x", 400),
        (FORM, b"query=ASK%7B%7D&using-named-graph-uri=urn:x", 400),
        (FORM, b"query=ASK%7B%7D" + b"&x=y" * 10_000, 200),
        (FORM, b"query=ASK%7B%7D" + b"&default-graph-uri=urn:x" * 1001, 400),
        (FORM, b"query=ASK%7B%7D" + b"&default-graph-uri=urn:x" * 1000, 200),
        ("", b"ASK {}", 415),
    ],
)
def test_what_is_posted_is_read_as_it_says_or_refused(
    client: TestClient, content_type: str, body: bytes, status: int
) -> None:
    response = client.post("/sparql", content=body, headers={"content-type": content_type})
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (status, "*")
    if status != 200:
        assert response.json()["detail"].endswith(".")


@pytest.mark.parametrize("query", ["", " ", "%FF", "%00", "ASK{}&query=ASK{}", "ASK{}&using-graph-uri=urn:x"])
def test_what_is_no_query_is_a_bad_request(client: TestClient, query: str) -> None:
    assert client.get(f"/sparql?query={query}").status_code == 400


def test_a_query_in_the_address_and_one_in_the_body_are_two(client: TestClient) -> None:
    response = client.post("/sparql?query=ASK{}", content=b"ASK {}", headers={"content-type": QUERY})
    assert response.status_code == 400


def test_a_dataset_may_be_named_beside_a_direct_query(client: TestClient) -> None:
    response = client.post(
        "/sparql?default-graph-uri=urn:none",
        content=b"ASK { ?s ?p ?o }",
        headers={"content-type": QUERY},
    )
    assert response.json()["boolean"] is False


def test_a_body_beside_a_get_is_passed_over(client: TestClient) -> None:
    response = client.request("GET", "/sparql?query=ASK{}", content=b"query=SELECT")
    assert response.json()["boolean"] is True
