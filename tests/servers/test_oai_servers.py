"""Real OAI-PMH servers, harvested whole by a real run: oai-repo (Dublin Core) and pycsw (ISO 19139)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from environment import installed, started
from pycsw_server import serving

sys.path.append(str(Path(__file__).parents[1] / "harvester"))

from house import House, open_house

from harvester.ended import Ended

pytestmark = pytest.mark.service

MADE_UP = """<csw:Record xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:dct="http://purl.org/dc/terms/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier>{mark}</dc:identifier><dc:title>Made up {mark}</dc:title>
 <dc:type>dataset</dc:type><dct:abstract>A record for tests.</dct:abstract></csw:Record>"""
SERVE = Path(__file__).with_name("serve_oai_repo.py")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An empty catalogue."""
    with open_house(tmp_path / "var") as made:
        yield made


def harvested(house: House, address: str) -> dict[str, str]:
    house.allow(address)
    house.add(slug="madeup", kind="oai_pmh", address=address, settings={"delay": 0})
    assert house.crawl("madeup") is Ended.COMPLETE, house.sentence("madeup") + house.log
    return house.datasets("madeup")


def test_oai_repo_is_harvested_whole(house: House, tmp_path: Path) -> None:
    python = installed("oai-repo-0.5.2", "oai-repo==0.5.2")
    with started([str(python), str(SERVE), "37"], tmp_path / "oai.log") as address:
        found = harvested(house, address)
        assert found == {f"oai:madeup.example:{number}": "live" for number in range(37)}
        assert house.crawl("madeup") is Ended.COMPLETE
        assert house.datasets("madeup") == found


def test_pycsw_is_harvested_whole_in_iso(house: House, tmp_path: Path) -> None:
    marks = [f"urn:madeup:{number}" for number in range(123)]  # more than it gives at once
    records = {f"{number}.xml": MADE_UP.format(mark=mark).encode() for number, mark in enumerate(marks)}
    with serving(records, tmp_path) as address:
        found = harvested(house, f"{address}?mode=oaipmh")
    assert found == dict.fromkeys(marks, "live")
