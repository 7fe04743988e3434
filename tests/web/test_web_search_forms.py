"""Every form of a result list takes every parameter, and no query string is an error."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from answered_graphs import read_graph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from made_up_catalogue import BASE
from made_up_councils import COUNCILS, open_councils
from rdflib import URIRef
from starlette.applications import Starlette
from starlette.testclient import TestClient

from catalogue.indexes.protocol import Document, open_index
from catalogue.indexes.reading import OPERATORS
from vocab.namespaces import HYDRA
from web.finding import find_something
from web.pages.search import make_search_page
from web.reading import FACETS, Asked
from web.rendering import render

ATOM = "{http://www.w3.org/2005/Atom}"
ASKED = "q=bins+in+Leeds+2023&not=2023&format=CSV&openness=open&place=E08000035&freshness=12-months"


@pytest.fixture(scope="module")
def councils(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of the site of the councils."""
    app = open_councils(tmp_path_factory.mktemp("councils"))
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as opened:
        yield opened


def ids(client: TestClient, query: str) -> dict[str, set[str]]:
    """What each form of a list says it has."""
    rows = csv.DictReader(io.StringIO(client.get(f"/search.csv?{query}").text))
    feed = ElementTree.fromstring(client.get(f"/search.atom?{query}").content)  # noqa: S314
    graph = read_graph(client.get(f"/search.ttl?{query}"))
    page = html.fromstring(client.get(f"/search?{query}").text)
    return {
        "json": {hit["id"] for hit in client.get(f"/search.json?{query}").json()["hits"]},
        "csv": {row["id"] for row in rows},
        "atom": {str(each.findtext(f"{ATOM}id")).rpartition("/")[2] for each in feed.iter(f"{ATOM}entry")},
        "ttl": {str(each).rpartition("/")[2] for each in graph.objects(None, URIRef(HYDRA.member))},
        "page": {each.rpartition("/")[2] for each in page.xpath("//article//h2/a/@href")},
    }


@pytest.mark.parametrize("query", [ASKED, "q=bins&exact=1", "q=bins", "in-publisher=c&sort=publisher"])
def test_every_form_of_a_list_has_the_same_datasets(councils: TestClient, query: str) -> None:
    found = ids(councils, query)
    assert all(each == found["json"] for each in found.values()), found
    assert found["json"]


def test_a_list_keeps_its_whole_search_in_the_addresses_of_its_forms(councils: TestClient) -> None:
    tree = html.fromstring(councils.get(f"/search?{ASKED}&page=2").text)
    for address in tree.xpath("//head/link[@rel='alternate']/@href"):
        assert address.partition("?")[2] == f"{ASKED}&page=2"


def test_programs_read_how_the_words_were_understood(councils: TestClient) -> None:
    found = councils.get("/search.json?q=bins+in+Leeds+2023").json()["understood"]
    assert [(each["kind"], each["typed"], each["code"]) for each in found] == [
        ("topic", "bins", "bin-collection"),
        ("place", "Leeds", "E08000035"),
        ("period", "2023", None),
    ]
    assert "waste collection" in found[0]["also"]


def test_a_sense_that_is_taken_off_is_no_longer_searched_for(councils: TestClient) -> None:
    there = councils.get("/search.json?q=bins+Exeter").json()
    assert there["hits"][0]["publisher"] == "Exeter City Council"
    off = councils.get("/search.json?q=bins+Exeter&not=bins").json()
    assert [each["typed"] for each in off["understood"]] == ["Exeter"]
    just = councils.get("/search.json?q=bins+Exeter&exact=1").json()
    assert just["understood"] == []


def test_little_found_leads_to_the_same_from_elsewhere(councils: TestClient) -> None:
    tree = html.fromstring(
        councils.get("/search?q=collection+rounds+in+York&publisher=york-city-council").text
    )
    ways = tree.xpath("//section//ul[contains(@class, 'ways')]/li")
    said = {each.xpath("a/text()")[0]: each.xpath("a/@href")[0] for each in ways}
    assert "The same from other councils" in said
    for each, address in zip(ways, said.values(), strict=True):
        count = int(each.xpath("span/text()")[0].split()[0])
        assert councils.get(address.replace("/search?", "/search.json?")).json()["total"] == count


def test_every_search_tip_works(councils: TestClient) -> None:
    tips = html.fromstring(councils.get("/search").text).xpath("//details[@class='tips']//a")
    assert len(tips) > 8
    named = {each.text.partition(":")[0] for each in tips if ":" in each.text}
    assert named <= OPERATORS
    for each in tips:
        assert councils.get(each.get("href")).status_code == 200


NAMES = ("q", "not", "exact", "page", "limit", "sort", "copies", "in-place", *FACETS, "concept", "x")
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["bins in Leeds 2023", '"', "-", "title:", '-publisher:"', "not-stated", "1", "999999", "٣"]
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=6), st.sampled_from(["", ".json", ".atom"])
)
def test_no_query_string_is_an_error(councils: TestClient, pairs: list[tuple[str, str]], suffix: str) -> None:
    query = "&".join(f"{name}={quote(value, errors='replace')}" for name, value in pairs)
    assert councils.get(f"/search{suffix}?{query}").status_code == 200
    assert councils.get(f"/suggest?{query}").status_code == 200


def made_up(number: int) -> Document:
    """A dataset with long names and many values, each of its own."""
    name = f"Made-up council of a place with a long name, number {number:02}"
    return Document(
        id=f"dataset{number}",
        title=f"Register of every thing that is found along the roads, by ward and by year {number}",
        description="The things that are found along the roads of the place, where each is and who put it there. " * 3,
        publisher=f"made-up-council-of-a-place-with-a-long-name-{number}",
        publisher_label=name,
        portal=f"a-portal-with-a-long-name-{number}",
        areas=tuple(COUNCILS.values()),
        themes=("ENVI", "TRAN", "ECON", "EDUC", "GOVE", "HEAL", "SOCI", "REGI", "JUST", "AGRI", "ENER", "TECH"),
        formats=("CSV", "JSON", "GEOJSON", "XLSX", "PDF", "SHP", "KML", "XML", "HTML", "ZIP", "PARQUET", "GPKG"),
        licences=(f"licence-{number}",),
        identifiers=("uprn", "usrn", "postcode", "ward", "lsoa", "msoa", "toid", "parish"),
        kind=f"kind_{number}",
        languages=("ENG", "CYM"),
        card={
            "title": f"Register of every thing that is found along the roads, by ward and by year {number}",
            "publisher_label": name,
            "places": ["Leeds", "York", "Wakefield"],
            "files": [{"format": each, "count": 2, "bytes": 2_400_000} for each in ("CSV", "JSON", "GEOJSON")],
            "identifiers": ["uprn", "usrn"],
            "licence_label": "Open Government Licence v3.0",
            "openness": "open",
            "modified": "2026-11-03",
            "covers": "2019–2024",
        },
    )  # fmt: skip


def test_a_page_full_of_long_names_is_small(app: Starlette) -> None:
    index = open_index("memory:")
    index.apply(documents=[made_up(number) for number in range(60)], gone=[], mark=1)
    site = replace(app.state.site, index=index)
    found = find_something(site, Asked(text="things along the roads"), facets=FACETS)
    page = make_search_page(found, site, ())
    assert len(page.cards) == 20
    assert sum(len(box.choices) for box in page.facets) > 75
    assert len(render(page, site.templates)) < 50_000
