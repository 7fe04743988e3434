"""udata: its pages, those that are HTML, and each field. All datasets are made up."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import Any

import pytest

from catalogue.errors import RecordError
from catalogue.model import Agent, Checksum, Contact, Dataset, Identifier, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.record import PageUnreadable, Record
from harvester.replay.lines import as_lines
from harvester.replay.recording import Recording, bundled_recordings
from vocab.namespaces import DCT, GEO, XSD

PAGE = "https://madeup.example/datasets/bins/"


def made_up_portal(count: int, **options: Any) -> Recording:
    records = ({"id": f"{n:05}", "title": f"Bins {n}", "created_at": f"2020-{n:05}"} for n in range(count))
    lines = as_lines(json.dumps(record).encode() for record in records)
    return Recording(
        slug="town", title="Town", kind="udata", options=MappingProxyType(options), records=lines
    )


def drafted(spider: Any, **fields: Any) -> Dataset:
    body = json.dumps({"id": "1", "title": "Bins", **fields}).encode()
    return spider.draft(Record(key="1", body=body, media_type="application/json", source=PAGE)).dataset


@pytest.fixture
def spider(spider_of):
    return spider_of("udata")


@pytest.fixture
def caldermouth() -> Recording:
    return next(recording for recording in bundled_recordings() if recording.slug == "caldermouth")


def test_the_bundled_council_is_read_whole(walk, caldermouth) -> None:
    walked = walk(caldermouth)
    drafts, refused = walked.drafts()
    assert (len(drafts), len(refused)) == (caldermouth.expected, 1)
    assert sorted(finding.message.split(" ", 1)[1] for finding in walked.findings) == [
        "is private",
        "was deleted on 2024-01-01",
    ]


def test_pages_are_asked_by_a_hundred_in_the_order_of_creation(walk) -> None:
    walked = walk(made_up_portal(250))
    assert len(walked.keys) == len(walked.records) == 250
    assert [url.partition("?")[2] for url in walked.asked] == [
        f"page={n}&page_size=100&sort=created" for n in (1, 2, 3)
    ]


def test_a_portal_that_does_not_know_the_order_is_asked_in_its_own(walk) -> None:
    walked = walk(made_up_portal(150, orders=["title"]))
    assert len(walked.keys) == 150
    assert "sort" not in walked.asked[-1]


@pytest.mark.parametrize("strange", [[2], [3], [2, 3], [4]])
def test_a_page_of_html_is_asked_in_fifths_and_nothing_is_lost(walk, strange: list[int]) -> None:
    walked = walk(made_up_portal(330, html_pages=strange))
    assert len(walked.keys) == 330


def test_after_a_part_that_fails_as_well_the_rest_is_still_asked(spider, answer) -> None:
    first = {"data": [{"id": "1", "title": "A"}], "next_page": "x", "total": 300}
    (second,) = spider.datasets(answer(first), page=1, order="created").follow
    *middle, last = second.meta["otherwise"]
    assert [part.cb_kwargs["then"] for part in middle] == [0, 0, 0, 0]
    (onward,) = last.meta["otherwise"]
    assert (onward.cb_kwargs["page"], onward.cb_kwargs["rows"]) == (3, 100)


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (b"<!doctype html><title>data</title>", r"got a web page \(title: data\)"),
        (b"[]", "got a list without a list `data`"),
        (b'{"message": "The requested page does not exist"}', "failed: The requested page"),
        (b'{"data": [], "next_page": "https://x/"}', "page 1 is empty"),
        (b'{"data": [{"id"', "not JSON"),
    ],
)
def test_what_is_no_page_is_refused_in_words(spider, answer, made_up: bytes, said: str) -> None:
    with pytest.raises(PageUnreadable, match=said):
        spider.datasets(answer(made_up), page=1, order="created")


def test_what_is_no_dataset_is_rejected_with_its_place(spider, answer) -> None:
    page = spider.datasets(answer({"data": [1, {"id": "1", "title": "A"}], "total": 2}), page=1, order="")
    assert [finding.place for finding in page.findings] == ["data[0]"]
    assert (len(page.records), page.declared) == (1, 2)


def test_a_dataset_without_a_title_says_so(spider) -> None:
    with pytest.raises(RecordError, match="dataset 1 has no title"):
        drafted(spider, title=None)


@pytest.mark.parametrize(
    ("fields", "name", "expected"),
    [
        ({"acronym": "B"}, "alternative", (Text("B"),)),
        ({"tags": ["a", "b"]}, "keyword", (Text("a"), Text("b"))),
        (
            {"organization": {"id": "o", "name": "Council", "page": "https://p/"}},
            "publisher",
            Agent(key="o", name=(Text("Council"),)),
        ),
        (
            {"owner": {"id": "u", "first_name": "Sam", "last_name": "Example"}},
            "publisher",
            Agent(key="u", name=(Text("Sam Example"),)),
        ),
        (
            {"contact_points": [{"name": "GIS", "email": "g@a.example"}]},
            "contact_point",
            (Contact(fn=(Text("GIS"),), has_email="mailto:g@a.example"),),
        ),
        (
            {"extras": {"contact_email": "x@a.example"}},
            "contact_point",
            (Contact(has_email="mailto:x@a.example"),),
        ),
        ({"created_at": "2020-01-02T03:04:05.6"}, "issued", Typed("2020-01-02T03:04:05.6Z", XSD.dateTime)),
        (
            {"last_modified": "2020-01-01T00:00:00", "harvest": {"modified_at": "2019-01-01"}},
            "modified",
            Typed("2019-01-01", XSD.date),
        ),
        ({"frequency": "annual"}, "accrual_periodicity", Term("annual")),
        ({"frequency": {"id": "annual", "label": "Annuelle"}}, "accrual_periodicity", Term("annual")),
        ({"license": "lov2"}, "license", Term("lov2")),
        ({"license": {"id": "x", "url": "http://l/"}}, "license", Term("x", link="http://l/")),
        ({"access_type": "restricted"}, "access_rights", Term("restricted")),
        ({"archived": "2022-10-20"}, "status", Term("archived")),
        (
            {"spatial": {"geom": {"type": "Point", "coordinates": [0, 51]}, "zones": ["country:gb"]}},
            "spatial",
            (
                Location(geometry=(Typed('{"coordinates":[0,51],"type":"Point"}', GEO.geoJSONLiteral),)),
                Location(label=(Text("country:gb"),)),
            ),
        ),
        (
            {"spatial": {"zones": [{"id": "a", "name": "Leeds"}]}},
            "spatial",
            (Location(label=(Text("Leeds"),)),),
        ),
        (
            {"temporal_coverage": {"start": "2019-01-01", "end": None}},
            "temporal",
            (PeriodOfTime(start_date=Typed("2019-01-01", XSD.date)),),
        ),
        ({"harvest": {"remote_id": "r"}}, "other_identifier", (Identifier(notation=Typed("r")),)),
        ({"harvest": {"dct_identifier": "d"}}, "identifier", (Typed("1"), Typed("d"))),
        ({"harvest": {"remote_url": "https://o.example/b"}}, "source", ("https://o.example/b",)),
        ({"extras": {"harvest:remote_url": "https://o.example/b"}}, "source", ("https://o.example/b",)),
        ({"extras": {"remote_url": "https://o.example/b"}}, "source", ("https://o.example/b",)),
        ({"harvest": {"domain": "o.example"}}, "extra", (("", f"<{DCT.source}>", '"o.example"'),)),
        ({"extras": {"lgsl": "524"}}, "council_service", (Term("524"),)),
    ],
)
def test_each_field_has_its_place(spider, fields: dict[str, Any], name: str, expected: Any) -> None:
    assert getattr(drafted(spider, **fields), name) == expected


def test_each_field_of_a_resource_has_its_place(spider) -> None:
    resource = {
        "id": "r",
        "title": "R",
        "url": "https://f.example/r.csv",
        "filetype": "file",
        "format": "csv",
        "mime": "text/csv",
        "filesize": 12,
        "checksum": {"type": "sha1", "value": "ab"},
        "published": "2020-01-01T00:00:00",
        "schema": {"name": "s", "url": "https://s.example/"},
        "type": "documentation",
    }
    (found,) = drafted(spider, resources=[resource, "x"]).distribution
    assert (found.key, found.download_url) == ("r", ("https://f.example/r.csv",))
    assert (found.format, found.media_type) == (Term("csv"), Term("text/csv"))
    assert found.checksum == Checksum(algorithm=Term("sha1"), checksum_value=Typed("ab", XSD.hexBinary))
    assert found.conforms_to == (Term("https://s.example/"),)
    assert found.page == ("https://f.example/r.csv",)
    assert found.issued == Typed("2020-01-01T00:00:00Z", XSD.dateTime)
