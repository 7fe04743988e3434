"""A real pycsw: what it holds is harvested whole, as ISO 19139 and as Dublin Core, by the command that people use."""

from __future__ import annotations

import json
import lzma
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import pytest
from pycsw_server import serving

from harvester.formats.elements import every
from harvester.formats.get_records import CSW, Query, read_results
from harvester.formats.xml import read_xml
from harvester.replay.recording import bundled_recordings

pytestmark = pytest.mark.service

CORPUS = os.environ.get("STOOK_CORPUS")
_RECORDED = 150


def made_up() -> Iterator[tuple[str, bytes]]:
    """The records of the fictional national park."""
    (park,) = (recording for recording in bundled_recordings() if recording.slug == "esgairwen")
    for line in park.records:
        record = orjson.loads(line)
        yield f"{record['id']}.xml", record["xml"].encode()


def recorded() -> Iterator[tuple[str, bytes]]:
    """Recorded ones, where there are any: a hundred and fifty of a library, and the server's own samples."""
    folder = Path(CORPUS) if CORPUS else Path("/nowhere")
    library = folder / "large" / "stanford-earthworks-iso" / "records.jsonl.xz"
    if library.exists():
        with lzma.open(library) as lines:
            for record in map(orjson.loads, islice(lines, _RECORDED)):
                yield f"{record['id']}.xml", record["xml"].encode()
    for path in sorted((folder / "fixtures" / "csw" / "pycsw" / "apiso" / "data").glob("*.xml")):
        yield path.name, path.read_bytes()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a pycsw that holds all these records."""
    with serving(dict((*made_up(), *recorded())), tmp_path_factory.mktemp("pycsw")) as found:
        yield found


def ask(address: str, query: Query) -> int:
    """How many records the server itself says that a query finds."""
    with urllib.request.urlopen(f"{address}?{query.to_parameters()}") as answer:
        return read_results(answer.read()).matched or 0


def stook(home: Path, *command: str, code: int = 0) -> Any:
    """A command, with what it says as JSON."""
    allowed = command[2].partition("://")[2].partition("/")[0] if command[:2] == ("portal", "add") else ""
    mark = home / "allowed"
    if allowed:
        mark.write_text(allowed)
    environment: Mapping[str, str] = {
        **os.environ,
        "STOOK_HOME": str(home),
        "STOOK_ALLOW": mark.read_text(),
    }
    done = subprocess.run(
        [sys.executable, "-m", "catalogue.cli", *command, "--json"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_it_tells_of_itself_by_csw_and_by_oai_pmh(address: str) -> None:
    with urllib.request.urlopen(f"{address}?service=CSW&version=2.0.2&request=GetCapabilities") as answer:
        assert any(one.get("name") == "GetRecords" for one in every(read_xml(answer.read()), "Operation"))
    with urllib.request.urlopen(f"{address}?mode=oaipmh&verb=Identify") as answer:
        assert len([*every(read_xml(answer.read()), "repositoryName")]) == 1


@pytest.mark.parametrize("settings", [[], ["--setting", f"schema={CSW}"]], ids=["iso", "dublin-core"])
def test_all_that_it_holds_is_harvested(address: str, tmp_path: Path, settings: list[str]) -> None:
    held = ask(address, Query(is_sorted=False, size=1))
    assert held >= len([*made_up()]) - 1
    stook(
        tmp_path,
        "portal",
        "add",
        address,
        "--kind",
        "csw",
        "--slug",
        "real",
        "--setting",
        "delay=0",
        *settings,
    )
    stook(tmp_path, "harvest", "real")
    (status,) = stook(tmp_path, "status")["portals"]
    assert (status["verdict"], status["datasets"] + status["rejected"]) == ("complete", held), status[
        "sentence"
    ]
