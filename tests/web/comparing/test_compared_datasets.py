"""Datasets side by side: the page works with links and a form alone, and programs get the same."""

from __future__ import annotations

import csv
import io

import pytest
from lxml import html
from made_up_catalogue import BARE, BASE, BINS, EVIL_ID, GONE
from starlette.testclient import TestClient

PAGE = {"accept": "text/html"}


def address(*names: str, suffix: str = "", **more: str) -> str:
    """Where some datasets are compared."""
    query = [f"dataset={name}" for name in names] + [f"{name}={value}" for name, value in more.items()]
    return f"/compare/datasets{suffix}?{'&'.join(query)}"


def page_of(client: TestClient, path: str) -> html.HtmlElement:
    """A page, parsed."""
    response = client.get(path, headers=PAGE)
    assert response.status_code == 200, response.text
    return html.fromstring(response.text)


def test_every_question_is_a_line_with_an_answer_of_each(client: TestClient) -> None:
    page = page_of(client, address(BINS, BARE))
    heads = page.xpath("//table[@class='compared']/thead//th[position()>1]/a")
    assert [one.text for one in heads] == ["Household bin collection rounds", "Allotment waiting list"]
    lines = {row.xpath("string(th/text())"): row for row in page.xpath("//tbody/tr")}
    assert [one.text_content().strip() for one in lines["Licence"].xpath("td")] == [
        "Open Government Licence v3.0 (open)",
        "not stated",
    ]
    assert lines["Licence"].xpath("string(th/small)") == "differs"
    assert lines["Portal"].xpath("string(th/small)") == "the same"
    assert lines["Access"].xpath("string(th/small)") == "stated by none"
    assert all(row.xpath("th[@scope='row']") for row in lines.values())


def test_programs_get_the_same_answers(client: TestClient) -> None:
    said = client.get(address(BINS, BARE, suffix=".json")).json()
    assert [one["id"] for one in said["datasets"]] == [BINS, BARE]
    lines = {one["code"]: one for one in said["lines"]}
    assert lines["data-changed"]["values"] == [["2026-11-03"], []]
    assert lines["size"]["values"][0] == ["18 MB"]
    assert said["columns"] == {"shared": [], "different": 1, "share": None}
    table = list(csv.reader(io.StringIO(client.get(address(BINS, BARE, suffix=".csv")).text)))
    assert table[0] == ["question", "differs", BINS, BARE]
    assert len(table) == 1 + 1 + len(lines) + 2


@pytest.mark.parametrize("suffix", ["", ".json", ".csv"])
def test_the_pages_are_not_for_crawlers(client: TestClient, suffix: str) -> None:
    for path in (address(BINS, BARE, suffix=suffix), f"/compare/organisations{suffix}"):
        assert client.get(path, headers=PAGE).headers["x-robots-tag"] == "noindex"


def test_one_is_removed_by_a_link_that_keeps_the_others(client: TestClient) -> None:
    page = page_of(client, address(BINS, BARE, EVIL_ID))
    links = page.xpath("//thead//small/a/@href")
    assert links == [address(BARE, EVIL_ID), address(BINS, EVIL_ID), address(BINS, BARE)]


def test_others_are_found_and_added_without_a_script(client: TestClient) -> None:
    page = page_of(client, address(BARE, find="bins"))
    (form,) = page.xpath("//main//form")
    assert [one.get("value") for one in form.xpath("input[@name='dataset']")] == [BARE]
    assert form.xpath(".//input[@name='find']/@value") == ["bins"]
    added = page.xpath("//ul[contains(@class, 'others')]//a[starts-with(., 'Add')]/@href")
    assert address(BARE, BINS, find="bins") in added
    assert page_of(client, added[0]).xpath("//table[@class='compared']")


def test_what_is_chosen_is_not_offered_again(client: TestClient) -> None:
    page = page_of(client, address(BINS, find="bins"))
    assert f"/dataset/{BINS}" not in page.xpath("//ul[contains(@class, 'others')]//a/@href")


def test_nothing_chosen_or_one_alone_asks_for_more(client: TestClient) -> None:
    assert "Choose two to 4 datasets" in page_of(client, "/compare/datasets").text_content()
    alone = page_of(client, address(BINS))
    assert "Choose at least one more" in alone.text_content()
    assert not alone.xpath("//table")


def test_no_more_than_four_are_compared_and_it_is_said(client: TestClient) -> None:
    many = [hit["id"] for hit in client.get("/search.json?q=tree").json()["hits"][:6]]
    page = page_of(client, address(*many))
    assert len(page.xpath("//thead//th")) == 1 + 4
    assert "4 are compared at most" in page.text_content()
    assert not page.xpath("//input[@name='find']")


def test_one_named_twice_is_compared_once(client: TestClient) -> None:
    said = client.get(address(BINS, BINS, BARE, suffix=".json")).json()
    assert [one["id"] for one in said["datasets"]] == [BINS, BARE]


def test_a_dataset_may_be_named_by_its_iri(client: TestClient) -> None:
    named = [f"{BASE}/dataset/{BINS}", f" {BARE} "]
    said = client.get("/compare/datasets.json", params={"dataset": named}).json()
    assert [one["id"] for one in said["datasets"]] == [BINS, BARE]


@pytest.mark.parametrize(
    "wild", ["no-such", "<script>", "'", "%00", "../x", "a" * 500, "javascript:alert(1)", "é"]
)
def test_what_is_no_dataset_is_left_out(client: TestClient, wild: str) -> None:
    response = client.get("/compare/datasets.json", params={"dataset": [BINS, wild, BARE], "find": wild})
    assert response.status_code == 200
    assert [one["id"] for one in response.json()["datasets"]] == [BINS, BARE]
    assert response.json()["unknown"] in ([], [wild])


def test_hostile_text_stays_text(client: TestClient) -> None:
    response = client.get(address(BINS, EVIL_ID, find="<script>alert(9)</script>"), headers=PAGE)
    assert "<script" not in response.text
    assert not html.fromstring(response.text).xpath("//a[starts-with(@href, 'javascript:')]")


def test_one_that_is_withdrawn_is_said_to_be(client: TestClient) -> None:
    assert "withdrawn" in page_of(client, address(BINS, GONE)).xpath("string(//thead)")


def test_the_short_address_leads_to_what_is_named(client: TestClient) -> None:
    page = page_of(client, "/compare")
    assert {"/compare/datasets", "/compare/organisations"} <= set(page.xpath("//main//a/@href"))
    for query, where in (
        (f"dataset={BINS}&dataset={BARE}", f"/compare/datasets?dataset={BINS}&dataset={BARE}"),
        ("organisation=a&organisation=b", "/compare/organisations?organisation=a&organisation=b"),
        ("dataset=%0d%0aSet-Cookie:x", "/compare/datasets?dataset=%0D%0ASet-Cookie%3Ax"),
    ):
        response = client.get(f"/compare?{query}")
        assert (response.status_code, response.headers["location"]) == (303, where)


def test_search_and_dataset_lead_to_it(client: TestClient) -> None:
    assert f"/compare/datasets?dataset={BINS}" in page_of(client, f"/dataset/{BINS}").xpath("//a/@href")
    assert f"/compare/datasets?dataset={BINS}" in page_of(client, "/search?q=bins").xpath("//a/@href")


def test_the_same_from_others_can_be_compared(client: TestClient) -> None:
    tree = client.get("/search.json?q=tree").json()["hits"][0]["id"]
    page = page_of(client, f"/dataset/{tree}")
    (link,) = page.xpath("//a[starts-with(., 'Compare these')]/@href")
    assert link.startswith(f"/compare/datasets?dataset={tree}&dataset=")
    assert link.count("dataset=") == 4
    assert page_of(client, link).xpath("//table[@class='compared']")
    assert client.get(f"{BASE}{link}").status_code == 200
