"""The host: what it lists, what it serves, and recorded pages byte for byte."""

import json
import lzma
import threading
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from harvester.replay.recording import RecordingError, bundled_recordings, load_recordings
from harvester.replay.server import build_app, builders, listing, running


def made_up_portal(folder: Path, slug: str, kind: str, pages: dict[str, bytes], **facts: object) -> Path:
    """Writes a recorded portal: path → body; a body that starts with `packed:` is stored with xz."""
    portal = folder / slug
    (portal / "pages").mkdir(parents=True)
    entries = []
    for number, (path, body) in enumerate(pages.items()):
        packed = body.startswith(b"packed:")
        name = f"pages/{number}.bin" + (".xz" if packed else "")
        (portal / name).write_bytes(lzma.compress(body) if packed else body)
        entries.append({"path": path, "file": name, "media_type": "text/plain", "status": 200} | facts)
    (portal / "pages.json").write_text(json.dumps(entries))
    described = {"slug": slug, "title": f"Made-up {slug}", "kind": kind, "url": None, "form": "raw"}
    (portal / "portal.json").write_text(json.dumps(described))
    return portal


def served(folder: Path) -> TestClient:
    return TestClient(build_app(load_recordings(folder)))


def test_a_recorded_page_is_answered_byte_for_byte(tmp_path: Path) -> None:
    body = b"\xef\xbb\xbf{ not json \r\n\xff"
    made_up_portal(tmp_path, "a", "pod", {"/data.json": body}, media_type="text/odd", status=203)
    answer = served(tmp_path).get("/a/data.json")
    assert (answer.content, answer.headers["content-type"], answer.status_code) == (body, "text/odd", 203)


def test_a_packed_page_is_unpacked(tmp_path: Path) -> None:
    made_up_portal(tmp_path, "a", "pod", {"/data.json": b"packed: yes"})
    assert served(tmp_path).get("/a/data.json").content == b"packed: yes"


def test_the_parameters_of_a_recorded_path_are_compared_as_a_set(tmp_path: Path) -> None:
    made_up_portal(tmp_path, "a", "ckan", {"/x?b=2&a=1": b"one", "/x?c[d]=any(e)": b"two"})
    client = served(tmp_path)
    assert client.get("/a/x?a=1&b=2").content == b"one"
    assert client.get("/a/x?c%5Bd%5D=any%28e%29").content == b"two"
    assert client.get("/a/x?a=1").status_code == 404


def test_an_unchanged_recorded_page_costs_no_body(tmp_path: Path) -> None:
    made_up_portal(tmp_path, "a", "pod", {"/data.json": b"{}"})
    client = served(tmp_path)
    etag = client.get("/a/data.json").headers["etag"]
    again = client.get("/a/data.json", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_kind_without_a_replay_server_is_listed_and_not_served(tmp_path: Path) -> None:
    made_up_portal(tmp_path, "a", "madeup", {"/x": b""})
    client = served(tmp_path)
    (entry,) = client.get("/portals.json").json()
    assert (entry["served"], entry["reason"]) == (False, "no reader for kind 'madeup' yet")
    assert client.get("/a/x").status_code == 404


def test_addresses_to_register_are_built_from_the_host_asked() -> None:
    client = TestClient(build_app(bundled_recordings()), base_url="http://replay.example:8100")
    entries = {entry["slug"]: entry for entry in client.get("/portals.json").json()}
    assert entries["holmshire"]["address"] == "http://replay.example:8100/holmshire/"
    assert entries["hirwen"]["address"] == "http://replay.example:8100/hirwen/catalog.ttl"
    assert entries["holmshire"]["origin"] == "https://data.holmshire.example"
    assert entries["holmshire"]["settings"] == {"delay": 0}


@pytest.mark.parametrize(
    ("kind", "paths", "entry"),
    [
        ("pod", ["/data.json"], "/"),
        ("pod", ["/open/feed one.json"], "/open/feed%20one.json"),
        ("ckan", ["/api/3/action/package_search?start=0"], "/"),
        ("arcgis_hub", ["/api/feed/dcat-ap/2.0.1.json"], "/"),
        ("arcgis_hub", ["/api/v3/search?catalog[g]=any(b4)"], "/api/v3/search?catalog%5Bg%5D=any%28b4%29"),
        ("dcat", ["/catalog.xml?page=50"], "/catalog.xml?page=50"),
        ("dcat", ["/catalog.xml?page=1", "/catalog.xml?page=2"], "/catalog.ttl"),
    ],
)  # fmt: skip
def test_a_recorded_portal_is_registered_where_its_kind_begins(
    tmp_path: Path, kind: str, paths: list[str], entry: str
) -> None:
    made_up_portal(tmp_path, "a", kind, dict.fromkeys(paths, b"{}"))
    (listed,) = served(tmp_path).get("/portals.json").json()
    assert listed["address"] == f"http://testserver/a{entry}"


def test_every_listed_entry_answers_at_its_address(tmp_path: Path) -> None:
    made_up_portal(tmp_path, "a", "arcgis_hub", {"/api/v3/search?catalog[groupIds]=any(b4)": b"legacy"})
    client = served(tmp_path)
    assert client.get(client.get("/portals.json").json()[0]["address"]).content == b"legacy"


def test_portals_are_found_in_the_groups_of_a_corpus_and_directly(tmp_path: Path) -> None:
    for place in ("portals/b", "portals-us/c", "large/d", "a", "fixtures/e"):
        made_up_portal(tmp_path / Path(place).parent, Path(place).name, "pod", {"/data.json": b""})
    assert [recording.slug for recording in load_recordings(tmp_path)] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("slug", "../etc"), ("title", ""), ("kind", None), ("url", 5)],
)
def test_a_wrong_field_is_named_with_its_file(tmp_path: Path, field: str, value: object) -> None:
    portal = made_up_portal(tmp_path, "a", "pod", {"/data.json": b""})
    facts = json.loads((portal / "portal.json").read_text()) | {field: value}
    (portal / "portal.json").write_text(json.dumps(facts))
    with pytest.raises(RecordingError, match=rf"portal\.json: field '{field}'"):
        load_recordings(tmp_path)


def test_a_page_outside_its_folder_is_refused(tmp_path: Path) -> None:
    portal = made_up_portal(tmp_path, "a", "pod", {"/data.json": b""})
    entry = {"path": "/x", "file": "../secret", "media_type": "text/plain", "status": 200}
    (tmp_path / "secret").write_text("no")
    (portal / "pages.json").write_text(json.dumps([entry]))
    with pytest.raises(RecordingError, match="field 'file'"):
        load_recordings(tmp_path)


def test_a_folder_without_portals_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="holds no"):
        load_recordings(tmp_path)


def test_the_host_lets_robots_in_and_says_that_it_is_well() -> None:
    client = TestClient(build_app(bundled_recordings()))
    assert "Allow: /" in client.get("/robots.txt").text
    assert client.get("/healthz").text == "ok\n"
    assert "Holmshire" in client.get("/").text


def test_the_listing_has_a_line_for_each_portal() -> None:
    lines = listing(bundled_recordings(), "http://127.0.0.1:8100")
    assert any("http://127.0.0.1:8100/hirwen/" in line for line in lines)
    assert len(lines) == len(bundled_recordings()) + 1


def test_a_kind_is_any_module_with_a_builder() -> None:
    assert set(builders()) >= {"arcgis_hub", "ckan", "dcat", "pod"}
    assert "scaling" not in builders()


def test_a_running_server_answers_over_http_and_leaves_no_thread() -> None:
    before = threading.active_count()
    with running(build_app(bundled_recordings())) as address, httpx2.Client() as client:
        assert client.get(f"{address}/healthz").status_code == 200
    assert threading.active_count() <= before
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"{address}/healthz")
