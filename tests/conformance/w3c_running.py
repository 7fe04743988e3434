"""Runs one test through the endpoint, and says in words what went wrong, or nothing."""

from __future__ import annotations

import re

import pyoxigraph as ox
from starlette.testclient import TestClient
from w3c_endpoint import BASE, NOTHING, Endpoint
from w3c_manifests import Asked, Case, Kind, address_of
from w3c_terms import Table, read_expected, read_table, same_csv, same_graph, same_table

_FROM = re.compile(r"\bFROM\s+(NAMED\s+)?(<|\w*:)", re.IGNORECASE)
_ORDER = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)
_GRAPH_QUERY = re.compile(
    r"^\s*(?:(?:PREFIX|BASE)[^\n]*\n|#[^\n]*\n|\s)*(?:CONSTRUCT|DESCRIBE)\b", re.IGNORECASE
)
_SD = "http://www.w3.org/ns/sparql-service-description#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_FORMS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"),
}


def run(case: Case, endpoint: Endpoint) -> str:
    """What is wrong; "" for a test that passes."""
    match case.kind:
        case Kind.ANSWER:
            return _answer(case, endpoint)
        case Kind.GOOD:
            return "" if (status := _ask(case, endpoint, "").status_code) == 200 else f"refused with {status}"
        case Kind.BAD:
            return "" if (status := _ask(case, endpoint, "").status_code) == 400 else f"taken with {status}"
        case Kind.PROTOCOL:
            return next(filter(None, (_request(asked, endpoint.client) for asked in case.requests)), "")
        case Kind.DESCRIPTION:
            return _description(case, endpoint.client)


def _answer(case: Case, endpoint: Endpoint) -> str:
    assert case.result is not None
    form = {".csv": "csv", ".tsv": "tsv", ".srx": "xml", ".srj": "json"}.get(case.result.suffix, "")
    response = _ask(case, endpoint, form)
    if response.status_code != 200:
        return f"refused with {response.status_code}: {response.json()['detail']}"
    if form == "csv":
        return "" if same_csv(response.content, case.result.read_bytes()) else "another table"
    expected = read_expected(case.result, address_of(case.result, endpoint.root))
    if isinstance(expected, tuple):
        found = [quad.triple for quad in ox.parse(response.content, ox.RdfFormat.N_TRIPLES)]
        return "" if same_graph(found, expected) else "another graph"
    return _compare(case, read_table(response.content, _results(form)), expected)


def _compare(case: Case, found: Table | bool, expected: Table | bool) -> str:
    if isinstance(found, bool) or isinstance(expected, bool):
        return "" if found == expected else "another truth"
    # RDF has no order but by rs:index; in the other forms the order is that of the file.
    told = expected.ordered or (case.result is not None and case.result.suffix in (".srx", ".srj", ".tsv"))
    ordered = told and bool(_ORDER.search(_text(case)))
    same = same_table(found, expected, ordered=ordered, any_count=case.any_count)
    return "" if same else "other solutions"


def _results(form: str) -> ox.QueryResultsFormat:
    names = {"xml": ox.QueryResultsFormat.XML, "tsv": ox.QueryResultsFormat.TSV}
    return names.get(form, ox.QueryResultsFormat.JSON)


def _ask(case: Case, endpoint: Endpoint, form: str):  # type: ignore[no-untyped-def] # a response of the test client
    """The query as it stands, with the base that its file gives it, and the test's data as the protocol's dataset."""
    assert case.query is not None
    text = f"BASE <{address_of(case.query, endpoint.root)}> {_text(case)}"
    fields: dict[str, list[str]] = {"query": [text]}
    if not (_FROM.search(text) and not case.data):
        data = [address_of(path, endpoint.root) for path in case.data]
        fields["default-graph-uri"] = data or [NOTHING]
        fields["named-graph-uri"] = [name for name, _ in case.graphs]
    graph = _GRAPH_QUERY.match(_text(case))
    fields["format"] = ["nt" if graph else form or "json"]
    return endpoint.client.post("/sparql", data=fields)


def _text(case: Case) -> str:
    assert case.query is not None
    return case.query.read_text(encoding="utf-8")


def _request(asked: Asked, client: TestClient) -> str:
    target = asked.target.replace("/sparql/", "/sparql", 1)
    response = client.request(asked.method, target, headers=dict(asked.headers), content=asked.body)
    if response.status_code // 100 not in asked.statuses:
        return f"answered with {response.status_code}"
    media_type = response.headers.get("content-type", "").partition(";")[0]
    if asked.form and media_type not in _FORMS[asked.form]:
        return f"answered as {media_type}"
    if asked.boolean is not None and response.json().get("boolean") is not asked.boolean:
        return "another truth"
    return ""


def _description(case: Case, client: TestClient) -> str:
    response = client.get("/sparql", headers={"accept": "text/turtle"})
    triples = [quad.triple for quad in ox.parse(response.content, ox.RdfFormat.TURTLE)]
    wanted = case.name.partition("#")[2]
    if wanted == "has-endpoint-triple":
        here = ox.NamedNode(f"{BASE}/sparql")
        found = any(one.predicate.value == f"{_SD}endpoint" and one.object == here for one in triples)
        return "" if found else "names no endpoint"
    if wanted == "conforms-to-schema":
        services = {
            one.subject
            for one in triples
            if one.predicate.value == _RDF_TYPE and one.object == ox.NamedNode(f"{_SD}Service")
        }
        named = {one.subject for one in triples if one.predicate.value == f"{_SD}endpoint"}
        return "" if services and named <= services else "an endpoint of what is no service"
    return "" if triples else "no RDF"
