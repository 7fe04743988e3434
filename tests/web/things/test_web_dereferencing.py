"""Every IRI that our graphs mint leads somewhere: each is followed, and what is found there is followed too."""

from __future__ import annotations

import pytest
from answered_graphs import read_graph
from lxml import html
from made_up_catalogue import BASE, BINS, GONE, Builder, fill, serve, text
from rdflib import RDF, URIRef
from starlette.applications import Starlette
from starlette.testclient import TestClient

from catalogue.concept_graph import vocabulary_graphs
from catalogue.graph import dataset_graph
from catalogue.ledger.held import get_held
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.scores import score_of
from catalogue.links import Links
from catalogue.model import Agent, Attribution, Dataset, Distribution
from catalogue.quality.dqv import quality_graph
from vocab import load_vocabulary
from vocab.namespaces import ACTIVITY, DCAT
from web.negotiation import THING_FORMS, Form

OURS = f"{BASE}/"
LINKS = Links(BASE)


def iris_in(quads: bytes) -> set[str]:
    """The IRIs of ours in some N-Quads or N-Triples."""
    pieces = quads.decode().split(f"<{OURS}")[1:]
    return {OURS + piece.partition(">")[0] for piece in pieces}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Starlette:
    """The made-up catalogue, and in it a dataset in which others than its publisher took part."""
    folder = tmp_path_factory.mktemp("dereferencing")
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    fill(ledger)
    with ledger.writing() as connection:
        builder = Builder(connection)
        portal, run = builder.portal("york", "York Open Data")
        surveyor = Agent(slug="a-surveyor-ltd", name=text("A Surveyor Ltd"))
        trees = Dataset(
            title=text("Trees"),
            publisher=Agent(slug="york", name=text("City of York Council")),
            creator=(surveyor,),
            qualified_attribution=(Attribution(agent=surveyor),),
            distribution=(Distribution(key="record"), Distribution(key="a/b c#d"), Distribution(key="ŵ.ttl")),
        )
        builder.dataset(portal, run, "trees", trees, slug="york")
    return serve(ledger, folder)


@pytest.fixture(scope="module")
def visitor(site: Starlette) -> TestClient:
    """A program that follows links."""
    return TestClient(site, base_url=BASE, raise_server_exceptions=True, follow_redirects=True)


@pytest.fixture(scope="module")
def minted(site: Starlette) -> set[str]:
    """Every IRI of ours in the graphs of the catalogue; of the concepts, which are many, some of each vocabulary."""
    state = site.state.site
    found: set[str] = set()
    with state.ledger.reading() as connection:
        names = [hit for hit in connection.exec_driver_sql("SELECT id FROM entries").scalars()]
        for name in names:
            held = get_held(connection, name)
            assert held
            found |= iris_in(dataset_graph(held.snapshot, LINKS, scores=score_of(connection, name)))
    found |= iris_in(quality_graph(LINKS)[1])
    for _, quads in vocabulary_graphs(load_vocabulary(), LINKS):
        found |= set(sorted(iris_in(quads))[:3])
    return found


def test_each_leads_to_a_page_that_has_the_part_it_names(visitor: TestClient, minted: set[str]) -> None:
    assert len(minted) > 40
    for iri in sorted(minted):
        address, _, fragment = iri.partition("#")
        answer = visitor.get(address, headers={"accept": "text/html"})
        assert answer.status_code in (200, 410), iri
        if fragment:
            assert fragment in html.fromstring(answer.text).xpath("//@id"), iri


def test_each_leads_to_statements_about_it_and_so_do_those_they_name(
    visitor: TestClient, minted: set[str]
) -> None:
    waiting, seen = {iri.partition("#")[0] for iri in minted}, set[str]()
    while waiting and len(seen) < 300:
        address = waiting.pop()
        seen.add(address)
        answer = visitor.get(address, headers={"accept": "application/n-triples"})
        assert answer.status_code in (200, 410), address
        assert answer.headers["content-type"].startswith("application/n-triples"), address
        assert f"<{address}>" in answer.text, address
        if "/vocabulary/" not in address:
            waiting |= {iri.partition("#")[0] for iri in iris_in(answer.content)} - seen


def test_one_that_only_took_part_is_told_of_where_any_iri_is(site: Starlette) -> None:
    client = TestClient(site, base_url=BASE, follow_redirects=False)

    answer = client.get("/organisation/a-surveyor-ltd", headers={"accept": "text/turtle"})

    assert answer.status_code == 303
    graph = read_graph(client.get(answer.headers["location"]))
    assert (URIRef(LINKS.organisation("a-surveyor-ltd")), None, None) in graph
    assert client.get("/organisation/nobody").status_code == 404


def test_a_body_is_found_by_the_name_it_was_published_under(site: Starlette) -> None:
    client = TestClient(site, base_url=BASE, follow_redirects=False)

    answer = client.get("/organisation/city-of-york-council.ttl?page=1")

    assert (answer.status_code, answer.headers["location"]) == (308, "/organisation/york.ttl?page=1")


@pytest.mark.parametrize("form", THING_FORMS, ids=lambda form: form.name)
def test_what_has_gone_is_told_in_every_form_with_when_it_went(visitor: TestClient, form: Form) -> None:
    answer = visitor.get(f"/dataset/{GONE}{form.ending}")

    assert answer.status_code == 410
    assert "Old parking zones" in answer.text
    assert "2026-11-22T03:10:00Z" in answer.text
    assert 'rel="canonical"' in answer.headers["link"]
    assert answer.headers["vary"].startswith("Accept")


def test_rdf_says_that_it_has_gone_and_what_it_was(visitor: TestClient) -> None:
    graph = read_graph(visitor.get(f"/dataset/{GONE}.ttl"))
    here = URIRef(LINKS.dataset(GONE))

    assert (here, RDF.type, URIRef(ACTIVITY.Tombstone)) in graph
    assert (here, URIRef(ACTIVITY.formerType), URIRef(DCAT.Dataset)) in graph
    assert (here, URIRef(ACTIVITY.deleted), None) in graph
    assert visitor.get(f"/dataset/{GONE}.json").json()["dates"]["withdrawn_here"] == "2026-11-22T03:10:00Z"
    assert visitor.get(f"/dataset/{BINS}.json").json()["dates"]["withdrawn_here"] is None


def test_the_address_of_a_dataset_stays_when_its_portal_renames_it(visitor: TestClient) -> None:
    said = visitor.get(f"/dataset/{BINS}.json").json()

    assert said["former_keys"]
    assert said["iri"] == LINKS.dataset(BINS)
