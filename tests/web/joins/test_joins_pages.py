"""Joins on a dataset's page, and the list of them in every form."""

from __future__ import annotations

import csv
import io

import pytest
from made_up_catalogue import BARE, BASE, BINS, EVIL, GONE
from made_up_joins import OTHERS
from rdflib import Graph, URIRef
from starlette.testclient import TestClient

from catalogue.entry import mint_id
from vocab.namespaces import DCAT, DCT

ALARMS, HOSTILE = mint_id("fire", "alarms"), mint_id("fire", "hostile")
LIST = f"/dataset/{BINS}/joins"
ALL = OTHERS + 1  # the copy of the bins is in no cluster here


def test_a_datasets_page_says_how_many_join_by_which_identifier_and_by_which_columns(
    joined: TestClient,
) -> None:
    page = joined.get(f"/dataset/{BINS}").text
    assert f"Joins with {ALL} datasets by" in page
    assert '<code class="column">UPRN</code> ↔ <code class="column">address_uprn</code>' in page
    assert f'href="{LIST}?by=uprn"' in page


def test_what_is_about_the_same_area_and_years_comes_first_and_says_so(joined: TestClient) -> None:
    first = joined.get(f"{LIST}.json?by=uprn").json()["joins"][0]
    assert first["id"] in (ALARMS, mint_id("fire", "copy"), HOSTILE)
    assert "same area, Leeds" in first["why"]
    assert "the same years, 2022–2024" in first["why"]


def test_the_list_is_as_long_as_the_figure_over_all_its_pages(joined: TestClient) -> None:
    told = joined.get(f"{LIST}.json?by=uprn").json()
    assert (told["total"], len(told["joins"]), told["next"]) == (ALL, ALL, None)
    pages = [joined.get(f"{LIST}?by=uprn&page={number}").text for number in (1, 2)]
    assert sum(page.count("Compare both") for page in pages) == ALL
    assert 'rel="next"' in pages[0]


def test_a_page_beyond_the_end_says_so(joined: TestClient) -> None:
    assert "There is no page 9 of this list" in joined.get(f"{LIST}?by=uprn&page=9").text


def test_each_says_under_which_terms_both_may_be_used_and_where_the_files_are(joined: TestClient) -> None:
    page = joined.get(f"{LIST}?by=uprn").text
    assert "You may combine them, and must name both sources." in page
    assert 'href="https://fire.example/a.csv"' in page
    assert 'href="https://data.leeds.example/bins.csv"' in page


def test_lookups_lead_to_what_holds_another_identifier(joined: TestClient) -> None:
    way = next(one for one in joined.get(f"{LIST}.json").json()["lookups"] if one["kind"] == "gss-ward")
    assert (way["count"], way["inbound"]) == (1, False)
    (step,) = way["steps"]
    assert (step["source"], step["target"], step["lookup"]) == ("uprn", "gss-ward", "ONS UPRN Directory")
    listed = joined.get(f"{LIST}.json?by=gss-ward").json()
    assert [one["id"] for one in listed["joins"]] == [ALARMS]


def test_what_only_says_where_something_lies_is_never_joined_by(joined: TestClient) -> None:
    page = joined.get(f"/dataset/{ALARMS}/joins").text
    assert "which lies in any area whose borders are known" in page
    assert joined.get(f"/dataset/{ALARMS}/joins?by=easting").status_code == 404


def test_the_table_has_a_line_a_dataset(joined: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(joined.get(f"{LIST}.csv?by=uprn").text)))
    assert len(rows) == ALL
    assert {row["own_column"] for row in rows} == {"UPRN"}


@pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf"])
def test_rdf_tells_each_join_as_a_relationship(joined: TestClient, suffix: str) -> None:
    graph = Graph().parse(
        data=joined.get(f"{LIST}.{suffix}?by=uprn").content, format={"rdf": "xml"}.get(suffix, suffix)
    )
    nodes = set(graph.objects(URIRef(f"{BASE}/dataset/{BINS}"), URIRef(DCAT.qualifiedRelation)))
    others = {str(other) for node in nodes for other in graph.objects(node, URIRef(DCT.relation))}
    assert len(nodes) == ALL
    assert f"{BASE}/dataset/{ALARMS}" in others


def test_what_portals_wrote_is_shown_as_text(joined: TestClient) -> None:
    for address in (f"/dataset/{BINS}", f"{LIST}?by=uprn", LIST):
        page = joined.get(address).text
        assert EVIL not in page
    assert "Hostile &lt;script&gt;" in joined.get(f"{LIST}?by=uprn").text


@pytest.mark.parametrize(
    "address",
    [
        f"{LIST}?by=no-such-kind",
        f"{LIST}?by={EVIL}",
        f"{LIST}?by=ocid",
        "/dataset/none/joins",
        "/dataset/../joins/joins",
    ],
)
def test_what_there_is_not_is_not_found(joined: TestClient, address: str) -> None:
    assert joined.get(address).status_code == 404


def test_a_dataset_without_identifiers_says_so_on_its_list_and_nothing_on_its_page(
    joined: TestClient,
) -> None:
    assert (
        "No column of this dataset is known to hold an identifier"
        in joined.get(f"/dataset/{BARE}/joins").text
    )
    assert 'id="joins"' not in joined.get(f"/dataset/{BARE}").text


def test_a_dataset_that_was_withdrawn_joins_nothing(joined: TestClient) -> None:
    assert 'id="joins"' not in joined.get(f"/dataset/{GONE}").text


def test_a_datasets_json_tells_of_its_joins(joined: TestClient) -> None:
    (by,) = joined.get(f"/dataset/{BINS}.json").json()["joins"]
    assert by == {"kind": "uprn", "column": "UPRN", "count": ALL, "joins": f"{BASE}{LIST}?by=uprn"}


def test_crawlers_are_asked_to_leave_the_pages_of_lists_alone(joined: TestClient) -> None:
    assert "Disallow: /*/joins?" in joined.get("/robots.txt").text.splitlines()
