"""The page of a kind of identifier, and the list of all kinds."""

from __future__ import annotations

import csv
import io

import pytest
from lxml import html
from made_up_catalogue import BASE, BINS, EVIL
from made_up_joins import OTHERS
from rdflib import Graph, URIRef
from starlette.testclient import TestClient

from catalogue.joins.kinds import does_join
from vocab.namespaces import SKOS, STOOK

HELD = OTHERS + 2  # with the bins and their copy
UPRN = URIRef("urn:stook:identifier:uprn")


def test_a_kind_says_what_it_is_whose_it_is_and_how_many_datasets_hold_it(joined: TestClient) -> None:
    page = joined.get("/identifier/uprn").text
    for said in (
        "Unique Property Reference Number",
        "GeoPlace",
        f"<b>{HELD} datasets</b>",
        "ONS UPRN Directory",
    ):
        assert said in page


def test_every_dataset_that_holds_it_is_listed_with_its_column_and_how_sure_that_is(
    joined: TestClient,
) -> None:
    told = joined.get("/identifier/uprn.json").json()
    assert (told["holders"], told["total"], len(told["list"]), told["next"]) == (HELD, HELD, HELD, None)
    bins = next(one for one in told["list"] if one["id"] == BINS)
    assert (bins["column"], bins["rule"]) == ("UPRN", "name")
    assert 0.5 < bins["confidence"] <= 1


def test_those_of_one_publisher_are_listed_by_themselves(joined: TestClient) -> None:
    told = joined.get("/identifier/uprn.json?publisher=leeds-city-council").json()
    counted = {one["slug"]: one["datasets"] for one in told["publishers"]}
    assert (told["total"], len(told["list"])) == (counted["leeds-city-council"],) * 2 == (2, 2)
    assert {one["publisher"] for one in told["list"]} == {"Leeds City Council"}


def test_a_publisher_that_nobody_knows_holds_nothing(joined: TestClient) -> None:
    page = joined.get(f"/identifier/uprn?publisher={EVIL}")
    assert page.status_code == 200
    assert EVIL not in page.text


def test_json_says_all_that_the_concept_says(joined: TestClient) -> None:
    concept = joined.get("/vocabulary/identifier/uprn.json").json()
    assert concept.items() <= joined.get("/identifier/uprn.json").json().items()


def test_rdf_names_the_concept_and_who_holds_it(joined: TestClient) -> None:
    graph = Graph().parse(data=joined.get("/identifier/uprn.ttl").content, format="turtle")
    assert (UPRN, URIRef(SKOS.notation), None) in graph
    assert (URIRef(f"{BASE}/dataset/{BINS}"), URIRef(STOOK.holds), UPRN) in graph


def test_the_table_has_a_line_a_dataset(joined: TestClient) -> None:
    assert len(list(csv.DictReader(io.StringIO(joined.get("/identifier/uprn.csv").text)))) == HELD


def test_a_kind_by_which_nothing_is_joined_says_what_to_do_instead(joined: TestClient) -> None:
    told = joined.get("/identifier/financial-year.json").json()
    assert (told["joins"], told["instead"]) == (False, "Figures can be laid side by side by year.")
    assert "never proposed" in joined.get("/identifier/nhs-number").text


def test_large_letters_lead_to_the_address_as_it_is_written(joined: TestClient) -> None:
    answer = joined.get("/identifier/UPRN.json?publisher=x")
    assert (answer.status_code, answer.headers["location"]) == (308, "/identifier/uprn.json?publisher=x")


@pytest.mark.parametrize("name", ["nothing", "uprn.exe", EVIL.replace("/", ""), "a" * 300])
def test_a_kind_that_there_is_not_is_not_found(joined: TestClient, name: str) -> None:
    assert joined.get(f"/identifier/{name}").status_code == 404


def test_the_list_has_every_kind_with_its_count(joined: TestClient) -> None:
    told = {one["code"]: one for one in joined.get("/identifier.json").json()["identifiers"]}
    assert told["uprn"]["holders"] == HELD
    assert told["nhs-number"]["role"] == "person"
    page = joined.get("/identifier").text
    assert all(f'href="/identifier/{code}"' in page for code in told)


def test_the_list_goes_as_table_and_rdf(joined: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(joined.get("/identifier.csv").text)))
    graph = Graph().parse(data=joined.get("/identifier.ttl").content, format="turtle")
    assert len(rows) == len(set(graph.subjects(None, URIRef(SKOS.Concept))))


def test_the_first_page_leads_to_the_kinds_by_which_most_can_be_joined(joined: TestClient) -> None:
    found = html.fromstring(joined.get("/").text)
    tiles = found.xpath("//h2[@id='joins']/following-sibling::ul[1]//a")
    counts = {tile.get("href"): int(tile.xpath("string(small)").split()[1]) for tile in tiles}
    told = joined.get("/identifier.json").json()["identifiers"]
    held = {one["code"]: one["holders"] for one in told if does_join(one["code"]) and one["holders"] > 1}
    assert counts == {f"/identifier/{code}": count for code, count in held.items()}
    assert list(counts.values()) == sorted(counts.values(), reverse=True)
