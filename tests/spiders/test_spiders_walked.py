"""Recorded portals of the further kinds, each walked through its replayed interface: counts agree, nothing is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harvester.replay.recording import load_recording

CORPUS = os.environ.get("STOOK_CORPUS")
KINDS = ("aardvark", "jkan", "lga_inventory", "native_json", "udata")

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(CORPUS is None, reason="STOOK_CORPUS names no folder of recorded portals"),
]


def recorded() -> Iterator[tuple[Path, dict[str, Any]]]:
    for about in sorted(Path(CORPUS or "/nowhere").glob("*/*/portal.json")):
        facts = json.loads(about.read_bytes())
        if facts["kind"] in KINDS:
            yield about.parent, facts


LINKS = {"nerc-ceh-eidc": 7}  # documents that only link to another
FOLDERS = list(recorded())


@pytest.mark.parametrize(("folder", "facts"), FOLDERS, ids=[facts["slug"] for _, facts in FOLDERS])
def test_a_recorded_portal_is_walked_whole(walk, folder: Path, facts: dict[str, Any]) -> None:
    walked = walk(load_recording(folder), most=5_000)
    assert walked.failed == []
    assert len(walked.records) + len(walked.findings) == facts["expected"]["records"]
    assert len({record.digest for record in walked.records}) == len(walked.records)
    assert set(walked.declared) <= {facts["expected"]["records"]}
    drafts, refused = walked.drafts()
    assert all(refused)
    assert len(refused) <= len(walked.records) / 100 + LINKS.get(facts["slug"], 5)
    assert all(dataset.title[0].value for dataset in drafts.values())
