"""The keeper of a worker, and the commands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import awkward_hosts as hosts
import orjson
import pytest
from awkward_hosts import awkward
from click.testing import CliRunner
from sampled import Sampled, open_sampled

from catalogue.ledger.portals import add_portal, get_portal
from catalogue.portal import Portal
from catalogue.settings import Settings
from harvester.cli import portal as portal_command
from harvester.sampling.command import samples
from harvester.sampling.keeper import SampleKeeper

LEEDS = Portal(
    slug="leeds", title="Leeds", kind="ckan", address="https://data.leeds.example", settings={"delay": 2}
)


@pytest.fixture
def sampled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sampled]:
    """An empty catalogue, which is also that of this process."""
    with open_sampled(tmp_path) as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


def test_the_keeper_has_read_what_is_due_and_looks_again_later(sampled: Sampled) -> None:
    with awkward({"one": hosts.plain}, network=6) as up:
        sampled.have([f"{up.places['one']}/a.csv"])
        keeper = SampleKeeper(Settings(), sampled.ledger)
        assert keeper.look() == Settings().worker_seconds
        assert keeper.look() == Settings().worker_seconds
    assert sampled.row()["state"] == "read"
    assert [one.path for one in up.asked] == ["/robots.txt", "/a.csv"]


def test_a_keeper_that_is_switched_off_starts_nothing(sampled: Sampled) -> None:
    keeper = SampleKeeper(Settings(samples=False), sampled.ledger)
    keeper.start()
    keeper.stop()
    assert sampled.log == ""


def _stook(sampled: Sampled, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "catalogue.cli", "samples", *arguments]
    return subprocess.run(command, env=os.environ | sampled.environment, capture_output=True, check=False)


def test_the_command_reads_one_portals_files_and_counts_them(sampled: Sampled) -> None:
    with sampled.ledger.writing() as connection:
        add_portal(connection, LEEDS, now="2026-11-29T09:00:00Z")
    with awkward({"one": hosts.plain, "two": hosts.not_found, "three": hosts.plain}, network=6) as up:
        sampled.have([f"{up.places['one']}/a.csv", f"{up.places['two']}/a.csv"], portal="leeds")
        sampled.have([f"{up.places['three']}/a.csv"], portal="york")
        read = _stook(sampled, "check", "--portal", "leeds", "--json")
    assert read.returncode == 0, read.stderr
    assert orjson.loads(read.stdout) == {"read": 1, "unfit": 0, "refused": 0, "failed": 1}
    told = orjson.loads(CliRunner().invoke(samples, ["status", "--json"]).output)
    assert told | {"next_due": ""} == {
        "total": 3, "never_asked": 1, "read": 1, "unfit": 0, "refused": 0, "failed": 1, "due": 1, "taken": 0,
        "next_due": "",
    }  # fmt: skip
    listed = CliRunner().invoke(samples, ["list", "leeds"])
    assert (listed.exit_code, "None" in listed.output) == (0, False)
    assert "never asked" in CliRunner().invoke(samples, ["status"]).output


def test_a_portal_that_is_not_there_has_no_files(sampled: Sampled) -> None:
    unknown = _stook(sampled, "check", "--portal", "leeds")

    assert (unknown.returncode, b"leeds" in unknown.stderr) == (2, True)


def test_the_files_of_a_portal_are_spared_by_a_command(sampled: Sampled) -> None:
    with sampled.ledger.writing() as connection:
        add_portal(connection, LEEDS, now="2026-11-29T09:00:00Z")
    told = [
        CliRunner().invoke(portal_command, ["samples", "leeds", *said]).output
        for said in ([], ["no"], ["no"])
    ]

    assert told == ["leeds: the first rows of its files are read.\n"] + 2 * [
        "leeds: the first rows of its files are not read.\n"
    ]
    with sampled.ledger.reading() as connection:
        assert get_portal(connection, "leeds").settings == {"delay": 2, "samples": "no"}
    CliRunner().invoke(portal_command, ["samples", "leeds", "yes"])
    with sampled.ledger.reading() as connection:
        assert get_portal(connection, "leeds").settings == {"delay": 2}
