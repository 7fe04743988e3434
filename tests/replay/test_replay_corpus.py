"""Recorded real portals: each is served whole, as its folder says."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from starlette.testclient import TestClient

from harvester.replay.recording import Recording, load_recordings
from harvester.replay.server import build_app

pytestmark = pytest.mark.corpus
CORPUS = os.environ.get("STOOK_CORPUS")
KINDS = ("arcgis_hub", "ckan", "dcat", "pod")
DATASET = "{http://www.w3.org/ns/dcat#}Dataset"


@pytest.fixture(scope="module")
def recordings() -> tuple[Recording, ...]:
    if not CORPUS:
        pytest.skip("STOOK_CORPUS names no folder of recorded portals")
    return load_recordings(Path(CORPUS))


@pytest.fixture(scope="module")
def client(recordings: tuple[Recording, ...]) -> TestClient:
    return TestClient(build_app(recordings))


def test_each_served_portal_has_the_records_its_folder_expects(
    client: TestClient, recordings: tuple[Recording, ...]
) -> None:
    served = {entry["slug"] for entry in client.get("/portals.json").json() if entry["served"]}
    for recording in recordings:
        if recording.slug in served and recording.kind in KINDS:
            assert sum(counts(client, recording)) == recording.expected, recording.slug


def test_a_whole_corpus_is_listed_in_a_moment() -> None:
    if not CORPUS:
        pytest.skip("STOOK_CORPUS names no folder of recorded portals")
    begun = time.process_time()
    TestClient(build_app(load_recordings(Path(CORPUS)))).get("/portals.json")
    assert time.process_time() - begun < 8  # seconds; nothing of a portal may be read for it


def counts(client: TestClient, recording: Recording) -> Iterator[int]:
    base = f"/{recording.slug}"
    if recording.kind == "ckan":
        yield client.get(f"{base}/api/3/action/package_search?rows=0").json()["result"]["count"]
        return
    for page in recording.pages:
        yield readable(recording.kind, client.get(base + page.address).content)


def readable(kind: str, body: bytes) -> int:
    try:
        if kind == "dcat":
            return sum(1 for _ in etree.fromstring(body).iter(DATASET))
        document: dict[str, Any] = json.loads(body)
    except (ValueError, etree.XMLSyntaxError):
        return 0
    return len(next(document[key] for key in ("dataset", "dcat:dataset", "data") if key in document))
