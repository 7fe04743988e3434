"""The sequence of changes: whoever follows it gets each change once, in order, also while more are made."""

from __future__ import annotations

from collections.abc import Iterator

import feedparser
import pytest
from answered_graphs import read_graph
from made_up_catalogue import BASE, GONE, Builder, fill, serve, text
from rdflib import RDF, Graph, Namespace, URIRef
from starlette.testclient import TestClient

from catalogue.ledger.ledger import Ledger, open_ledger
from catalogue.model import Dataset

AS = Namespace("https://www.w3.org/ns/activitystreams#")
TREE = Namespace("https://w3id.org/tree#")
LDES = Namespace("https://w3id.org/ldes#")
DCT = Namespace("http://purl.org/dc/terms/")
A_PAGE = 100


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A ledger that the tests add to."""
    opened = open_ledger(f"sqlite:///{tmp_path_factory.mktemp('changes') / 'ledger.db'}")
    fill(opened)
    add(opened, "first", 150)
    return opened


@pytest.fixture(scope="module")
def changing(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The site over it."""
    app = serve(ledger, tmp_path_factory.mktemp("changing"))
    with TestClient(app, base_url=BASE, follow_redirects=False) as opened:
        yield opened


def add(ledger: Ledger, slug: str, many: int) -> None:
    """Commits further datasets."""
    with ledger.writing() as connection:
        builder = Builder(connection)
        portal, run = builder.portal(slug, slug)
        for number in range(many):
            builder.dataset(
                portal, run, f"{slug}-{number}", Dataset(title=text(f"{slug} {number}")), slug=slug
            )


def test_who_follows_from_nought_gets_each_change_once_while_more_are_made(
    changing: TestClient, ledger: Ledger
) -> None:
    met, address, turn = [], "/changes.json?since=0", 0
    while address:
        page = changing.get(address).json()
        met += [one["n"] for one in page["changes"]]
        address, turn = page["next"], turn + 1
        if turn <= 2:
            add(ledger, f"beside-{turn}", 70)

    assert met == list(range(1, len(met) + 1))
    assert len(met) == 5 + 150 + 140
    assert page["complete"] is True
    assert page["until"] == met[-1]


def test_a_full_page_is_kept_for_ever_and_the_last_is_not(changing: TestClient) -> None:
    full, last = changing.get("/changes.json?since=0"), changing.get("/changes.json?since=1000000")

    assert len(full.json()["changes"]) == A_PAGE
    assert "immutable" in full.headers["Cache-Control"]
    assert 'rel="next"' in full.headers["Link"]
    assert "immutable" not in last.headers["Cache-Control"]


@pytest.mark.parametrize("since", ["1000000", "9" * 5000, "2147483647"])
def test_beyond_the_end_there_is_nothing_and_it_is_complete(changing: TestClient, since: str) -> None:
    page = changing.get("/changes.json", params={"since": since}).json()

    assert (page["changes"], page["complete"], page["next"]) == ([], True, None)


@pytest.mark.parametrize("since", ["-1", "x", "1.5", "", "٣", "1e3"])
def test_what_is_no_number_is_refused(changing: TestClient, since: str) -> None:
    assert changing.get("/changes", params={"since": since}).status_code == 400


def test_the_stream_names_its_members_and_the_way_on(changing: TestClient) -> None:
    graph = read_graph(changing.get("/changes.ttl?since=0"))
    stream, node = URIRef(f"{BASE}/changes"), URIRef(f"{BASE}/changes?since=0")
    relation = graph.value(node, TREE.relation)

    assert (stream, RDF.type, LDES.EventStream) in graph
    assert graph.value(stream, TREE.view) == node
    assert len(set(graph.objects(stream, TREE.member))) == A_PAGE
    assert graph.value(relation, TREE.node) == URIRef(f"{BASE}/changes?since={A_PAGE}")


def test_a_member_is_the_whole_dataset_of_then_and_a_deletion_is_bare(changing: TestClient) -> None:
    graph = read_graph(changing.get("/changes.nt?since=0"))
    first, gone = URIRef(f"{BASE}/changes#1"), _deletion(graph)

    assert str(graph.value(first, DCT.title)) in ("Household bin collection rounds", "Rowndiau casglu biniau")
    assert graph.value(first, AS.published)
    assert (
        graph.value(gone, AS.object) == graph.value(gone, DCT.isVersionOf) == URIRef(f"{BASE}/dataset/{GONE}")
    )
    assert graph.value(gone, DCT.title) is None


def test_two_versions_on_one_page_keep_apart(changing: TestClient) -> None:
    graph = read_graph(changing.get("/changes.nt?since=0"))
    versions = set(graph.subjects(DCT.isVersionOf, URIRef(f"{BASE}/dataset/{GONE}")))

    assert len(versions) == 2
    assert sum(bool(graph.value(one, DCT.title)) for one in versions) == 1


def test_the_feed_is_read_by_a_reader_of_feeds(changing: TestClient) -> None:
    feed = feedparser.parse(changing.get("/changes.atom?since=0").content)

    assert not feed.bozo
    assert len(feed.entries) == A_PAGE
    assert feed.entries[0].id == f"{BASE}/changes#1"
    assert [one.href for one in feed.feed.links if one.rel == "next"] == [
        f"{BASE}/changes.atom?since={A_PAGE}"
    ]


def test_the_page_shows_what_became_of_each(changing: TestClient) -> None:
    page = changing.get("/changes?since=0").text

    assert f'href="/dataset/{GONE}"' in page
    assert "<script>alert" not in page


def _deletion(graph: Graph) -> URIRef:
    (found,) = graph.subjects(RDF.type, AS.Delete)
    assert isinstance(found, URIRef)
    return found
