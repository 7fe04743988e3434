"""Real clients of CKAN, unmodified, over HTTP: ckanapi and its command, frictionless, and our own spider."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import serving
from environment import installed
from made_up_catalogue import BINS, GONE
from starlette.applications import Starlette

pytestmark = pytest.mark.service

WANTED = ("ckanapi>=4.11,<5", "frictionless[ckan]>=5.21,<6")
ASK = Path(__file__).with_name("ask_with_clients.py")
SHOWN = 48


@pytest.fixture(scope="module")
def python() -> Path:
    """The Python that has the clients: one of them wants older libraries than we."""
    return installed("ckan-clients", *WANTED)


@pytest.fixture(scope="module")
def address(app: Starlette) -> Iterator[str]:
    """The made-up catalogue, served."""
    with serving(app) as found:
        yield found


@pytest.fixture(scope="module")
def told(python: Path, address: str) -> dict[str, Any]:
    """What the clients say that they found, by what was asked."""
    asked = [str(python), str(ASK), address, BINS, GONE]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def run(python: Path, *arguments: str) -> list[Any]:
    """The lines of JSON that the command `ckanapi` gives."""
    folder = python.parent
    done = subprocess.run(
        [str(folder / "ckanapi"), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("way", ["get", "post"])
def test_ckanapi_calls_every_action(told: dict[str, Any], way: str) -> None:
    assert told[way] == {
        "site_read": True,
        "status_show": "2.11",
        "package_list": SHOWN,
        "package_show": "Household bin collection rounds",
        "package_search": [1, BINS],
        "facets": {"tags": {"bins": 1, "waste recycling": 1}},
        "organization_list": 32,
        "organization_show": [BINS],
        "group_list": ["envi"],
        "group_show": "Environment",
        "tag_list": ["bins"],
        "license_list": True,
        "current_package_list_with_resources": 5,
        "resource_show": "Rounds",
        "package_autocomplete": [BINS],
        "help_show": True,
    }


def test_ckanapi_raises_its_own_errors(told: dict[str, Any]) -> None:
    assert told["errors"] == {
        "nothing": "NotFound",
        "withdrawn": "NotFound",
        "missing": "ValidationError",
        "number": "ValidationError",
        "query": "SearchQueryError",
        "write": "NotAuthorized",
        "unknown": "CKANAPIError",
    }


def test_the_command_ckanapi_takes_everything_out(python: Path, address: str) -> None:
    packages = run(python, "dump", "datasets", "--all", "-q", "-r", address)
    assert len({package["id"] for package in packages}) == SHOWN
    assert len(run(python, "dump", "organizations", "--all", "-q", "-r", address)) == 32
    assert len(run(python, "dump", "groups", "--all", "-q", "-r", address)) == 1


def test_the_command_ckanapi_searches(python: Path, address: str) -> None:
    found = run(python, "search", "datasets", "fq=tags:bins", "-r", address)
    assert [package["id"] for package in found] == [BINS]
    assert len(run(python, "search", "datasets", "q=*:*", "-r", address)) == SHOWN


def test_frictionless_reads_a_catalog_and_a_package(told: dict[str, Any]) -> None:
    assert told["frictionless"] == {
        "catalog": SHOWN,
        "search": [BINS],
        "group": [BINS],
        "organization": [BINS],
        "package": {
            "title": "Household bin collection rounds",
            "paths": ["https://data.leeds.example/bins.csv", "https://data.leeds.example/bins.geojson"],
            "licenses": ["Open Government Licence v3.0"],
            "keywords": ["bins", "waste recycling"],
        },
    }
