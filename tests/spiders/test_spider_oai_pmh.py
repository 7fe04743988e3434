"""OAI-PMH: the protocol as it may be answered, and records of each format. All records are made up."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from scrapy.http import TextResponse

from catalogue.values import Text, Typed
from harvester.record import Page, PageUnreadable
from harvester.replay.recording import Recording, bundled_recordings
from vocab.namespaces import XSD

CORPUS = os.environ.get("STOOK_CORPUS")
OAI = "http://www.openarchives.org/OAI/2.0/"
DC = 'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"
 xmlns:dct="http://purl.org/dc/terms/"><dcat:Dataset rdf:about="https://d.example/1"><dct:title>Bins</dct:title>
 <dct:issued rdf:datatype="http://www.w3.org/2001/XMLSchema#date">2020-01-02</dct:issued></dcat:Dataset></rdf:RDF>"""
VALUES: dict[str, Any] = {"base": "https://madeup.example/oai", "prefix": "oai_dc", "others": []}


@pytest.fixture
def spider(spider_of):
    return spider_of("oai_pmh", "https://madeup.example/oai")


@pytest.fixture
def calderwick() -> Recording:
    (found,) = (one for one in bundled_recordings() if one.slug == "calderwick")
    return found


def said(inner: str) -> bytes:
    return f'<?xml version="1.0"?><OAI-PMH xmlns="{OAI}"><request/>{inner}</OAI-PMH>'.encode()


def record(name: str, metadata: str = "", status: str = "") -> str:
    metadata = metadata or f"<oai_dc:dc {DC}><dc:title>T {name}</dc:title></oai_dc:dc>"
    inner = "" if status else f"<metadata>{metadata}</metadata>"
    return f"<record><header{status}><identifier>{name}</identifier></header>{inner}</record>"


def listed(spider, answer, inner: str, **values: Any) -> Page:
    body = said(inner if inner.startswith("<error") else f"<ListRecords>{inner}</ListRecords>")
    return spider.records(answer(body), **{**VALUES, **values})


def formats(*named: tuple[str, str]) -> bytes:
    inner = "".join(
        f"<metadataFormat><metadataPrefix>{prefix}</metadataPrefix><metadataNamespace>{space}</metadataNamespace>"
        "</metadataFormat>"
        for prefix, space in named
    )
    return said(f"<ListMetadataFormats>{inner}</ListMetadataFormats>")


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://a.example/oai", ["https://a.example/oai?verb=Identify"]),
        ("https://a.example/x?verb=ListSets&set=a", ["https://a.example/x?verb=Identify"]),
        ("https://a.example/csw?mode=oaipmh", ["https://a.example/csw?mode=oaipmh&verb=Identify"]),
        (
            "https://a.example",
            [
                f"https://a.example/{path}?verb=Identify"
                for path in ("", "oai", "oai/request", "oai2", "oai-pmh")
            ],
        ),
    ],
)
def test_the_repository_is_asked_at_its_address_or_the_usual_places(spider_of, address, asked) -> None:
    (request,) = spider_of("oai_pmh", address).begin()
    found = []
    while request:
        found.append(request.url)
        request = next(iter(request.meta["otherwise"]), None)
    assert found[: len(asked)] == asked


def test_a_repository_is_read_whole_and_the_deleted_are_not_declared(walk, calderwick: Recording) -> None:
    walked = walk(calderwick)
    drafted, refused = walked.drafts()
    assert (len(drafted), len(refused)) == (calderwick.expected, 2)
    assert walked.declared == [(calderwick.expected or 0) + calderwick.unreadable]
    assert len(walked.asked) == 5  # Identify, the formats, three parts
    assert [Text("Papurau Cymraeg: capeli'r ddinas")] == [
        Text(one.title[0].value) for key, one in drafted.items() if key.endswith(":14")
    ]


def test_sets_are_asked_one_by_one(walk, calderwick: Recording) -> None:
    walked = walk(calderwick, set="museum, pictures")
    assert len(walked.keys) == 4
    assert walked.declared == []


def test_dates_are_asked_as_exactly_as_the_repository_has_them(spider, answer) -> None:
    for exact, since in (("YYYY-MM-DD", "2026-11-22"), ("YYYY-MM-DDThh:mm:ssZ", "2026-11-22T09:00:00Z")):
        body = said(f"<Identify><granularity>{exact}</granularity></Identify>")
        page = spider.identify(answer(body), base="https://a.example", since="2026-11-22T09:00:00Z")
        assert page.follow[0].cb_kwargs["since"] == since
        (request,) = spider.formats(
            answer(formats(("oai_dc", ""))), base="https://a.example", since=since
        ).follow
        assert request.url.endswith(f"&metadataPrefix=oai_dc&from={since}")


def test_changes_alone_are_asked_for_where_the_future_is_empty(
    walk, calderwick: Recording, spider_of, answer
) -> None:
    spider = spider_of("oai_pmh")
    (control,) = spider.controls()
    assert control.url.endswith("verb=ListIdentifiers&metadataPrefix=oai_dc&from=2100-01-01")
    assert spider.counted(answer(said('<error code="noRecordsMatch"/>'))).declared == 0
    assert spider.counted(answer(said("<ListIdentifiers><header/><header/></ListIdentifiers>"))).declared == 2


def test_the_best_format_is_asked_for_and_the_others_stand_by(spider, answer) -> None:
    body = formats(
        ("oai_dc", f"{OAI}oai_dc/"),
        ("marc", "http://www.loc.gov/MARC21/slim"),
        ("iso19139", "http://www.isotc211.org/2005/gmd"),
        ("iso19115-3.2018", "http://standards.iso.org/iso/19115/-3/mdb/2.0"),
        ("dcat_ap", "http://example"),
    )
    (request,) = spider.formats(answer(body), base="https://a.example", since="").follow
    chain = []
    while request:
        chain.append(request.url.partition("metadataPrefix=")[2])
        request = next(iter(request.meta["otherwise"]), None)
    assert chain == ["dcat_ap", "iso19115-3.2018", "iso19139", "oai_dc"]


def test_a_format_may_be_chosen(spider_of, answer) -> None:
    (request,) = (
        spider_of("oai_pmh", prefix="oai_dc")
        .formats(answer(formats(("dcat", ""))), base="https://b.example", since="")
        .follow
    )
    assert "metadataPrefix=oai_dc" in request.url


def test_a_repository_of_other_formats_is_refused_with_their_names(spider, answer) -> None:
    with pytest.raises(PageUnreadable, match="can be read: marc"):
        spider.formats(
            answer(formats(("marc", "http://www.loc.gov/MARC21/slim"))), base="https://b.example", since=""
        )


def test_a_token_is_asked_for_alone(spider, answer) -> None:
    page = listed(
        spider,
        answer,
        record("a") + '<resumptionToken completeListSize="2">x&amp;y z</resumptionToken>',
        set="s",
    )
    (request,) = page.follow
    assert request.url == "https://madeup.example/oai?verb=ListRecords&resumptionToken=x%26y%20z"
    assert page.declared is None


@pytest.mark.parametrize(
    ("token", "declared"),
    [
        ("", None),
        ("<resumptionToken/>", None),
        ('<resumptionToken completeListSize="9" cursor="7"/>', 8),
        ('<resumptionToken completeListSize="9" cursor="-1">0</resumptionToken>', 8),  # as pycsw ends a list
        ('<resumptionToken completeListSize="about 9"/>', None),
    ],
)
def test_a_list_ends_with_an_empty_token_or_none(spider, answer, token: str, declared) -> None:
    page = listed(
        spider, answer, record("a") + record("b", status=' status="deleted"') + token, token="t", held=7
    )
    assert (page.follow, page.declared) == ((), declared)


def test_where_fewer_came_than_declared_the_identifiers_are_counted(spider, answer) -> None:
    page = listed(spider, answer, record("a") + '<resumptionToken completeListSize="3" cursor="0"/>')
    (request,) = page.follow
    assert page.declared is None
    assert request.url == "https://madeup.example/oai?verb=ListIdentifiers&metadataPrefix=oai_dc"
    headers = '<header><identifier>a</identifier></header><header status="deleted"><identifier>b</identifier></header>'
    counted = spider.identifiers(
        answer(said(f"<ListIdentifiers>{headers}</ListIdentifiers>")), **request.cb_kwargs
    )
    assert (counted.follow, counted.declared) == ((), 1)


def test_a_server_may_want_the_format_beside_the_token(spider, answer) -> None:
    (request,) = listed(spider, answer, record("a") + "<resumptionToken>t</resumptionToken>").follow
    (prefixed,) = request.meta["otherwise"]
    assert prefixed.url.endswith("?verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=t")
    more = record("b") + "<resumptionToken>u</resumptionToken>"
    (following,) = listed(spider, answer, more, **prefixed.cb_kwargs).follow
    assert following.url.endswith("?verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=u")


def test_a_token_that_leads_to_itself_is_refused(spider, answer) -> None:
    with pytest.raises(PageUnreadable, match="goes on with the token that led to it"):
        listed(spider, answer, record("a") + "<resumptionToken>t</resumptionToken>", token="t")


def test_nothing_that_matches_is_an_empty_repository(spider, answer) -> None:
    page = listed(spider, answer, '<error code="noRecordsMatch"/>')
    assert (page.records, page.follow, page.declared) == ((), (), 0)


def test_a_format_without_records_gives_way_to_the_next(spider, answer) -> None:
    page = listed(spider, answer, '<error code="noRecordsMatch"/>', prefix="iso19139", others=["oai_dc"])
    assert [request.url.rpartition("=")[2] for request in page.follow] == ["oai_dc"]


def test_an_expired_token_begins_the_list_anew_once(spider, answer) -> None:
    expired = '<error code="badResumptionToken">expired</error>'
    page = listed(spider, answer, expired, token="t", deleted=3)
    (request,) = page.follow
    assert request.callback == spider.records_anew  # under another reader, since a request is made once
    assert (request.cb_kwargs["restarted"], request.cb_kwargs["deleted"]) == (True, 0)
    assert listed(spider, answer, record("a"), restarted=True).anew
    with pytest.raises(PageUnreadable, match="answers badResumptionToken: expired"):
        listed(spider, answer, expired, token="t", restarted=True)


@pytest.mark.parametrize(
    ("made_up", "words"),
    [
        (said('<error code="cannotDisseminateFormat">no</error>'), "answers cannotDisseminateFormat: no"),
        (said("<error>boom</error>"), "an error without a code: boom"),
        (said("<ListSets/>"), "without <ListRecords>"),
        (b"<html><head><title>Log in</title></head></html>", "web page .title: Log in"),
        (b"<rss/>", "root is <rss>"),
        (b"", "empty answer"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><OAI-PMH>&b;</OAI-PMH>', "declares entities"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(spider, answer, made_up: bytes, words: str) -> None:
    with pytest.raises(PageUnreadable, match=words):
        spider.records(answer(made_up), **VALUES)


def test_prefixes_of_the_answer_do_not_matter(spider, answer) -> None:
    body = f'<o:OAI-PMH xmlns:o="{OAI}"><o:ListRecords>{record("a")}</o:ListRecords></o:OAI-PMH>'
    body = body.replace("<record>", "<o:record>").replace("</record>", "</o:record>")
    for name in ("header", "identifier", "metadata"):
        body = body.replace(f"<{name}>", f"<o:{name}>").replace(f"</{name}>", f"</o:{name}>")
    (found,) = spider.records(answer(body.encode()), **VALUES).records
    assert found.key == "a"


def test_dcat_in_a_record_is_read_as_dcat(spider, answer) -> None:
    (found,) = listed(spider, answer, record("oai:1", RDF)).records
    dataset = spider.draft(found).dataset
    assert (found.key, found.media_type) == ("oai:1", "application/n-triples")
    assert (dataset.title, dataset.issued) == ((Text("Bins"),), Typed("2020-01-02", XSD.date))


def test_iso_in_a_record_is_read_as_iso(spider, answer) -> None:
    made_up = (Path(__file__).parents[1] / "drafting" / "made_up_gemini.xml").read_text()
    (found,) = listed(spider, answer, record("oai:1", made_up.partition("?>")[2])).records
    assert spider.draft(found).dataset.spatial


def test_a_record_that_says_nothing_costs_itself(spider, answer) -> None:
    empty = "<record><header><identifier>e</identifier></header></record><record/>"
    rdf = record("r", RDF.replace("dcat:Dataset", "dcat:Catalog"))
    page = listed(spider, answer, record("a") + empty + rdf)
    assert [one.key for one in page.records] == ["a"]
    assert [(one.code, one.rejected) for one in page.findings] == [
        ("oai-record-empty", True),
        ("oai-record-empty", True),
        ("oai-record-unreadable", True),
    ]


def test_the_same_record_has_the_same_bytes_wherever_it_stands(spider, answer) -> None:
    (one,) = listed(spider, answer, record("a")).records
    (other,) = listed(spider, answer, "\n\n" + record("a").replace("><", ">\n<").replace("T\n", "T")).records
    assert one.digest == other.digest


def test_recorded_pages_stand_before_what_is_computed(walk, calderwick: Recording) -> None:
    assert (
        walk(replace(calderwick, options=MappingProxyType({"page_size": 100}))).keys == walk(calderwick).keys
    )


@pytest.mark.corpus
@pytest.mark.skipif(CORPUS is None, reason="STOOK_CORPUS names no folder of recorded portals")
@pytest.mark.parametrize("name", ["dc", "iso19139", "oai_dc", "datacite"])
def test_recorded_answers_of_pycsw_are_read(spider, name: str) -> None:
    folder = Path(CORPUS or "") / "fixtures/oai/pycsw-oaipmh/expected"
    body = (folder / f"get_ListRecords_{name}.xml").read_bytes()
    if b"<oai:error" in body:
        with pytest.raises(PageUnreadable):
            spider.records(TextResponse("https://recorded.example", body=body), **VALUES)
        return
    page = spider.records(TextResponse("https://recorded.example", body=body), **VALUES)
    assert len(page.records) + sum(one.rejected for one in page.findings) == body.count(b"<oai:record>")
