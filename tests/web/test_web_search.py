"""Search: facets as checkboxes, chips that take them away, paging, and the same list for programs."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import pytest
from answered_graphs import read_graph
from lxml import html
from made_up_catalogue import BASE, BINS, EVIL_ID
from rdflib import URIRef
from starlette.testclient import TestClient

from vocab.namespaces import HYDRA
from web.reading import FACETS

ATOM = "{http://www.w3.org/2005/Atom}"


def tree_of(client: TestClient, address: str) -> html.HtmlElement:
    """A page as a tree."""
    return html.fromstring(client.get(address).text)


def submitted(tree: html.HtmlElement) -> list[tuple[str, str]]:
    """What the search form would send as it stands."""
    (form,) = tree.xpath("//main//form")
    return form.form_values()


def test_words_that_were_found_are_marked(client: TestClient) -> None:
    assert "bins" in tree_of(client, "/search?q=bins").xpath("//mark/text()")


def test_a_card_says_what_decides(client: TestClient) -> None:
    cards = tree_of(client, "/search?q=household+bin").xpath("//article")
    said = " ".join(cards[0].text_content().split())
    assert "Leeds City Council" in said
    assert "Covers 2022–2024 Data changed 3 Nov 2026 Licence Open: free to use, change and share" in said
    assert "CSV 18 MB GeoJSON UPRN" in said


def test_a_card_says_when_it_was_found_by_a_column(client: TestClient) -> None:
    (card,) = tree_of(client, "/search?q=column:uprn").xpath("//article")
    assert "Columns: UPRN" in " ".join(card.text_content().split())


def test_chosen_filters_come_back_checked_and_are_sent_again(client: TestClient) -> None:
    tree = tree_of(client, "/search?q=bins&format=CSV&licence=ogl-3.0&sort=title")
    assert sorted(submitted(tree)) == sorted(
        [("q", "bins"), ("format", "CSV"), ("licence", "ogl-3.0"), ("sort", "title")]
    )


def test_each_chip_takes_one_filter_away(client: TestClient) -> None:
    tree = tree_of(client, "/search?q=bins&format=CSV&licence=ogl-3.0")
    chips = {each.get("aria-label"): each.get("href") for each in tree.xpath("//*[@class='chip']/a")}
    assert chips == {
        "Remove Format: CSV": "/search?q=bins&licence=ogl-3.0",
        "Remove Licence by name: Open Government Licence v3.0": "/search?q=bins&format=CSV",
    }


def test_every_facet_value_leads_to_as_many_datasets_as_it_says(client: TestClient) -> None:
    facets = client.get("/search.json?q=bins").json()["facets"]
    assert set(facets) == set(FACETS)
    for name, values in facets.items():
        assert "not-stated" in [value["value"] for value in values], name
        for value in values:
            found = client.get("/search.json", params={"q": "bins", name: value["value"]}).json()
            assert found["total"] == value["count"], (name, value)


def test_what_nobody_states_is_a_value_too(client: TestClient) -> None:
    values = {each["value"]: each["label"] for each in client.get("/search.json").json()["facets"]["licence"]}
    assert values["not-stated"] == "Not stated, or not known"
    assert "not-stated" in tree_of(client, "/search?licence=not-stated").xpath("//input[@checked]/@value")


def test_a_long_facet_shows_its_head_and_says_that_there_is_more(client: TestClient) -> None:
    tree = tree_of(client, "/search")
    boxes = tree.xpath("//input[@name='publisher']")
    assert 10 <= len(boxes) <= 12
    assert tree.xpath("//a[text()='all publishers']")


def test_pages_follow_each_other_to_the_end(client: TestClient) -> None:
    seen: list[str] = []
    address: str | None = "/search.json?sort=title"
    while address:
        page = client.get(address).json()
        seen += [hit["id"] for hit in page["hits"]]
        address = page["next"] and page["next"].removeprefix(BASE)
    assert len(seen) == len(set(seen)) == page["total"] == 48


def test_a_page_beyond_the_end_says_so(client: TestClient) -> None:
    tree = tree_of(client, "/search?page=77")
    assert "There is no page 77: the list ends at page 3." in tree.text_content()
    assert client.get("/search.json?page=77").json()["hits"] == []


def test_nothing_found_is_no_dead_end(client: TestClient) -> None:
    tree = tree_of(client, "/search?q=allotment&format=CSV")
    assert tree.xpath("//h2[.='Nothing was found']")
    assert "/search?q=allotment" in tree.xpath("//section//@href")


def test_no_link_of_a_page_of_nothing_leads_to_nothing(client: TestClient) -> None:
    tree = tree_of(client, "/search?q=zzzz&format=PDF")
    assert "nor without any one of them" in tree.text_content()
    assert not tree.xpath("//section//a[starts-with(@href, '/search?')]")


def test_a_misspelt_word_is_suggested_where_nothing_has_all_of_the_better_spelling(
    client: TestClient,
) -> None:
    tree = tree_of(client, "/search?q=allotmant+bin")
    assert "/search?q=allotment+bin" in tree.xpath("//p[@class='note']/a/@href")


def test_words_that_no_dataset_has_are_named(client: TestClient) -> None:
    notes = tree_of(client, "/search?q=Zeppelin+household+bin").xpath("//p[@class='note']")
    assert any("No dataset has “Zeppelin”" in note.text_content() for note in notes)
    assert client.get("/search.json?q=zeppelin+bin").json()["unknown"] == ["zeppelin"]


def test_a_hit_has_the_shape_that_programs_know(client: TestClient) -> None:
    found = client.get("/search.json?q=household+bin").json()
    assert list(found)[:4] == ["total", "hits", "facets", "next"]
    assert [(one["kind"], one["typed"]) for one in found["understood"]] == [("topic", "bin")]
    assert found["relaxed"] is True and found["suggestion"] is None
    hit = found["hits"][0]
    assert (hit["id"], hit["iri"]) == (BINS, f"{BASE}/dataset/{BINS}")
    assert (hit["title"], hit["publisher"]) == ("Household bin collection rounds", "Leeds City Council")
    assert hit["score"] > 0


def test_the_table_has_a_line_for_each_hit_and_runs_no_formula(client: TestClient) -> None:
    response = client.get("/search.csv?sort=title&limit=100")
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(rows) == 48
    assert {row["id"] for row in rows} >= {BINS, EVIL_ID}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_the_feed_has_an_entry_for_each_hit(client: TestClient) -> None:
    response = client.get("/search.atom?q=bins")
    feed = ElementTree.fromstring(response.content)  # noqa: S314  # our own answer
    assert response.headers["content-type"] == "application/atom+xml"
    assert {each.findtext(f"{ATOM}id") for each in feed.iter(f"{ATOM}entry")} == {
        f"{BASE}/dataset/{BINS}",
        f"{BASE}/dataset/{EVIL_ID}",
    }
    assert feed.findtext(f"{ATOM}updated") == "2026-11-22T03:10:00Z"


@pytest.mark.parametrize("suffix", ["ttl", "jsonld"])
def test_the_list_is_a_collection_in_rdf(client: TestClient, suffix: str) -> None:
    graph = read_graph(client.get(f"/search.{suffix}?q=bins"))
    members = set(graph.objects(URIRef(f"{BASE}/search?q=bins"), URIRef(HYDRA.member)))
    assert members == {URIRef(f"{BASE}/dataset/{BINS}"), URIRef(f"{BASE}/dataset/{EVIL_ID}")}


@pytest.mark.parametrize("suffix", ["", ".json", ".csv", ".atom", ".ttl", ".jsonld"])
def test_every_form_links_to_its_next_page(client: TestClient, suffix: str) -> None:
    response = client.get(f"/search{suffix}?page=2", headers={"accept": "text/html"})
    assert f'</search{suffix}?page=3>; rel="next"' in response.headers["link"]
    assert client.get(f"/search{suffix}?page=3").status_code == 200
