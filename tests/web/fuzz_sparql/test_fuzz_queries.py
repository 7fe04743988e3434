"""Whatever is sent as a query is answered soundly: texts, heaps of tokens, queries with a fault, odd parameters."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sound_answers import check
from starlette.testclient import TestClient

import web

ROOT = Path(web.__file__).parent
EXAMPLES = [
    path.read_text(encoding="utf-8")
    for folder in (ROOT / "static" / "queries", ROOT / "views")
    for path in sorted(folder.glob("*.rq"))
]
TOKENS = [
    "SELECT",
    "ASK",
    "CONSTRUCT",
    "DESCRIBE",
    "WHERE",
    "FROM",
    "NAMED",
    "PREFIX",
    "BASE",
    "ORDER",
    "BY",
    "GROUP",
    "HAVING",
    "LIMIT",
    "OFFSET",
    "DISTINCT",
    "REDUCED",
    "OPTIONAL",
    "UNION",
    "MINUS",
    "GRAPH",
    "FILTER",
    "BIND",
    "VALUES",
    "UNDEF",
    "EXISTS",
    "NOT",
    "IN",
    "AS",
    "COUNT",
    "SUM",
    "GROUP_CONCAT",
    "SEPARATOR",
    "REGEX",
    "STR",
    "IRI",
    "BNODE",
    "IF",
    "COALESCE",
    "DESC",
    "ASC",
    "a",
    "true",
    "false",
    "?x",
    "$y",
    "_:b",
    "<urn:a>",
    "<a",
    "b>",
    "<>",
    "ex:a",
    ":b",
    '"t"',
    "'t'",
    "'''l'''",
    '"t"@en',
    '"1"^^<urn:d>',
    "1",
    "1.5",
    "1e9",
    "-0",
    "*",
    "+",
    "/",
    "|",
    "^",
    "!",
    "?",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ".",
    ",",
    ";",
    "=",
    "!=",
    "<",
    ">",
    "<=",
    ">=",
    "&&",
    "||",
    "<<",
    ">>",
    "^^",
    "@",
    "#",
    "\\u0041",
    "\\uD800",
    "%",
]
TYPES = [
    "text/html", "text/turtle", "application/json", "application/sparql-results+xml", "application/n-triples", "*/*",
    "text/*", "image/png", "text/csv", "application/ld+json", "application/rdf+xml", "text/tab-separated-values",
]  # fmt: skip
IRIS = st.text(st.sampled_from("abé😀 <>{}\"'\\|^`%:/?#[]@\t\n\x00"), max_size=12).map("urn:x:".__add__)
ACCEPT = st.one_of(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
    st.lists(
        st.tuples(
            st.sampled_from(TYPES), st.sampled_from(["", ";q=0", ";q=.5", ";q=2", ";q=x", ";v=1;q=0.1"])
        ),
        max_size=5,
    ).map(lambda parts: ", ".join(map("".join, parts))),
)
NAMES = [
    "query",
    "format",
    "default-graph-uri",
    "named-graph-uri",
    "update",
    "timeout",
    "output",
    "callback",
    "",
]
some = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def _sent(client: TestClient, query: str, accept: str = "application/json") -> None:
    headers = {"content-type": "application/sparql-query", "accept": accept}
    answer = client.post("/sparql", content=query.encode("utf-8", "surrogatepass"), headers=headers)
    check(answer.status_code, answer.headers.get("content-type", ""), answer.content)


@some
@given(query=st.text(max_size=80), accept=ACCEPT)
def test_any_text(client: TestClient, query: str, accept: str) -> None:
    _sent(client, query, accept)


@some
@given(head=st.sampled_from(["", "ASK {", "SELECT * {", "CONSTRUCT WHERE {"]), data=st.data())
def test_any_tokens(client: TestClient, head: str, data: st.DataObject) -> None:
    tokens = data.draw(st.lists(st.sampled_from(TOKENS), max_size=15))
    _sent(client, " ".join([head, *tokens, "}" if head else ""]))


@some
@given(query=st.sampled_from(EXAMPLES), data=st.data())
def test_any_fault_in_a_query_that_is_right(client: TestClient, query: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(query)))
    end = data.draw(st.integers(start, min(len(query), start + 12)))
    put = data.draw(st.one_of(st.sampled_from(TOKENS), st.text(max_size=3)))
    _sent(client, query[:start] + put + query[end:])


@some
@given(
    iri=IRIS,
    where=st.sampled_from(
        ["ASK {{ <{}> ?p ?o }}", "DESCRIBE <{}>", "ASK FROM <{}> {{}}", "BASE <{}> ASK {{}}"]
    ),
)
def test_any_iri_in_a_query(client: TestClient, iri: str, where: str) -> None:
    _sent(client, where.format(iri))


@some
@given(
    pairs=st.lists(st.tuples(st.sampled_from(NAMES), st.one_of(IRIS, st.text(max_size=12))), max_size=6),
    query=st.sampled_from(
        ["ASK {}", "SELECT * { GRAPH ?g { ?s a ?o } } LIMIT 3", "CONSTRUCT WHERE { ?s a ?o } LIMIT 3"]
    ),
    accept=ACCEPT,
)
def test_any_parameters(client: TestClient, pairs: list[tuple[str, str]], query: str, accept: str) -> None:
    sent = [("query", query), *((name, value.encode("utf-8", "replace")) for name, value in pairs)]
    answer = client.get("/sparql", params=sent, headers={"accept": accept})  # type: ignore[arg-type] # a list of pairs
    check(answer.status_code, answer.headers.get("content-type", ""), answer.content)


@pytest.mark.parametrize(
    "query",
    [
        "ASK " + "{" * 5000 + "}" * 5000,
        "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "ASK { ?s ?p " + "[ ?p " * 5000 + "1" + "]" * 5000 + " }",
        "ASK { ?s ?p " + "(" * 5000 + ")" * 5000 + " }",
        "ASK { " + "OPTIONAL { " * 5000 + "} " * 5000 + "}",
        "ASK { {} " + "UNION {} " * 5000 + "}",
        "ASK { " + "FILTER EXISTS { " * 5000 + "} " * 5000 + "}",
        "ASK { ?s " + "^" * 5000 + "a ?o }",
        "ASK { ?s " + "(" * 3000 + "a" + ")*" * 3000 + " ?o }",
        "ASK { ?s a" + "/a" * 5000 + " ?o }",
        "ASK { ?s a" + "|a" * 5000 + " ?o }",
        "ASK { FILTER(" + "!" * 5000 + "true) }",
        "ASK { FILTER(1" + " + 1" * 5000 + ") }",
        "ASK { FILTER(1 IN (" + "1," * 20000 + "1)) }",
        "ASK { VALUES ?x { " + "1 " * 50000 + "} }",
        "ASK { " + "{ SELECT * " * 3000 + "{}" + "}" * 3000 + " }",
    ],
    ids=range(16),
)
def test_whatever_is_deep_or_long_is_answered(client: TestClient, query: str) -> None:
    _sent(client, query)
