"""DCAT feeds: where they are, how they are paged, what counts as a dataset. All feeds are made up."""

from __future__ import annotations

import pytest

from catalogue.errors import RecordError
from catalogue.model import DatasetSeries
from catalogue.values import Text
from harvester.drafting.dcat_dataset import draft_dataset
from harvester.record import PageUnreadable, Record

PREFIXES = b"""@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <http://madeup.example/dataset/> .\n"""
HERE = "http://madeup.example/catalog.ttl?page=2"


@pytest.fixture
def spider(spider_of):
    return spider_of("dcat", "http://madeup.example")


@pytest.fixture
def page(spider, answer):
    def read(turtle: str, **values: str):
        return spider.page(answer(PREFIXES + turtle.encode(), HERE, "text/turtle"), **values)

    return read


def chain(request) -> list[str]:
    return [request.url] + [url for other in request.meta["otherwise"] for url in chain(other)]


@pytest.mark.parametrize(
    "address", ["http://madeup.example/a/feed.rdf", "http://madeup.example/feed?format=ttl"]
)
def test_an_address_that_names_a_document_is_asked_as_it_stands(spider_of, address: str) -> None:
    (request,) = spider_of("dcat", address).begin()
    assert chain(request) == [address]


def test_the_usual_places_are_asked_one_after_the_other(spider) -> None:
    (request,) = spider.begin()
    asked = chain(request)
    assert asked[:3] == [f"http://madeup.example/catalog.{end}" for end in ("ttl", "jsonld", "xml")]
    assert asked[-1] == "http://madeup.example"


@pytest.mark.parametrize(
    "turtle",
    [
        "<> a hydra:PagedCollection ; hydra:nextPage <http://madeup.example/catalog.ttl?page=3> .",
        '<> a hydra:PagedCollection ; hydra:nextPage "http://madeup.example/catalog.ttl?page=3" .',
        "<> a hydra:PartialCollectionView ; hydra:next <http://madeup.example/catalog.ttl?page=3> .",
        "<#c> a hydra:Collection ; hydra:view [ a hydra:PartialCollectionView ; hydra:next <?page=3> ] .",
        '<> hydra:next "/catalog.ttl?page=3" .',
        '<> hydra:next "?page=3" , <?page=3> .',
    ],
)
def test_the_next_page_is_found_however_it_is_written(page, turtle: str) -> None:
    found = page(':1 a dcat:Dataset ; dct:title "A" . ' + turtle)
    assert [request.url for request in found.follow] == ["http://madeup.example/catalog.ttl?page=3"]


def test_the_next_page_is_asked_where_the_portal_is_asked(spider_of, answer) -> None:
    spider = spider_of("dcat", "http://127.0.0.1:8100/madeup", origin="https://real.example")
    body = b':1 a dcat:Dataset ; dct:title "A" . <> hydra:next <http://real.example/catalog.ttl?page=3> .'
    found = spider.page(answer(PREFIXES + body, "http://127.0.0.1:8100/madeup/catalog.ttl"))
    assert found.follow[0].url == "http://127.0.0.1:8100/madeup/catalog.ttl?page=3"


def test_the_total_is_declared(page) -> None:
    assert (
        page(':1 a dcat:Dataset ; dct:title "A" . <> hydra:totalItems "8319"^^xsd:integer .').declared == 8319
    )


def test_a_page_that_names_itself_as_the_next_ends(page) -> None:
    assert page(':1 a dcat:Dataset ; dct:title "A" . <> hydra:next <> .').follow == ()


def test_a_page_without_a_dataset_that_points_on_is_unreadable(page) -> None:
    with pytest.raises(PageUnreadable, match="holds no dataset, yet points on"):
        page("<> hydra:next <?page=3> .")


def test_a_page_that_repeats_the_one_before_it_is_unreadable(page) -> None:
    turtle = ':1 a dcat:Dataset ; dct:title "A" . <> hydra:next <?page=3> .'
    (request,) = page(turtle).follow
    with pytest.raises(PageUnreadable, match="ignores the page number"):
        page(turtle, **request.cb_kwargs)


def test_nested_catalogues_on_the_portal_are_followed(page) -> None:
    found = page(
        """<http://madeup.example/> a dcat:Catalog ; dcat:catalog <http://madeup.example/parks> ,
        <http://other.example/c> , <http://madeup.example/held> ; dct:hasPart <http://madeup.example/roads> .
        <http://madeup.example/roads> a dcat:Catalog . <http://madeup.example/held> dcat:dataset :1 .
        :1 a dcat:Dataset ; dct:title "A" ."""
    )
    assert {request.url for request in found.follow} == {
        "http://madeup.example/parks",
        "http://madeup.example/roads",
    }


def test_a_stub_that_is_only_referred_to_is_no_dataset(page) -> None:
    found = page(':1 a dcat:Dataset ; dct:title "A" ; dct:relation :2 . :2 a dcat:Dataset .')
    assert (len(found.records), found.findings) == (1, ())


def test_a_listed_dataset_without_a_title_is_a_record_that_is_refused_under_its_own_key(page) -> None:
    (record,) = page("<http://c/> a dcat:Catalog ; dcat:dataset :2 . :2 a dcat:Dataset .").records
    with pytest.raises(RecordError, match="has no title"):
        draft_dataset(record)
    assert record.key.endswith("2")


def test_datasets_that_are_listed_and_not_described_are_told(page) -> None:
    (finding,) = page('<http://c/> dcat:dataset :1 , :2 . :1 dct:title "A" .').findings
    assert (finding.code, finding.rejected) == ("dcat-described-elsewhere", False)


def test_a_listed_dataset_needs_no_type(page, spider) -> None:
    (record,) = page('<http://c/> dcat:dataset :1 . :1 dct:title "A" .').records
    assert spider.draft(record).dataset.title == (Text("A"),)


@pytest.mark.parametrize(
    ("turtle", "key", "weak"),
    [
        (
            ':1 a dcat:Dataset ; dct:title "A" ; dct:identifier "i" .',
            "http://madeup.example/dataset/1",
            False,
        ),
        ('[] a dcat:Dataset ; dct:title "A" ; dct:identifier "i" .', "i", False),
        ("<http://h/.well-known/genid/1> a dcat:Dataset ; dct:title 'A' ; dct:identifier 'i' .", "i", False),
        ('[] a dcat:Dataset ; dct:title "A" .', "weak:", True),
    ],
)
def test_the_key_is_the_iri_else_the_identifier_else_weak(page, spider, turtle, key, weak) -> None:
    (record,) = page(turtle).records
    assert (record.key.startswith(key), record.weak) == (True, weak)
    assert spider.draft(record).dataset.title == (Text("A"),)


def test_a_series_is_drafted_as_one_though_it_is_typed_twice(page, spider) -> None:
    (record,) = page(':1 a dcat:Dataset , dcat:DatasetSeries ; dct:title "A" .').records
    assert type(spider.draft(record).dataset) is DatasetSeries


def test_what_portals_misspell_is_read_and_what_nobody_knows_is_kept(page, spider) -> None:
    (record,) = page(
        """:1 a dcat:Dataset ; dct:title "A" ; dct:publisher "Council" ; <http://x/new> "kept" ;
        dct:distributions [ dcat:accessUrl "http://f.example/a.csv" ] ."""
    ).records
    dataset = spider.draft(record).dataset
    assert dataset.publisher.name == (Text("Council"),)
    assert dataset.distribution[0].access_url == ("http://f.example/a.csv",)
    assert dataset.extra == (("", "<http://x/new>", '"kept"'),)


@pytest.mark.parametrize("body", [b"", b"not lines", b"{}"])
def test_a_record_that_is_no_dataset_is_a_record_error(spider, body: bytes) -> None:
    with pytest.raises(RecordError, match="dataset k is not"):
        spider.draft(Record(key="k", body=body, media_type="application/n-triples", source="s"))
