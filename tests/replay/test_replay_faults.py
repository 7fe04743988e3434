"""Faults: chosen by address and number of the request, and each spoils as its name says."""

import json

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from harvester.replay.faults import (
    CutOff,
    Drip,
    Edited,
    Fault,
    FaultyApp,
    HtmlInstead,
    Large,
    NextIsSelf,
    Redirect,
    RepeatedPage,
    Rule,
    Status,
    Truncated,
)
from harvester.replay.server import running


async def page(request: Request) -> Response:
    number = int(request.query_params.get("page", "1"))
    return JSONResponse({"page": number, "next": f"/list?page={number + 1}"})


def faulty(*rules: Rule) -> tuple[TestClient, FaultyApp]:
    app = FaultyApp(Starlette(routes=[Route("/list", page)]), rules)
    return TestClient(app, follow_redirects=False), app


def spoilt(fault: Fault) -> TestClient:
    return faulty(Rule(fault=fault))[0]


def test_a_rule_holds_for_its_address_only() -> None:
    client, _ = faulty(Rule(fault=Status(code=500), pattern=r"page=2"))
    assert [client.get(f"/list?page={n}").status_code for n in (1, 2, 3)] == [200, 500, 200]


def test_a_rule_holds_for_the_requests_it_counts() -> None:
    client, _ = faulty(Rule(fault=Status(code=503), nth=frozenset({1, 3})))
    assert [client.get("/list").status_code for _ in range(4)] == [503, 200, 503, 200]


def test_each_instance_counts_for_itself_and_keeps_what_was_asked() -> None:
    rule = Rule(fault=Status(code=503), nth=frozenset({1}))
    first, app = faulty(rule)
    second, _ = faulty(rule)
    assert [first.get("/list?page=7").status_code, second.get("/list").status_code] == [503, 503]
    assert app.addresses == ["/list?page=7"]


def test_too_many_requests_say_when_to_come_back() -> None:
    answer = spoilt(Status(code=429, retry_after="Wed, 21 Oct 2026 07:28:00 GMT")).get("/list")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "Wed, 21 Oct 2026 07:28:00 GMT")


def test_html_comes_with_status_200() -> None:
    answer = spoilt(HtmlInstead()).get("/list")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_a_truncated_body_does_not_parse() -> None:
    answer = spoilt(Truncated()).get("/list")
    assert answer.headers["content-type"] == "application/json"
    with pytest.raises(json.JSONDecodeError):
        answer.json()


def test_an_answer_can_be_edited_into_invalid_json() -> None:
    assert spoilt(Edited(find='"page"', replace="page")).get("/list").text.startswith("{page:1")


@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_a_spoilt_answer_is_given_also_to_one_who_holds_the_right_one(header: str) -> None:
    async def holding(scope: Scope, receive: Receive, send: Send) -> None:
        held = header.lower() in Request(scope).headers
        await Response(None if held else '{"page":1}', 304 if held else 200)(scope, receive, send)

    client = TestClient(FaultyApp(holding, [Rule(fault=Edited(find="page", replace="leaf"))]))
    assert client.get("/list", headers={header: "held"}).text == '{"leaf":1}'


def test_the_next_page_is_the_page_itself() -> None:
    assert spoilt(NextIsSelf(parameter="page")).get("/list?page=4").json()["next"] == "/list?page=4"


def test_every_page_is_the_same_page() -> None:
    client = spoilt(RepeatedPage(path="/list", query="page=1"))
    assert client.get("/list?page=9").json() == {"page": 1, "next": "/list?page=2"}


def test_a_large_body_has_its_megabytes() -> None:
    assert len(spoilt(Large(megabytes=3)).get("/list").content) == 3_000_002


def test_a_redirect_leads_where_it_is_told() -> None:
    answer = spoilt(Redirect(to="http://169.254.169.254/")).get("/list")
    assert (answer.status_code, answer.headers["location"]) == (302, "http://169.254.169.254/")


def test_a_dripping_body_is_whole_in_the_end() -> None:
    assert spoilt(Drip(size=5, pause=0)).get("/list").json()["page"] == 1


def test_a_connection_that_breaks_gives_no_body() -> None:
    app = FaultyApp(Starlette(routes=[Route("/list", page)]), [Rule(fault=CutOff())])
    with running(app) as address, pytest.raises(httpx2.RemoteProtocolError):
        httpx2.get(f"{address}/list")
