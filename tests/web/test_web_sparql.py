"""The SPARQL endpoint: the protocol's three ways to ask, every form of answer, and errors that say where."""

from __future__ import annotations

import json

import pytest
from lxml import html
from made_up_catalogue import BASE, BINS
from rdflib import Graph
from starlette.testclient import TestClient

from web.asking import MOST_BYTES

SELECT = """PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?title { ?d a <http://www.w3.org/ns/dcat#Dataset> ; dct:title ?title } ORDER BY ?title"""
CONSTRUCT = "CONSTRUCT WHERE { ?s <http://purl.org/dc/terms/title> ?o }"
TABLES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
GRAPHS = {
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}


def test_the_three_ways_to_ask_give_the_same_answer(client: TestClient) -> None:
    get = client.get("/sparql", params={"query": SELECT})
    form = client.post("/sparql", data={"query": SELECT})
    direct = client.post("/sparql", content=SELECT, headers={"content-type": "application/sparql-query"})
    assert get.status_code == form.status_code == direct.status_code == 200
    assert get.content == form.content == direct.content
    assert len(get.json()["results"]["bindings"]) == 49  # 48 datasets, one with two titles


@pytest.mark.parametrize(
    ("query", "name", "content_type"),
    [(SELECT, *pair) for pair in TABLES.items()]
    + [("ASK {}", *pair) for pair in TABLES.items()]
    + [(CONSTRUCT, *pair) for pair in GRAPHS.items()],
)
def test_every_form_is_had_by_accept_and_by_name(
    client: TestClient, query: str, name: str, content_type: str
) -> None:
    accept = {"accept": content_type.partition(";")[0]}
    by_accept = client.get("/sparql", params={"query": query}, headers=accept)
    by_name = client.get("/sparql", params={"query": query, "format": name}, headers={"accept": "text/html"})
    assert by_accept.headers["content-type"] == by_name.headers["content-type"] == content_type
    assert by_accept.content == by_name.content


def test_a_graph_asked_for_is_what_parses(client: TestClient) -> None:
    body = client.get("/sparql", params={"query": CONSTRUCT}, headers={"accept": "text/turtle"}).content
    assert len(Graph().parse(data=body, format="turtle")) > 48


def test_the_protocols_dataset_is_honoured(client: TestClient) -> None:
    params = {"query": SELECT, "default-graph-uri": f"{BASE}/dataset/{BINS}"}
    assert len(client.get("/sparql", params=params).json()["results"]["bindings"]) == 2


def test_what_the_store_does_not_read_is_refused_with_its_place(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"})
    problem = response.json()
    assert response.status_code == problem["status"] == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["line"] == 2
    assert problem["column"] > 1
    assert "line 2" in problem["detail"].lower()


@pytest.mark.parametrize(
    "query", ["INSERT DATA { <a:b> <a:b> 1 }", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"]
)
def test_updates_and_queries_that_go_out_are_refused(client: TestClient, query: str) -> None:
    assert client.get("/sparql", params={"query": query}).status_code == 400


def test_the_page_shows_the_error_beside_what_was_typed(client: TestClient) -> None:
    response = client.get(
        "/sparql", params={"query": "SELECT </textarea><script>"}, headers={"accept": "text/html"}
    )
    tree = html.fromstring(response.text)
    assert response.status_code == 400
    assert tree.xpath("//textarea")[0].text == "SELECT </textarea><script>"
    assert tree.xpath("//*[@role='alert']//a/@href") == ["#query"]
    assert not tree.xpath("//main//script")


def test_the_page_shows_a_table_with_safe_links(client: TestClient) -> None:
    query = "SELECT * { VALUES ?x { <javascript:alert(1)> <http://a.test/> '<b>' UNDEF 'x'@cy } }"
    tree = html.fromstring(
        client.get("/sparql", params={"query": query}, headers={"accept": "text/html"}).text
    )
    cells = [each.text_content() for each in tree.xpath("//main//td")]
    assert sorted(cells) == sorted(["javascript:alert(1)", "http://a.test/", "<b>", "", "x"])
    assert tree.xpath("//td/a/@href") == ["http://a.test/"]
    assert tree.xpath("//td[@lang='cy']")


def test_the_page_offers_the_whole_answer(client: TestClient) -> None:
    tree = html.fromstring(
        client.get("/sparql", params={"query": SELECT}, headers={"accept": "text/html"}).text
    )
    addresses = tree.xpath("//p[starts-with(., 'The whole answer')]/a/@href")
    assert len(addresses) == 4
    assert all(client.get(address).status_code == 200 for address in addresses)


def test_a_client_that_accepts_nothing_offered_is_told_what_there_is(client: TestClient) -> None:
    response = client.get("/sparql", params={"query": SELECT}, headers={"accept": "image/png"})
    assert response.status_code == 406
    assert "application/sparql-results+json" in response.json()["detail"]
    assert client.get("/sparql", params={"query": SELECT, "format": "ttl"}).status_code == 406


def test_too_large_a_request_is_413_and_says_the_cap(client: TestClient) -> None:
    response = client.post("/sparql", data={"query": "#" * (MOST_BYTES + 1)})
    assert response.status_code == 413
    assert f"{MOST_BYTES:,}" in response.json()["detail"]


@pytest.mark.parametrize(
    ("content_type", "content", "status"),
    [
        ("text/plain", b"ASK {}", 415),
        ("application/sparql-update", b"CLEAR ALL", 415),
        ("application/sparql-query", b"ASK { \xff }", 400),
        ("application/x-www-form-urlencoded", b"update=CLEAR+ALL", 400),
        ("application/x-www-form-urlencoded", b"query=ASK{}&query=ASK{}", 400),
    ],
)
def test_what_is_no_query_is_refused(
    client: TestClient, content_type: str, content: bytes, status: int
) -> None:
    response = client.post("/sparql", content=content, headers={"content-type": content_type})
    assert (response.status_code, response.json()["status"]) == (status, status)


def test_without_a_query_programs_get_the_service_description(client: TestClient) -> None:
    response = client.get("/sparql", headers={"accept": "text/turtle"})
    assert "sparql-service-description#" in response.text
    assert len(Graph().parse(data=response.content, format="turtle")) > 10


def test_an_answer_that_the_client_has_is_not_computed_again(client: TestClient) -> None:
    first = client.get("/sparql", params={"query": SELECT})
    same = {"if-none-match": first.headers["etag"]}
    assert client.get("/sparql", params={"query": SELECT}, headers=same).status_code == 304
    assert client.get("/sparql", params={"query": SELECT, "format": "csv"}, headers=same).status_code == 200


def test_pages_of_other_sites_may_ask(client: TestClient) -> None:
    response = client.options("/sparql", headers={"origin": "https://other.test"})
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "*"
    assert "Content-Type" in response.headers["access-control-allow-headers"]
    assert json.loads(client.get("/sparql", params={"query": "ASK {}"}).content)["boolean"] is True
