"""What is asked of a link, and what its answers say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from catalogue.linkage.answer import Answer, Link, Lost, Question
from catalogue.linkage.asking import Finding, judge, next_question
from catalogue.linkage.standing import Outcome

FILE = "https://files.harrowmere.example/bins.csv"
WMS = "https://maps.harrowmere.example/geoserver/wms"
W, F, U = Outcome.WORKS, Outcome.FAILED, Outcome.UNKNOWN
Host = Callable[[Question], Answer]


def said(status: int, body: str = "", media_type: str = "text/csv", **more: object) -> Host:
    """A host that answers every question alike."""
    plain = Answer(
        question=Question(method="", url=""), url="", status=status, body=body.encode(), media_type=media_type
    )
    return lambda question: replace(plain, question=question, url=question.url, **more)


def lost(lost: Lost, why: str = "broke off") -> Host:
    return lambda question: Answer(question=question, url=question.url, lost=lost, why=why)


def by_method(head: Host, get: Host) -> Host:
    return lambda question: (head if question.method == "HEAD" else get)(question)


def by_query(bare: Host, asked: Host, *, needs: str) -> Host:
    return lambda question: (asked if needs in question.url.lower() else bare)(question)


def checked(host: Host, url: str = FILE, *, is_download: bool = False) -> tuple[Finding, list[Question]]:
    """One check of a link at a host, and what was asked for it."""
    link, answers = Link(url=url, is_download=is_download), list[Answer]()
    while question := next_question(link, answers):
        answers.append(host(question))
        assert len(answers) <= 4
    return judge(link, answers), [answer.question for answer in answers]


def outcome(host: Host, url: str = FILE, *, is_download: bool = False) -> Outcome:
    return checked(host, url, is_download=is_download)[0].outcome


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        *((one, W) for one in (200, 203, 206, 226, 300, 304, 399)),
        *((one, F) for one in (400, 401, 402, 404, 405, 410, 451, 500, 501, 502, 521, 526)),
        *((one, U) for one in (202, 403, 408, 425, 429, 503, 504, 522, 524)),
    ],
)
def test_the_outcome_of_a_status(status: int, expected: Outcome) -> None:
    assert outcome(said(status)) is expected


def test_every_link_is_asked_by_head_and_then_for_its_first_bytes() -> None:
    _, questions = checked(said(200))
    assert questions == [
        Question(method="HEAD", url=FILE),
        Question(method="GET", url=FILE, ranged=True),
    ]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 501])
def test_a_host_that_refuses_head_is_believed_when_it_is_asked_by_get(status: int) -> None:
    finding, _ = checked(by_method(said(status), said(206)))
    assert (finding.outcome, finding.method, finding.status) == (W, "GET", 206)


def test_a_success_of_head_alone_is_none() -> None:
    finding, _ = checked(by_method(said(200), said(404)))
    assert (finding.outcome, finding.remark) == (F, "answered 404 (Not Found)")


@pytest.mark.parametrize("head", [lost(Lost.BROKEN), lost(Lost.SLOW)])
def test_a_host_that_drops_head_is_asked_by_get(head: Host) -> None:
    assert outcome(by_method(head, said(200))) is W


def test_a_host_that_is_not_there_is_asked_once() -> None:
    finding, questions = checked(lost(Lost.NOWHERE, "is on a host whose name leads to no public address"))
    assert (finding.outcome, len(questions)) == (F, 1)
    assert finding.remark == "is on a host whose name leads to no public address"


def test_what_does_not_answer_in_time_could_not_be_checked() -> None:
    assert outcome(lost(Lost.SLOW)) is U


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_has_too_much_to_do_is_asked_no_more(status: int) -> None:
    finding, questions = checked(said(status, retry_after=120.0))
    assert (finding.outcome, finding.rest, len(questions)) == (U, 120.0, 1)


def test_an_empty_file_is_asked_for_as_a_whole() -> None:
    """It has no first byte."""
    finding, questions = checked(lambda question: said(416 if question.ranged else 200)(question))
    assert (finding.outcome, questions[-1]) == (W, Question(method="GET", url=FILE))


def test_type_and_length_are_kept_from_whichever_answer_has_them() -> None:
    finding, _ = checked(by_method(said(200, length=7, media_type="text/csv"), said(206, media_type="")))
    assert (finding.media_type, finding.length) == ("text/csv", 7)


REPORT = '<?xml version="1.0"?><ServiceExceptionReport version="1.3.0"/>'
OWS_REPORT = '<ows:ExceptionReport xmlns:ows="x"><ows:Exception exceptionCode="MissingParameterValue"/>'
CAPABILITIES = '<?xml version="1.0"?><WMS_Capabilities version="1.3.0">'


@pytest.mark.parametrize(
    "url",
    [
        WMS,
        f"{WMS}?map=/maps/wards.map",
        f"{WMS}?SERVICE=WMS",
        "https://maps.harrowmere.example/arcgis/services/Wards/MapServer/WFSServer",
        "https://maps.harrowmere.example/cgi-bin/mapserv?service=wfs",
    ],
)
def test_a_map_service_that_answers_400_to_nothing_is_asked_for_its_capabilities(url: str) -> None:
    host = by_query(said(400), said(200, CAPABILITIES, "text/xml"), needs="request=getcapabilities")
    finding, questions = checked(host, url)
    assert finding.outcome is W
    assert questions[-1].url.startswith(url)
    assert questions[-1].url.lower().count("service=") == 1


def test_a_service_is_known_by_its_report_where_its_address_says_nothing() -> None:
    host = by_query(said(400, OWS_REPORT), said(200, "<wfs:WFS_Capabilities x>"), needs="getcapabilities")
    assert outcome(host, "https://maps.harrowmere.example/proxy.ashx") is W


def test_a_report_of_a_service_that_was_asked_nothing_is_an_answer() -> None:
    assert outcome(said(400, REPORT), WMS) is W
    assert outcome(said(200, REPORT), WMS) is W


def test_a_report_of_a_service_that_was_asked_for_something_is_a_failure() -> None:
    url = f"{WMS}?service=WMS&request=GetMap&layers=gone"
    assert outcome(said(200, REPORT), url) is F
    assert outcome(said(400, REPORT), url) is F


def test_a_service_that_is_gone_has_failed_with_its_own_status() -> None:
    finding, questions = checked(said(404), WMS)
    assert (finding.outcome, finding.status, len(questions)) == (F, 404, 3)
    assert outcome(by_query(said(404), said(200, "<html>Start"), needs="getcapabilities"), WMS) is F


def test_a_file_with_such_letters_in_its_name_is_no_service() -> None:
    _, questions = checked(said(404), "https://files.harrowmere.example/newswms2.csv")
    assert len(questions) == 2


def test_an_endpoint_is_asked_a_question() -> None:
    host = by_query(said(400), said(200, '{"head":{}, "boolean": true}'), needs="query=ask")
    assert outcome(host, "https://data.harrowmere.example/sparql") is W


def page(title: str, body: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"


FIELD = '<form><input name="p" type="password"></form>'
LOGIN = "https://data.harrowmere.example/user/login?came_from=x"


@pytest.mark.parametrize(
    ("body", "leads_to", "is_download", "expected"),
    [
        (page("Sign in to your account", FIELD), FILE, False, F),
        (page("Log in - Harrowmere", FIELD), FILE, False, F),
        (page("Harrowmere | Login"), LOGIN, False, F),
        (page("Harrowmere", FIELD), LOGIN, False, F),
        (page("Harrowmere", FIELD), FILE, True, F),  # a form instead of a file
        (page("Login"), FILE, True, F),
        (page("Harrowmere"), "https://login.big.example/oauth2/authorize", True, F),
        (page("Harrowmere", FIELD), FILE, False, W),  # a portal with a form at the head of each page
        (page("Sign in sheets 2025"), FILE, False, W),
        (page("Harrowmere"), LOGIN, False, W),
        (page("Bins"), FILE, True, W),  # a page instead of a file: said, not judged
        ("password,type\n<input type=password>", FILE, True, W),  # data that speaks of it
    ],
)
def test_a_page_to_sign_in_at_is_no_access(
    body: str, leads_to: str, is_download: bool, expected: Outcome
) -> None:
    kind = "text/html" if body.startswith("<") else "text/csv"
    host = said(200, body, kind)
    there = lambda question: replace(host(question), url=leads_to)  # noqa: E731 - a host in a line
    assert outcome(there, is_download=is_download) is expected


def test_a_page_to_sign_in_at_that_says_it_is_no_page_is_one() -> None:
    assert outcome(said(200, page("Sign in", FIELD), "text/csv"), is_download=True) is F


@pytest.mark.parametrize("piece", ["<title", "<input ", "<!--", "<input type=", "<a:", "<title>x"])
def test_a_page_that_is_made_to_be_slow_to_read_is_read(piece: str) -> None:
    """A pattern that went back and forth in it would not end within this test."""
    body = f"<html>{piece * 16_384}"[:16_384]
    assert outcome(said(200, body, "text/html"), is_download=True) is W


def test_an_address_that_is_itself_for_signing_in_was_led_nowhere() -> None:
    url = "https://harrowmere.example/login/help"
    assert outcome(said(200, page("Help with signing in"), "text/html"), url) is W


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"error": {"code": 499, "message": "Token Required"}}', F),
        ('{"error":{"code":404,"message":"Service not found"}}', F),
        ('{"error": {"code": 0}}', W),
        ('{"error": null, "result": []}', W),
        ('{"error": {"code": 500}, "features": []}', W),
        ('{"type": "FeatureCollection", "features": [', W),  # the first bytes of more
    ],
)
def test_an_error_inside_of_a_success_is_a_failure(body: str, expected: Outcome) -> None:
    assert outcome(said(200, body, "application/json")) is expected
