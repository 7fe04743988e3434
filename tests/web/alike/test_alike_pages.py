"""/alike: lists and pages of what several publishers have, in every form, and the ways that lead there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from lxml import html
from made_up_catalogue import BASE, BINS, Builder, serve, text
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL
from starlette.testclient import TestClient

from catalogue.entry import mint_id
from catalogue.ledger.ledger import open_ledger
from catalogue.model import Agent, Dataset, Distribution
from catalogue.values import Term, Text, Typed
from vocab.namespaces import STOOK

OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
HOSTILE = "<script>alert(1)</script>"
TREE = mint_id("many", "tree-0")


def toilets(slug: str, title: str, *columns: str, modified: str = "", lang: str = "en") -> Dataset:
    """Toilets of a fictional council."""
    return Dataset(
        title=(Text(title, lang),),
        publisher=Agent(slug=slug, name=text(slug.replace("-", " ").title())),
        license=Term("OGL", OGL),
        modified=Typed(modified) if modified else None,
        distribution=(Distribution(download_url=(f"https://{slug}.example/toilets.csv",)),),
        conforms_to=(Term("", "http://www.opengis.net/def/crs/EPSG/0/27700"), Term("Toilets schema 2")),
        extra=tuple(("", f"<{STOOK.columnName}>", f'"{name}"') for name in columns),
    )


@pytest.fixture(scope="module")
def kin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site on which four councils have toilets, one of them twice."""
    folder = tmp_path_factory.mktemp("alike")
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.db'}")
    with ledger.writing() as connection:
        builder = Builder(connection)
        portal, run = builder.portal("kin", "A portal of several")
        for key, dataset in {
            "a": toilets("ambleford", "Public toilets", "UPRN", "Name", "Hours", modified="2026-10-01"),
            "b": toilets("brackwater", "Public conveniences", "uprn", "NAME", "Fee", modified="2019-01-01"),
            "c18": toilets("cragholm", "Toilets 2018"),
            "c19": toilets("cragholm", "Toilets 2019", "Name", HOSTILE),
            "d": toilets("dunmarsh", "Toiledau cyhoeddus", lang="cy"),
            "e": toilets("ambleford", f"Sundials {HOSTILE}"),
        }.items():
            builder.dataset(portal, run, key, dataset, slug="kin")
    with TestClient(
        serve(ledger, folder), base_url=BASE, raise_server_exceptions=False, follow_redirects=False
    ) as opened:
        yield opened


def identifier(key: str) -> str:
    """A dataset of that site."""
    return mint_id("kin", key)


def test_the_list_tells_what_several_have_and_leaves_out_what_one_has(kin: TestClient) -> None:
    found = kin.get("/alike.json").json()
    assert [(one["name"], one["publishers"], one["datasets"]) for one in found["kins"]] == [
        ("public-toilets", 4, 5)
    ]
    assert kin.get("/alike.csv").text.splitlines()[1].startswith("public-toilets,")


@pytest.mark.parametrize("words", ["conveniences", "Public toilet", "toiledau", "toilets"])
def test_a_kin_is_found_in_any_words_that_councils_use(kin: TestClient, words: str) -> None:
    found = kin.get("/alike.json", params={"q": words}).json()
    assert [one["name"] for one in found["kins"]] == ["public-toilets"]
    assert "public toilets" in kin.get("/alike", params={"q": words}).text


def test_nothing_found_leads_on(kin: TestClient) -> None:
    page = kin.get("/alike", params={"q": f"sundials {HOSTILE} %_"})
    assert page.status_code == 200
    assert "Search all datasets for it" in page.text
    assert HOSTILE not in page.text


def test_the_page_shows_each_body_once_with_its_newest(kin: TestClient) -> None:
    tree = html.fromstring(kin.get("/alike/public-toilets").text)
    (heading,) = tree.xpath("//h1")
    assert heading.text_content() == "Public toilets"
    shown = tree.xpath("//table[contains(@class,'compared')]//th[@scope='row']/a/@href")
    assert shown == [f"/dataset/{identifier(key)}" for key in ("a", "b", "c19", "d")]
    assert tree.xpath("//a[starts-with(., 'All 2 of theirs')]/@href") == [
        "/alike/public-toilets?publisher=cragholm"
    ]
    boxes = tree.xpath("//form[@action='/compare/datasets']//input[@type='checkbox']/@value")
    assert boxes == [identifier(key) for key in ("a", "b", "c19", "d")]


def test_the_editions_of_one_body_are_listed_newest_first(kin: TestClient) -> None:
    found = kin.get("/alike/public-toilets.json", params={"publisher": "cragholm"}).json()
    assert [one["id"] for one in found["members"]] == [identifier("c19"), identifier("c18")]
    assert found["bearer"] == "cragholm"


def test_the_schema_match_is_told_to_programs_and_people(kin: TestClient) -> None:
    found = kin.get("/alike/public-toilets.json").json()
    assert found["columns_told_by"] == 3
    assert found["usual_columns"] == ["Name", "UPRN"]
    of_b = next(one for one in found["members"] if one["id"] == identifier("b"))
    assert of_b["schema_match"] == {
        "equal": 2, "different": 3, "share": 0.667, "lacks": [], "alone": ["Fee"]
    }  # fmt: skip
    of_c = next(one for one in found["members"] if one["id"] == identifier("c19"))
    assert of_c["schema_match"]["lacks"] == ["UPRN"]
    shares = {frozenset((one["a"], one["b"])): one["share"] for one in found["shares"]}
    assert shares[frozenset((identifier("a"), identifier("b")))] == 0.5
    page = kin.get("/alike/public-toilets").text
    assert "2 of 3 as most have (67 %)" in page
    assert HOSTILE not in page


def test_what_may_be_used_and_got_stands_beside_each(kin: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(kin.get("/alike/public-toilets.csv").text)))
    first = rows[0]
    assert (first["openness"], first["data_changed"]) == ("open", "2026-10-01")
    assert first["downloads"] == "https://ambleford.example/toilets.csv"
    assert "4 under an open licence" in kin.get("/alike/public-toilets").text


def test_what_could_be_adopted_is_a_schema_and_no_system_of_coordinates(kin: TestClient) -> None:
    found = kin.get("/alike/public-toilets.json").json()
    assert found["standards"] == [{"standard": "Toilets schema 2", "members": 4}]
    assert "by having these 2 columns" in " ".join(kin.get("/alike/public-toilets").text.split())


@pytest.mark.parametrize("words", ["Toilets", "public conveniences", "PublicToilets", "toiledau-cyhoeddus"])
def test_another_name_for_it_leads_to_its_address(kin: TestClient, words: str) -> None:
    answer = kin.get(f"/alike/{words}.json")
    assert answer.status_code == 308
    assert answer.headers["location"] == "/alike/public-toilets.json"


@pytest.mark.parametrize("name", ["cricket-grounds", "%22%3Cscript%3E", "data", "x" * 400])
def test_what_nobody_has_is_not_found(kin: TestClient, name: str) -> None:
    assert kin.get(f"/alike/{name}").status_code == 404


def test_beyond_the_end_a_page_leads_back(kin: TestClient) -> None:
    page = kin.get("/alike/public-toilets?page=9")
    assert page.status_code == 200
    assert "There is nothing on this page" in page.text


def test_rdf_relates_and_never_says_the_same(kin: TestClient) -> None:
    graph = Graph().parse(data=kin.get("/alike/public-toilets.ttl").text, format="turtle")
    here, one = URIRef(f"{BASE}/alike/public-toilets"), URIRef(f"{BASE}/dataset/{identifier('a')}")
    assert (one, URIRef(STOOK.alike), here) in graph
    assert str(graph.value(one, DCTERMS.title)) == "Public toilets"
    own = Graph().parse(data=kin.get(f"/dataset/{identifier('a')}.ttl").text, format="turtle")
    assert (one, URIRef(STOOK.alike), here) in own
    assert not list(graph.triples((None, OWL.sameAs, None)))
    alone = kin.get(f"/dataset/{identifier('e')}.nt").text
    assert STOOK.alike not in alone


def test_a_datasets_page_leads_to_its_kin(kin: TestClient) -> None:
    tree = html.fromstring(kin.get(f"/dataset/{identifier('a')}").text)
    said = [" ".join(one.text_content().split()) for one in tree.xpath("//ul[contains(@class,'others')]/li")]
    assert said[0].startswith("Public conveniences, Brackwater")
    assert said[0].endswith("another name for the same and 2 of 4 columns")
    assert "Toilets 2019, Cragholm and 1 further dataset of theirs" in " ".join(said)
    assert tree.xpath("//a[starts-with(., 'See what all 4 publishers have')]/@href") == [
        "/alike/public-toilets"
    ]


def test_programs_read_the_same_of_a_dataset(client: TestClient) -> None:
    found = client.get(f"/dataset/{TREE}.json").json()
    assert found["kin"] == {"name": "trees", "iri": f"{BASE}/alike/trees", "publishers": 30}
    assert len({each["publisher"] for each in found["same_from_others"]}) == 8
    assert found["same_from_others"][0]["why"] == "the same title"


def test_nothing_is_said_where_nobody_else_has_it(client: TestClient) -> None:
    assert "The same from other councils" not in client.get(f"/dataset/{BINS}").text
    assert client.get(f"/dataset/{BINS}.json").json()["kin"] is None


def test_a_result_says_how_many_others_have_the_same(kin: TestClient) -> None:
    tree = html.fromstring(kin.get("/search?q=conveniences").text)
    (hit,) = [
        one for one in tree.xpath("//article[@class='hit']") if "Public conveniences" in one.text_content()
    ]
    assert hit.xpath(".//a[.='The same from 3 other publishers']/@href") == ["/alike/public-toilets"]
    (alone,) = html.fromstring(kin.get("/search?q=sundials").text).xpath("//article[@class='hit']")
    assert "The same from" not in alone.text_content()


HYDRA = "http://www.w3.org/ns/hydra/core#"


def test_rdf_of_a_page_says_how_many_there_are_and_where_the_rest_is(client: TestClient) -> None:
    first = Graph().parse(data=client.get("/alike/trees.nt").text, format="nt")
    here, view = URIRef(f"{BASE}/alike/trees"), URIRef(f"{BASE}/alike/trees.nt")
    following = URIRef(f"{BASE}/alike/trees.nt?page=2")
    assert int(str(first.value(here, URIRef(HYDRA + "totalItems")))) == 30
    assert len(list(first.objects(here, URIRef(HYDRA + "member")))) == 25
    assert (view, URIRef(HYDRA + "next"), following) in first
    rest = Graph().parse(data=client.get("/alike/trees.nt?page=2").text, format="nt")
    assert len(list(rest.objects(here, URIRef(HYDRA + "member")))) == 5
    assert client.get("/alike/trees.json").json()["next"] == f"{BASE}/alike/trees.json?page=2"
