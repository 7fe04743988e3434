"""A real pycsw: what it holds is harvested whole."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from pycsw_server import serving

from harvester.formats.elements import every
from harvester.formats.xml import read_xml

pytestmark = pytest.mark.service

MADE_UP = Path(__file__).parents[1] / "drafting" / "made_up_gemini.xml"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a pycsw that holds one record."""
    with serving({"gates.xml": MADE_UP.read_bytes()}, tmp_path_factory.mktemp("pycsw")) as found:
        yield found


def test_it_tells_of_itself_by_csw_and_by_oai_pmh(address: str) -> None:
    with urllib.request.urlopen(f"{address}?service=CSW&version=2.0.2&request=GetCapabilities") as answer:
        assert any(one.get("name") == "GetRecords" for one in every(read_xml(answer.read()), "Operation"))
    with urllib.request.urlopen(f"{address}?mode=oaipmh&verb=Identify") as answer:
        assert len([*every(read_xml(answer.read()), "repositoryName")]) == 1
