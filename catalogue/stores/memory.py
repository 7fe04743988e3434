"""A store in this process's memory, for tests and small tools: `memory:`.

It scans, limits and answers as the embedded store does, with one difference that cannot be helped: nothing
can stop a query that runs inside one's own process, so `seconds` is not kept. Never give it queries from
outside.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock

import pyoxigraph as ox

from catalogue.errors import SettingsError, StoreError, StoreUnavailable
from catalogue.stores.engine import evaluate, graph_name, read_put
from catalogue.stores.protocol import Answer, GraphPut, Query
from catalogue.stores.scan import scan_query
from catalogue.stores.server import Secret


def open_store(location: str, *, writable: bool, secret: Secret, workers: int) -> MemoryStore:  # noqa: ARG001 # all open alike
    """A new, empty store; `location` must be empty, since no two openings share anything."""
    if location:
        raise SettingsError(f"store 'memory:{location}': memory has no places; write 'memory:'")
    return MemoryStore(writable=writable)


class MemoryStore:
    """One Oxigraph store without a folder."""

    def __init__(self, *, writable: bool = True) -> None:
        self._writable = writable
        self._data: ox.Store | None = ox.Store()
        self._mark = 0
        self._number = 0
        self._lock = Lock()

    def query(self, query: Query) -> Answer:
        """Answer in this thread, for as long as it takes."""
        scan = scan_query(query.text)
        try:
            return evaluate(self._opened(), query, scan)
        except StoreError as error:
            # A trace would keep what the engine found, which no other thread may let go of.
            error.__context__ = error.__cause__ = None
            raise error.with_traceback(None) from None

    def mark(self) -> int:
        """The last change applied."""
        return self._mark

    def generation(self) -> str:
        """Counts the batches that changed anything."""
        return str(self._number)

    def apply(self, *, puts: Iterable[GraphPut], drops: Iterable[str], mark: int) -> None:
        """Read every put first, so that a bad one changes nothing."""
        gone = [graph_name(graph) for graph in drops]
        read = [(graph_name(put.graph), read_put(put)) for put in puts]
        with self._lock:
            data = self._for_writing()
            for graph in gone:
                data.remove_graph(graph)
            for graph, quads in read:
                data.remove_graph(graph)
                data.extend(quads)
            self._mark = mark
            self._number += bool(read or gone)

    def rebuild(self, puts: Iterable[GraphPut], *, mark: int) -> None:
        """Fill another store and put it in the place of this one's."""
        data = ox.Store()
        self._for_writing()
        for put in puts:
            data.extend(read_put(put))
        with self._lock:
            self._data, self._mark = data, mark
            self._number += 1

    def close(self) -> None:
        """Forget everything."""
        self._data = None

    def _for_writing(self) -> ox.Store:
        if not self._writable:
            raise StoreError("store memory: was opened for reading only")
        return self._opened()

    def _opened(self) -> ox.Store:
        if self._data is None:
            raise StoreUnavailable("store memory: is closed")
        return self._data
