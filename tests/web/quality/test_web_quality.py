"""The pages of the score: every metric explained, both scores told apart, in every form, and true RDF."""

from __future__ import annotations

import pytest
from answered_graphs import read_graph
from lxml import html
from made_up_catalogue import BARE, BASE, BINS
from rdflib import RDF, URIRef
from starlette.testclient import TestClient

from catalogue.quality.metrics import DIMENSIONS, METRICS, Metric
from catalogue.quality.scores import Scores
from vocab.namespaces import DCT, DQV, STOOK
from web.addresses import Addresses
from web.negotiation import RDF_FORMS, Form
from web.pages.quality import make_scores

QUALITY = f"{BASE}/quality"


@pytest.mark.parametrize("metric", METRICS, ids=[one.code for one in METRICS])
def test_each_metric_says_what_it_checks_why_and_how_to_mend_it(client: TestClient, metric: Metric) -> None:
    page = html.fromstring(client.get(f"/quality/{metric.code}").text).text_content()
    for sentence in (metric.checks, metric.why, metric.fix, f"{metric.points} points"):
        assert sentence in page
    found = client.get(f"/quality/{metric.code}.json").json()
    assert (found["code"], found["points"], found["iri"]) == (
        metric.code,
        metric.points,
        f"{QUALITY}/{metric.code}",
    )


def test_what_is_no_metric_is_not_found(client: TestClient) -> None:
    assert client.get("/quality/beauty").status_code == 404


def test_the_page_of_the_score_tells_the_table_the_bands_and_the_rules(client: TestClient) -> None:
    page = html.fromstring(client.get("/quality").text)
    text = page.text_content()
    for metric in METRICS:
        assert page.xpath(f"//th/a[@href='/quality/{metric.code}']")
    for words in ("351 to 405", "221 to 350", "121 to 220", "0 to 120", "that brings most points decides"):
        assert words in text
    for part in (*(one.code for one in DIMENSIONS), "score-as-published", "score-in-this-catalogue"):
        assert page.xpath(f"//*[@id='{part}']")


def test_the_score_is_there_for_programs(client: TestClient) -> None:
    found = client.get("/quality.json").json()
    assert found["most"] == sum(one["points"] for one in found["metrics"]) == 405
    assert found["catalogue"]["here"]["datasets"] > 40
    assert client.get("/quality.csv").text.startswith("code,iri,dimension")


@pytest.mark.parametrize("form", RDF_FORMS, ids=[one.name for one in RDF_FORMS])
def test_metrics_are_metrics_of_dqv(client: TestClient, form: Form) -> None:
    graph = read_graph(client.get(f"/quality{form.suffix}"))
    metrics = set(graph.subjects(RDF.type, URIRef(DQV.Metric)))
    assert {URIRef(f"{QUALITY}/{one.code}") for one in METRICS} < metrics
    assert {URIRef(f"{QUALITY}#score-as-published"), URIRef(f"{QUALITY}#score-in-this-catalogue")} < metrics
    assert len(set(graph.subjects(RDF.type, URIRef(DQV.Dimension)))) == len(DIMENSIONS)


@pytest.mark.parametrize("identifier", [BINS, BARE])
def test_a_dataset_s_graph_has_its_measurements(client: TestClient, identifier: str) -> None:
    graph = read_graph(client.get(f"/dataset/{identifier}.ttl"))
    found = client.get(f"/dataset/{identifier}.json").json()["quality"]
    dataset, points = URIRef(f"{BASE}/dataset/{identifier}"), {}
    for one in graph.objects(dataset, URIRef(DQV.hasQualityMeasurement)):
        name = str(graph.value(one, URIRef(DQV.isMeasurementOf))).partition("#")[2]
        points[name] = int(str(graph.value(one, URIRef(DQV.value))))
        assert graph.value(one, URIRef(DQV.computedOn)) == dataset
    said = found["published"]
    assert points.pop("score-in-this-catalogue") == found["here"]["points"]
    assert points == ({"score-as-published": said["points"]} if said else {})
    passes, unknown = (
        {str(one).rpartition("/")[2] for one in graph.objects(None, URIRef(term))}
        for term in (STOOK.passes, STOOK.notKnown)
    )
    assert passes == set((said or found["here"])["passes"])
    assert unknown == set(found["not_known"])


def test_a_dataset_s_page_shows_both_scores_and_what_is_not_known(client: TestClient) -> None:
    page = html.fromstring(client.get(f"/dataset/{BINS}").text)
    (block,) = page.xpath("//section[@class='scores']")
    found = client.get(f"/dataset/{BINS}.json").json()["quality"]
    shown = [one.text_content().split() for one in block.xpath(".//tfoot//td")]
    assert shown[:2] == [
        [str(found[side]["points"]), found[side]["band"].title()] for side in ("published", "here")
    ]
    assert "Not known yet, and not counted" in block.text_content()


def test_a_dataset_of_which_nothing_as_published_is_known_says_so() -> None:
    block = make_scores(Scores(published=None, here=frozenset({"keyword"})), Addresses())
    assert block
    assert (block.published.points, block.here.points, block.failing) == ("", "30", ())


def test_the_store_answers_which_datasets_pass_a_metric_as_published(client: TestClient) -> None:
    query = f"""
        PREFIX dqv: <{DQV.IRI}> PREFIX stook: <{STOOK.IRI}>
        SELECT ?dataset WHERE {{ GRAPH ?g {{ ?dataset dqv:hasQualityMeasurement ?m .
          ?m dqv:isMeasurementOf <{QUALITY}#score-as-published> ; stook:passes <{QUALITY}/keyword> . }} }}"""
    answer = client.get("/sparql", params={"query": query}, headers={"accept": "application/json"}).json()
    assert f"{BASE}/dataset/{BINS}" in {row["dataset"]["value"] for row in answer["results"]["bindings"]}


def test_the_stored_query_tells_the_means_of_a_council(client: TestClient) -> None:
    rows = client.get("/views/scores-by-council.json", params={"publisher": "leeds-city-council"}).json()[
        "rows"
    ]
    found = client.get(f"/dataset/{BINS}.json").json()["quality"]
    assert [(row["published"], row["here"], row["datasets"]) for row in rows] == [
        (found["published"]["points"], found["here"]["points"], 1)
    ]


def test_what_keeps_a_description_from_conforming_is_told_once_it_was_looked_at() -> None:
    missing = ({"property": DCT.description, "constraint": "MinCountConstraintComponent"},)
    looked, waiting = (
        make_scores(Scores(published=None, here=frozenset(), unknown=unknown), Addresses(), missing)
        for unknown in (frozenset[str](), frozenset({"conforms"}))
    )
    assert looked
    assert [(one.property, one.wrong) for one in looked.misses] == [("dct:description", "is missing")]
    assert waiting
    assert waiting.misses == ()
