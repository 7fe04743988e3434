"""The dumps over HTTP: a download that broke off is taken up again, and nothing but dumps is given out."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator

import pytest
from made_up_catalogue import BASE, open_site
from starlette.testclient import TestClient

from catalogue.dumps.making import make_dumps


@pytest.fixture(scope="module")
def dumped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A site with a set of dumps."""
    folder = tmp_path_factory.mktemp("dumping")
    app = open_site(folder, many=20)
    now = "2026-11-28T03:00:00Z"
    make_dumps(app.state.site.ledger, folder / "dumps", base=BASE, keep=2, now=now, told=lambda *_: None)
    with TestClient(app, base_url=BASE, follow_redirects=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def listed(dumped: TestClient) -> dict[str, object]:
    """The first N-Quads file of the list."""
    files = dumped.get("/dumps.json").json()["sets"][0]["files"]
    return next(one for one in files if one["name"].endswith(".nq.gz"))


@pytest.fixture(scope="module")
def address(listed: dict[str, object]) -> str:
    return str(listed["address"])


def test_a_file_is_what_the_list_says(dumped: TestClient, listed: dict[str, object], address: str) -> None:
    answer = dumped.get(address, headers={"Accept-Encoding": "gzip, zstd"})

    assert hashlib.sha256(answer.content).hexdigest() == listed["sha256"]
    assert answer.headers["ETag"] == f'"{listed["sha256"]}"'
    assert answer.headers["Content-Type"] == "application/gzip"
    assert int(answer.headers["Content-Length"]) == listed["size"]
    assert "Content-Encoding" not in answer.headers
    assert gzip.decompress(answer.content).count(b"\n") == listed["items"]


def test_a_download_that_broke_off_is_taken_up_again(dumped: TestClient, address: str) -> None:
    whole = dumped.get(address)
    rest = dumped.get(address, headers={"Range": "bytes=100-", "If-Range": whole.headers["ETag"]})

    assert rest.status_code == 206
    assert rest.headers["Content-Range"] == f"bytes 100-{len(whole.content) - 1}/{len(whole.content)}"
    assert whole.content[:100] + rest.content == whole.content


def test_a_download_of_another_file_begins_anew(dumped: TestClient, address: str) -> None:
    answer = dumped.get(address, headers={"Range": "bytes=100-", "If-Range": '"another"'})

    assert answer.status_code == 200


@pytest.mark.parametrize("stated", ["bytes=x", "lines=1-2", "bytes=9-3", "bytes=", "bytes=0-1,5-6"])
def test_a_range_that_cannot_be_read_is_as_if_it_were_not_there(
    dumped: TestClient, address: str, stated: str
) -> None:
    assert dumped.get(address, headers={"Range": stated}).status_code == 200


def test_a_range_beyond_the_end_is_refused_with_the_size(
    dumped: TestClient, listed: dict[str, object], address: str
) -> None:
    answer = dumped.get(address, headers={"Range": "bytes=99999999-"})

    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{listed['size']}"


def test_a_head_tells_the_size_and_sends_nothing(
    dumped: TestClient, listed: dict[str, object], address: str
) -> None:
    answer = dumped.head(address)

    assert (answer.content, answer.headers["Content-Length"]) == (b"", str(listed["size"]))
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_who_has_it_is_told_so(dumped: TestClient, address: str) -> None:
    assert (
        dumped.get(address, headers={"If-None-Match": dumped.head(address).headers["ETag"]}).status_code
        == 304
    )


def test_a_name_without_a_number_leads_to_the_newest(dumped: TestClient, listed: dict[str, object]) -> None:
    answer = dumped.get("/dumps/catalogue.nq.gz")

    assert (answer.status_code, answer.headers["Location"]) == (307, f"/dumps/{listed['name']}")


def test_the_digests_are_given_out(dumped: TestClient, listed: dict[str, object]) -> None:
    assert f"{listed['sha256']}  {listed['name']}" in dumped.get("/dumps/SHA256SUMS").text.splitlines()


@pytest.mark.parametrize(
    "name", ["manifest.json", "..%2f..%2fledger.db", "%2e%2e", ".lock", "catalogue.exe.gz", "a%00b"]
)
def test_nothing_else_is_given_out(dumped: TestClient, name: str) -> None:
    assert dumped.get(f"/dumps/{name}").status_code == 404


def test_a_site_without_dumps_says_so(client: TestClient) -> None:
    assert "There are none yet" in client.get("/dumps").text
    assert client.get("/dumps.json").json() == {"sets": []}


def test_the_page_names_each_file_with_its_digest(dumped: TestClient, listed: dict[str, object]) -> None:
    page = dumped.get("/dumps").text

    assert f'href="/dumps/{listed["name"]}"' in page
    assert str(listed["sha256"]) in page
