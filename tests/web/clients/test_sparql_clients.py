"""SPARQLWrapper and rdflib's store ask the endpoint as they come, in every way and form they have."""

from __future__ import annotations

import csv
import io

import pytest
from made_up_catalogue import BASE, BINS
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

# What is old in the clients is none of ours.
pytestmark = [
    pytest.mark.service,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

PAGE = f"{BASE}/dataset/{BINS}"
TITLES = f"SELECT ?t WHERE {{ <{PAGE}> <{DCTERMS.title}> ?t }} ORDER BY ?t"
ASKED = f"ASK {{ <{PAGE}> ?p ?o }}"
GRAPHS = [f"CONSTRUCT WHERE {{ <{PAGE}> <{DCTERMS.title}> ?t }}", f"DESCRIBE <{PAGE}>"]
WAYS = [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]
FORMS = [JSON, XML, CSV, TSV]
BINS_TITLES = {"Household bin collection rounds", "Rowndiau casglu biniau"}


@pytest.fixture(params=WAYS, ids="-".join)
def wrapper(address: str, request: pytest.FixtureRequest) -> SPARQLWrapper:
    """A client that asks in one of its ways."""
    made = SPARQLWrapper(f"{address}/sparql")
    method, how = request.param
    made.setMethod(method)
    made.setRequestMethod(how)
    return made


@pytest.mark.parametrize("conneg", [False, True], ids=["format", "accept"])
@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_read_in_every_form(wrapper: SPARQLWrapper, form: str, conneg: bool) -> None:
    wrapper.setOnlyConneg(conneg)
    wrapper.setQuery(TITLES)
    wrapper.setReturnFormat(form)
    assert set(_titles(form, wrapper.queryAndConvert())) == BINS_TITLES


@pytest.mark.parametrize("form", [JSON, XML])
def test_a_yes_is_read_in_every_form(wrapper: SPARQLWrapper, form: str) -> None:
    wrapper.setQuery(ASKED)
    wrapper.setReturnFormat(form)
    answer = wrapper.queryAndConvert()
    said = answer["boolean"] if form == JSON else _text(answer, "boolean")[0] == "true"
    assert said is True


@pytest.mark.parametrize("conneg", [False, True], ids=["format", "accept"])
@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, XML, JSONLD])
@pytest.mark.parametrize("query", GRAPHS, ids=["construct", "describe"])
def test_a_graph_is_read_in_every_form(wrapper: SPARQLWrapper, form: str, query: str, conneg: bool) -> None:
    wrapper.setOnlyConneg(conneg)
    wrapper.setQuery(query)
    wrapper.setReturnFormat(form)
    answer = wrapper.queryAndConvert()
    graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format="turtle")
    assert {str(title) for title in graph.objects(URIRef(PAGE), DCTERMS.title)} == BINS_TITLES


def test_a_query_that_is_wrong_is_told_as_such(wrapper: SPARQLWrapper) -> None:
    wrapper.setQuery("SELECT ?s WHERE { ?s ?p }")
    with pytest.raises(QueryBadFormed, match="Line 1"):
        wrapper.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json"])
def test_a_store_of_rdflib_is_read_as_any_graph(address: str, method: str, form: str) -> None:
    store = SPARQLStore(f"{address}/sparql", method=method, returnFormat=form)
    graph = Graph(store)
    rows = graph.query(TITLES)
    assert {str(row[0]) for row in rows} == BINS_TITLES
    assert {str(o) for _, _, o in graph.triples((URIRef(PAGE), DCTERMS.title, None))} == BINS_TITLES
    assert (URIRef(PAGE), None, None) in graph
    assert len(graph) > 100


def test_a_store_of_rdflib_knows_named_graphs(address: str) -> None:
    store = SPARQLStore(f"{address}/sparql")
    named = Graph(store, identifier=URIRef(PAGE))
    assert {str(o) for o in named.objects(URIRef(PAGE), DCTERMS.title)} == BINS_TITLES
    assert 0 < len(named) < len(Graph(store))


def _titles(form: str, answer: object) -> list[str]:
    """What the client made of a table of one column."""
    if form == JSON:
        return [row["t"]["value"] for row in answer["results"]["bindings"]]  # type: ignore[index] # untyped
    if form == XML:
        return _text(answer, "literal")
    assert isinstance(answer, bytes)
    rows = list(csv.reader(io.StringIO(answer.decode()), quoting=csv.QUOTE_NONE))
    return [row[0].partition('"@')[0].strip('"') for row in rows[1:]]


def _text(document: object, tag: str) -> list[str]:
    return [each.firstChild.data for each in document.getElementsByTagName(tag)]  # type: ignore[attr-defined]
