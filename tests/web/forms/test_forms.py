"""Forms: what another site sends, what is too old or too large, and what was typed."""

from __future__ import annotations

import pytest
from lxml import html
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from catalogue.settings import Settings
from web.forms.fairness import Fairness
from web.forms.posted import Posted, read_posted, takes_form
from web.forms.proof import make_proof
from web.problems import ProblemRaised
from web.site import site_of


def shown(request: Request) -> Response:
    proof = make_proof(request)
    response = PlainTextResponse(proof.field)
    proof.keep(response, site_of(request))
    return response


@takes_form
def taken(_request: Request, posted: Posted) -> Response:
    return PlainTextResponse(posted.text("name"))


@pytest.fixture
def form(app: Starlette) -> TestClient:
    """A site of one form, over the shared catalogue."""
    small = Starlette(routes=[Route("/form", shown), Route("/form", taken, methods=["POST"])])
    small.state.site = app.state.site
    small.exception_handlers = dict(app.exception_handlers)
    return TestClient(small, base_url="http://127.0.0.1:8000")


def test_a_form_of_ours_is_taken(form: TestClient) -> None:
    proof = form.get("/form").text
    answer = form.post("/form", data={"proof": proof, "name": " Ann \u0007 Lee "})
    assert (answer.status_code, answer.text) == (200, "Ann Lee")


def test_two_windows_share_a_cookie_and_both_forms_work(form: TestClient) -> None:
    first, second = form.get("/form").text, form.get("/form").text
    told = [form.post("/form", data={"proof": one, "name": "x"}).status_code for one in (first, second)]
    assert told == [200, 200]


@pytest.mark.parametrize("proof", ["", "x", "ImFiYyI.x.y", "é"])
def test_a_forged_proof_changes_nothing(form: TestClient, proof: str) -> None:
    form.get("/form")
    answer = form.post("/form", data={"proof": proof, "name": "x"}, headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.json()["detail"]


def test_a_proof_without_its_cookie_is_refused(form: TestClient) -> None:
    proof = form.get("/form").text
    form.cookies.clear()
    assert form.post("/form", data={"proof": proof}).status_code == 403


def test_the_proof_of_another_browser_is_refused(form: TestClient) -> None:
    proof = form.get("/form").text
    form.cookies.clear()
    form.get("/form")
    assert form.post("/form", data={"proof": proof}).status_code == 403


def test_what_a_browser_says_comes_from_another_site_is_refused(form: TestClient) -> None:
    proof = form.get("/form").text
    answer = form.post("/form", data={"proof": proof}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_field_is_cut_and_keeps_no_control_characters() -> None:
    posted = read_posted([("a", "x\x00y\n z" * 100), ("b", "one \n\n two\x1b"), ("b", "other"), ("c", "on")])
    assert posted.text("a", longest=8) == "x y zx y"
    assert posted.prose("b") == "one\n\ntwo"
    assert (posted.ticked("c"), posted.ticked("d")) == (True, False)


def test_shares_are_by_what_and_who() -> None:
    fairness = Fairness(Settings(check_limit="2/hour", mail_limit="1/day"))
    fairness.take("check", "a")
    fairness.take("check", "a")
    fairness.take("check", "b")
    fairness.take("mail", "a")
    with pytest.raises(ProblemRaised) as refused:
        fairness.take("check", "a")
    problem = refused.value.problem
    assert (problem.status, int(problem.headers["Retry-After"]) > 3500) == (429, True)
    assert "2 times in an hour" in problem.detail


HERE = {"Sec-Fetch-Site": "same-origin"}


def again(page: str) -> dict[str, str]:
    """The fields of a form that is to be sent once more."""
    (form,) = html.fromstring(page).xpath("//main//form")
    return {one.get("name"): one.get("value") for one in form.xpath(".//input")}


@pytest.mark.parametrize(
    "headers", [HERE, {"Origin": "http://127.0.0.1:8000"}], ids=["fetch metadata", "origin"]
)
def test_an_old_form_is_shown_again_with_what_was_typed_and_then_taken(
    form: TestClient, headers: dict[str, str]
) -> None:
    typed = {"name": 'Ann "<b>" Lee', "story": "one\ntwo", "proof": "old"}
    answer = form.post("/form?dataset=x", data=typed, headers=headers)
    assert answer.status_code == 403
    fields = again(answer.text)
    assert (fields["name"], fields["story"]) == (typed["name"], typed["story"])
    assert 'action="/form?dataset=x"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert form.post("/form", data=fields, headers=headers).text == 'Ann "<b>" Lee'


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
    ],
)
def test_what_another_site_sends_is_refused_and_never_shown_again(
    form: TestClient, headers: dict[str, str]
) -> None:
    answer = form.post("/form", data={"proof": "old", "name": "from elsewhere"}, headers=headers)
    assert answer.status_code == 403
    assert "from elsewhere" not in answer.text
