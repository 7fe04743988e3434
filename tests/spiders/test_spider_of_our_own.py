"""Our own catalogue is harvested by our own spider, page by page, and nothing is lost on the way."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from harvester.spider import Counted

sys.path.append(str(Path(__file__).parents[1] / "web"))
from made_up_catalogue import BASE, BINS, bins, open_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return TestClient(open_site(tmp_path_factory.mktemp("own"), many=220), base_url=BASE)


@pytest.mark.parametrize("form", ["ttl", "rdf", "jsonld"])
def test_our_catalogue_is_read_whole_by_our_spider(site: TestClient, spider_of, answer, form: str) -> None:
    spider = spider_of("dcat", f"{BASE}/catalog.{form}")
    waiting, records, declared, asked = list(spider.begin()), {}, set(), 0
    while waiting:
        request = waiting.pop()
        got = site.get(request.url)
        page = spider.page(answer(got.content, request.url, got.headers["content-type"]))
        records |= {record.key: record for record in page.records}
        declared.add(page.declared)
        waiting += page.follow
        asked += 1

    assert (len(records), declared, asked) == (223, {223}, 3)
    draft = spider.draft(records[f"{BASE}/dataset/{BINS}"]).dataset
    assert set(draft.title) == set(bins().title)
    assert draft.modified == bins().modified
    assert {one.download_url for one in draft.distribution} == {
        one.download_url for one in bins().distribution
    }
    assert {one.byte_size for one in draft.distribution} == {one.byte_size for one in bins().distribution}
    assert draft.temporal == tuple(replace(one, iri="") for one in bins().temporal)


def test_our_spider_finds_that_our_filter_of_changes_works(site: TestClient, spider_of, answer) -> None:
    """So that it asks a catalogue like ours for what has changed alone."""
    spider = spider_of("dcat", f"{BASE}/catalog.ttl")
    counted = {}
    for request in spider.controls():
        got = site.get(request.url)
        page = spider.count(answer(got.content, request.url, got.headers["content-type"]))
        counted[request.meta["control"]] = page.declared

    assert counted == {
        Counted.ALL.value: 223,
        Counted.SINCE_LONG_AGO.value: 223,
        Counted.SINCE_TO_COME.value: 0,
    }
