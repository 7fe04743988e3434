"""The records behind a figure, as a page, as CSV and as JSON."""

from __future__ import annotations

import csv

import pytest
from lxml import html
from made_up_catalogue import BARE, BASE, BINS, EVIL
from starlette.testclient import TestClient

from catalogue.ledger.accounted import FATES
from web.pages.records import TITLES

LICENCE = "/portal/leeds/records?metric=licence"


def test_the_datasets_that_fail_a_metric_are_listed_with_what_to_do(scored: TestClient) -> None:
    tree = html.fromstring(scored.get(LICENCE).text)
    assert tree.xpath("//main//tbody//a[starts-with(@href, '/dataset/')]/@href") == [
        f"/dataset/{BARE}",
        f"/dataset/{BINS}",
    ]
    said = " ".join(tree.xpath("string(//main)").split())
    assert "Add a licence to 2 datasets: 20 points each." in said
    assert "CKAN: dataset → Manage → Edit metadata → License" in said
    assert tree.xpath("//main//tbody//a[@rel]/@href")[0] == "https://leeds.example/api/bare"


def test_programs_get_the_same_records(scored: TestClient) -> None:
    said = scored.get("/portal/leeds/records.json?metric=licence").json()
    assert (said["total"], said["next"]) == (2, None)
    assert [one["iri"] for one in said["records"]] == [f"{BASE}/dataset/{BARE}", f"{BASE}/dataset/{BINS}"]
    rows = list(csv.DictReader(scored.get("/portal/leeds/records.csv?metric=licence").text.splitlines()))
    assert [row["key"] for row in rows] == ["bare", "bins"]


def test_a_metric_that_all_pass_says_so(scored: TestClient) -> None:
    """A portal without a score fails nothing."""
    assert "Every dataset of this portal passes." in scored.get("/portal/empty/records?metric=licence").text


@pytest.mark.parametrize("fate", FATES)
def test_every_fate_has_a_list_of_its_own(scored: TestClient, fate: str) -> None:
    answer = scored.get(f"/portal/leeds/records?became={fate}")
    assert answer.status_code == 200
    assert f"<h1>{TITLES[fate]}</h1>" in answer.text
    assert "<script" not in answer.text


def test_what_waits_says_why(scored: TestClient) -> None:
    (held,) = scored.get("/portal/leeds/records.json?became=held").json()["records"]
    assert (held["title"], held["why"]) == (EVIL, "removal: 12 of 15 are gone")


def test_what_was_asked_for_wrongly_is_as_if_it_had_not_been(scored: TestClient) -> None:
    plain = scored.get("/portal/leeds/records.json").json()
    assert plain["total"] == 3
    assert scored.get("/portal/leeds/records.json?metric=beauty&became=famous").json() == plain


def test_a_long_list_has_pages(client: TestClient) -> None:
    """Each says how many there are, and the last leads back."""
    first = html.fromstring(client.get("/portal/many/records").text)
    assert not first.xpath("//nav[@class='pager']")
    beyond = client.get("/portal/many/records?page=9").text
    assert "There is no page 9 of this list." in beyond


def test_there_are_no_records_of_a_portal_that_is_not_there(scored: TestClient) -> None:
    assert scored.get("/portal/nowhere/records").status_code == 404
    assert scored.get("/portal/nowhere/records.csv?metric=licence").status_code == 404
