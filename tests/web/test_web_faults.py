"""Whatever comes, the answer is a sensible page or a 4xx; a bug of ours is a plain sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from made_up_catalogue import BASE, BINS, open_site
from sqlalchemy import text
from starlette.testclient import TestClient

from catalogue.errors import IndexUnavailable, QueryTimeout, StoreUnavailable
from web.problems import problem_of

SHARED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PATHS = st.sampled_from(
    ["/", "/search", "/search.json", f"/dataset/{BINS}", "/portal/leeds", "/sparql", "/vocabulary/council"]
)
PARAMETERS = st.sampled_from(
    ["q", "page", "limit", "sort", "format", "licence", "code", "query", "default-graph-uri", "x"]
)


def is_sensible(status: int) -> bool:
    """No error of ours."""
    return 200 <= status < 500


@SHARED
@given(path=PATHS, pairs=st.lists(st.tuples(PARAMETERS, st.text(max_size=60)), max_size=6))
def test_no_query_string_breaks_a_page(client: TestClient, path: str, pairs: list[tuple[str, str]]) -> None:
    assert is_sensible(client.get(path, params=pairs).status_code)


@SHARED
@given(path=PATHS, accept=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=80))
def test_no_accept_header_breaks_a_page(client: TestClient, path: str, accept: str) -> None:
    response = client.get(path, headers={"accept": accept})
    assert response.status_code in (200, 406)


@SHARED
@given(
    name=st.text(max_size=40),
    where=st.sampled_from(["dataset", "organisation", "portal", "theme", "vocabulary/licence"]),
)
def test_no_name_breaks_a_page(client: TestClient, where: str, name: str) -> None:
    quoted = "".join(f"%{byte:02X}" for byte in name.encode(errors="ignore"))
    assert is_sensible(client.get(f"/{where}/{quoted}").status_code)


@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=abc",
        "page=99999999999999999999999",
        "q=%00",
        "q=%FF%FE%ED%A0%80",
        "publisher=%FF&colour=red",
        "x&" * 10_000,
        "q=" + "a+" * 5_000,
        "q=%22%28%29%5B%5D%3A%2A%7E%5E+AND+OR+NOT",
        "limit=0",
        "sort=nonsense",
    ],
)
@pytest.mark.parametrize("suffix", ["", ".json", ".csv", ".atom", ".ttl"])
def test_wild_searches_are_answered(client: TestClient, suffix: str, query: str) -> None:
    assert client.get(f"/search{suffix}?{query}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/dataset/%00", "/dataset/%FF", "/portal/a'--", "/organisation/..%2f..", "/theme/%F0%9F%92%A9"]
)
def test_wild_names_are_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_page_that_is_not_there_offers_search(client: TestClient) -> None:
    tree = html.fromstring(client.get("/nothing", headers={"accept": "text/html"}).text)
    assert tree.xpath("//main//form[@role='search']//input[@name='q']")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("POST", "/search", 405),
        ("DELETE", "/", 405),
        ("GET", "/dataset/nothing", 404),
    ],
)
def test_people_and_programs_are_told_the_same(
    client: TestClient, method: str, path: str, status: int
) -> None:
    page = client.request(method, path, headers={"accept": "text/html"})
    problem = client.request(method, path, headers={"accept": "application/json"})
    assert page.status_code == problem.status_code == problem.json()["status"] == status
    assert problem.headers["content-type"] == "application/problem+json"
    assert set(problem.json()) == {"type", "title", "status", "detail", "instance"}
    assert problem.json()["detail"] in html.fromstring(page.text).text_content()
    assert page.headers["vary"].lower().startswith("accept")


def test_an_unknown_suffix_is_a_problem_for_programs(client: TestClient) -> None:
    assert client.get("/dataset/nothing.json").headers["content-type"] == "application/problem+json"


def test_406_lists_what_there_is(client: TestClient) -> None:
    response = client.get(f"/dataset/{BINS}", headers={"accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in response.json()["detail"]


def test_a_ledger_that_does_not_answer_is_503(tmp_path: Path) -> None:
    app = open_site(tmp_path)
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        with app.state.site.ledger.writing() as connection:
            connection.execute(text("DROP TABLE changes"))
        response = client.get(f"/dataset/{BINS}")
        assert response.status_code == 503
        assert int(response.headers["retry-after"]) > 0
        health = client.get("/healthz")
    assert (health.status_code, health.json()["ledger"]) == (503, {"ok": False})


def test_a_store_that_is_closed_is_503(tmp_path: Path) -> None:
    app = open_site(tmp_path)
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        app.state.site.store.close()
        response = client.get("/sparql", params={"query": "ASK {}"})
        assert client.get("/search?q=bins").status_code == 200
    assert response.status_code == 503
    assert response.json()["title"] == "The query service is not available"


@pytest.mark.parametrize(
    ("error", "status"),
    [(IndexUnavailable("x"), 503), (StoreUnavailable("x"), 503), (QueryTimeout("too slow"), 503)],
)
def test_what_cannot_answer_now_says_when_to_come_again(error: Exception, status: int) -> None:
    problem = problem_of(error)  # type: ignore[arg-type]
    assert problem.status == status
    assert "Retry-After" in problem.headers


def test_a_bug_is_a_plain_sentence_without_a_trace(tmp_path: Path) -> None:
    app = open_site(tmp_path)
    app.state.site.templates.globals.pop("links")
    app.state.site.templates.cache.clear()
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        response = client.get("/search.json?page=1")
        assert response.status_code == 200
        app.state.site.index.close()
        app.state.site.index.search = None
        response = client.get("/search.json")
    assert response.status_code == 500
    assert "Traceback" not in response.text
    assert "NoneType" not in response.text
    assert response.json()["detail"].startswith("This is our fault")
    assert response.headers["x-content-type-options"] == "nosniff"
