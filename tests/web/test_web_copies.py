"""A dataset that two portals list: once among the results, with the others on its page and in its forms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import html
from made_up_catalogue import BASE, Builder, text
from starlette.testclient import TestClient

from catalogue.entry import mint_id
from catalogue.indexes.protocol import open_index
from catalogue.ledger.ledger import open_ledger
from catalogue.model import Agent, Dataset, Distribution
from catalogue.projection import project
from catalogue.settings import Settings
from catalogue.stores import open_store
from catalogue.values import Term
from vocab import load_vocabulary
from web.app import build_app

FILE = ("https://files.example/trees-2024.csv",)


@pytest.fixture(scope="module")
def portals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, dict[str, str]]]:
    """A site over three portals with the same made-up survey, and the identifiers of its records by portal."""
    folder = tmp_path_factory.mktemp("copies")
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    ids: dict[str, str] = {}
    with ledger.writing() as connection:
        builder = Builder(connection)
        for slug, title, files in (
            ("own", "Tree survey", FILE),
            ("city", "Tree survey", FILE),
            ("far", "Survey, tree", ()),
        ):
            portal, run = builder.portal(slug, f"Portal {slug}")
            row = Dataset(
                title=text(title),
                publisher=Agent(slug="council", name=text("Council")),
                distribution=tuple(Distribution(access_url=(one,)) for one in files),
                license=Term(f"Terms of {slug}"),
                keyword=text("ash dieback") if slug == "own" else (),
            )
            builder.dataset(portal, run, "tree", row, slug=slug)
            ids[slug] = mint_id(slug, "tree")
    settings = Settings(base=BASE, home=folder)
    project(settings, ledger)
    store, index = open_store(settings.store_url, writable=False), open_index(settings.index_url)
    app = build_app(settings, ledger=ledger, store=store, index=index, vocabulary=load_vocabulary())
    with TestClient(app, base_url=BASE) as client:
        yield client, ids
    ledger.close()


Portals = tuple[TestClient, dict[str, str]]


def words_of(client: TestClient, address: str) -> str:
    return " ".join(" ".join(html.fromstring(client.get(address).text).itertext()).split())


def test_the_results_show_it_once_and_say_where_else_it_is(portals: Portals) -> None:
    client, ids = portals
    said = client.get("/search.json?q=tree").json()
    leading, other = sorted((ids["own"], ids["city"]), key=lambda one: one != said["hits"][0]["id"])
    shown = {hit["id"]: hit["also_listed"] for hit in said["hits"]}
    assert said["total"] == 2
    assert set(shown) == {leading, ids["far"]} or set(shown) == {other, ids["far"]}
    assert [one["id"] for also in shown.values() for one in also] == [
        ({ids["own"], ids["city"]} - set(shown)).pop()
    ]
    assert "Also listed at Portal" in words_of(client, "/search?q=tree")
    assert "1 more record is a copy of these datasets at other portals" in words_of(client, "/search?q=tree")


def test_every_record_can_be_seen(portals: Portals) -> None:
    client, ids = portals
    (link,) = html.fromstring(client.get("/search?q=tree").text).xpath(
        "//a[text()='Show every record']/@href"
    )
    tree = html.fromstring(client.get(link).text)
    assert len(tree.xpath("//article[@class='hit']")) == 3
    assert tree.xpath("//a[text()='Show each dataset once']")
    assert ("copies", "apart") in tree.xpath("//main//form")[0].form_values()
    assert client.get("/search.json?q=tree&copies=apart").json()["total"] == 3
    assert {hit["id"] for hit in client.get("/search.json?q=tree&copies=apart").json()["hits"]} == set(
        ids.values()
    )


def test_its_page_lists_the_others_with_the_reason(portals: Portals) -> None:
    client, ids = portals
    said = words_of(client, f"/dataset/{ids['city']}")
    assert "Also listed at Portal own : Tree survey" in said
    assert "because they lead to the same files; they have the same title and publisher" in said
    assert "Perhaps the same Portal far : Survey, tree" in said
    listed = client.get(f"/dataset/{ids['city']}.json").json()
    assert [one["id"] for one in listed["also_listed"]] == [ids["own"]]
    assert [one["id"] for one in listed["perhaps_the_same"]] == [ids["far"]]


def test_its_rdf_says_what_it_is_derived_from_and_never_that_two_are_one(portals: Portals) -> None:
    client, ids = portals
    texts = [client.get(f"/dataset/{one}.nt").text for one in ids.values()]
    whole = "".join(texts)
    assert whole.count("http://www.w3.org/ns/prov#wasDerivedFrom") == 1
    assert whole.count("http://www.w3.org/2000/01/rdf-schema#seeAlso") == 4
    assert "sameAs" not in whole


def test_each_record_keeps_its_own_page(portals: Portals) -> None:
    client, ids = portals
    assert [client.get(f"/dataset/{one}").status_code for one in ids.values()] == [200, 200, 200]


def leading(portals: Portals) -> tuple[str, str]:
    """The record that comes first, and the other."""
    client, ids = portals
    first = client.get(f"/dataset/{ids['own']}/copies.json").json()["first"]
    return first, ({ids["own"], ids["city"]} - {first}).pop()


def test_its_records_stand_side_by_side_with_what_differs(portals: Portals) -> None:
    client, ids = portals
    found = client.get(f"/dataset/{ids['own']}/copies.json").json()
    assert {one["id"] for one in found["records"]} == {ids["own"], ids["city"]}
    assert found["licences_conflict"] is True
    assert found["fullest"] == ids["own"]
    alone = {one["id"]: one["stated_alone"] for one in found["records"]}
    assert alone == {ids["own"]: ["Keyword"], ids["city"]: []}
    differs = {line["code"]: line["differs"] for line in found["lines"]}
    assert (differs["title"], differs["licence"], differs["keywords"]) == (False, True, True)
    because = [one["because"] for one in found["records"]]
    assert because == [None, "they lead to the same files; they have the same title and publisher"]


def test_nothing_is_merged_where_they_stand_side_by_side(portals: Portals) -> None:
    client, ids = portals
    said = words_of(client, f"/dataset/{leading(portals)[0]}/copies")
    assert "Nothing is merged" in said
    assert "Their licences are not the same." in said
    assert "Terms of own" in said and "Terms of city" in said
    for slug in ("own", "city"):
        own = client.get(f"/dataset/{ids[slug]}.json").json()
        assert own["licence"]["stated"]["published"] == f"Terms of {slug}"
        assert own["iri"] == f"{BASE}/dataset/{ids[slug]}"


def test_every_record_leads_to_one_address_and_a_page_links_it(portals: Portals) -> None:
    client, _ids = portals
    first, other = leading(portals)
    answer = client.get(f"/dataset/{other}/copies.csv", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/dataset/{first}/copies.csv")
    tree = html.fromstring(client.get(f"/dataset/{other}").text)
    assert tree.xpath("//a[.='See the 2 records side by side']/@href") == [f"/dataset/{other}/copies"]
    table = client.get(f"/dataset/{first}/copies.csv").text
    assert table.splitlines()[0] == f"question,differs,{first},{other}"


def test_a_dataset_that_nobody_else_lists_has_no_such_page(portals: Portals) -> None:
    client, ids = portals
    assert client.get(f"/dataset/{ids['far']}/copies").status_code == 404
    assert client.get("/dataset/nothing-here/copies").status_code == 404
