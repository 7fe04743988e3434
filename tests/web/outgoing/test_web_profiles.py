"""One dataset by each profile, and what is said where there is none such."""

from __future__ import annotations

import pytest
from answered_graphs import read_graph
from made_up_catalogue import BASE, BINS
from rdflib import DCAT, DCTERMS, URIRef
from starlette.testclient import TestClient

HERE = URIRef(f"{BASE}/dataset/{BINS}")


def test_dcat_ap_has_the_licence_at_the_files_and_nothing_of_ours(client: TestClient) -> None:
    graph = read_graph(client.get(f"/dataset/{BINS}.ttl?_profile=dcat-ap"))

    assert graph.value(HERE, DCTERMS.license) is None
    assert all(graph.value(one, DCTERMS.license) for one in graph.objects(HERE, DCAT.distribution))
    assert all(graph.value(one, DCAT.accessURL) for one in graph.objects(HERE, DCAT.distribution))
    assert not [one for one in graph.predicates() if str(one).startswith("urn:")]


def test_without_a_profile_everything_is_told(client: TestClient) -> None:
    graph = read_graph(client.get(f"/dataset/{BINS}.ttl"))

    assert [one for one in graph.predicates() if str(one).startswith("urn:")]


def test_dcat_us_is_json(client: TestClient) -> None:
    answer = client.get(f"/dataset/{BINS}?_profile=dcat-us")

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["accessLevel"] == "public"


def test_schema_org_is_json_ld(client: TestClient) -> None:
    answer = client.get(f"/dataset/{BINS}", headers={"Accept-Profile": "<https://schema.org/>"})

    assert answer.headers["Content-Type"] == "application/ld+json"
    assert answer.json()["@type"] == "Dataset"


@pytest.mark.parametrize("asked", ["?_profile=mine", ".json?_profile=dcat-ap", ".ttl?_profile=schema-org"])
def test_what_there_is_not_is_refused(client: TestClient, asked: str) -> None:
    assert client.get(f"/dataset/{BINS}{asked}").status_code == 406


def test_every_answer_names_its_profile_and_the_others(client: TestClient) -> None:
    links = client.get(f"/dataset/{BINS}.ttl").links

    assert links["profile"]["url"] == "http://www.w3.org/ns/dcat#"
