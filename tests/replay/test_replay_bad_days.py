"""Portals on a bad day: chosen by the address, listed to be registered, and ill as the name says."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from starlette.testclient import TestClient

from harvester.replay.bad_days import BAD_DAYS, gone_count
from harvester.replay.recording import bundled_recordings
from harvester.replay.server import build_app
from harvester.replay.shapes import SHAPES

FIRST = "/api/3/action/package_search?rows=500&start=0&sort=id%20asc"
SECOND = "/api/3/action/package_search?rows=500&start=20&sort=id%20asc"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(build_app(bundled_recordings()), follow_redirects=False)


def result(client: TestClient, day: str, page: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = client.get(f"/faulty/{day}/holmshire{page}").json()["result"]
    return found


def ids(found: Mapping[str, Any]) -> list[str]:
    return [package["id"] for package in found["results"]]


def test_the_faults_are_listed(client: TestClient) -> None:
    assert {one["fault"] for one in client.get("/faulty.json").json()} == set(BAD_DAYS)


def test_a_fault_has_a_list_of_portals_to_register(client: TestClient) -> None:
    listed = {one["kind"]: one for one in client.get("/faulty/loop/portals.json").json()}
    assert listed["dcat"]["address"] == "http://testserver/faulty/loop/hirwen/catalog.ttl"
    assert listed["dcat"]["served"]
    assert listed["pod"]["reason"] == "pod gives its whole catalogue as one document"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/faulty/rain/holmshire/", "there is no fault 'rain'"),
        ("/faulty/html/atlantis/", "no portal 'atlantis' is served here"),
        ("/faulty/loop/ottermoor/data.json", "as one document"),
    ],
)
def test_what_cannot_be_is_refused_in_words(address: str, words: str, client: TestClient) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert words in answer.text


def test_a_fault_on_pages_leaves_the_first_as_it_is(client: TestClient) -> None:
    assert len(ids(result(client, "html", FIRST))) == 20
    assert "Maintenance" in client.get(f"/faulty/html/holmshire{SECOND}").text


def test_a_fault_that_passes_is_over_at_the_second_time(client: TestClient) -> None:
    page = f"/faulty/wait-date/holmshire{SECOND}"
    assert [client.get(page).status_code for _ in range(4)] == [429, 200, 429, 200]


def test_a_page_repeated_is_the_first(client: TestClient) -> None:
    assert ids(result(client, "repeated-page", FIRST)) == ids(result(client, "repeated-page", SECOND))


def test_an_empty_page_keeps_the_total(client: TestClient) -> None:
    second = result(client, "empty-page", SECOND)
    assert second["results"] == []
    assert second["count"] == result(client, "html", FIRST)["count"] + 1  # one of the bundled is a draft


def test_a_record_added_between_pages_moves_the_others_on(client: TestClient) -> None:
    first, second = ids(result(client, "added", FIRST)), ids(result(client, "added", SECOND))
    assert first[-1] == second[0]


def test_a_record_removed_between_pages_hides_another(client: TestClient) -> None:
    every = ids(result(client, "gzip-bomb", FIRST)) + ids(result(client, "high-total", SECOND))
    seen = ids(result(client, "removed", FIRST)) + ids(result(client, "removed", SECOND))
    assert len(set(every) - set(seen)) == 1


def test_many_that_vanish_are_more_than_anybody_overlooks(client: TestClient) -> None:
    before = result(client, "html", FIRST)["count"]
    gone = before - result(client, "many-vanish", FIRST)["count"]
    assert gone_count(before) - 1 <= gone
    assert gone > max(10, before / 5)


def test_a_packed_body_that_is_cut_cannot_be_unpacked(client: TestClient) -> None:
    with client.stream("GET", f"/faulty/truncated-gzip/holmshire{SECOND}") as answer:
        packed = b"".join(answer.iter_raw())
    with pytest.raises(EOFError):
        gzip.decompress(packed)


@pytest.mark.parametrize("kind", SHAPES)
def test_a_shape_finds_what_a_record_has(kind: str) -> None:
    """An id and a title."""
    shape = SHAPES[kind]
    recording = next(one for one in bundled_recordings() if one.kind == kind)
    lines = list(recording.records)[: recording.options.get("sound") or None]
    for pattern in (*shape.identity, shape.title, shape.poison or shape.title):
        assert re.search(pattern.encode(), lines[0]), pattern
    found = [one[1] for line in lines if (one := re.search(shape.identity[0].encode(), line))]
    assert len(found) > len(lines) / 2
    assert json.loads(lines[0])
