"""Limits of the endpoint: each says what it is, who is meant, and when to ask again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

Limited = Callable[..., Callable[[str], TestClient]]
ROWS = "SELECT * { VALUES ?x { 1 2 3 '\\n' '},{' } }"
FORMS = ["json", "xml", "csv", "tsv"]


def ask(client: TestClient, query: str = "ASK {}", **headers: str):  # a response
    return client.get("/sparql", params={"query": query}, headers=headers)


def test_errors_are_counted_for_each_client_and_forgiven_with_time(limited: Limited, clock) -> None:
    at = limited(query_minute_errors=2)
    bad, good = at("192.0.2.1"), at("192.0.2.2")
    assert [ask(bad, "SELECT").status_code for _ in range(3)] == [400, 400, 429]
    refused = ask(bad)
    assert "2 queries with errors a minute are used up" in refused.json()["detail"]
    assert ask(good).status_code == 200
    clock.at += int(refused.headers["retry-after"])
    assert ask(bad).status_code == 200


def test_seconds_of_work_are_counted_for_each_client(limited: Limited, clock, app) -> None:
    at = limited(query_minute_seconds=1)
    querying_client = at("192.0.2.1")
    querying = querying_client.app.state.site.querying  # type: ignore[attr-defined]
    querying.seconds.use("192.0.2.1", 5)
    refused = ask(querying_client)
    assert refused.status_code == 429
    assert refused.headers["ratelimit"].startswith('"query-seconds";r=0')
    assert "1 seconds of work a minute" in refused.json()["detail"]
    assert ask(at("192.0.2.2")).status_code == 200


def test_an_answer_that_the_client_has_costs_nothing(limited: Limited) -> None:
    at = limited(query_minute_seconds=1, query_minute_errors=1)
    client = at("192.0.2.1")
    etag = ask(client).headers["etag"]
    client.app.state.site.querying.seconds.use("192.0.2.1", 1000)  # type: ignore[attr-defined]
    assert ask(client, **{"if-none-match": etag}).status_code == 304
    assert ask(client, "ASK { ?s ?p ?o }").status_code == 429


def test_every_answer_says_the_limits_and_what_is_left(limited: Limited) -> None:
    client = limited(query_rows=7)("192.0.2.1")
    for response in (ask(client), ask(client, "SELECT")):
        assert response.headers["stook-limits"] == "seconds=10, bytes=52428800, rows=7"
        assert '"query-errors";q=60;w=60' in response.headers["ratelimit-policy"]
        assert response.headers["access-control-allow-origin"] == "*"
    assert '"query-errors";r=59' in response.headers["ratelimit"]
    assert "Stook-Limits" in response.headers["access-control-expose-headers"]


def test_the_page_and_the_description_say_the_limits(limited: Limited) -> None:
    client = limited(query_rows=7)("192.0.2.1")
    for accept in ("text/html", "text/turtle"):
        assert "52 MB and 7 rows" in client.get("/sparql", headers={"accept": accept}).text


@pytest.mark.parametrize("form", FORMS)
def test_a_table_of_too_many_rows_is_refused_and_never_cut(limited: Limited, form: str) -> None:
    params = {"query": ROWS, "format": form}
    refused = limited(query_rows=4)("192.0.2.1").get("/sparql", params=params)
    assert (refused.status_code, refused.headers["stook-limit-reached"]) == (413, "answer")
    assert "more than 4 rows" in refused.json()["detail"]
    assert limited(query_rows=5)("192.0.2.1").get("/sparql", params=params).status_code == 200
    assert limited(query_rows=0)("192.0.2.1").get("/sparql", params=params).status_code == 200


def test_too_large_an_answer_is_refused_by_name(limited: Limited) -> None:
    refused = ask(limited(query_bytes=50)("192.0.2.1"), "SELECT * { ?s ?p ?o } LIMIT 10")
    assert refused.status_code == 413
    assert "50 bytes" in refused.json()["detail"]


def test_what_a_client_says_of_itself_gives_it_no_other_share(limited: Limited) -> None:
    at = limited(query_minute_errors=1)
    client = at("192.0.2.1")
    ask(client, "SELECT")
    for header in ({"x-forwarded-for": "198.51.100.1"}, {"forwarded": "for=198.51.100.1"}, {"host": "other"}):
        assert ask(client, **header).status_code == 429


def test_what_a_trusted_proxy_says_of_a_client_is_believed(limited: Limited) -> None:
    proxy = limited(query_minute_errors=1, trusted_proxies="10.0.0.0/8")("10.0.0.1")
    ask(proxy, "SELECT", **{"x-forwarded-for": "198.51.100.1"})
    assert ask(proxy, **{"x-forwarded-for": "198.51.100.1"}).status_code == 429
    assert ask(proxy, **{"x-forwarded-for": "198.51.100.2"}).status_code == 200
    assert ask(proxy, **{"x-forwarded-for": "198.51.100.2, 198.51.100.1"}).status_code == 429


def test_a_page_with_an_error_counts_too(limited: Limited) -> None:
    client = limited(query_minute_errors=1)("192.0.2.1")
    assert ask(client, "SELECT", accept="text/html").status_code == 400
    refused = ask(client, accept="text/html")
    assert refused.status_code == 429
    assert "used up" in refused.text
