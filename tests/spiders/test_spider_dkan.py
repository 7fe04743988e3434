"""DKAN: its document, its metastore and the habits of version 1. All datasets are made up."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from catalogue.model import Agent
from catalogue.values import Term, Text, Typed
from harvester.drafting.dkan_package import even_out, resolved
from harvester.record import PageUnreadable
from harvester.replay.lines import as_lines
from harvester.replay.recording import Recording, bundled_recordings
from vocab.namespaces import XSD

PACKAGE = {"id": "1", "title": "Bins", "state": "Active", "type": "Dataset", "resources": []}


@pytest.fixture
def spider(spider_of):
    return spider_of("dkan")


@pytest.fixture
def marlowe() -> Recording:
    return next(recording for recording in bundled_recordings() if recording.slug == "marlowe-fen")


def speaking(recording: Recording, *interfaces: str) -> Recording:
    return replace(recording, options=MappingProxyType({"interfaces": interfaces}))


def test_the_bundled_council_is_read_whole_in_one_request(walk, marlowe) -> None:
    walked = walk(marlowe)
    drafts, refused = walked.drafts()
    assert (len(drafts), len(refused), len(walked.asked)) == (marlowe.expected, 1, 1)


def test_the_metastore_says_the_same_as_the_document(walk, marlowe) -> None:
    whole, _ = walk(marlowe).drafts()
    again, _ = walk(speaking(marlowe, "metastore")).drafts()
    assert set(again) == set(whole)
    for name in ("title", "publisher", "keyword", "theme", "license", "modified", "distribution"):
        assert all(getattr(whole[key], name) == getattr(again[key], name) for key in whole), name


@pytest.mark.parametrize("interface", ["packages", "package"])
def test_version_1_gives_the_same_keys(walk, marlowe, interface: str) -> None:
    whole, _ = walk(marlowe).drafts()
    walked = walk(speaking(marlowe, interface))
    drafts, _ = walked.drafts()
    assert set(drafts) == set(whole)
    assert walked.failed == []
    for key, dataset in drafts.items():
        assert dataset.title == whole[key].title
        assert dataset.publisher and dataset.publisher.name == whole[key].publisher.name
        assert len(dataset.distribution) == len(whole[key].distribution)


def test_packages_are_asked_for_by_a_hundred(walk) -> None:
    lines = as_lines(json.dumps({"identifier": f"{n:03}", "title": f"Set {n}"}).encode() for n in range(230))
    portal = Recording(slug="town", title="Town", kind="dkan", records=lines)
    walked = walk(speaking(portal, "packages"))
    assert len(walked.keys) == len(walked.records) == 230
    assert [url.partition("offset=")[2] for url in walked.asked[2:]] == ["0", "100", "200"]


def test_a_window_that_repeats_the_last_one_is_the_end(spider, answer) -> None:
    page = spider.packages(answer({"result": [[PACKAGE]]}), offset=100, before="1")
    assert (page.records, page.follow) == ((), ())


def test_how_many_packages_there_are_is_told_by_their_names(spider, answer) -> None:
    page = spider.names(answer({"result": ["a b", "c"]}))
    assert page.declared == 2
    assert [request.url.partition("id=")[2] for request in page.follow] == ["a%20b", "c"]


@pytest.mark.parametrize("made_up", [{"result": [[PACKAGE]]}, {"result": [PACKAGE]}])
def test_a_list_may_stand_in_a_list(spider, answer, made_up: dict[str, Any]) -> None:
    assert len(spider.packages(answer(made_up)).records) == 1


@pytest.mark.parametrize(
    ("made_up", "said"),
    [
        (b"<html><title>Home | Drupal</title>", "web page"),
        (b'{"success": false, "error": {"message": "Denied"}}', "without a list `result` Denied"),
        (b'{"result": {}}', "without a list `result`"),
    ],
)
def test_what_is_no_list_of_packages_is_refused_in_words(spider, answer, made_up: bytes, said: str) -> None:
    with pytest.raises(PageUnreadable, match=said):
        spider.packages(answer(made_up))


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Mon, 03/14/2016 - 11:11", Typed("2016-03-14T11:11:00Z", XSD.dateTime)),
        ("Date changed  03/14/2016", Typed("2016-03-14", XSD.date)),
        ("2016-03-14", Typed("2016-03-14", XSD.date)),
    ],
)
def test_american_dates_are_turned(spider, answer, date: str, expected: Typed) -> None:
    (record,) = spider.packages(answer({"result": [PACKAGE | {"metadata_modified": date}]})).records
    assert spider.draft(record).dataset.modified == expected


def test_groups_are_its_organisations_and_active_is_a_state(spider, answer) -> None:
    resource = {"id": "r", "url": "http://f.example/", "state": "Active", "format": "csv"}
    package = PACKAGE | {"groups": [{"id": "g", "title": "A Council"}], "resources": [resource]}
    (record,) = spider.packages(answer({"result": [package]})).records
    dataset = spider.draft(record).dataset
    assert dataset.publisher == Agent(key="g", name=(Text("A Council"),))
    assert dataset.theme == ()
    assert [one.format for one in dataset.distribution] == [Term("csv")]


def test_references_are_put_in_their_places() -> None:
    made_up = {
        "title": "Bins",
        "keyword": [{"identifier": "k", "data": "waste"}],
        "publisher": {"identifier": "p", "data": {"name": "A Council"}},
        "%Ref:publisher": [{"identifier": "p", "data": {"name": "A Council"}}],
    }
    assert resolved(made_up) == {
        "title": "Bins",
        "keyword": ["waste"],
        "publisher": {"identifier": "p", "name": "A Council"},
    }


@pytest.mark.parametrize("made_up", [None, 1, "x", [1]])
def test_what_is_no_object_stays_as_it_is(made_up: object) -> None:
    assert even_out(made_up) == resolved(made_up) == made_up
