"""What every store must do, asked of each of them by the same questions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from remote_oxigraph import Remote

from catalogue.errors import (
    AnswerTooLarge,
    QueryInvalid,
    QueryRefused,
    SettingsError,
    StoreError,
    StoreUnavailable,
)
from catalogue.stores import GRAPHS, TABLES, AnswerMedia, GraphPut, Query, QueryForm, Store, open_store

JSON = "application/sparql-results+json"
TITLES = "SELECT ?t WHERE { ?d <http://purl.org/dc/terms/title> ?t } ORDER BY ?t"


KINDS = ["memory:", "oxigraph:", pytest.param("sparql:", marks=pytest.mark.service)]


def place_of(request: pytest.FixtureRequest, kind: str, folder: Path, server: str = "remote") -> str:
    """The address of an empty store of a kind."""
    if kind == "sparql:":
        remote: Remote = request.getfixturevalue(server)
        remote.update("DROP ALL")
        return f"sparql:{remote.address}"
    return f"oxigraph:{folder / 'store'}" if kind == "oxigraph:" else kind


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(place_of(request, request.param, tmp_path))
    yield opened
    opened.close()


@pytest.fixture(params=KINDS, scope="module")
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two graphs with a title each, for questions only: one store for the whole module, since opening takes time."""
    opened = open_store(place_of(request, request.param, tmp_path_factory.mktemp("filled"), "remote_kept"))
    opened.apply(puts=[graph("a", "Bins & <bags>"), graph("b", "Trees")], drops=[], mark=1)
    yield opened
    opened.close()


def graph(name: str, *titles: str) -> GraphPut:
    iri = f"http://example.org/{name}"
    lines = [f'<{iri}> <http://purl.org/dc/terms/title> "{title}" <{iri}> .\n' for title in titles]
    return GraphPut(graph=iri, quads="".join(lines).encode())


def titles(
    store: Store, text: str = TITLES, default_graphs: tuple[str, ...] = (), named_graphs: tuple[str, ...] = ()
) -> list[str]:
    query = Query(text=text, media_type=JSON, default_graphs=default_graphs, named_graphs=named_graphs)
    answer = store.query(query)
    return [row["t"]["value"] for row in json.loads(answer.body)["results"]["bindings"]]


def test_a_new_store_is_empty_and_stands_at_no_change(store: Store) -> None:
    assert titles(store) == []
    assert store.mark() == 0


def test_a_batch_is_seen_with_its_mark(store: Store) -> None:
    store.apply(puts=[graph("a", "Bins"), graph("b", "Trees")], drops=[], mark=7)
    assert titles(store) == ["Bins", "Trees"]
    assert store.mark() == 7


def test_a_put_replaces_its_whole_graph_and_no_other(store: Store) -> None:
    store.apply(puts=[graph("a", "Bins", "Bin days"), graph("b", "Trees")], drops=[], mark=1)
    store.apply(puts=[graph("a", "Recycling")], drops=[], mark=2)
    assert titles(store) == ["Recycling", "Trees"]


def test_a_dropped_graph_is_gone(store: Store) -> None:
    store.apply(puts=[graph("a", "Bins"), graph("b", "Trees")], drops=[], mark=1)
    store.apply(puts=[], drops=["http://example.org/a", "http://example.org/unknown"], mark=2)
    assert titles(store) == ["Trees"]


def test_a_graph_dropped_and_put_in_one_batch_is_there(store: Store) -> None:
    store.apply(puts=[graph("a", "Bins")], drops=["http://example.org/a"], mark=1)
    assert titles(store) == ["Bins"]


def test_rebuilding_leaves_nothing_of_the_old(store: Store) -> None:
    store.apply(puts=[graph("a", "Bins")], drops=[], mark=5)
    store.rebuild([graph("b", "Trees"), graph("c", "Roads")], mark=3)
    assert titles(store) == ["Roads", "Trees"]
    assert store.mark() == 3


def test_changes_go_on_after_a_rebuild(store: Store) -> None:
    store.rebuild([graph("b", "Trees")], mark=3)
    store.apply(puts=[graph("a", "Bins")], drops=[], mark=4)
    assert titles(store) == ["Bins", "Trees"]


def test_the_generation_changes_with_the_content(store: Store) -> None:
    seen = [store.generation()]
    store.apply(puts=[graph("a", "Bins")], drops=[], mark=1)
    seen.append(store.generation())
    store.apply(puts=[], drops=["http://example.org/a"], mark=2)
    seen.append(store.generation())
    store.rebuild([graph("a", "Bins")], mark=3)
    seen.append(store.generation())
    assert len(set(seen)) == 4


def test_an_empty_batch_moves_the_mark_and_keeps_the_generation(store: Store) -> None:
    store.apply(puts=[graph("a", "Bins")], drops=[], mark=1)
    before = store.generation()
    store.apply(puts=[], drops=[], mark=9)
    assert store.mark() == 9
    assert store.generation() == before


@pytest.mark.parametrize(
    "quads",
    [
        b"<http://example.org/a> <http://example.org/p> nonsense .",
        b'<http://example.org/a> <http://example.org/p> "in the default graph" .',
        b'<http://example.org/a> <http://example.org/p> "x" <http://example.org/other> .',
    ],
    ids=["no N-Quads", "no graph", "another graph"],
)
def test_a_bad_put_changes_nothing_of_its_batch(store: Store, quads: bytes) -> None:
    store.apply(puts=[graph("a", "Bins")], drops=[], mark=1)
    bad = GraphPut(graph="http://example.org/bad", quads=quads)
    with pytest.raises(StoreError, match=r"http://example\.org/bad"):
        store.apply(puts=[graph("a", "Changed"), bad], drops=[], mark=2)
    assert (titles(store), store.mark()) == (["Bins"], 1)


def test_a_bad_put_ends_a_rebuild_and_the_old_content_stays(store: Store) -> None:
    store.apply(puts=[graph("a", "Bins")], drops=[], mark=1)
    bad = GraphPut(graph="http://example.org/bad", quads=b"nonsense")
    with pytest.raises(StoreError, match=r"http://example\.org/bad"):
        store.rebuild([graph("a", "Changed"), bad], mark=2)
    assert (titles(store), store.mark()) == (["Bins"], 1)
    store.apply(puts=[graph("b", "Trees")], drops=[], mark=2)
    assert titles(store) == ["Bins", "Trees"]


def test_a_drop_of_no_iri_changes_nothing_of_its_batch(store: Store) -> None:
    store.apply(puts=[graph("a", "Bins")], drops=[], mark=1)
    with pytest.raises(StoreError, match="graph no iri: not an absolute IRI"):
        store.apply(puts=[], drops=["http://example.org/a", "no iri"], mark=2)
    assert (titles(store), store.mark()) == (["Bins"], 1)


def test_blank_nodes_of_two_graphs_are_never_one(store: Store) -> None:
    puts = [
        GraphPut(graph=g, quads=f'_:b <http://example.org/p> "{n}" <{g}> .'.encode())
        for n, g in enumerate(["http://example.org/a", "http://example.org/b"])
    ]
    store.rebuild(puts, mark=1)
    both = "ASK { ?b <http://example.org/p> '0', '1' }"
    assert json.loads(store.query(Query(text=both, media_type=JSON)).body)["boolean"] is False
    store.apply(puts=puts, drops=[], mark=2)
    assert json.loads(store.query(Query(text=both, media_type=JSON)).body)["boolean"] is False


def test_the_union_and_each_graph_are_asked_side_by_side(filled: Store) -> None:
    in_title = "?d <http://purl.org/dc/terms/title> ?t"
    text = f"SELECT ?t {{ {in_title} GRAPH ?g {{ {in_title} }} FILTER(?g = ?d) }} ORDER BY ?t"
    assert titles(filled, text) == ["Bins & <bags>", "Trees"]


def test_from_is_respected(filled: Store) -> None:
    text = TITLES.replace("WHERE", "FROM <http://example.org/a> WHERE")
    assert titles(filled, text) == ["Bins & <bags>"]


def test_from_named_leaves_the_default_graph_empty(filled: Store) -> None:
    assert titles(filled, TITLES.replace("WHERE", "FROM NAMED <http://example.org/a> WHERE")) == []


def test_the_protocols_graphs_override_from(filled: Store) -> None:
    text = TITLES.replace("WHERE", "FROM <http://example.org/a> WHERE")
    assert titles(filled, text, default_graphs=("http://example.org/b",)) == ["Trees"]


def test_the_protocols_dataset_has_no_other_graphs(filled: Store) -> None:
    in_graph = "SELECT ?t WHERE { GRAPH ?g { ?d ?p ?t } }"
    assert titles(filled, in_graph, default_graphs=("http://example.org/a",)) == []
    assert titles(filled, in_graph, named_graphs=("http://example.org/b",)) == ["Trees"]
    assert titles(filled, TITLES, named_graphs=("http://example.org/b",)) == []


def test_a_graph_of_the_protocol_must_be_an_iri(filled: Store) -> None:
    with pytest.raises(QueryRefused, match="the graph 'no iri' is not an absolute IRI"):
        filled.query(Query(text="ASK {}", media_type=JSON, default_graphs=("no iri",)))


@pytest.mark.parametrize("text", ["ASK { <b> ?p ?t }", "# a remark\nASK { <b> ?p ?t }"])
def test_a_relative_iri_is_read_against_the_base_and_is_an_error_without(filled: Store, text: str) -> None:
    answer = filled.query(Query(text=text, media_type=JSON, base="http://example.org/sparql"))
    assert json.loads(answer.body)["boolean"] is True
    with pytest.raises(QueryInvalid):
        filled.query(Query(text=text, media_type=JSON))


def test_a_base_of_the_query_itself_wins(filled: Store) -> None:
    text = "BASE <http://example.org/>\nASK { <b> ?p ?t }"
    answer = filled.query(Query(text=text, media_type=JSON, base="http://other.example/sparql"))
    assert json.loads(answer.body)["boolean"] is True


def test_a_binding_gives_a_variable_its_value(filled: Store) -> None:
    text = "SELECT ?d ?t WHERE { ?d ?p ?t }"
    query = Query(text=text, media_type=JSON, bindings={"d": "<http://example.org/b>"})
    rows = json.loads(filled.query(query).body)["results"]["bindings"]
    assert [row["t"]["value"] for row in rows] == ["Trees"]


@pytest.mark.parametrize(
    "term",
    ["?x", "", "<no scheme>", '"a" . <urn:s> <urn:p> "b"', "_:b", "1", '"unclosed', "# nothing"],
)
def test_a_binding_is_one_term_and_nothing_more(filled: Store, term: str) -> None:
    query = Query(text="SELECT ?d WHERE { ?d ?p ?t }", media_type=JSON, bindings={"d": term})
    with pytest.raises(QueryRefused, match=r"\?d is not an IRI or literal"):
        filled.query(query)


def test_a_binding_that_is_not_selected_is_named(filled: Store) -> None:
    query = Query(text="SELECT ?t WHERE { ?d ?p ?t }", media_type=JSON, bindings={"d": "<urn:x>"})
    with pytest.raises(QueryRefused, match=r"^\?d is bound from outside, but the query does not select it$"):
        filled.query(query)


@pytest.mark.parametrize("media", TABLES, ids=lambda media: media.name)
def test_tables_read_back_in_every_form(filled: Store, media: AnswerMedia) -> None:
    answer = filled.query(Query(text=TITLES, media_type=media.media_type))
    assert (answer.form, answer.media_type) == (QueryForm.SELECT, media.media_type)
    if answer.media_type == "text/csv":  # CSV keeps no kinds of term, so nothing reads it back as terms
        assert answer.body == b"t\r\nBins & <bags>\r\nTrees\r\n"
        return
    read = ox.parse_query_results(answer.body, ox.QueryResultsFormat.from_media_type(answer.media_type))
    assert isinstance(read, ox.QuerySolutions)
    assert [row["t"] for row in read] == [ox.Literal("Bins & <bags>"), ox.Literal("Trees")]


@pytest.mark.parametrize("media", TABLES, ids=lambda media: media.name)
def test_asking_says_yes_in_every_form(filled: Store, media: AnswerMedia) -> None:
    answer = filled.query(Query(text="ASK {}", media_type=media.media_type))
    assert answer.form is QueryForm.ASK
    assert b"true" in answer.body


@pytest.mark.parametrize("media", GRAPHS, ids=lambda media: media.name)
@pytest.mark.parametrize(
    "text",
    ["CONSTRUCT { ?d ?p ?t } FROM <http://example.org/a> { ?d ?p ?t }", "DESCRIBE <http://example.org/a>"],
)
def test_graphs_read_back_in_every_form(filled: Store, text: str, media: AnswerMedia) -> None:
    answer = filled.query(Query(text=text, media_type=media.media_type))
    assert answer.form.value == text.split()[0]
    quads = list(ox.parse(answer.body, ox.RdfFormat.from_media_type(answer.media_type)))
    assert [quad.object for quad in quads] == [ox.Literal("Bins & <bags>")]


def test_a_form_that_does_not_fit_the_query_is_refused(filled: Store) -> None:
    with pytest.raises(QueryRefused, match="ASK cannot answer as 'text/turtle', only as application/sparql"):
        filled.query(Query(text="ASK {}", media_type="text/turtle"))


def test_a_syntax_error_names_its_place(filled: Store) -> None:
    with pytest.raises(QueryInvalid, match=r"^line 2, column 10: ") as raised:
        filled.query(Query(text="SELECT ?t WHERE {\n ?d bad ?t }", media_type=JSON))
    assert (raised.value.line, raised.value.column) == (2, 10)


def test_an_unknown_function_is_refused_by_name(filled: Store) -> None:
    with pytest.raises(QueryRefused, match=r"http://example\.org/f"):
        filled.query(Query(text="SELECT (<http://example.org/f>(1) AS ?x) {}", media_type=JSON))


def test_an_answer_larger_than_allowed_is_none_at_all(store: Store) -> None:
    store.apply(puts=[graph("a", *(f"Title {n}" for n in range(100)))], drops=[], mark=1)
    whole = store.query(Query(text=TITLES, media_type=JSON)).body
    with pytest.raises(AnswerTooLarge, match="1,000 bytes"):
        store.query(Query(text=TITLES, media_type=JSON, max_bytes=1000))
    assert store.query(Query(text=TITLES, media_type=JSON, max_bytes=len(whole))).body == whole


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        store.query(Query(text="ASK {}", media_type=JSON))


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_opened_for_reading_is_not_written(
    request: pytest.FixtureRequest, kind: str, tmp_path: Path
) -> None:
    store = open_store(place_of(request, kind, tmp_path), writable=False)
    with pytest.raises(StoreError, match="reading only"):
        store.apply(puts=[], drops=[], mark=1)
    with pytest.raises(StoreError, match="reading only"):
        store.rebuild([], mark=1)
    store.close()


@pytest.mark.parametrize("url", ["", "memory", "fuseki:http://127.0.0.1/", "../oxigraph:x", "Oxigraph:x"])
def test_an_unknown_kind_of_store_names_the_known_ones(url: str) -> None:
    with pytest.raises(SettingsError, match=r"expected 'memory:…' or 'oxigraph:…' or 'sparql:…'"):
        open_store(url)


@pytest.mark.parametrize("url", ["memory:here", "oxigraph:"])
def test_a_url_without_its_place_or_with_one_too_many_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match=url):
        open_store(url)
