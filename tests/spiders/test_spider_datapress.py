"""DataPress: its export in every shape, what is left out of it, and each field. All datasets are made up."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from catalogue.errors import RecordError
from catalogue.finding import Severity
from catalogue.model import Agent, Checksum, Contact, Dataset, Location, PeriodOfTime
from catalogue.values import Term, Text, Typed
from harvester.record import PageUnreadable, Record
from harvester.replay.recording import Recording, bundled_recordings
from vocab.namespaces import GEO, XSD

MADE_UP = {"id": "a2b3c", "slug": "bins", "title": "Bins", "sharing": "public"}
PAGE = "https://madeup.example/dataset/bins"


def drafted(spider: Any, **fields: Any) -> Dataset:
    body = json.dumps({**MADE_UP, **fields}).encode()
    record = Record(key="a2b3c", body=body, media_type="application/json", source=PAGE)
    return spider.draft(record).dataset


@pytest.fixture
def spider(spider_of):
    return spider_of("datapress")


@pytest.fixture
def ferrydown() -> Recording:
    return next(recording for recording in bundled_recordings() if recording.slug == "ferrydown")


def test_the_bundled_council_is_read_whole_in_one_request(walk, ferrydown) -> None:
    walked = walk(ferrydown)
    drafts, refused = walked.drafts()
    assert len(drafts) == ferrydown.expected
    assert (len(refused), len(walked.asked)) == (1, 1)


def test_what_is_archived_or_private_is_left_out_with_a_finding(walk, ferrydown) -> None:
    findings = walk(ferrydown).findings
    assert {finding.severity for finding in findings} == {Severity.INFO}
    assert [finding.message.partition(" ")[2] for finding in findings] == [
        "was archived on 2022-02-01",
        "is shared as 'private', not with the public",
    ]


def test_both_shapes_of_the_export_say_the_same(walk, ferrydown) -> None:
    first, _ = walk(ferrydown).drafts()
    second, _ = walk(replace(ferrydown, options=MappingProxyType({"interfaces": ["v2"]}))).drafts()
    assert set(first) == set(second)
    for name in (
        "title",
        "publisher",
        "creator",
        "accrual_periodicity",
        "temporal",
        "contact_point",
        "modified",
    ):
        assert all(getattr(first[key], name) == getattr(second[key], name) for key in first), name
    downloads = [
        {one.key: one.access_url for one in drafts[key].distribution}
        for key in first
        for drafts in (first, second)
    ]
    assert downloads[::2] == downloads[1::2]


def test_the_packages_for_harvesters_of_ckan_have_the_same_keys(walk, ferrydown) -> None:
    whole = walk(ferrydown)
    walked = walk(replace(ferrydown, options=MappingProxyType({"interfaces": ["ckan"]})))
    assert len(walked.asked) == 3
    assert walked.keys == whole.keys
    drafts, _ = walked.drafts()
    assert all(dataset.title for dataset in drafts.values())


@pytest.mark.parametrize("envelope", ["datasets", "result", "data"])
def test_a_list_may_stand_in_an_object(spider, answer, envelope: str) -> None:
    (record,) = spider.export(answer({"success": True, envelope: [MADE_UP]})).records
    assert record.key == "a2b3c"


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (b"<!DOCTYPE html><title>Blocked</title>", r"got a web page \(title: Blocked\)"),
        (b"", "got text that begins ''"),
        (b'{"message": "no"}', "without a list `datasets`"),
        (b'[{"id": "a"', "ends early, after 0 datasets"),
    ],
)
def test_what_is_no_export_is_refused_in_words(spider, answer, made_up: bytes, said: str) -> None:
    with pytest.raises(PageUnreadable, match=said):
        spider.export(answer(made_up))


def test_datasets_before_the_end_of_a_cut_export_are_given(spider, answer) -> None:
    body = json.dumps([MADE_UP, MADE_UP | {"id": "b"}, 7, MADE_UP | {"id": "c"}]).encode()[:-9]
    page, taken = spider.export(answer(body)), []
    with pytest.raises(PageUnreadable, match="ends early, after 3 datasets"):
        for record in page.records:
            taken.append(record.key)
    assert taken == ["a2b3c", "b"]
    assert [finding.place for finding in page.findings] == ["[2]"]


@pytest.mark.parametrize(
    "fields", [{"sharing": "shared"}, {"state": "deleted"}, {"private": True}, {"archivedAt": "2020"}]
)
def test_what_is_not_published_is_left_out(spider, answer, fields: dict[str, Any]) -> None:
    page = spider.export(answer([MADE_UP | fields]))
    assert list(page.records) == []
    assert len(list(page.findings)) == 1


def test_a_dataset_without_a_title_says_so(spider) -> None:
    with pytest.raises(RecordError, match="dataset a2b3c has no title"):
        drafted(spider, title=" ")


@pytest.mark.parametrize(
    ("fields", "name", "expected"),
    [
        ({"tags": ["a"], "topics": ["t"]}, "keyword", (Text("a"),)),
        ({"topics": [{"id": "1", "title": "Environment"}]}, "theme", (Term("Environment"),)),
        ({"topics": {"1": {"title": "Environment"}}}, "theme", (Term("Environment"),)),
        ({"team": {"title": "GIS"}}, "publisher", Agent(name=(Text("GIS"),))),
        ({"team": "GIS"}, "publisher", Agent(name=(Text("GIS"),))),
        ({"masthead": {"title": "Council"}}, "publisher", Agent(name=(Text("Council"),))),
        ({"author": "ONS"}, "publisher", Agent(name=(Text("ONS"),))),
        ({"custom": {"author": "ONS"}, "team": "GIS"}, "creator", (Agent(name=(Text("ONS"),)),)),
        (
            {"contact": {"title": "Team", "email": "t@a.example"}},
            "contact_point",
            (Contact(fn=(Text("Team"),), has_email="mailto:t@a.example"),),
        ),
        (
            {"custom": {"author_email": "a@a.example"}},
            "contact_point",
            (Contact(has_email="mailto:a@a.example"),),
        ),
        ({"createdAt": "2020-01-02T03:04:05.6Z"}, "issued", Typed("2020-01-02T03:04:05.6Z", XSD.dateTime)),
        ({"updatedAt": "03/07/2024"}, "modified", Typed("03/07/2024")),
        ({"licence": {"title": "OGL", "url": "http://l/"}}, "license", Term("OGL", link="http://l/")),
        ({"licence": "uk-ogl"}, "license", Term("uk-ogl")),
        ({"licence_notes": "Ask first"}, "rights", (Term("Ask first"),)),
        ({"update_frequency": "monthly"}, "accrual_periodicity", Term("monthly")),
        ({"custom": {"update_frequency": "weekly"}}, "accrual_periodicity", Term("weekly")),
        ({"custom": {"geo": "-1.5,53,-1.3,53.1"}}, "spatial", (Location(bbox=Typed("-1.5,53,-1.3,53.1")),)),
        ({"custom": {"geo": "Ferrydown"}}, "spatial", (Location(label=(Text("Ferrydown"),)),)),
        (
            {"london_bounding_box": '{"type":"Point","coordinates":[0,51]}'},
            "spatial",
            (Location(geometry=(Typed('{"coordinates":[0,51],"type":"Point"}', GEO.geoJSONLiteral),)),),
        ),
        (
            {
                "resources": {
                    "r": {"temporal_coverage_from": "2019-01-01"},
                    "s": {"temporal_coverage_from": "2019-01-01"},
                }
            },
            "temporal",
            (PeriodOfTime(start_date=Typed("2019-01-01", XSD.date)),),
        ),
        (
            {"links": [{"url": "https://l.example/"}, {"url": "javascript:x"}]},
            "page",
            ("https://l.example/",),
        ),
        ({"custom": {"lgsl": "524"}}, "council_service", (Term("524"),)),
    ],
)
def test_each_field_has_its_place(spider, fields: dict[str, Any], name: str, expected: Any) -> None:
    assert getattr(drafted(spider, **fields), name) == expected


def test_resources_come_in_the_order_of_the_portal(spider) -> None:
    found = drafted(spider, resources={"b": {"order": 1}, "a": {"order": "0"}, "c": {}})
    assert [one.key for one in found.distribution] == ["a", "b", "c"]


def test_what_the_portal_measured_of_a_file_is_kept(spider) -> None:
    resource = {
        "id": "r",
        "url": "/download/bins/r/bins.csv",
        "format": "csv",
        "check_mimetype": "text/csv",
        "check_size": 12,
        "check_hash": "d41d8cd98f00b204e9800998ecf8427e",
    }
    (found,) = drafted(spider, resources=[resource]).distribution
    assert found.access_url == found.download_url == ("https://madeup.example/download/bins/r/bins.csv",)
    assert (found.format, found.media_type) == (Term("csv"), Term("text/csv"))
    assert found.byte_size == Typed("12", XSD.nonNegativeInteger)
    assert found.checksum == Checksum(
        algorithm=Term("MD5"), checksum_value=Typed("d41d8cd98f00b204e9800998ecf8427e", XSD.hexBinary)
    )


def test_lists_that_are_something_else_are_remarked_on(spider) -> None:
    body = json.dumps(MADE_UP | {"resources": "none"}).encode()
    draft = spider.draft(Record(key="a", body=body, media_type="application/json", source=PAGE))
    assert [finding.code for finding in draft.findings] == ["datapress-not-a-list"]
