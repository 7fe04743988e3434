"""SPARQL through the store's worker process, against the same database asked in this process."""

from __future__ import annotations

import io
import statistics
from collections.abc import Callable
from contextlib import closing
from functools import partial

import pyoxigraph as ox
from bench_home import Home
from bench_line import Line, Size, by_turns, spread

from catalogue.stores import BY_NAME, Query, open_store

AIM = 1.3
_TIMES = 100  # queries of each in a round
_JSON = BY_NAME["json"].media_type
PREFIXES = "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/> "
_ONE = PREFIXES + "SELECT ?dataset { ?dataset a dcat:Dataset } LIMIT 1"
JOIN = (
    PREFIXES
    + """SELECT ?title ?publisher ?file {
  ?dataset a dcat:Dataset ; dct:title ?title ; dct:publisher ?publisher ; dcat:distribution ?part .
  ?part dcat:downloadURL ?file } LIMIT 20"""
)


def sparql_lines(home: Home, size: Size) -> list[Line]:
    """A lookup and a join of 20 rows, ours and the bare store's asked by turns."""
    bare = ox.Store.read_only(str(home.folder / "store" / "current" / "data"))
    with closing(open_store(f"oxigraph:{home.folder / 'store'}", writable=False)) as store:
        dataset = next(_asked(bare, _ONE))["dataset"]
        asked = {"lookup of a dataset": f"SELECT ?p ?o {{ {dataset} ?p ?o }}", "join, 20 rows": JOIN}
        return [_line(name, text, store.query, bare, size) for name, text in asked.items()]


def _line(name: str, text: str, query: Callable[[Query], object], bare: ox.Store, size: Size) -> Line:
    ours, theirs = partial(query, Query(text=text, media_type=_JSON)), partial(_bare, bare, text)
    mine, bares = by_turns(ours, theirs, size.rounds * _TIMES)
    added = statistics.median(mine) - statistics.median(bares)
    ratio = statistics.median(mine) / statistics.median(bares)
    return Line(
        name=f"SPARQL through the worker: {name}",
        measured=spread(mine),
        against=f"bare pyoxigraph, p50 {statistics.median(bares) * 1000:.2f} ms",
        ratio=f"{ratio:.2f} × (+{added * 1000:.2f} ms)",
        aim=f"≤ {AIM} ×",
        rounds=size.rounds,
        met=ratio <= AIM,
    )


def _bare(store: ox.Store, text: str) -> bytes:
    output = io.BytesIO()
    _asked(store, text).serialize(output, ox.QueryResultsFormat.JSON)
    return output.getvalue()


def _asked(store: ox.Store, text: str) -> ox.QuerySolutions:
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return found
