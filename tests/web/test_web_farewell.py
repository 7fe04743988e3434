"""An address that will go says so, and is answered until then."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient

from web.farewell import Farewell, View
from web.operations import Operation

GOING = Farewell(since="2026-12-01", ends="2027-12-01", instead="/search")


def plain(_request: Request) -> Response:
    """A view in a thread."""
    return PlainTextResponse("found", headers={"Link": '<https://a.example>; rel="next"'})


async def awaited(_request: Request) -> Response:
    """A view in the loop."""
    return PlainTextResponse("found")


def answered(view: View, farewell: Farewell | None) -> Response:
    """What a client gets of an operation with that view."""
    operation = Operation(
        path="/find", view=view, about="Finds.", group="Search", media=("text/plain",), farewell=farewell
    )
    return TestClient(Starlette(routes=list(operation.routes()))).get("/find")  # type: ignore[return-value]


@pytest.mark.parametrize("view", [plain, awaited])
def test_an_address_that_will_go_says_since_when_until_when_and_what_instead(view: View) -> None:
    headers = answered(view, GOING).headers
    assert headers["Deprecation"] == "@1796083200"
    assert headers["Sunset"] == "Wed, 01 Dec 2027 00:00:00 GMT"
    assert '</search>; rel="successor-version"' in headers["Link"]


def test_its_answer_and_other_links_stay_as_they_were() -> None:
    response = answered(plain, GOING)
    assert response.status_code == 200
    assert response.headers["Link"].startswith('<https://a.example>; rel="next", ')


def test_an_address_that_stays_says_nothing() -> None:
    assert not {"Deprecation", "Sunset"} & set(answered(plain, None).headers)
