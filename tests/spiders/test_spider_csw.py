"""A CSW is read whole in whichever way it lets itself be asked. All answers are made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from harvester.formats.get_records import CORE_TYPE, CSW, GMD, Query, read_results
from harvester.record import PageUnreadable
from harvester.replay.recording import Recording, bundled_recordings
from harvester.spider import Counted

Answer = SpiderOf = Walk = Callable[..., Any]

(PARK,) = (recording for recording in bundled_recordings() if recording.slug == "esgairwen")
WHOLE = (PARK.expected or 0) + PARK.unreadable


def park(**options: Any) -> Recording:
    return replace(PARK, options=MappingProxyType({**PARK.options, **options}))


def answer_of(
    *keys: str, matched: int | str = 3, following: int | str = 0, schema: str = "2.0.2", inside: str = ""
) -> bytes:
    records = "".join(
        '<g:MD_Metadata xmlns:g="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">'
        f"<g:fileIdentifier><gco:CharacterString>{key}</gco:CharacterString></g:fileIdentifier></g:MD_Metadata>"
        for key in keys
    )
    return (
        f'<c:GetRecordsResponse xmlns:c="http://www.opengis.net/cat/csw/{schema}"><c:SearchResults '
        f'numberOfRecordsMatched="{matched}" numberOfRecordsReturned="{len(keys)}" nextRecord="{following}">'
        f"{records}{inside}</c:SearchResults></c:GetRecordsResponse>"
    ).encode()


def capabilities(*hrefs: str, soap: bool = False) -> bytes:
    encoding = '<o:Constraint name="PostEncoding"><o:Value>SOAP</o:Value></o:Constraint>' if soap else ""
    ways = "".join(f'<o:Post x:href="{href}">{encoding}</o:Post>' for href in hrefs)
    return (
        '<c:Capabilities xmlns:c="http://www.opengis.net/cat/csw/2.0.2" xmlns:o="http://www.opengis.net/ows" '
        'xmlns:x="http://www.w3.org/1999/xlink"><o:OperationsMetadata><o:Operation name="GetRecords"><o:DCP><o:HTTP>'
        f"{ways}</o:HTTP></o:DCP></o:Operation></o:OperationsMetadata></c:Capabilities>"
    ).encode()


def way(**query: Any) -> dict[str, Any]:
    return {"at": "https://madeup.example/csw", "method": "POST", "query": Query(**query).as_values()}


def test_a_catalogue_is_read_whole_and_each_record_drafted(walk: Walk) -> None:
    walked = walk(PARK)
    drafted, refused = walked.drafts()
    assert (len(walked.keys), len(drafted), len(refused), walked.failed) == (
        WHOLE,
        PARK.expected,
        PARK.unreadable,
        [],
    )
    assert walked.declared == [WHOLE] * 2
    assert len(walked.asked) == 3  # capabilities, one record, all of them


@pytest.mark.parametrize(
    "refused", [["post"], ["get"], ["sort"], ["iso"], ["post", "sort", "iso"]], ids=" ".join
)
def test_a_server_that_refuses_some_ways_is_asked_in_another(walk: Walk, refused: list[str]) -> None:
    walked = walk(park(refuse=refused))
    assert (len(walked.keys), walked.failed) == (WHOLE, [])
    assert len(walked.drafts()[0]) == PARK.expected


def test_pages_go_on_by_what_came(walk: Walk) -> None:
    walked = walk(park(limit=7))
    assert (len(walked.records), len(walked.keys), walked.failed) == (WHOLE, WHOLE, [])
    assert len(walked.asked) == 2 + 4


@pytest.mark.parametrize("place", [0, 6, WHOLE - 1])
def test_one_record_that_cannot_be_given_costs_itself_alone(walk: Walk, place: int) -> None:
    identifiers = sorted(
        record.key.upper() if "{" in record.body.decode("utf-8", "replace")[:2000] else record.key
        for record in walk(PARK).records
    )
    walked = walk(park(broken=[identifiers[place], "{" + identifiers[place].upper() + "}"]))
    assert (len(walked.keys), max(walked.declared)) == (WHOLE - 1, WHOLE)


def test_a_service_may_stand_at_another_address_of_its_own_host(spider_of: SpiderOf, answer: Answer) -> None:
    spider: Any = spider_of("csw", "https://madeup.example/csw")
    page = spider.capabilities(
        answer(capabilities("https://madeup.example/csw-publication?")),
        endpoint="https://madeup.example/csw",
    )
    assert page.follow[0].url == "https://madeup.example/csw-publication"


@pytest.mark.parametrize("href", ["http://localhost:8080/srv/eng/csw", "http://10.0.0.7/csw", "", "/csw"])
def test_an_internal_name_gives_way_to_the_address_that_answered(
    spider_of: SpiderOf, answer: Answer, href: str
) -> None:
    spider: Any = spider_of("csw", "https://madeup.example/csw")
    page = spider.capabilities(answer(capabilities(href)), endpoint="https://madeup.example/csw")
    assert page.follow[0].url == "https://madeup.example/csw"


def test_an_address_that_takes_soap_alone_is_no_way_in(spider_of: SpiderOf, answer: Answer) -> None:
    spider: Any = spider_of("csw", "https://madeup.example/csw")
    body = capabilities("https://madeup.example/soap", soap=True)
    page = spider.capabilities(answer(body), endpoint="https://madeup.example/csw")
    assert page.follow[0].url == "https://madeup.example/csw"


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("https://m.example/csw", "https://m.example/csw?service=CSW"),
        ("https://m.example/csw?SERVICE=CSW&REQUEST=GetCapabilities", "https://m.example/csw?service=CSW"),
        ("https://m.example/pycsw/csw.py?config=a.yml", "https://m.example/pycsw/csw.py?config=a.yml&service=CSW"),
        ("https://m.example/geonetwork/srv/cym/catalog.search", "https://m.example/geonetwork/srv/eng/csw?service=CSW"),
        ("https://m.example", "https://m.example/?service=CSW"),
    ],
)  # fmt: skip
def test_the_service_is_looked_for_where_the_address_leads(
    spider_of: SpiderOf, address: str, first: str
) -> None:
    (request,) = spider_of("csw", address).begin()
    assert request.url.startswith(first)


def test_below_a_geonetwork_its_csw_is_found(spider_of: SpiderOf) -> None:
    (request,) = spider_of("csw", "https://m.example/geonetwork").begin()
    asked = [request.url]
    while request.meta["otherwise"]:
        (request,) = request.meta["otherwise"]
        asked.append(request.url)
    assert any("/geonetwork/srv/eng/csw?" in url for url in asked)


def test_an_exception_in_a_200_is_told_with_its_words(spider_of: SpiderOf, answer: Answer) -> None:
    refusal = (
        b'<o:ExceptionReport xmlns:o="http://www.opengis.net/ows"><o:Exception exceptionCode="NoApplicableCode" '
        b'locator="sortby"><o:ExceptionText>Cannot sort</o:ExceptionText></o:Exception></o:ExceptionReport>'
    )
    spider: Any = spider_of("csw", "https://madeup.example/csw")
    with pytest.raises(PageUnreadable, match=r"refuses: NoApplicableCode \(sortby\): Cannot sort"):
        spider.results(answer(refusal), **way())
    with pytest.raises(PageUnreadable, match="refuses"):
        spider.capabilities(answer(refusal), endpoint="https://madeup.example/csw")


def test_an_empty_page_before_the_end_is_no_page(spider_of: SpiderOf, answer: Answer) -> None:
    spider: Any = spider_of("csw", "https://madeup.example/csw")
    with pytest.raises(PageUnreadable, match="an empty page at 2 of 3"):
        spider.results(answer(answer_of()), **way(start=2))
    assert spider.results(answer(answer_of(matched=0)), **way()).declared == 0


def test_a_page_that_repeats_the_one_before_is_no_page(spider_of: SpiderOf, answer: Answer) -> None:
    spider: Any = spider_of("csw", "https://madeup.example/csw")
    first = spider.results(answer(answer_of("a", "b", following=3)), **way())
    (following,) = first.follow
    with pytest.raises(PageUnreadable, match="ignores `startPosition`"):
        spider.results(answer(answer_of("b", "a", following=3)), **following.cb_kwargs)


def test_a_catalogue_is_empty_only_where_it_has_none_of_the_form_that_all_know(
    spider_of: SpiderOf, answer: Answer
) -> None:
    spider: Any = spider_of("csw", "https://madeup.example/csw")
    nothing = answer(answer_of(matched=0))
    with pytest.raises(PageUnreadable, match="none of 0 records came as http"):
        spider.probe(nothing, **way())
    page = spider.probe(nothing, **way(types=CORE_TYPE, schema=CSW))
    assert (page.declared, page.follow) == (0, ())


def test_a_total_that_changes_is_told(spider_of: SpiderOf, answer: Answer) -> None:
    spider: Any = spider_of("csw", "https://madeup.example/csw")
    page = spider.results(answer(answer_of("c", matched=4)), **way(start=3), matched=3)
    (finding,) = page.findings
    assert (finding.code, finding.rejected, page.declared) == ("csw-count-changed", False, 4)


@pytest.mark.parametrize(
    ("start", "came", "following", "matched", "place"),
    [
        (1, 2, 3, 9, 3),
        (1, 2, 0, 9, 3),  # it says that this is the end, and its own total says otherwise
        (5, 2, 5, 9, 7),  # it points at itself
        (5, 2, 1, 9, 7),  # it points back
        (1, 98, 101, 250, 101),  # it stepped over two that it cannot give
        (1, 2, 500, 900, 3),  # it jumps past what was asked for
        (8, 2, 10, 9, 0),
        (1, 2, 3, "", 3),
        (1, 2, 0, "", 0),
        (1, 2, "x", 9, 3),
    ],
)
def test_the_next_page_begins_where_it_must(
    start: int, came: int, following: object, matched: object, place: int
) -> None:
    body = answer_of(*map(str, range(came)), matched=str(matched), following=str(following))
    assert read_results(body).after(Query(start=start)) == place


def test_an_answer_of_version_3_reads_the_same() -> None:
    assert len(read_results(answer_of("a", schema="3.0")).records) == 1


def test_dcat_in_the_answer_is_read_as_dcat(spider_of: SpiderOf, answer: Answer) -> None:
    inside = (
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:d="http://www.w3.org/ns/dcat#">'
        '<d:Dataset r:about="https://m.example/a"><t:title xmlns:t="http://purl.org/dc/terms/">A</t:title>'
        "</d:Dataset></r:RDF>"
    )
    spider: Any = spider_of("csw", "https://madeup.example/csw")
    (record,) = spider.results(answer(answer_of(matched=1, inside=inside)), **way()).records
    assert spider.draft(record).dataset.title[0].value == "A"


def test_a_pages_pieces_lie_in_each_other_and_grow_again(spider_of: SpiderOf, answer: Answer) -> None:
    spider: Any = spider_of("csw", "https://madeup.example/csw")
    piece = answer_of(*"abcde", matched=300, following=26)
    (following,) = spider.results(answer(piece), **way(start=21, size=5)).follow
    assert following.cb_kwargs["query"] | {"start": 26, "size": 25} == following.cb_kwargs["query"]


def test_changes_are_asked_for_by_the_day_and_counted(spider_of: SpiderOf) -> None:
    spider = spider_of("csw", "https://madeup.example/csw")
    (since,) = spider.begin_since("2026-11-22T09:00:00Z")
    assert b"<ogc:Literal>2026-11-22</ogc:Literal>" in since.body
    assert [request.meta["control"] for request in spider.controls()] == [one.value for one in Counted]
    assert list(spider_of("csw", "https://madeup.example").begin_since("2026-11-22T09:00:00Z")) == []


def test_a_filtered_replay_counts_what_changed(walk: Walk, spider_of: SpiderOf, answer: Answer) -> None:
    spider: Any = spider_of("csw", "https://madeup.example/csw")
    assert spider.count(answer(answer_of(matched=12))).declared == 12
    with pytest.raises(PageUnreadable, match="without one"):
        spider.count(answer(answer_of(matched="")))


def test_the_question_is_the_same_by_post_and_by_get() -> None:
    query = Query(since="2026-11-22T09:00:00Z", start=101)
    xml, parameters = query.to_xml().decode(), query.to_parameters()
    assert f'outputSchema="{GMD}"' in xml and 'startPosition="101"' in xml
    assert "sortBy=apiso%3AIdentifier%3AA" in parameters and "startPosition=101" in parameters
    assert "2026-11-22" in parameters and "T09" not in parameters + xml
