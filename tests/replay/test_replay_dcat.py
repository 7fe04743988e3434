"""The replayed DCAT catalogue: the same datasets in every format, paged in both Hydra ways."""

from dataclasses import replace

import orjson
import pytest
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from harvester.replay.dcat import PREFIXES
from harvester.replay.lines import as_lines
from harvester.replay.recording import Recording
from harvester.replay.server import build_app

FORMATS = {
    "ttl": RdfFormat.TURTLE,
    "xml": RdfFormat.RDF_XML,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
}
HYDRA = PREFIXES["hydra"]


def town(count: int, **options: object) -> TestClient:
    lines = []
    for number in range(count):
        iri = f"https://town.example/set/{number}"
        title = f'"Set {number}"@en , "Set {number}"@cy'
        turtle = f'<{iri}> a dcat:Dataset ; dct:title {title} ; dct:modified "yesterday" .\n'
        lines.append(orjson.dumps({"iri": iri, "modified": f"2024-01-{number + 1:02}", "turtle": turtle}))
    recording = Recording(slug="town", title='The "Town"', kind="dcat", records=as_lines(lines))
    return TestClient(build_app([replace(recording, options={"page_size": 10} | options)]))


def triples(client: TestClient, address: str) -> set[tuple[str, str, str]]:
    suffix = address.partition("?")[0].rpartition(".")[2]
    quads = parse(client.get(address).content, FORMATS[suffix])
    return {(str(q.subject).strip("<>"), q.predicate.value, getattr(q.object, "value", "_")) for q in quads}


def subjects_of(found: set[tuple[str, str, str]], kind: str) -> set[str]:
    return {subject for subject, _, value in found if value == PREFIXES["dcat"] + kind}


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_holds_the_same_datasets(suffix: str) -> None:
    found = triples(town(3), f"/town/catalog.{suffix}")
    assert subjects_of(found, "Dataset") == {f"https://town.example/set/{n}" for n in range(3)}


def test_words_of_the_portal_pass_through_unchanged() -> None:
    assert any(value == "yesterday" for _, _, value in triples(town(1), "/town/catalog.nt"))
    assert any(value == 'The "Town"' for _, _, value in triples(town(1), "/town/catalog.ttl"))


@pytest.mark.parametrize(("hydra", "name"), [("paged", "nextPage"), ("view", "next")])
@pytest.mark.parametrize("suffix", ["ttl", "xml"])
def test_the_next_pages_lead_through_every_dataset(hydra: str, name: str, suffix: str) -> None:
    client, address, found = town(23, hydra=hydra), f"/town/catalog.{suffix}", set[str]()
    while address:
        page = triples(client, address)
        found |= subjects_of(page, "Dataset")
        address = next((value for _, predicate, value in page if predicate == HYDRA + name), "")
    assert len(found) == 23


def test_the_paged_way_writes_addresses_as_literals_and_the_view_as_iris() -> None:
    assert (
        'hydra:nextPage "http://testserver/town/catalog.ttl?page=2"' in town(11).get("/town/catalog.ttl").text
    )
    assert (
        "hydra:next <http://testserver/town/catalog.ttl?page=2>"
        in town(11, hydra="view").get("/town/catalog.ttl").text
    )


@pytest.mark.parametrize("hydra", ["paged", "view"])
def test_a_page_says_how_many_there_are(hydra: str) -> None:
    found = triples(town(23, hydra=hydra), "/town/catalog.ttl?page=3")
    assert {value for _, predicate, value in found if predicate == HYDRA + "totalItems"} == {"23"}


def test_a_page_beyond_the_last_is_empty_and_leads_nowhere() -> None:
    found = triples(town(3), "/town/catalog.ttl?page=9")
    assert not subjects_of(found, "Dataset")
    assert not [value for _, predicate, value in found if predicate == HYDRA + "nextPage"]


@pytest.mark.parametrize("page", ["0", "-1", "two"])
def test_a_page_number_that_is_none_is_refused(page: str) -> None:
    assert town(1).get(f"/town/catalog.ttl?page={page}").status_code == 409


def test_only_datasets_modified_since_are_given_on_demand() -> None:
    client = town(23)
    found = triples(client, "/town/catalog.ttl?modified_since=2024-01-12")
    assert len(subjects_of(found, "Dataset")) == 10
    text = client.get("/town/catalog.ttl?modified_since=2024-01-12T00:00:00.5Z").text
    assert "page=2&modified_since=2024-01-12T00%3A00%3A00.5Z" in text


def test_an_unknown_suffix_is_not_found() -> None:
    assert town(1).get("/town/catalog.exe").status_code == 404


def test_the_front_page_names_the_feeds() -> None:
    assert 'type="text/turtle" href="http://testserver/town/catalog.ttl"' in town(1).get("/town/").text
