"""No request, however wild, is answered with an error of ours, a trace, a path of this machine or a false type."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from web.app import OPERATIONS
from web.operations import Operation

ROOT = str(Path(__file__).parents[3])
LEAKS = ("Traceback", ROOT, "site-packages", 'File "')
WILD = (
    "",
    " ",
    "'",
    '"',
    "<script>",
    "{}",
    "{{7*7}}",
    "../../etc/passwd",
    "%00",
    "\x00",
    "é𝄞\u202e",
    "http://a b",
    "javascript:alert(1)",
    "-1",
    "9" * 40,
    "1e309",
    "NaN",
    "a" * 5000,
    "[" * 200,
    "\ufffe",
    "' OR 1=1 --",
    "*:*",
    "2024-13-45",
)
PATHS = (
    *(quote(each, safe="") for each in WILD if each),
    "%ff%fe",
    "%ed%a0%80",
    "%2e%2e",
    "a%2Fb",
    "..",
    "x.ttl",
    ".ttl",
)
ASKED = [one for one in OPERATIONS if "GET" in one.methods and one.path != "/sparql"]
NAMED = [one for one in ASKED if one.names()]

values = st.one_of(st.sampled_from(WILD), st.text(max_size=60))
accepts = st.one_of(
    st.lists(
        st.sampled_from(
            (
                "text/html",
                "*/*",
                "text/turtle;q=0.1",
                "application/ld+json",
                "image/png",
                "text/*;q=x",
                ";",
                "q=1",
                "a/b/c",
            )
        ),
        max_size=5,
    ).map(",".join),
    st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=80),
)
calm = settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def address(operation: Operation, parts: list[str]) -> str:
    """The operation's address with these in the place of its names."""
    wanted = iter(parts)
    return re.sub(r"\{\w+(?::\w+)?\}", lambda _: next(wanted, "x"), operation.path)


def check(response: object, where: str) -> None:
    """What holds of every answer."""
    status, body, headers = response.status_code, response.content, response.headers  # type: ignore[attr-defined]
    text = body.decode(errors="replace")
    assert status < 500, f"{where}: {status} {text[:300]}"
    assert not [leak for leak in LEAKS if leak in text], where
    media_type = headers.get("content-type", "").partition(";")[0]
    if body and media_type.endswith("json"):
        json.loads(body)
    if body and media_type.endswith("xml") and media_type != "application/xhtml+xml":
        ElementTree.fromstring(body)  # noqa: S314 # of our own making
    if body and media_type == "text/html":
        assert text.rstrip().endswith("</html>"), where
    if 400 <= status < 500 and status != 410:  # what is gone is told in the form that was asked for
        assert media_type in (_OF_CKAN if where.startswith("/api") else _OF_OURS), f"{where}: {media_type}"
    if where.startswith("/dataset/") and status < 400:
        assert "Accept" in headers["vary"]


_OF_OURS = ("application/problem+json", "text/html")
_OF_CKAN = (*_OF_OURS, "application/json")


@calm
@given(st.sampled_from(ASKED), st.data())
def test_no_words_and_no_header_are_an_error_of_ours(
    client: TestClient, operation: Operation, data: st.DataObject
) -> None:
    names = [one.name for one in operation.parameters if one.where == "query"]
    known = st.sampled_from(names) if names else st.just("page")
    asked = data.draw(
        st.lists(st.tuples(st.one_of(known, st.sampled_from(("_profile", "x", ""))), values), max_size=5)
    )
    parts = data.draw(st.lists(st.sampled_from(PATHS), min_size=len(operation.names()), max_size=4))
    where = address(operation, parts)
    headers = {"accept": data.draw(accepts)}
    if data.draw(st.booleans()):
        headers["accept-profile"] = data.draw(accepts)
    check(client.get(where, params=asked, headers=headers), where)


@pytest.mark.parametrize("operation", NAMED, ids=lambda one: one.path)
@pytest.mark.parametrize("part", PATHS)
def test_no_name_is_an_error_of_ours(client: TestClient, operation: Operation, part: str) -> None:
    where = address(operation, [part, part])
    check(client.get(where), where)


@pytest.mark.parametrize("operation", ASKED, ids=lambda one: one.path)
def test_head_says_what_get_says_without_a_body(client: TestClient, operation: Operation) -> None:
    where = address(operation, [each.example for each in operation.parameters if each.where == "path"])
    asked = {
        each.name: each.example for each in operation.parameters if each.where == "query" and each.example
    }
    got, told = client.get(where, params=asked), client.head(where, params=asked)
    assert (told.status_code, told.content) == (got.status_code, b"")
    for name in ("content-type", "etag", "vary", "link"):
        assert told.headers.get(name) == got.headers.get(name), name


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.methods[0]} {one.path}")
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_a_method_that_changes_is_refused_with_those_that_are_taken(
    client: TestClient, operation: Operation, method: str
) -> None:
    response = client.request(method, address(operation, ["x", "x"]))
    assert response.status_code in (403, 404, 405)
    if response.status_code == 405:
        assert "GET" in response.headers["allow"] or "POST" in response.headers["allow"]


BODIES = (
    b"",
    b"{",
    b"[" * 100_000,
    b'"' + b"a" * 100_000,
    b"null",
    b"\xff\xfe",
    b"a=1&a=2&%zz=%",
    b'{"a": NaN}',
    b"queries={",
)
TYPES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
    "multipart/form-data; boundary=x",
    "",
)
POSTED = [one for one in OPERATIONS if "POST" in one.methods]


@pytest.mark.parametrize("operation", POSTED, ids=lambda one: one.path)
@pytest.mark.parametrize("body", BODIES, ids=lambda one: one[:6].decode(errors="replace") or "nothing")
def test_no_body_is_an_error_of_ours(client: TestClient, operation: Operation, body: bytes) -> None:
    where = address(operation, ["x"])
    for media_type in TYPES:
        headers = {"content-type": media_type} if media_type else {}
        check(client.post(where, content=body, headers=headers), where)


@pytest.mark.parametrize(
    "where", ["/search", "/search.json", "/catalog", "/resource", "/views/keywords", "/changes"]
)
def test_ten_thousand_parameters_are_answered(client: TestClient, where: str) -> None:
    check(client.get(f"{where}?{'q=1&' * 10_000}"), where)
    check(client.get(f"{where}?{'&'.join(f'{n:x}' for n in range(10_000))}"), where)


@pytest.mark.parametrize("where", ["/api/3/action/package_search", "/reconcile", "/sparql"])
def test_ten_thousand_fields_of_a_form_are_answered(client: TestClient, where: str) -> None:
    check(client.post(where, data={f"x{n}": "1" for n in range(10_000)}), where)
