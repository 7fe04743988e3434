"""The endpoint over the data of all tests: loaded once, each file a graph that the protocol then names."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from starlette.testclient import TestClient
from w3c_manifests import ROOT, Case, address_of
from w3c_terms import read_data

from catalogue.indexes.protocol import open_index
from catalogue.ledger.ledger import open_ledger
from catalogue.settings import Settings
from catalogue.stores import GraphPut, open_store
from vocab import load_vocabulary
from web.app import build_app

BASE = "http://endpoint.example"
NOTHING = f"{ROOT}nothing"
"""A graph that holds nothing: naming it keeps the default graph from being the union of all."""

STORES = ("memory:", "oxigraph:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A client of our endpoint, and where the tests' files lie."""

    client: TestClient
    root: Path


@contextmanager
def endpoint(store: str, cases: Iterable[Case], root: Path) -> Iterator[Endpoint]:
    """The site over a store of one kind that holds every file of the cases."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        opened = open_store(store + (str(home / "store") if store == "oxigraph:" else ""))
        opened.rebuild(_puts(cases, root), mark=1)
        index = open_index(f"whoosh:{home / 'index'}")
        settings = Settings(base=BASE, home=home, query_minute_seconds=0, query_minute_errors=0)
        app = build_app(
            settings,
            ledger=open_ledger(f"sqlite:///{home / 'ledger.db'}"),
            store=opened,
            index=index,
            vocabulary=load_vocabulary(),
        )
        with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
            yield Endpoint(client=client, root=root)


def _puts(cases: Iterable[Case], root: Path) -> Iterator[GraphPut]:
    files: dict[str, Path] = {}
    for case in cases:
        files |= {address_of(path, root): path for path in (*case.data, *(path for _, path in case.graphs))}
        files |= dict(case.graphs)
        if case.query and not case.left_out:
            # A query's own FROM names files beside it.
            beside = (
                path for path in case.query.parent.iterdir() if path.suffix in (".ttl", ".rdf", ".nt", ".n3")
            )
            files |= {address_of(path, root): path for path in beside if not path.name.startswith("manifest")}
    for name, path in sorted(files.items()):
        quads = _quads(name, path)
        if quads:
            yield GraphPut(graph=name, quads=quads)


def _quads(name: str, path: Path) -> bytes:
    try:
        triples = read_data(path, name)
    except (SyntaxError, ValueError):  # an expected answer or a broken file, which no query asks
        return b""
    quads = (ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(name)) for one in triples)
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
