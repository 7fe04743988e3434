"""The replayed folder gives its files as they are, and its listings as a web server would."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import orjson
import pytest
from starlette.testclient import TestClient

from harvester.replay.recording import Recording, bundled_recordings
from harvester.replay.server import build_app, builders

(ISLANDS,) = (recording for recording in bundled_recordings() if recording.slug == "skerravoe")
FIRST = orjson.loads(ISLANDS.records[0])


def client_of(recording: Recording = ISLANDS) -> TestClient:
    return TestClient(build_app([recording]))


def test_a_file_is_the_record_word_for_word_and_costs_nothing_the_second_time() -> None:
    client = client_of()
    first = client.get(f"/skerravoe/waf/{FIRST['path']}")
    assert (first.text, first.headers["content-type"]) == (FIRST["xml"], "application/xml")
    again = client.get(f"/skerravoe/waf/{FIRST['path']}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("listing", ["apache", "table", "nginx", "iis"])
def test_a_listing_names_its_files_and_folders(listing: str) -> None:
    options = MappingProxyType({**ISLANDS.options, "listing": listing})
    page = client_of(replace(ISLANDS, options=options)).get("/skerravoe/waf/").text.lower()
    assert 'href="boundary.xml"' in page and 'href="coast/"' in page


def test_what_is_not_there_is_not_found_and_what_is_hidden_is_forbidden() -> None:
    options = MappingProxyType({**ISLANDS.options, "hidden": ["coast"]})
    client = client_of(replace(ISLANDS, options=options))
    assert client.get("/skerravoe/waf/nothing.xml").status_code == 404
    assert client.get("/skerravoe/waf/no/where/").status_code == 404
    assert client.get("/skerravoe/waf/coast/").status_code == 403


def test_a_recorded_folder_is_listed_as_the_kind_that_reads_it() -> None:
    made_up = Recording(slug="folder", title="Folder", kind="iso19139", records=ISLANDS.records)
    assert builders()["iso19139"](made_up).kind == "waf"
    (entry,) = client_of(made_up).get("/portals.json").json()
    assert (entry["kind"], entry["address"][-12:]) == ("waf", "/folder/waf/")
