"""Any SPARQL 1.1 server as the store: `sparql:ADDRESS`, asked by processes that can be killed.

A query is read in a process without a network, which also finds what is wrong with it; only then another process asks
the server, checks that its answer is whole and writes it in the form wanted. Its dataset should be ours alone.
"""

from __future__ import annotations

import json
import logging
import math
import secrets
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace

from urllib3 import PoolManager, Timeout
from urllib3.exceptions import HTTPError

from catalogue.errors import QueryRefused, StoreError, StoreUnavailable
from catalogue.stores.binding import based, bind
from catalogue.stores.frames import Ask, Fetch
from catalogue.stores.pool import Pool
from catalogue.stores.protocol import LIMIT_SECONDS, Answer, GraphPut, Query, QueryForm
from catalogue.stores.scan import scan_query
from catalogue.stores.server import Secret, Server, read_server
from catalogue.stores.union import UNIONS, Parameters, Union
from catalogue.stores.updates import (
    GENERATION,
    MARK,
    PLACE,
    STATE,
    Batch,
    place_of,
    request_of,
    state_operations,
)

READERS = 2  # they only read queries, which takes next to nothing
WORKER_MEMORY = 2 * 1024**3
QUERIES_EACH = 1000
UPDATE_SECONDS = 600.0  # how long a server may be silent over one piece of a batch
_NEVER = "0"
_JSON = "application/sparql-results+json"
_OF_STATE = (
    f"SELECT ?generation ?mark {{ GRAPH <{STATE}> {{ ?s <{GENERATION}> ?generation ; <{MARK}> ?mark }} }}"
)
_OF_PLACES = f"SELECT ?place {{ GRAPH <{STATE}> {{ ?s <{PLACE}> ?place }} }}"
_OF_GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
_IS_UNION = (
    f"ASK {{ <{STATE}> <{GENERATION}> ?generation GRAPH ?g {{ <{STATE}> <{GENERATION}> ?generation }} }}"
)

_TOO_MUCH = frozenset({400, 413, 500})

log = logging.getLogger(__name__)


def open_store(location: str, *, writable: bool, secret: Secret, workers: int) -> SparqlStore:
    """The store on a server, which need not be there yet."""
    return SparqlStore(read_server(location, secret), writable=writable, workers=workers)


class _TooMuch(StoreUnavailable):
    """The server did not take an update, perhaps for its size."""


class SparqlStore:
    """Graphs on a server, and the processes that ask it."""

    def __init__(self, server: Server, *, writable: bool, workers: int) -> None:
        self._server = server
        self._writable = writable
        self._union: Union | None = None
        self._at_once = sys.maxsize  # operations in one update
        self._readers = Pool(size=READERS, memory=WORKER_MEMORY, queries_each=QUERIES_EACH)
        self._askers = Pool(
            size=workers,
            memory=WORKER_MEMORY,
            queries_each=QUERIES_EACH,
            module="catalogue.stores.remote_worker",
            quick_seconds=math.inf,  # they wait, and work little
        )

    def query(self, query: Query) -> Answer:
        """Scan here, read in one process, ask in another."""
        scan = scan_query(query.text)
        self._readers.ask(Ask(data=None, query=query, scan=scan, read_only=True))
        bound = replace(query, text=based(bind(query.text, query.bindings), query.base), bindings={}, base="")
        named = [("default-graph-uri", iri) for iri in query.default_graphs]
        named += [("named-graph-uri", iri) for iri in query.named_graphs]
        if named or scan.names_dataset:
            return self._ask(bound, scan.form, tuple(named))
        return self._ask_all(bound, scan.form, self._found_union())

    def mark(self) -> int:
        """The last change that is known to be there whole."""
        return self._state()[1]

    def generation(self) -> str:
        """A name by chance, given anew with each piece that is written."""
        return self._state()[0]

    def apply(self, *, puts: Iterable[GraphPut], drops: Iterable[str], mark: int) -> None:
        """One update, or several where the batch is large: then readers see it graph by graph."""
        self._for_writing()
        batch = Batch()
        try:
            batch.read(puts, drops)
            self._write(batch, mark)
        finally:
            batch.close()

    def rebuild(self, puts: Iterable[GraphPut], *, mark: int) -> None:
        """Put every graph, then drop those that nobody put; each serves until its successor is there."""
        self._for_writing()
        batch = Batch()
        try:
            batch.read(puts, ())
            places = self._places() | batch.places()
            old = (graph for graph in self._graphs() if place_of(graph) in places)
            for graph in sorted({*old} - batch.graphs):
                batch.drop(graph)
            self._write(batch, mark, always=True)
        finally:
            batch.close()

    def close(self) -> None:
        """End the processes."""
        self._readers.close()
        self._askers.close()

    def _found_union(self) -> Union:
        """How this server is told to ask all graphs; any way does while nothing is there."""
        if self._union is None and self._state()[0] != _NEVER:
            self._union = next((way for way in UNIONS if self._sees_state(way)), None)
            if self._union is None:
                raise StoreUnavailable(
                    "the server has no way that is known here to ask the union of all graphs"
                )
        return self._union or UNIONS[0]

    def _ask_all(self, query: Query, form: QueryForm, way: Union) -> Answer:
        text, parameters = way.ask(query.text)
        return self._ask(replace(query, text=text), form, parameters)

    def _sees_state(self, way: Union) -> bool:
        try:
            answer = self._ask_all(Query(text=_IS_UNION, media_type=_JSON), QueryForm.ASK, way)
        except QueryRefused:
            return False  # a server that does not pass over what it does not know
        return bool(json.loads(answer.body)["boolean"])

    def _state(self) -> tuple[str, int]:
        rows = self._rows(_OF_STATE)
        if not rows:
            return _NEVER, 0
        return rows[0]["generation"], int(rows[0]["mark"])

    def _graphs(self) -> set[str]:
        return {row["g"] for row in self._rows(_OF_GRAPHS)}

    def _places(self) -> set[str]:
        return {row["place"] for row in self._rows(_OF_PLACES)}

    def _rows(self, text: str) -> list[dict[str, str]]:
        # A page must not wait long; whoever writes may, since the server is busy with what was written.
        seconds = UPDATE_SECONDS if self._writable else LIMIT_SECONDS
        answer = self._ask(Query(text=text, media_type=_JSON, seconds=seconds), QueryForm.SELECT, ())
        rows = json.loads(answer.body)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in rows]

    def _ask(self, query: Query, form: QueryForm, parameters: Parameters) -> Answer:
        fetch = Fetch(
            address=self._server.query,
            headers=self._server.headers,
            parameters=parameters,
            query=query,
            form=form,
        )
        try:
            answer = self._askers.ask(fetch)
        except StoreUnavailable as error:
            log.warning("event=store_unavailable reason=%r", str(error))
            raise
        if answer is None:
            raise StoreUnavailable("the process that asks the server gave no answer")
        return answer

    def _for_writing(self) -> None:
        if not self._writable:
            raise StoreError("store sparql: was opened for reading only")

    def _write(self, batch: Batch, mark: int, *, always: bool = False) -> None:
        generation, before = self._state()
        places = batch.places()
        if generation == _NEVER and any(place_of(graph) in places for graph in self._graphs()):
            raise StoreError(
                f"store sparql: holds graphs at {min(places)} that are not ours; give it a dataset of its own"
            )
        places |= self._places()
        pieces = [piece.operations for piece in batch.pieces()]
        if not pieces and not always and generation != _NEVER:
            self._send(state_operations(generation=generation, mark=mark, places=places))
            return
        for number, operations in enumerate(pieces or [list], 1):
            reached = mark if number >= len(pieces) else before
            state = state_operations(generation=secrets.token_hex(8), mark=reached, places=places)
            self._send([*operations(), *state])

    def _send(self, operations: Sequence[bytes]) -> None:
        """All in one request; in as many as need be where the server takes less in one, which is remembered."""
        while operations:
            part = operations[: self._at_once]
            try:
                self._update(request_of(part))
            except _TooMuch:
                if len(part) == 1:
                    raise
                self._at_once = len(part) // 2
            else:
                operations = operations[len(part) :]

    def _update(self, text: bytes) -> None:
        try:
            response = PoolManager(retries=False).request(
                "POST",
                self._server.update,
                body=text,
                headers={**self._server.headers, "Content-Type": "application/sparql-update; charset=utf-8"},
                timeout=Timeout(connect=10, read=UPDATE_SECONDS),
                redirect=False,
            )
        except HTTPError as error:
            raise StoreUnavailable(f"store sparql: cannot be written now: {error}") from error
        if response.status not in (200, 201, 202, 204):
            kind = _TooMuch if response.status in _TOO_MUCH else StoreUnavailable
            raise kind(f"store sparql: took no update, and answers with status {response.status}")
