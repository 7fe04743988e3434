"""`stook check`: what stands there, what people would see, and an exit status."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from checking_site import desk_in
from click.testing import CliRunner

from catalogue.errors import PortalError
from harvester.checking.command import check
from harvester.replay.recording import bundled_recordings
from harvester.replay.server import build_app, running


@pytest.fixture(scope="module")
def portals() -> Iterator[str]:
    """The bundled portals, served."""
    with running(build_app(bundled_recordings())) as address:
        yield address


def test_a_person_reads_what_stands_there_and_what_would_gain_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, portals: str
) -> None:
    desk_in(tmp_path, monkeypatch).ledger.close()
    done = CliRunner().invoke(check, [f"{portals}/holmshire/", "--records", "5"])
    assert done.exit_code == 0, done.output
    assert "It is CKAN" in done.output
    assert "people will see" in done.output
    assert "would gain" in done.output


def test_a_program_reads_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, portals: str) -> None:
    desk_in(tmp_path, monkeypatch).ledger.close()
    done = CliRunner().invoke(check, [f"{portals}/thornmere/", "--json"])
    told = orjson.loads(done.output)
    assert told["state"] == "done"
    assert told["found"]["kind"] == "arcgis_hub"
    assert len(told["report"]["records"]) == told["report"]["read"] + told["report"]["rejected"]


def test_what_is_no_portal_ends_with_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, portals: str
) -> None:
    desk_in(tmp_path, monkeypatch).ledger.close()
    done = CliRunner().invoke(check, [f"{portals}/portals.json"])
    assert done.exit_code == 2
    refused = CliRunner().invoke(check, ["mailto:data@thornmere.example"])
    assert isinstance(refused.exception, PortalError)
