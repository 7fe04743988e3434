"""A real Oxigraph server that holds DCAT, in named graphs and beside them: harvested whole by a real run."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from environment import installed

sys.path.append(str(Path(__file__).parents[1] / "harvester"))

from house import House, open_house

from harvester.ended import Ended

pytestmark = pytest.mark.service

PREFIXES = "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/>"
DATASET = """<https://d.example/{n:04d}> a dcat:Dataset ; dct:title "Made up {n}" ;
dct:publisher <https://d.example/us> ; dcat:distribution <https://d.example/{n:04d}.csv> ; dct:description "For tests" .
<https://d.example/{n:04d}.csv> dcat:accessURL <https://d.example/{n:04d}.csv> .
<https://d.example/us> <http://xmlns.com/foaf/0.1/name> "Made up" ."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An empty catalogue."""
    with open_house(tmp_path / "var") as made:
        yield made


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """An empty Oxigraph on a free port of 127.0.0.1; gives its address."""
    program = installed("oxigraph-0.5.13", "oxigraph==0.5.13").with_name("oxigraph")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(program), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        if not any("Listening" in line for line in process.stderr or ()):
            raise RuntimeError("Oxigraph did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate()


def fill(address: str, numbers: range, graph: str) -> None:
    told = " ".join(DATASET.format(n=number) for number in numbers)
    inner = f"GRAPH <{graph}> {{ {told} }}" if graph else told
    update = f"{PREFIXES} INSERT DATA {{ {inner} }}"
    headers = {"Content-Type": "application/sparql-update"}
    request = urllib.request.Request(f"{address}/update", data=update.encode(), headers=headers)
    urllib.request.urlopen(request).close()


@pytest.mark.parametrize(("plain", "apart"), [(430, 0), (15, 100)], ids=["one graph", "graphs of their own"])
def test_oxigraph_is_harvested_whole(plain: int, apart: int, house: House, tmp_path: Path) -> None:
    with oxigraph(tmp_path / "store") as address:
        fill(address, range(plain), "")
        for number in range(plain, plain + apart):
            fill(address, range(number, number + 1), f"https://d.example/graph/{number}")
        house.allow(address)
        house.add(slug="madeup", kind="sparql", address=f"{address}/query", settings={"delay": 0})
        assert house.crawl("madeup") is Ended.COMPLETE, house.sentence("madeup") + house.log
        found = house.datasets("madeup")
        assert found == {f"https://d.example/{number:04d}": "live" for number in range(plain + apart)}
        assert house.crawl("madeup") is Ended.COMPLETE
    assert house.datasets("madeup") == found
