"""A server as the store: its setting, what it may not get away with, and how it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from misbehaving import JSON, NT, answering, chunked, said
from remote_oxigraph import Remote, running

from catalogue.errors import (
    AnswerTooLarge,
    QueryRefused,
    QueryTimeout,
    SettingsError,
    StoreError,
    StoreUnavailable,
)
from catalogue.stores import GraphPut, Query, QueryForm, open_store, scan_query
from catalogue.stores.binding import bind
from catalogue.stores.frames import Fetch
from catalogue.stores.remote_worker import read_answer
from catalogue.stores.server import read_server
from catalogue.stores.sparql import SparqlStore, _TooMuch
from catalogue.stores.union import names_graphs, within
from catalogue.stores.updates import Batch, place_of, request_of

ROWS = (
    b'{"head":{"vars":["t"]},"results":{"bindings":['
    b'{"t":{"type":"literal","value":"Bins"}},{"t":{"type":"uri","value":"urn:x"}}]}}'
)
LINES = b'<urn:a> <urn:b> "1" .\n<urn:a> <urn:b> "2" .\n'
# With a dataset of its own, so that nothing is asked but the query itself.
SELECT = "SELECT ?t FROM <urn:g> { ?s ?p ?t }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?t } FROM <urn:g> { ?s ?p ?t }"


def secret(reference: str) -> str:
    return {"": "", "secret:STORE": "made-up"}[reference]


def ask(address: str, text: str = SELECT, *, seconds: float = 10, most: int = 10_000) -> bytes:
    store = open_store(f"sparql:{address}", writable=False)
    media = "text/csv" if text == SELECT else NT
    try:
        return store.query(Query(text=text, media_type=media, seconds=seconds, max_bytes=most)).body
    finally:
        store.close()


@pytest.mark.parametrize(
    ("location", "update"),
    [
        ("http://h.example/ds/query", "http://h.example/ds/update"),
        ("https://h.example/query/", "https://h.example/update"),
        ("http://h.example/repositories/stook", "http://h.example/repositories/stook/statements"),
        ("http://h.example/sparql", "http://h.example/sparql"),
        ("http://h.example/sparql#update=http://h.example/sparql-auth", "http://h.example/sparql-auth"),
    ],
)
def test_a_servers_address_for_updates_follows_its_habit_or_the_setting(location: str, update: str) -> None:
    server = read_server(location, secret)
    assert (server.query, server.update) == (location.partition("#")[0], update)


@pytest.mark.parametrize(
    ("options", "header"),
    [
        ("user=stook&password=secret:STORE", "Basic c3Rvb2s6bWFkZS11cA=="),
        ("token=secret:STORE", "Bearer made-up"),
    ],
)
def test_who_asks_is_said_by_reference_and_shown_nowhere(options: str, header: str) -> None:
    server = read_server(f"http://h.example/q#{options}", secret)
    assert server.headers["Authorization"] == header
    assert header not in repr(server)


@pytest.mark.parametrize(
    "location",
    ["", "var/store", "ftp://h.example/", "http://stook:hush@h.example/q", "http://h.example/q#pasword=hush"],
)
def test_a_setting_that_cannot_be_read_is_refused_without_its_secrets(location: str) -> None:
    with pytest.raises(SettingsError) as raised:
        read_server(location, secret)
    assert "hush" not in str(raised.value)


@given(st.integers(0, len(ROWS) - 1), st.sampled_from([b"", b"\n", b"\nerror: out of time"]))
def test_a_table_that_ends_early_is_never_an_answer(end: int, more: bytes) -> None:
    with pytest.raises(StoreUnavailable):
        read_answer(fetch(QueryForm.SELECT, "text/csv"), ROWS[:end] + more, JSON)


@pytest.mark.parametrize(
    "body", [b'{"head":{},"boolean":true', b'{"head":{},"boolean":tru', b'{"head":{}', b""]
)
def test_half_a_yes_is_no_answer(body: bytes) -> None:
    with pytest.raises(StoreUnavailable):
        read_answer(fetch(QueryForm.ASK, JSON), body, JSON)


ASKED = b'{"head":{"link":[],"vars":["__ASK_RETVAL"]},"results":{"bindings":[ROW]}}'


@pytest.mark.parametrize(
    ("row", "truth"),
    [(b"", b"false"), (b'{"__ASK_RETVAL":{"type":"typed-literal","value":"1","datatype":"urn:i"}}', b"true")],
)
def test_an_older_virtuosos_yes_is_understood(row: bytes, truth: bytes) -> None:
    answer = read_answer(fetch(QueryForm.ASK, "text/csv"), ASKED.replace(b"ROW", row), JSON)
    assert answer.body == truth


@pytest.mark.parametrize(
    ("form", "body"), [(QueryForm.ASK, ROWS), (QueryForm.SELECT, b'{"head":{},"boolean":true}')]
)
def test_an_answer_of_another_kind_is_none(form: QueryForm, body: bytes) -> None:
    with pytest.raises(StoreUnavailable, match="something else"):
        read_answer(fetch(form, "text/csv"), body, JSON)


def fetch(form: QueryForm, media_type: str) -> Fetch:
    query = Query(text="", media_type=media_type)
    return Fetch(address="http://h.example/", headers={}, parameters=(), query=query, form=form)


def test_a_whole_answer_comes_in_the_form_that_was_wanted() -> None:
    for answer in (said(ROWS), chunked(ROWS)):
        with answering(answer) as address:
            assert ask(address) == b"t\r\nBins\r\nurn:x\r\n"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (SELECT, said(ROWS)[:-40]),
        (SELECT, chunked(ROWS[:-40])),
        (SELECT, chunked(ROWS, end=b"")),
        (SELECT, chunked(ROWS + b"\nerror: the disk is full")),
        (SELECT, said(ROWS, "application/sparql-results+xml")),
        (SELECT, said(ROWS, more="X-SPARQL-MaxRows: 2\r\n")),
        (SELECT, b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n" + ROWS),
        (CONSTRUCT, chunked(LINES, NT, end=b"")),
        (CONSTRUCT, chunked(LINES + b"error: out of memory", NT)),
        (CONSTRUCT, b"HTTP/1.1 200 OK\r\nContent-Type: application/n-triples\r\n\r\n" + LINES),
        (SELECT, b"nonsense"),
        (SELECT, said(b"", status="503 Service Unavailable")),
        (SELECT, said(b"", status="302 Found", more="Location: http://127.0.0.1:1/\r\n")),
        (SELECT, b""),
    ],
    ids=[
        "fewer bytes than announced",
        "table not closed",
        "no last chunk",
        "an error behind the table",
        "another form",
        "cut by its own word",
        "no end announced",
        "a graph without a last chunk",
        "an error behind a graph",
        "a graph without an end announced",
        "no HTTP",
        "a status of its own",
        "leads elsewhere",
        "closed at once",
    ],
)
def test_an_answer_that_is_not_whole_is_said_to_be_none(text: str, answer: bytes) -> None:
    with answering(answer) as address, pytest.raises(StoreUnavailable):
        ask(address, text)


def test_a_whole_graph_is_an_answer() -> None:
    with answering(chunked(LINES, NT)) as address:
        assert ask(address, CONSTRUCT) == LINES


def test_a_server_that_says_nothing_is_given_up_on_time() -> None:
    with answering(None) as address, pytest.raises(QueryTimeout, match=r"longer than 0\.3 s"):
        ask(address, seconds=0.3)


def test_an_answer_without_end_is_given_up_by_its_size() -> None:
    with answering(chunked(b" " * 200_000)) as address, pytest.raises(AnswerTooLarge, match="1,000 bytes"):
        ask(address, most=1000)


def test_what_the_server_does_not_read_is_the_querys_fault() -> None:
    answer = said(b"at /srv/secret", status="400 Bad Request")
    with answering(answer) as address, pytest.raises(QueryRefused) as raised:
        ask(address)
    assert "/srv" not in str(raised.value)


def test_a_server_that_is_not_there_is_unavailable() -> None:
    with answering(b"") as address:
        pass
    with pytest.raises(StoreUnavailable):
        ask(address)


def test_a_query_that_may_not_run_is_never_sent() -> None:
    with pytest.raises(QueryRefused, match="SERVICE"):
        ask("http://127.0.0.1:1/", "SELECT * { SERVICE <http://127.0.0.1:1/> {} }")


BOUND = [
    "SELECT ?d ?s { ?s ?p ?o FILTER(?o = ?d) }",
    "SELECT ?d { { SELECT ?d { ?d ?p ?o } } }",
    "SELECT ?d { SELECT ?d { ?d ?p ?o } } # }",
    "SELECT ?d ?n {\n { SELECT ?d (COUNT(*) AS ?n) { ?s ?p ?d } GROUP BY ?d } }",
    "SELECT ?d (EXISTS { ?s ?p ?d } AS ?e) { ?s ?p ?d } ORDER BY ?d LIMIT 5",
    "SELECT ?d WHERE { ?s ?p ?d } # the end",
    "SELECT ?d WHERE { ?s ?p ?d } VALUES ?d { 'x' }",
]


@pytest.mark.parametrize("text", BOUND)
@pytest.mark.parametrize("term", ["<urn:a>", '"x"', '"# } \\" ?d"', '"x\\ny"@en-GB', '"1"^^<urn:int>'])
def test_a_term_bound_in_the_text_answers_as_one_bound_by_the_engine(text: str, term: str) -> None:
    data = ox.Store()
    data.load(f'<urn:a> <urn:p> "x" , <urn:a> , {term} .'.encode(), ox.RdfFormat.TURTLE)
    bound = bind(text, {"d": term})
    scan_query(bound)
    value = next(iter(ox.parse(f"<urn:s> <urn:p> {term} .", ox.RdfFormat.N_TRIPLES))).object
    ours = sorted(str(row) for row in data.query(bound))
    assert ours == sorted(str(row) for row in data.query(text, substitutions={ox.Variable("d"): value}))
    assert bound.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p 'in a' GRAPH ?g { ?s ?p ?o } }",
        "SELECT ?o WHERE { { SELECT ?o { ?s ?p ?o } } } ORDER BY ?o",
        "SELECT * { SELECT ?o { ?s ?p ?o } ORDER BY ?o }",
        "SELECT ?o ?g { ?s ?p ?o GRAPH ?g { ?s ?p ?o } } ORDER BY ?o VALUES ?o { 'in a' 'in b' }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o OPTIONAL { GRAPH <urn:a> { ?s ?p ?o } } } # {",
        "CONSTRUCT { ?s ?p ?g } WHERE { GRAPH ?g { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(NOT EXISTS { GRAPH <urn:b> { ?s ?p ?o } }) }",
    ],
)
def test_a_pattern_within_the_union_answers_as_over_it(text: str) -> None:
    apart, together = ox.Store(), ox.Store()
    for name in ("a", "b"):
        quad = ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(f"in {name}"))
        graph = ox.NamedNode(f"urn:{name}")
        for store in (apart, together):
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
        together.add(quad)
    # The engine knows no such graph: its default graph stands for it.
    moved = within(text, "urn:all").replace("GRAPH <urn:all> ", "")
    over = apart.query(text, use_default_graph_as_union=True)
    inside = together.query(moved)
    assert str(over if isinstance(over, ox.QueryBoolean) else list(over)) == str(
        inside if isinstance(inside, ox.QueryBoolean) else list(inside)
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [("ASK { GRAPH ?g {} }", True), ("ASK { graph?g{} }", True), ("ASK { ?graph ?p 'GRAPH' }", False)],
)
def test_a_query_that_asks_named_graphs_is_known(text: str, names: bool) -> None:
    assert names_graphs(text) is names


def test_a_batch_that_is_too_large_for_one_piece_leaves_whole_graphs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalogue.stores.updates.PIECE_BYTES", 500)
    batch, data = Batch(), ox.Store()
    batch.read((put(n, f"Title {n}") for n in range(20)), ["urn:gone"])
    pieces = batch.pieces()
    assert len(pieces) > 5
    seen = []
    for piece in pieces:
        data.update(request_of(piece.operations()).decode())
        seen.append(len(list(data.named_graphs())))
    batch.close()
    assert seen == sorted(seen)
    assert len(data) == 20


def test_a_server_that_takes_little_gets_little_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    store, data = (
        SparqlStore(read_server("http://h.example/query", secret), writable=True, workers=1),
        ox.Store(),
    )

    def take(text: bytes) -> None:
        if len(text) > 300:
            raise _TooMuch
        data.update(text.decode())

    monkeypatch.setattr(store, "_update", take)
    monkeypatch.setattr(store, "_rows", lambda _text: [])
    store.apply(puts=[put(n, f"Title {n}") for n in range(20)], drops=[], mark=7)
    store.close()
    assert len(list(data.query("SELECT ?t { GRAPH ?g { ?s <urn:title> ?t } }"))) == 20
    assert data.query("ASK { GRAPH <urn:stook:store> { ?s <urn:stook:ns#mark> 7 } }")


def test_a_large_graph_comes_in_many_operations_and_is_whole() -> None:
    batch, data = Batch(), ox.Store()
    lines = "".join(f'<urn:s> <urn:title> "{n}" <urn:g:1> .\n' for n in range(2500))
    batch.read([GraphPut(graph="urn:g:1", quads=lines.encode())], [])
    (piece,) = batch.pieces()
    operations = piece.operations()
    batch.close()
    data.update(request_of(operations).decode())
    assert (len(operations), len(data)) == (4, 2500)


def put(number: int, *titles: str) -> GraphPut:
    lines = "".join(f'_:b <urn:title> "{title}" <urn:g:{number}> .\n' for title in titles)
    return GraphPut(graph=f"urn:g:{number}", quads=lines.encode())


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Remote]:
    with running(tmp_path / "remote") as started:
        yield started


ALL = Query(text="SELECT ?t { ?s <urn:title> ?t } ORDER BY ?t", media_type="text/csv")


@pytest.mark.service
def test_a_server_that_died_is_unavailable_and_found_again_by_itself(own: Remote) -> None:
    store = open_store(f"sparql:{own.address}")
    store.apply(puts=[put(1, "Bins"), put(2, "Trees")], drops=[], mark=4)
    whole = store.query(ALL).body
    own.kill()
    for work in (lambda: store.query(ALL), store.mark, store.generation):
        with pytest.raises(StoreUnavailable):
            work()
    with pytest.raises(StoreUnavailable):
        store.apply(puts=[put(3, "Roads")], drops=[], mark=5)
    own.start()
    assert store.query(ALL).body == whole == b"t\r\nBins\r\nTrees\r\n"
    assert store.mark() == 4
    store.close()


@pytest.mark.service
def test_a_batch_broken_off_between_its_pieces_is_done_again(
    own: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalogue.stores.updates.PIECE_BYTES", 200)
    store = open_store(f"sparql:{own.address}")
    store.apply(puts=[put(n, "Old") for n in range(5)], drops=[], mark=1)
    before = store.generation()
    send = store._update  # type: ignore[attr-defined]
    sent = iter(range(2))

    def until_killed(text: bytes) -> None:
        if next(sent, None) is None:
            raise KeyboardInterrupt
        send(text)

    monkeypatch.setattr(store, "_update", until_killed)
    changes = [put(n, "New") for n in range(5)]
    with pytest.raises(KeyboardInterrupt):
        store.apply(puts=changes, drops=[], mark=2)
    assert b"New" in store.query(ALL).body
    assert (store.mark(), store.generation() == before) == (1, False)
    monkeypatch.setattr(store, "_update", send)
    store.apply(puts=changes, drops=[], mark=2)
    assert store.query(ALL).body == b"t\r\n" + b"New\r\n" * 5
    assert store.mark() == 2
    store.close()


@pytest.mark.service
def test_graphs_of_somebody_else_are_left_as_they_are(own: Remote) -> None:
    own.update('INSERT DATA { GRAPH <http://theirs.example/1> { <urn:s> <urn:title> "Theirs" } }')
    store = open_store(f"sparql:{own.address}")
    for mark in (1, 2):
        store.rebuild([put(mark, "Ours")], mark=mark)
        assert store.query(ALL).body == b"t\r\nOurs\r\nTheirs\r\n"
    store.close()


@pytest.mark.service
def test_graphs_of_somebody_else_are_never_written_over(own: Remote) -> None:
    own.update('INSERT DATA { GRAPH <urn:g:7> { <urn:s> <urn:title> "Theirs" } }')
    store = open_store(f"sparql:{own.address}")
    puts = [put(1, "Ours")]
    for write in (lambda: store.rebuild(puts, mark=1), lambda: store.apply(puts=puts, drops=[], mark=1)):
        with pytest.raises(StoreError, match="a dataset of its own"):
            write()
    asked = Query(
        text=ALL.text.replace("{ ?s <urn:title> ?t }", "{ GRAPH ?g { ?s ?p ?t } }"), media_type="text/csv"
    )
    assert store.query(asked).body == b"t\r\nTheirs\r\n"
    store.close()


@pytest.mark.service
def test_a_catalogue_that_has_moved_leaves_nothing_at_its_old_address(own: Remote) -> None:
    store = open_store(f"sparql:{own.address}")
    for base in ("http://old.example:8080", "https://new.example"):
        graph = f"{base}/dataset/1"
        quads = f'<{graph}> <urn:title> "At {base}" <{graph}> .'.encode()
        store.rebuild([GraphPut(graph=graph, quads=quads)], mark=1)
    assert store.query(ALL).body == b"t\r\nAt https://new.example\r\n"
    store.close()


@pytest.mark.parametrize(
    ("graph", "place"),
    [
        ("http://data.example:8080/dataset/1", "http://data.example:8080"),
        ("https://data.example", "https://data.example"),
        ("urn:g:7", "urn:g"),
        ("urn:g", "urn:g"),
    ],
)
def test_a_graphs_place_is_its_host(graph: str, place: str) -> None:
    assert place_of(graph) == place
