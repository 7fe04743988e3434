"""What could be mended at a portal is a table to work through; people are led to the portal's page."""

from __future__ import annotations

import csv
import io

from lxml import html
from made_up_catalogue import BASE, BINS, EVIL
from starlette.requests import Request
from starlette.testclient import TestClient

from web.faults import raised
from web.negotiation import THING_FORMS
from web.pages.page import Alternate
from web.problems import none_accepted


def test_each_finding_is_a_line_with_its_record_and_what_to_do(client: TestClient) -> None:
    said = client.get("/portal/leeds/findings.json").json()
    rows = list(csv.DictReader(io.StringIO(client.get("/portal/leeds/findings.csv").text)))

    assert said["next"] is None
    assert [row["code"] for row in rows] == [one["code"] for one in said["findings"]]
    (bins,) = [one for one in said["findings"] if one["key"] == "bins"]
    assert bins["iri"] == f"{BASE}/dataset/{BINS}"
    assert bins["fix"] == "Write it as a date."
    assert EVIL in bins["published"]


def test_of_one_rule_only_its_findings_are_listed(client: TestClient) -> None:
    said = client.get("/portal/leeds/findings.json?code=title-missing").json()["findings"]

    assert {one["code"] for one in said} == {"title-missing"}
    assert said[0]["rejected"] is True
    assert client.get("/portal/leeds/findings.json?page=2").json()["findings"] == []
    assert client.get("/portal/nowhere/findings.csv").status_code == 404


def test_people_are_led_to_the_page_of_the_portal(client: TestClient) -> None:
    answer = client.get("/portal/leeds/findings?code=title-missing", headers={"accept": "text/html"})

    assert answer.status_code == 303
    page = html.fromstring(client.get(answer.headers["location"]).text)
    addresses = [one for one in page.xpath("//main//a/@href") if "/findings" in one]
    assert {client.get(one).status_code for one in addresses} == {200}


def test_people_who_accept_no_form_are_shown_those_that_there_are(client: TestClient) -> None:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/thing",
        "headers": [(b"accept", b"text/html")],
        "query_string": b"",
        "app": client.app,
    }
    choices = [
        Alternate(label=one.label, media_type=one.media_type, address=f"/thing{one.ending}")
        for one in THING_FORMS
    ]

    response = raised(Request(scope), none_accepted(choices))

    assert response.status_code == 406
    tree = html.fromstring(bytes(response.body).decode())
    assert [f"/thing{one.ending}" for one in THING_FORMS] == tree.xpath("//main//a[@class='form']/@href")
