"""What several bodies have in common stands among the linkages of each: joins, the same from others, stories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from made_up_catalogue import BASE, NOW, Builder, serve, text
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from catalogue.entry import mint_id
from catalogue.ledger.ledger import open_ledger
from catalogue.ledger.reuse_deeds import Judge, approve
from catalogue.ledger.reuse_filing import begin_story, must_file, send_story
from catalogue.model import Agent, Dataset
from catalogue.reuses.story import Content, Use, What
from vocab import load_vocabulary
from vocab.namespaces import HYDRA, STOOK
from web.linkages.tie import A_PAGE

COUNCILS = [f"council-{number:02}" for number in range(12)]
HOSTILE = "<script>alert(1)</script>"
FIRST = mint_id("tied", "toilets-council-00")


ODD = ("javascript:alert(1)", "https://elsewhere.example/a b>c", 'x" .\n<urn:a> <urn:b> <urn:c', "")


def toilets(council: str) -> Dataset:
    """The toilets of a fictional council."""
    return Dataset(
        title=text("Public toilets"),
        publisher=Agent(slug=council, name=text(council.replace("-", " ").title())),
        extra=(("", f"<{STOOK.columnName}>", '"UPRN"'),),
        is_referenced_by=ODD,
    )


STORY = Content(
    title=f"Nobody walks in vain {HOSTILE}",
    who="Friends of the Esker",
    kind="service",
    changed="Signs were put up.",
    story="",
    evidence="",
    uses=(Use(what=What.DATASET, name=FIRST, title="Public toilets"), Use(what=What.IDENTIFIER, name="uprn")),
)


@pytest.fixture(scope="module")
def tied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site on which twelve councils have the same, which joins by UPRN, and somebody has told a story of it."""
    folder = tmp_path_factory.mktemp("tied")
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    with ledger.writing() as connection:
        builder = Builder(connection)
        portal, run = builder.portal("tied", f"A portal of several {HOSTILE}")
        for council in COUNCILS:
            builder.dataset(portal, run, f"toilets-{council}", toilets(council), slug="tied")
        filed = begin_story(connection, STORY, token="0" * 43, email="", now=NOW)
        send_story(connection, filed, now=NOW)
        judge = Judge(who="op@stook.example", now=NOW, vocabulary=load_vocabulary())
        approve(connection, must_file(connection, filed.story.id), judge)
    with TestClient(serve(ledger, folder), base_url=BASE, raise_server_exceptions=False) as client:
        yield client


def ties(client: TestClient, address: str) -> dict[str, dict]:
    """The ties of a thing by their codes."""
    return {one["code"]: one for one in client.get(f"{address}.json").json()["ties"]}


def test_a_dataset_tells_what_it_joins_with_and_where_that_is_listed(tied: TestClient) -> None:
    found = ties(tied, f"/linkages/dataset/{FIRST}")
    (by,) = found["joins"]["ends"]

    assert (by["label"], by["datasets"]) == ("Unique Property Reference Number", 11)
    assert by["why"] == "by its column “UPRN”"
    assert tied.get(by["search"]).status_code == 200
    assert [one["why"] for one in found["identifier"]["ends"]] == ["in the column “UPRN”"]


def test_what_others_have_of_the_same_is_counted_and_led_to(tied: TestClient) -> None:
    of_dataset, of_body = (
        ties(tied, address)["kin"]
        for address in (f"/linkages/dataset/{FIRST}", "/linkages/organisation/council-00")
    )

    assert of_dataset["count"] == 11
    assert len(of_dataset["ends"]) == 8
    assert tied.get(of_dataset["all"]).status_code == 200
    assert [one["why"] for one in of_body["ends"]] == ["from 12 publishers"]
    assert tied.get(of_body["ends"][0]["page"]).status_code == 200


@pytest.mark.parametrize(
    "address",
    [f"/linkages/dataset/{FIRST}", "/linkages/organisation/council-00", "/linkages/identifier/uprn"],
)
def test_a_story_stands_at_everything_that_it_used(tied: TestClient, address: str) -> None:
    found = ties(tied, address)["stories"]

    assert [one["label"] for one in found["ends"]] == [STORY.title]
    assert tied.get(found["ends"][0]["page"]).status_code == 200
    assert ties(tied, f"{address}")["stories"]["count"] == 1
    assert tied.get(f"{address}?tie=stories").status_code == 200


def test_whatever_a_portal_calls_an_address_leaves_the_rdf_sound(tied: TestClient) -> None:
    triples = parse(tied.get(f"/linkages/dataset/{FIRST}.nt").content, format=RdfFormat.N_TRIPLES)
    members = {str(one.object.value) for one in triples if one.predicate.value == HYDRA.member}

    assert "https://elsewhere.example/a%20b%3Ec" in members
    assert "urn:c" not in members
    page = html.fromstring(tied.get(f"/linkages/dataset/{FIRST}").text)
    assert not [one for one in page.xpath("//@href") if one.startswith("javascript")]


def test_bodies_that_hold_the_same_identifiers_are_told(tied: TestClient) -> None:
    found = ties(tied, "/linkages/organisation/council-00")["sharing"]

    assert found["count"] == 11
    assert found["all"].endswith("/linkages/organisation/council-00?tie=sharing")
    whole = tied.get("/linkages/organisation/council-00.json?tie=sharing").json()
    assert [len(one["ends"]) for one in whole["ties"]] == [11]
    assert "council-00" not in {one["iri"].rpartition("/")[2] for one in whole["ties"][0]["ends"]}


def test_a_kind_tells_what_lookups_lead_to_from_it(tied: TestClient) -> None:
    found = ties(tied, "/linkages/identifier/uprn")

    assert found["publishers"]["count"] == 12
    assert found["leads"]["ends"] and all(one["why"] for one in found["leads"]["ends"])


def test_a_whole_list_is_told_in_pages(tied: TestClient) -> None:
    page = tied.get("/linkages/identifier/uprn?tie=publishers")
    tree = html.fromstring(page.text)

    assert tree.xpath("string(//h1)").split() == ["Bodies", "12"]
    assert len(tree.xpath("//main//ul[@class='plain']/li")) == 12


def test_a_list_that_is_elsewhere_is_led_to_and_has_no_pages_here(tied: TestClient) -> None:
    tree = html.fromstring(tied.get("/linkages/identifier/uprn?tie=datasets").text)

    assert not tree.xpath("//nav[@class='pager']")
    assert tree.xpath("//main//a[starts-with(., 'All 12')]/@href") == ["/identifier/uprn#datasets"]


@pytest.mark.parametrize("address", [f"/linkages/dataset/{FIRST}", "/linkages/identifier/uprn"])
def test_what_others_wrote_stays_text(tied: TestClient, address: str) -> None:
    body = tied.get(address).text
    assert "alert(1)" in body and "<script>alert" not in body


def test_programs_are_led_from_page_to_page_of_a_long_list(tmp_path: Path) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    with ledger.writing() as connection:
        builder = Builder(connection)
        portal, run = builder.portal("many", "A portal of many")
        for number in range(A_PAGE + 20):
            builder.dataset(portal, run, f"t{number}", toilets(f"council-{number}"), slug="many")
    with TestClient(serve(ledger, tmp_path), base_url=BASE) as client:
        first = client.get("/linkages/identifier/uprn.json?tie=publishers")
        second = client.get(first.json()["next"])

        found = [end["iri"] for answer in (first, second) for end in answer.json()["ties"][0]["ends"]]
        assert len(set(found)) == len(found) == first.json()["ties"][0]["count"] == A_PAGE + 20
        assert second.json()["next"] is None
        assert 'rel="next"' in first.headers["link"]
        assert HYDRA.next in client.get("/linkages/identifier/uprn.nt?tie=publishers").text
