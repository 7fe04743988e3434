"""The dataset page and its forms."""

from __future__ import annotations

import pytest
from answered_graphs import read_graph
from lxml import html
from made_up_catalogue import BARE, BASE, BINS, EVIL, EVIL_ID, GONE
from rdflib import DCTERMS, Graph, URIRef
from rdflib.compare import isomorphic
from starlette.testclient import TestClient

from catalogue.entry import Mapping
from catalogue.links import Links
from catalogue.model import Dataset
from catalogue.values import OWN_TERMS, Term
from vocab import load_vocabulary
from vocab.namespaces import DCAT
from web.negotiation import RDF_XML
from web.pages.facts import FactReader
from web.pages.licence import make_licence
from web.pages.words import make_mappings
from web.rdf import serialise

IRI = URIRef(Links(BASE).dataset(BINS))
CSV = "http://publications.europa.eu/resource/authority/file-type/CSV"
SYNTAXES = ("ttl", "jsonld", "nt", "rdf")


def text_of(client: TestClient, identifier: str) -> str:
    """The words of a dataset's page, blanks as one."""
    texts = html.fromstring(client.get(f"/dataset/{identifier}").text).itertext()
    return " ".join(" ".join(texts).split())


def test_every_syntax_says_the_same(client: TestClient) -> None:
    graphs = [read_graph(client.get(f"/dataset/{BINS}.{suffix}")) for suffix in SYNTAXES]
    assert all(isomorphic(graphs[0], other) for other in graphs[1:])
    assert (IRI, URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), URIRef(DCAT.Dataset)) in graphs[0]


def test_a_node_whose_name_begins_with_a_digit_can_be_read_from_rdf_xml() -> None:
    quads = (
        b'_:4a <http://purl.org/dc/terms/title> "One" .\n<urn:x:1> <http://purl.org/dc/terms/source> _:4a .\n'
    )
    graph = Graph().parse(data=serialise(quads, RDF_XML), format="xml")

    assert len(graph) == 2


def test_turtle_has_its_prefixes_bound(client: TestClient) -> None:
    body = client.get(f"/dataset/{BINS}.ttl").text
    assert "a dcat:Dataset" in body
    assert "@prefix dcat: <http://www.w3.org/ns/dcat#>" in body


def test_the_iri_is_the_address_of_the_page(client: TestClient) -> None:
    said = client.get(f"/dataset/{BINS}.json").json()
    assert said["iri"] == str(IRI)
    assert client.get(said["iri"].removeprefix(BASE)).status_code == 200


def test_the_json_says_what_the_page_says(client: TestClient) -> None:
    said = client.get(f"/dataset/{BINS}.json").json()
    assert said["title"] == "Household bin collection rounds"
    assert said["publisher"]["iri"] == f"{BASE}/organisation/leeds-city-council"
    assert said["licence"]["openness"] == "open"
    assert said["dates"]["data_changed"] == "2026-11-03"
    assert said["distributions"][0]["bytes"] == 18_000_000
    assert said["columns"] == ["UPRN"]
    assert said["findings"][0]["code"] == "date-unreadable"
    assert said["mappings"][1] == {
        "property": "distribution.format",
        "published": "weird <b>",
        "mapped": None,
        "how": "",
    }


def test_the_four_dates_are_kept_apart(client: TestClient) -> None:
    page = html.fromstring(client.get(f"/dataset/{BINS}").text)
    (dates,) = page.xpath("//section[h2='Dates']/dl")
    said = {dt.text: dt.getnext().findtext("time") for dt in dates.xpath("dt")}
    assert said == {
        "Data changed": "3 Nov 2026",
        "Description changed here": "22 Nov 2026, 03:10 UTC",
        "First seen here": "14 Feb 2026, 03:10 UTC",
        "Last checked here": "22 Nov 2026, 03:12 UTC",
    }
    assert [one.text_content() for one in dates.xpath("dd/small")] == [
        "From the publisher: stated on the dataset",
        "From this catalogue: run 2 of the portal’s harvest found it changed",
        "From this catalogue: a harvest read it for the first time",
        "From this catalogue: run 2 read the whole portal",
    ]


def test_what_is_not_stated_is_said(client: TestClient) -> None:
    said = text_of(client, BARE)
    for sentence in (
        "Publisher not stated",
        "The publisher gives no description.",
        "No licence is stated. Ask the publisher before you use it.",
        "The record names no file or service.",
        "Data changed not stated",
    ):
        assert sentence in said


def test_a_licence_that_nobody_knows_is_shown_in_the_publishers_words(client: TestClient) -> None:
    assert "in words that we do not recognise" in text_of(client, EVIL_ID)


def test_a_published_word_stands_beside_what_it_was_read_as(client: TestClient) -> None:
    said = text_of(client, BINS)
    assert "Licence OGL3 Open Government Licence v3.0 a known spelling" in said
    assert "Files: Format weird not known; kept as it is" in said


def test_what_the_model_does_not_know_is_shown(client: TestClient) -> None:
    assert 'urn:x:odd kept "as" said' in text_of(client, BINS)


def test_only_web_addresses_of_a_distribution_are_linked(client: TestClient) -> None:
    page = html.fromstring(client.get(f"/dataset/{EVIL_ID}").text)
    assert not page.xpath("//*[@class='get']//a")
    assert "Published address, not a web link: javascript:alert(3)" in text_of(client, EVIL_ID)


def test_a_dataset_tells_its_former_names_and_how_it_was_recognised(client: TestClient) -> None:
    assert "Known here before under other names" in text_of(client, BINS)
    assert "Its next name was recognised by the same title, 2 of 2 addresses." in text_of(client, BINS)
    assert "Known here before" not in text_of(client, BARE)
    assert client.get(f"/dataset/{BINS}.json").json()["former_keys"] == [
        {
            "key": f"old/{EVIL}",
            "recognised": "2026-11-22T03:10:00Z",
            "run": 2,
            "evidence": "the same title, 2 of 2 addresses",
        }
    ]


def test_hostile_text_stays_text(client: TestClient) -> None:
    body = client.get(f"/dataset/{EVIL_ID}").text
    assert [one.get("type") for one in html.fromstring(body).iter("script")] == ["application/ld+json"]
    assert "alert('x')</script>" not in body
    assert "onerror=alert(1)&gt;" in body
    assert "<script>" not in client.get("/search?q=bins").text
    assert "<script>" not in client.get("/search", params={"q": "<script>alert(1)</script>"}).text
    assert "<script" not in client.get("/portal/leeds?code=title-missing").text
    assert "<script>" not in client.get("/organisation/evil-council").text


@pytest.mark.parametrize("suffix", ["", *(f".{name}" for name in ("json", "ttl", "jsonld", "nt", "rdf"))])
def test_a_withdrawn_dataset_is_gone_with_what_was_known_of_it(client: TestClient, suffix: str) -> None:
    response = client.get(f"/dataset/{GONE}{suffix}")
    assert response.status_code == 410
    assert "Old parking zones" in response.text
    assert "etag" not in response.headers


def test_the_source_record_is_saved_and_never_shown(client: TestClient) -> None:
    response = client.get(f"/dataset/{BINS}/source")
    assert response.content == b'{"id": "<b>"}'
    assert response.headers["content-disposition"] == f'attachment; filename="{BINS}.json"'
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_distribution_has_the_anchor_that_its_iri_names(client: TestClient) -> None:
    graph = read_graph(client.get(f"/dataset/{BINS}.ttl"))
    anchors = {str(iri).partition("#")[2] for iri in graph.objects(IRI, URIRef(DCAT.distribution))}
    assert anchors <= set(html.fromstring(client.get(f"/dataset/{BINS}").text).xpath("//@id"))
    assert len(anchors) == 2


def test_titles_keep_their_languages_in_rdf(client: TestClient) -> None:
    graph = read_graph(client.get(f"/dataset/{BINS}.rdf"))
    assert {title.language for title in graph.objects(IRI, DCTERMS.title)} == {"en", "cy"}


def test_the_portals_word_is_repeated_only_where_it_differs() -> None:
    reader = FactReader(links=Links(), vocabulary=load_vocabulary())
    concept = reader.vocabulary.schemes["access-right"].concepts[0]
    shown = [
        reader.term(Term(word, concept.iri)) for word in (concept.label().lower(), "offen", concept.iri, "")
    ]
    assert [value.said for value in shown] == ["", "offen", "", ""]
    assert {value.text for value in shown} == {concept.label()}


def test_own_terms_lead_to_where_they_stand_and_show_their_text() -> None:
    reader = FactReader(links=Links(BASE), vocabulary=load_vocabulary())
    own = Term("Ask before you sell it.", OWN_TERMS, "https://c.example/terms")
    line = make_licence(Dataset(license=own), reader)
    assert line.openness == "not-open"
    assert line.name and line.name.text == "Custom terms"
    assert line.terms and line.terms.address == "https://c.example/terms"
    assert line.text == ("Ask before you sell it.",)


def test_terms_in_html_are_shown_as_their_lines() -> None:
    reader = FactReader(links=Links(BASE), vocabulary=load_vocabulary())
    own = Term("<div style='x'><p>Ask <b>first</b>.</p><p>Do not sell it.</p></div>", OWN_TERMS)
    unknown = Term("<p>Ask <b>us</b></p>")

    assert make_licence(Dataset(license=own), reader).text == ("Ask first.", "Do not sell it.")
    name = make_licence(Dataset(license=unknown), reader).name
    assert name and name.text == "Ask us"


def test_a_word_of_many_files_is_explained_once() -> None:
    twice = Mapping(property="distribution.format", word="csv", iri=CSV, how="notation “CSV”")
    reader = FactReader(links=Links(BASE), vocabulary=load_vocabulary())
    (row,) = make_mappings((twice, twice), reader)

    assert (row.property, row.how) == ("Files: Format", "its code, “CSV”")
