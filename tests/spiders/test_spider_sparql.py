"""A SPARQL endpoint: what it counts, names and describes, however it answers. All datasets are made up."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import Store
from scrapy.http import TextResponse

from harvester.formats.sparql import query_of, read_rows
from harvester.record import Page, PageUnreadable
from harvester.replay.recording import Recording, bundled_recordings

END = "https://madeup.example/sparql"
NAMES: dict[str, Any] = {"endpoint": END, "graphs": True, "nameless": 0, "after": ""}
PREFIXES = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> ."


@pytest.fixture
def spider(spider_of):
    return spider_of("sparql", END)


@pytest.fixture
def strathbuie() -> Recording:
    (found,) = (one for one in bundled_recordings() if one.slug == "strathbuie")
    return found


def with_options(recording: Recording, **options: Any) -> Recording:
    return replace(recording, options=MappingProxyType({**recording.options, **options}))


def rows(*names: str) -> dict[str, Any]:
    bindings = [{"dataset": {"type": "uri", "value": name}} for name in names]
    return {"head": {"vars": ["dataset"]}, "results": {"bindings": bindings}}


def described(spider, body: str, *names: str, **headers: str) -> Page:
    told = {"Content-Type": "text/turtle"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    response = TextResponse(END, body=f"{PREFIXES} {body}".encode(), headers=told)
    return spider.described(response, endpoint=END, graphs=False, names=list(names))


def query_in(url: str) -> str:
    return parse_qs(urlsplit(url).query)["query"][0]


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        (END, [END]),
        (
            "https://a.example",
            [f"https://a.example{path}" for path in ("/sparql", "/sparql/query", "/query", "/")],
        ),
    ],
)
def test_the_count_is_asked_at_the_address_or_the_usual_places(
    spider_of, address: str, asked: list[str]
) -> None:
    (request,) = spider_of("sparql", address).begin()
    found = []
    while "COUNT" in request.url:
        found.append(request.url.partition("?")[0])
        (request,) = request.meta["otherwise"]
    assert found == asked
    assert request.cb_kwargs["graphs"]  # where nothing counts, the names are asked for without a count


@pytest.mark.parametrize("graphs", [True, False])
def test_an_endpoint_is_read_whole(walk, strathbuie: Recording, graphs: bool) -> None:
    walked = walk(with_options(strathbuie, graphs=graphs))
    drafted, refused = walked.drafts()
    assert (len(drafted), len(refused)) == (strathbuie.expected, 1)
    assert walked.declared == [(strathbuie.expected or 0) + strathbuie.unreadable]
    assert [finding.code for finding in walked.findings] == ["sparql-nameless"]
    assert len(walked.asked) == 4  # the count, two pages of names, one description
    rolls = next(one for key, one in drafted.items() if key.endswith("school-rolls"))
    assert (len(rolls.distribution), rolls.publisher.name[0].value) == (1, "Strathbuie Council")
    assert (rolls.temporal[0].start_date.value, rolls.theme[0].word) == (
        "2010",
        f"{strathbuie.origin}/def/theme/education",
    )


def test_an_endpoint_that_cuts_its_answers_is_read_whole(walk, strathbuie: Recording) -> None:
    walked = walk(with_options(strathbuie, most=100, told=True))
    assert walked.keys == walk(strathbuie).keys
    assert len(walked.asked) > 20  # each dataset alone, in the end
    assert "sparql-perhaps-cut" not in {finding.code for finding in walked.findings}


def test_both_queries_for_both_places_of_datasets_are_sound() -> None:
    for name in ("count", "page", "page_of_graphs", "describe", "describe_of_graphs"):
        text = (files("harvester") / "queries" / f"{name}.rq").read_text()
        Store().query(text)  # runs as it stands
        assert text.startswith("# ")


def test_a_parameter_cannot_leave_its_place() -> None:
    assert r'"a\" } DROP ALL"' in query_of("page", after='a" } DROP ALL')
    with pytest.raises(ValueError, match="IRI"):
        query_of("describe", dataset=["http://a> } DROP ALL"])


def test_a_graph_may_be_chosen(spider_of) -> None:
    (request,) = spider_of("sparql", END, graph="https://a.example/graph").begin()
    assert parse_qs(urlsplit(request.url).query)["default-graph-uri"] == ["https://a.example/graph"]


def test_the_count_tells_where_datasets_stand(spider, answer) -> None:
    def counted(**numbers: int) -> Page:
        row = {name: {"type": "literal", "value": str(value)} for name, value in numbers.items()}
        return spider.count(answer({"results": {"bindings": [row]}}), endpoint=END)

    assert counted(datasets=5, plain=5, nameless=0).follow[0].cb_kwargs["graphs"] is False
    page = counted(datasets=5, plain=2, nameless=1)
    assert (page.declared, page.follow[0].cb_kwargs["graphs"]) == (6, True)
    with pytest.raises(PageUnreadable, match="without one"):
        counted(plain=3)


def test_names_go_on_after_the_last_until_none_is_left(spider, answer) -> None:
    page = spider.names(answer(rows("http://a/1", "http://a/2")), **NAMES)
    batch, following = page.follow
    assert batch.cb_kwargs["names"] == ["http://a/1", "http://a/2"]
    assert '"http://a/2"' in query_in(following.url)
    assert batch.headers["Accept"].startswith(b"application/n-triples")
    assert spider.names(answer(rows()), **NAMES).follow == ()


def test_long_names_are_described_a_few_at_once(spider, answer) -> None:
    page = spider.names(answer(rows(*(f"http://a/{number:0300d}" for number in range(50)))), **NAMES)
    *batches, _ = page.follow
    assert sum(len(one.cb_kwargs["names"]) for one in batches) == 50
    assert max(len(one.url) for one in batches) < 6500


def test_a_description_that_fails_is_asked_for_in_smaller_parts(spider, answer) -> None:
    page = spider.names(answer(rows(*(f"http://a/{number}" for number in range(25)))), **NAMES)
    tens = page.follow[0].meta["otherwise"]
    assert [len(one.cb_kwargs["names"]) for one in tens] == [10, 10, 5]
    assert [one.cb_kwargs["names"] for one in tens[2].meta["otherwise"]] == [
        [f"http://a/{n}"] for n in range(20, 25)
    ]


def test_an_endpoint_that_ignores_the_filter_is_refused(spider, answer) -> None:
    with pytest.raises(PageUnreadable, match="ignores the filter"):
        spider.names(answer(rows("http://a/1", "http://a/2")), **{**NAMES, "after": "http://a/2"})


def test_a_name_that_is_no_iri_costs_itself(spider, answer) -> None:
    page = spider.names(answer(rows("http://a/1", "a b>c")), **NAMES)
    assert [finding.code for finding in page.findings] == ["sparql-bad-iri"]
    assert page.follow[0].cb_kwargs["names"] == ["http://a/1"]


def test_what_is_named_and_not_described_is_a_rejected_finding(spider) -> None:
    page = described(spider, '<http://a/1> a dcat:Dataset ; dct:title "A" .', "http://a/1", "http://a/2")
    assert [record.key for record in page.records] == ["http://a/1"]
    assert [(one.code, one.place) for one in page.findings] == [("sparql-not-described", "http://a/2")]


def test_an_answer_marked_as_cut_is_asked_for_in_parts_or_told(spider) -> None:
    body = '<http://a/1> a dcat:Dataset ; dct:title "A" .'
    page = described(spider, body, "http://a/1", "http://a/2", X_SPARQL_MaxRows="10000")
    assert (page.records, [one.cb_kwargs["names"] for one in page.follow]) == (
        (),
        [["http://a/1"], ["http://a/2"]],
    )
    alone = described(spider, body, "http://a/1", X_SPARQL_MaxRows="10000")
    assert [one.code for one in alone.findings] == ["sparql-perhaps-cut"]


def test_an_answer_of_a_round_number_is_taken_for_cut(spider) -> None:
    body = '<http://a/1> a dcat:Dataset ; dct:title "A" . ' + "".join(
        f"<http://a/1> dct:x{n} {n} . " for n in range(998)
    )
    assert described(spider, body, "http://a/1", "http://a/2").follow
    assert not described(spider, body + "<http://a/1> dct:y 1 .", "http://a/1", "http://a/2").follow


XML = """<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><results><result>
<binding name="dataset"><uri>http://a/1</uri></binding><binding name="n"><literal datatype="x">5</literal></binding>
</result></results></sparql>"""


@pytest.mark.parametrize(
    "made_up",
    [
        XML.encode(),
        b'{"results": {"bindings": [{"dataset": {"type": "uri", "value": "http://a/1"}, '
        b'"n": {"type": "literal", "datatype": "x", "value": "5"}}]}}',
        b'\xef\xbb\xbf{"results": {"bindings": [{"dataset": {"type": "uri", "value": "http://a/1"}, '
        b'"n": {"type": "typed-literal", "datatype": "x", "value": 5}}]}}',
    ],
    ids=["xml", "json", "old virtuoso"],
)
def test_results_are_read_in_each_format(made_up: bytes) -> None:
    (row,) = read_rows(made_up)
    assert (row["dataset"], row["n"][1]) == (("uri", "http://a/1"), "5")


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (b"Virtuoso 37000 Error SP030: SPARQL compiler", "begins 'Virtuoso 37000 Error SP030"),
        (b'{"error": "Query timed out"}', "without `results.bindings`: Query timed out"),
        (b"<html><title>Query form</title></html>", "web page .title: Query form"),
        (b"<rdf/>", "root is <rdf>"),
        (b"[]", "got a list"),
        (b"", "empty answer"),
    ],
)
def test_a_complaint_in_a_200_is_refused_in_words(spider, answer, made_up: bytes, said: str) -> None:
    with pytest.raises(PageUnreadable, match=said):
        spider.names(answer(made_up), **NAMES)
