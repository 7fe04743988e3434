"""Answers kept for who asks again: the same, never out of date, never too many."""

from __future__ import annotations

from dataclasses import replace

from starlette.testclient import TestClient

from catalogue.settings import Settings
from catalogue.stores import Answer, GraphPut, QueryForm, open_store
from web.kept import KeptAnswers
from web.querying import Querying


def answer(size: int) -> Answer:
    return Answer(form=QueryForm.ASK, media_type="x", body=b"x" * size)


def test_what_was_kept_is_given_and_nothing_else() -> None:
    kept = KeptAnswers()
    kept.keep("a", answer(3))
    assert kept.get("a") == answer(3)
    assert kept.get("b") is None
    assert kept.get("") is None


def test_the_oldest_make_room() -> None:
    kept = KeptAnswers(most_bytes=3000)
    for key in "abc":
        kept.keep(key, answer(500))
    kept.get("a")
    kept.keep("d", answer(500))
    assert [key for key in "abcd" if kept.get(key)] == ["a", "c", "d"]


def test_a_large_answer_is_not_kept() -> None:
    kept = KeptAnswers()
    kept.keep("a", answer(1_000_000))
    assert kept.get("a") is None


def test_a_kept_answer_is_not_given_when_the_store_has_changed(limited) -> None:  # type: ignore[no-untyped-def]
    client: TestClient = limited()("192.0.2.1")
    store = open_store("memory:")
    site = client.app.state.site  # type: ignore[attr-defined]
    client.app.state.site = replace(site, store=store, querying=Querying(Settings(), store))  # type: ignore[attr-defined]
    ask = {"query": "ASK { ?s ?p ?o }"}
    seen = [client.get("/sparql", params=ask).json()["boolean"] for _ in range(2)]
    store.apply(
        puts=[GraphPut(graph="urn:g", quads=b"<urn:s> <urn:p> <urn:o> <urn:g> .")],
        drops=[],
        mark=1,
    )
    seen += [client.get("/sparql", params=ask).json()["boolean"] for _ in range(2)]
    assert seen == [False, False, True, True]


def test_what_was_answered_lately_costs_nothing(limited) -> None:  # type: ignore[no-untyped-def]
    client: TestClient = limited(query_minute_seconds=1)("192.0.2.1")
    ask = {"query": "SELECT * { ?s ?p ?o } LIMIT 3"}
    first = client.get("/sparql", params=ask)
    client.app.state.site.querying.seconds.use("192.0.2.1", 100)  # type: ignore[attr-defined]
    assert client.get("/sparql", params=ask).content == first.content
    assert client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 4"}).status_code == 429
