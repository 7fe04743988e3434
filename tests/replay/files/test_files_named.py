"""Where files are served, a portal's answers name them at the address where this client reached it, and nothing else
changes."""

import json
import re

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from harvester.replay.answering import conditional
from harvester.replay.files.behind import bundled_files
from harvester.replay.files.listing import Listed, listed_files
from harvester.replay.files.naming import NamedFiles, Naming
from harvester.replay.recording import bundled_recordings
from harvester.replay.server import build_app

A, QUERY = "https://data.madeup.example/a.csv", "https://data.madeup.example/q?x=1&f=csv"


def listed(address: str) -> Listed:
    return Listed(portal="p", address=address, form="csv", topic="", damage="", answer="")


NAMING = Naming([listed(A), listed(QUERY)])


def named(text: str) -> str:
    return NAMING.named(text.encode(), "http://here/p").decode()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (f'{{"url": "{A}"}}', '{"url": "http://here/p/a.csv"}'),
        (f"1,{A},CSV", "1,http://here/p/a.csv,CSV"),
        (f"<{A}> a dcat:Distribution .", "<http://here/p/a.csv> a dcat:Distribution ."),
        (f"It is at {A}. Enjoy.", "It is at http://here/p/a.csv. Enjoy."),
        (f'<a href="{QUERY.replace("&", "&amp;")}">', '<a href="http://here/p/q?x=1&amp;f=csv">'),
        (f"&quot;{A}&quot;", "&quot;http://here/p/a.csv&quot;"),
        (A.replace("/", "\\/"), "http://here/p\\/a.csv"),
    ],
)
def test_an_address_is_named_in_whatever_it_stands(written: str, told: str) -> None:
    assert named(written) == told


@pytest.mark.parametrize(
    "other",
    [f"{A}.zip", f"{A}?page=2", f"{A}/meta", f"{A}v", f"{QUERY}&y=2", f"{QUERY.replace('&', '&amp;')}&amp;y"],
)
def test_an_address_that_goes_on_is_another(other: str) -> None:
    assert named(other) == other


BODY = f'{{"url": "{A}"}}'.encode()


async def whole(request: Request) -> Response:
    return conditional(request, "application/json", BODY)


async def in_pieces(_: Request) -> Response:
    async def pieces():  # type: ignore[no-untyped-def]
        for place in range(0, len(BODY), 5):
            yield BODY[place : place + 5]

    return StreamingResponse(pieces(), media_type="application/json")


async def without(_: Request) -> Response:
    return PlainTextResponse("none here")


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/whole", whole), Route("/pieces", in_pieces), Route("/without", without)]
    app = Starlette(routes=routes)
    return TestClient(Starlette(routes=[Mount("/p", app=NamedFiles(app, NAMING))]))


@pytest.mark.parametrize("path", ["/p/whole", "/p/pieces"])
def test_an_answer_names_files_where_the_client_reached_it(client: TestClient, path: str) -> None:
    assert client.get(path).json() == {"url": "http://testserver/p/a.csv"}
    assert client.get(path, headers={"Host": "elsewhere:81"}).json() == {"url": "http://elsewhere:81/p/a.csv"}


def test_an_answer_tells_its_new_length(client: TestClient) -> None:
    answer = client.get("/p/whole")
    assert answer.headers["content-length"] == str(len(answer.content))


def test_an_answer_without_files_is_as_it_was(client: TestClient) -> None:
    assert client.get("/p/without").text == "none here"


def test_an_unchanged_answer_costs_no_body(client: TestClient) -> None:
    tag = client.get("/p/whole").headers["etag"]
    again = client.get("/p/whole", headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.headers["etag"]) == (304, tag)


def test_an_answer_that_named_files_elsewhere_is_another(client: TestClient) -> None:
    """A catalogue that harvested the portal while nothing lay behind its records must be told anew."""
    request = Request({"type": "http", "headers": [], "method": "GET"})
    before = conditional(request, "application/json", BODY).headers["etag"]
    assert client.get("/p/whole", headers={"If-None-Match": before}).status_code == 200


PAGES = {
    "caldermouth": "/api/1/datasets/?page_size=50",
    "hirwen": "/catalog.ttl?page=1",
    "holmshire": "/api/3/action/package_search?rows=100",
    "ottermoor": "/data.json",
    "aberfelin": "/datasets.csv",
    "thistlewick": "/inventory.xml",
}


@pytest.fixture(scope="module")
def councils() -> TestClient:
    """The bundled portals with their files."""
    return TestClient(build_app(bundled_recordings(), files=bundled_files))


@pytest.mark.parametrize("slug", PAGES)
def test_the_files_that_a_portal_names_are_answered(councils: TestClient, slug: str) -> None:
    text = councils.get(f"/{slug}{PAGES[slug]}").text
    named_here = set(re.findall(rf"http://testserver/{slug}(/[^\s\"'<>;]+)", text))
    sound = sorted(one.path for one in listed_files()[slug] if not one.answer and one.path in named_here)
    assert len(sound) >= 14
    assert [councils.get(f"/{slug}{path}").status_code for path in sound[:3]] == [200, 200, 200]


def test_portals_name_files_where_their_publishers_do_unless_asked() -> None:
    text = TestClient(build_app(bundled_recordings())).get("/ottermoor/data.json").text
    assert "https://opendata.ottermoor.example/d/1042/business-rates-properties-an.csv" in text


def test_a_portal_whose_downloads_the_harvester_names_is_told_where_they_are(councils: TestClient) -> None:
    told = {one["slug"]: one["settings"] for one in councils.get("/portals.json").json()}
    assert told["thornmere"] == {"delay": 0, "files_delay": 0, "files": "http://testserver/thornmere"}
    assert told["holmshire"] == {"delay": 0, "files_delay": 0}
    # one portal on their host that agreed to less would set the pace for the files of all
    assert told["lindisholm"] == {"delay": 0, "files_delay": 0}
    assert json.loads(TestClient(build_app(bundled_recordings())).get("/portals.json").text)[0][
        "settings"
    ] == {"delay": 0}
