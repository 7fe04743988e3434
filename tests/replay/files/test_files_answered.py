"""Files are answered as web servers do: ranges, HEAD, ETag, dates, and what is no longer there."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from harvester import replay
from harvester.replay.files.behind import bundled_files
from harvester.replay.files.listing import listed_files
from harvester.replay.recording import bundled_recordings
from harvester.replay.server import build_app

TOILETS = "/caldermouth/resources/public-toilets/40e33c35-b44b-ceed-7d95-1321118656fa.csv"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(build_app(bundled_recordings(), files=bundled_files))


def test_a_range_is_answered_with_its_bytes(client: TestClient) -> None:
    whole = client.get(TOILETS).content
    part = client.get(TOILETS, headers={"Range": "bytes=5-20"})
    assert (part.status_code, part.content) == (206, whole[5:21])
    assert part.headers["content-range"] == f"bytes 5-20/{len(whole)}"


@pytest.mark.parametrize(("asked", "cut"), [("bytes=-7", slice(-7, None)), ("bytes=10-", slice(10, None))])
def test_a_range_may_have_one_end(client: TestClient, asked: str, cut: slice) -> None:
    part = client.get(TOILETS, headers={"Range": asked})
    assert (part.status_code, part.content) == (206, client.get(TOILETS).content[cut])


def test_a_range_longer_than_the_file_ends_with_it(client: TestClient) -> None:
    whole = client.get(TOILETS).content
    part = client.get(TOILETS, headers={"Range": "bytes=0-65535"})
    assert (part.status_code, part.content, part.headers["content-length"]) == (206, whole, str(len(whole)))


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(client: TestClient, asked: str) -> None:
    refused = client.get(TOILETS, headers={"Range": asked})
    assert (refused.status_code, refused.headers["content-range"][:8]) == (416, "bytes */")


@pytest.mark.parametrize("asked", ["lines=1-2", "bytes=1-2,4-5", "bytes=9-3", "bytes=-"])
def test_another_range_is_answered_with_the_whole(client: TestClient, asked: str) -> None:
    assert client.get(TOILETS, headers={"Range": asked}).status_code == 200


def test_a_range_of_an_older_file_is_answered_with_the_whole(client: TestClient) -> None:
    asked = {"Range": "bytes=0-9", "If-Range": '"older"'}
    assert client.get(TOILETS, headers=asked).status_code == 200


@pytest.mark.parametrize(
    ("condition", "header"), [("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")]
)
def test_a_file_that_is_held_costs_no_body(client: TestClient, condition: str, header: str) -> None:
    held = client.get(TOILETS).headers[header]
    again = client.get(TOILETS, headers={condition: held})
    assert (again.status_code, again.content) == (304, b"")


def test_head_tells_what_get_would(client: TestClient) -> None:
    head, whole = client.head(TOILETS), client.get(TOILETS)
    assert {name: head.headers[name] for name in ("etag", "content-length", "content-type")} == {
        name: whole.headers[name] for name in ("etag", "content-length", "content-type")
    }


def test_a_file_is_only_read(client: TestClient) -> None:
    assert client.post(TOILETS).status_code == 405


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/aberfelin/data/files/culverts.csv", 404),
        ("/ottermoor/d/1259/christmas-collection-changes.csv", 410),
    ],
)
def test_some_links_are_dead_on_purpose(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_a_page_to_sign_in_stands_before_some_files(client: TestClient) -> None:
    answer = client.get("/eskmuir/files/freedom-of-information-requests.csv")
    assert (answer.status_code, answer.headers["content-type"][:9]) == (200, "text/html")


def test_the_readme_lists_what_is_dead_on_purpose() -> None:
    readme = (Path(replay.__file__).parent / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| ([a-z-]+) \| `[^`]+` \| (\d{3}|a page to sign in) \|$", readme, re.MULTILINE))
    dead = {(one.portal, one.answer) for files in listed_files().values() for one in files if one.answer}
    assert {(portal, answer.replace("a page to sign in", "sign-in")) for portal, answer in told} == dead
