"""Any IRI can be looked up: what is said of it and by whom, named in words; a hostile one is refused or not found."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from answered_graphs import read_graph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from made_up_catalogue import BASE, BINS, EVIL_ID
from starlette.applications import Starlette
from starlette.testclient import TestClient

from catalogue.links import Links
from catalogue.stores import Answer, GraphPut, Query, open_store
from vocab.namespaces import DCAT, DCT
from web.negotiation import RDF_FORMS, THING_FORMS
from web.pages.resource import make_property_page, make_resource_page
from web.resource.naming import name_all
from web.resource.reading import MOST_INBOUND, Resource, is_known, read_resource
from web.resource.written import resource_json, resource_triples

LINKS = Links(BASE)
ENVIRONMENT = "http://publications.europa.eu/resource/authority/data-theme/ENVI"
OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
HOSTILE = (
    "javascript:alert(1)",
    "http://x.example/a b",
    'http://x.example/"><script>alert(1)</script>',
    "http://x.example/{a}|\\^`",
    "http://x.example/ŵ\u202e💩",
    "http://[",
    "no iri",
    "_:b1",
    "urn:x:<evil>",
    "//evil.example",
    "\x00",
    "a:" + "b" * 10_000,
    "> } INSERT DATA { <urn:a> <urn:b> <urn:c> } #",
)


def look_up(client: TestClient, iri: str, suffix: str = "", **more: str) -> Any:
    """What is answered about an IRI."""
    return client.get(f"/resource{suffix}", params={"iri": iri, **more})


def text_of(body: str) -> str:
    """The words of a page, blanks as one."""
    return " ".join(" ".join(html.fromstring(body).xpath("//main")[0].itertext()).split())


def test_an_iri_of_another_is_told_with_labels_and_who_says_so(client: TestClient) -> None:
    said = text_of(look_up(client, ENVIRONMENT).text)

    assert said.startswith("Environment")
    assert "Named as “Theme” by" in said
    assert "Household bin collection rounds" in said
    assert "said in Themes" in said


def test_an_iri_of_ours_has_a_way_to_its_page(client: TestClient) -> None:
    tree = html.fromstring(look_up(client, LINKS.dataset(BINS)).text)

    assert tree.xpath("//h1/text()") == ["Household bin collection rounds"]
    assert f"/dataset/{BINS}" in tree.xpath("//main//a/@href")


def test_the_statements_are_those_of_the_store_in_every_syntax(client: TestClient) -> None:
    graphs = [read_graph(look_up(client, ENVIRONMENT, form.suffix)) for form in RDF_FORMS]

    assert len({len(graph) for graph in graphs}) == 1
    triple = f"<{LINKS.dataset(BINS)}> <{DCAT.theme}> <{ENVIRONMENT}> ."
    assert triple in look_up(client, ENVIRONMENT, ".nt").text


def test_the_json_counts_names_and_tells_the_source(client: TestClient) -> None:
    said = look_up(client, ENVIRONMENT, ".json").json()

    assert said["label"] == "Environment"
    assert said["complete"] is True
    (themed,) = [one for one in said["inbound"] if one["property"] == DCAT.theme]
    assert themed["label"] == "Theme"
    assert {
        "iri": LINKS.dataset(BINS),
        "label": "Household bin collection rounds",
        "graph": LINKS.dataset(BINS),
    } in themed["values"]


def test_what_a_node_without_a_name_says_is_told_with_it(client: TestClient) -> None:
    assert "From: 2022-01-01" in text_of(look_up(client, LINKS.dataset(BINS)).text)


@pytest.mark.parametrize("form", THING_FORMS, ids=lambda form: form.name)
def test_every_form_is_to_be_had_by_name_and_by_header(client: TestClient, form: Any) -> None:
    ended = look_up(client, OGL, form.suffix)
    asked = client.get("/resource", params={"iri": OGL}, headers={"accept": form.media_type})

    assert ended.status_code == 200
    assert ended.headers["content-type"].startswith(form.media_type)
    assert asked.headers["content-type"] == ended.headers["content-type"]
    fresh = client.get(
        f"/resource{form.suffix}", params={"iri": OGL}, headers={"if-none-match": ended.headers["etag"]}
    )
    assert fresh.status_code == 304


@pytest.mark.parametrize("iri", HOSTILE)
@pytest.mark.parametrize("suffix", ["", ".json", ".ttl"])
def test_a_hostile_iri_is_refused_or_not_found(client: TestClient, iri: str, suffix: str) -> None:
    answer = look_up(client, iri, suffix)

    assert answer.status_code in (400, 404)
    assert "<script>" not in answer.text


def test_a_script_that_a_portal_gave_for_an_address_is_told_and_never_linked(client: TestClient) -> None:
    answer = look_up(client, "javascript:alert(2)")

    assert answer.status_code == 200
    tree = html.fromstring(answer.text)
    assert not [
        one for one in tree.xpath("//@href|//@action") if one.strip().lower().startswith("javascript")
    ]
    evil = html.fromstring(look_up(client, LINKS.dataset(EVIL_ID)).text)
    assert not [
        one for one in evil.xpath("//@href") if one.strip().lower().startswith(("javascript", "data:"))
    ]


def test_an_iri_that_was_repaired_at_harvest_is_found_as_it_was_typed(client: TestClient) -> None:
    assert look_up(client, f" {OGL} ").status_code == 200


def test_without_an_iri_people_are_asked_for_one(client: TestClient) -> None:
    assert html.fromstring(client.get("/resource").text).xpath("//main//form//input[@name='iri']")
    assert client.get("/resource.json").status_code == 404


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(iri=st.text(max_size=60) | st.text(max_size=40).map("http://x.example/".__add__))
def test_no_iri_breaks_the_look_up(client: TestClient, iri: str) -> None:
    encoded = quote(iri.encode(errors="ignore"), safe="")

    assert client.get(f"/resource?iri={encoded}").status_code in (200, 400, 404)


@pytest.fixture(scope="module")
def crowded() -> Iterator[Any]:
    """A store in which one made-up thing is named by very many."""
    store = open_store("memory:")
    graph = LINKS.dataset("crowd")
    lines = [f"<urn:x:{n}> <{DCT.relation}> <urn:x:hub> <{graph}> .\n" for n in range(3 * MOST_INBOUND)]
    lines.append(f"<urn:x:1> <{DCT.source}> <urn:x:hub> <{graph}> .\n")
    store.apply(puts=[GraphPut(graph=graph, quads="".join(lines).encode())], drops=[], mark=1)

    async def ask(query: Query) -> Answer:
        return store.query(query)

    yield ask
    store.close()


def asked(ask: Any, iri: str, **more: str) -> Resource:
    """What a store says of an IRI."""
    return asyncio.run(read_resource(ask, iri, **more))


def test_of_a_thing_named_by_very_many_each_property_is_counted_and_has_a_few(
    app: Starlette, crowded: Any
) -> None:
    found = asked(crowded, "urn:x:hub")
    page = make_resource_page(found, name_all(app.state.site, found), app.state.site.links, ())

    assert not found.whole
    assert [(one.iri, one.count, len(one.lines)) for one in page.inbound] == [
        (DCT.relation, 3 * MOST_INBOUND, 10),
        (DCT.source, 1, 1),
    ]
    assert len(found.inbound) < 30


def test_a_long_list_is_paged_to_its_end(app: Starlette, crowded: Any) -> None:
    found = asked(crowded, "urn:x:hub", listed=DCT.relation)
    naming = name_all(app.state.site, found)
    site = app.state.site

    seen: list[str] = []
    for number in range(1, 32):
        page = make_property_page(
            found, naming, site.links, (), listed=DCT.relation, way="into", number=number
        )
        seen += [line.cell.text for line in page.inbound[0].lines]
    assert len(seen) == len(set(seen)) == 3 * MOST_INBOUND
    assert page.paging and page.paging.beyond


def test_what_is_unknown_has_nothing(crowded: Any) -> None:
    assert not is_known(asked(crowded, "urn:x:nothing"))


def test_what_is_written_of_it_can_be_read(app: Starlette, crowded: Any) -> None:
    found = asked(crowded, "urn:x:1")
    (first, *_) = ox.parse(resource_triples(found), ox.RdfFormat.N_TRIPLES)

    assert first.subject == ox.NamedNode("urn:x:1")
    assert resource_json(found, name_all(app.state.site, found))["outbound"]


def test_each_query_runs_as_it_stands() -> None:
    store = open_store("memory:")
    folder = Path(__file__).parents[3] / "web" / "resource"
    for path in sorted(folder.glob("*.rq")):
        store.query(
            Query(text=path.read_text(encoding="utf-8"), media_type="application/sparql-results+json")
        )
    store.close()
